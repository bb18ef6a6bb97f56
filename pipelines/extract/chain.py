"""Who says the period, the kind of statement and the place of a row: one line of text each, kept with the row.

`period|section|过去五年|12`: the heading's words 过去五年 in line 12 of the text. The levels are sentence, paragraph, section,
table, document and unknown; words and line are empty where the document as a whole says it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from pipelines.documents.frame.model import PassageFrame
from pipelines.documents.view import TextView
from pipelines.extract.facts import Fact
from pipelines.lexicon.patterns import patterns

_P = patterns("chain")

# The ends of lines as Unicode has them: no rule of a language.
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK = _P["blank"]
_LONGEST = 24


class Chain:
    """Writes the lines for the rows of one document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._breaks: list[int] | None = None
        self._said: tuple[PassageFrame | None, str] = None, ""

    def of_prose(self, fact: Fact, frame: PassageFrame, seen: TextView, region: str | None) -> list[str]:
        """The lines of a row of the prose, in a passage with this frame."""
        return [
            f"period|{self._period(fact, frame, seen)}",
            f"statement|{'sentence||' if fact.told else self._section(frame)}",
            f"region|{_region(fact, region)}",
        ]

    def of_table(self, fact: Fact, region: str | None) -> list[str]:
        """The lines of a row of a table: its heads and labels say it, else the document."""
        period = (
            "unknown||" if fact.period_end is None else self._words("table", *fact.said) if fact.said else "table||"
        )
        return [f"period|{period}", "statement|table||", f"region|{_region(fact, region)}"]

    def line(self, offset: int) -> int:
        """The number of the line of an offset, from 1."""
        if self._breaks is None:
            self._breaks = [match.end() for match in _BREAK.finditer(self.text)]
        return bisect_right(self._breaks, offset) + 1

    def _period(self, fact: Fact, frame: PassageFrame, seen: TextView) -> str:
        if fact.period_end is None:
            return "unknown||"
        if fact.said is not None:
            return self._words("sentence", *seen.span(*fact.said))
        return self._section(frame)

    def _section(self, frame: PassageFrame) -> str:
        if frame is not self._said[0]:  # the rows of a passage come one after the other
            words = frame.word_start, frame.word_end
            self._said = frame, self._words(frame.level, *words) if frame.word_end else f"{frame.level}||"
        return self._said[1]

    def _words(self, level: str, start: int, end: int) -> str:
        words = _BLANK.sub("", self.text[start:end])[:_LONGEST]
        return f"{level}|{words}|{self.line(start)}"


def _region(fact: Fact, region: str | None) -> str:
    if fact.region:
        return f"sentence|{fact.region[:_LONGEST]}|".replace("||", "|")
    return "document||" if region else "unknown||"


def described(lines: list[str], period: str) -> list[str]:
    """The lines for people, in Chinese.

    >>> described(["period|section|过去五年|12", "statement|document||", "region|unknown||"], "2016-2020")
    ['时期 2016-2020：标题“过去五年”，第12行', '陈述 依文件', '地区 不明']
    """
    said = []
    for line in lines:
        what, level, words, number = (line.split("|") + ["", "", ""])[:4]
        name = _NAMES.get(what, what) + (f" {period}" if what == "period" else "")
        if level == "unknown":
            said.append(f"{_NAMES.get(what, what)} 不明")
        elif words:
            said.append(f"{name}：{_LEVELS.get(level, level)}“{words}”" + (f"，第{number}行" if number else ""))
        else:
            said.append(f"{name}{'：' if what == 'period' else ' '}依{_LEVELS.get(level, level)}")
    return said


_NAMES = {"period": "时期", "statement": "陈述", "region": "地区"}
_LEVELS = {
    "sentence": "句中", "paragraph": "段落", "section": "标题", "part": "分篇", "document": "文件", "table": "表头表栏",
}  # fmt: skip
