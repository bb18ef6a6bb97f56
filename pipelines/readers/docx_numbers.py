"""The numbers that Word shows in front of paragraphs and does not write into them: 一、 （二） 1. and their like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipelines.readers.medium import MediumError
from pipelines.readers.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = [
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "ideographTraditional",
]
_DIGITS = "零一二三四五六七八九"


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of a file in their order."""

    package: Package
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            if "word/numbering.xml" in self.package.names:
                self._read(self.package.xml("word/numbering.xml"))
            if self._levels and "word/styles.xml" in self.package.names:
                self._read_styles(self.package.xml("word/styles.xml"))
        except MediumError:  # the text is there all the same
            self._levels, self._styles = {}, {}

    def _read(self, root: etree._Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        for each in root.iter(f"{W}abstractNum"):
            levels = abstract.setdefault(each.get(f"{W}abstractNumId") or "", {})
            for level in each.iter(f"{W}lvl"):
                start = _value(level, "start") or "1"
                levels[int(level.get(f"{W}ilvl") or 0)] = _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(start) if start.isdigit() else 1,
                )
        for each in root.iter(f"{W}num"):
            self._levels[each.get(f"{W}numId") or ""] = abstract.get(_value(each, "abstractNumId") or "", {})

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iter(f"{W}style"):
            found = _numbered(style.find(f"{W}pPr"))
            if found:
                self._styles[style.get(f"{W}styleId") or ""] = found

    def of(self, paragraph: etree._Element) -> str:
        """The number of a paragraph with what stands around it, '' for one without."""
        properties = paragraph.find(f"{W}pPr")
        found = _numbered(properties)
        if found is None and properties is not None:
            found = self._styles.get(_value(properties, "pStyle") or "")
        if (
            found is None
            or found[0] not in self._levels
            or not any((t.text or "").strip() for t in paragraph.iter(f"{W}t"))
        ):
            return ""
        number, depth = found
        levels = self._levels[number]
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(number, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if levels[depth].form in ("bullet", "none"):
            return ""
        return re.sub(r"%(\d)", lambda m: self._shown(levels, counts, int(m[1]) - 1), levels[depth].text)

    def _shown(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        return written(counts.get(depth, level.start if level else 1), level.form if level else "decimal")


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val") if found is not None else None


def _numbered(properties: etree._Element | None) -> tuple[str, int] | None:
    number = properties.find(f"{W}numPr") if properties is not None else None
    if number is None:
        return None
    depth = _value(number, "ilvl") or "0"
    return _value(number, "numId") or "", int(depth) if depth.isdigit() else 0


def written(number: int, form: str) -> str:
    """A number in the form that a list has.

    >>> written(12, "chineseCounting"), written(20, "chineseCountingThousand"), written(3, "decimal"), written(2, "upperLetter")
    ('十二', '二十', '3', 'B')
    """
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")
    if form in ("upperLetter", "lowerLetter") and 0 < number < 27:
        letter = chr(64 + number)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number < 21:
        return chr(0x2460 + number - 1)
    return str(number)
