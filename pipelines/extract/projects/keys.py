"""Keys by which mentions of one project are linked over documents: conservative, phases and sections never merge."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pipelines.extract.projects.words import vocabulary
from pipelines.lexicon.patterns import patterns

_P = patterns("projects.keys")

_BRACKET = _P["bracket"]
_PHASE = _P["phase"]
_BATCH = _P["batch"]
_EXPLAINS = _P["explains"]  # 甲中心（乙医院建设项目） says what the project is, not which part
_MARKS = _P["marks"]
_LEVELS = _P["levels"]
_PLACE_WORDS = _P["place_words"]
_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"十": "10"}


@lru_cache(maxsize=256)
def region_words(region_name: str | None) -> tuple[str, ...]:
    """The words that name a document's own place, the longest first: with and without their level.

    >>> region_words("重庆市永川区")
    ('永川区', '重庆市', '永川', '重庆')
    """
    if not region_name:
        return ()
    words: set[str] = set()
    for part in _LEVELS.sub(lambda m: m.group() + "|", region_name).split("|"):
        if part:
            words.add(part)
            short = _PLACE_WORDS.sub("", part)
            if len(short) >= 2:
                words.add(short)
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


def match_key(full_name: str, region_name: str | None = None) -> str:
    """The normalised name: own region's prefixes, marks, and 项目, 工程, 建设 at the end are gone; phase stays.

    A bracket that names a phase, a batch or a section is the name's feature (甲路(永川段) and 甲路永川段 are one);
    a region's name is dropped only at the beginning, and only where enough of a name is left. '' never comes back.

    >>> match_key("重庆永川500千伏变电站（一期）", "重庆市永川区") == match_key("永川500kV变电站一期工程", "重庆市永川区")
    True
    >>> match_key("甲厂（一期）") == match_key("甲厂（二期）"), match_key("甲厂") == match_key("甲厂（一期）")
    (False, False)
    """
    text = unicodedata.normalize("NFKC", full_name)
    text = _P["kilovolt"].sub("千伏", text)
    text = _MARKS.sub("", text)
    for full, short in vocabulary()["key_same"].items():
        text = text.replace(full, short)
    brackets = _BRACKET.findall(text)
    text = _BRACKET.sub("", text).replace("(", "").replace(")", "")
    phases: list[str] = []
    for source in [text, *brackets]:
        phases += [f"{_number(m)}期" for m in _PHASE.findall(source)] + [
            f"{_number(m)}批" for m in _BATCH.findall(source)
        ]
    text = _BATCH.sub("", _PHASE.sub("", text))
    sections = [b for b in brackets if not _PHASE.search(b) and not _BATCH.search(b) and not _EXPLAINS.search(b)]
    text += "".join(s for s in sections if s.endswith("段"))
    text = _without_region(_without_suffix(text) or text, region_words(region_name))
    others = sorted(s for s in sections if not s.endswith("段") and s not in region_words(region_name))
    return "|".join([text or full_name, *sorted(set(phases)), *others])


def _without_region(text: str, words: tuple[str, ...]) -> str:
    while True:
        word = next((w for w in words if text.startswith(w) and len(text) - len(w) >= 4), None)
        if word is None:
            return text
        text = text[len(word) :]


def _without_suffix(text: str) -> str:
    while True:
        suffix = next((s for s in vocabulary()["key_suffixes"] if text.endswith(s) and len(text) - len(s) >= 2), None)
        if suffix is None:
            return text
        text = text[: -len(suffix)]


def _number(printed: str) -> str:
    """一, 十二, 3 as digits.

    >>> _number("十二"), _number("二"), _number("3")
    ('12', '2', '3')
    """
    if printed.isdigit():
        return str(int(printed))
    if "十" in printed:
        tens, _, ones = printed.partition("十")
        return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))
    return "".join(_DIGITS.get(c, "") for c in printed)
