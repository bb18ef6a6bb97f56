"""The chapter of the China Statistical Yearbook that an observation belongs to, mapped to an indicator or not.

The vocabulary is `sector_keywords.csv`: keyword, chapter, weight 1–9, and `at`, which binds a keyword to the end of
the name (投资 at the end: an investment, whatever is built). A word inside a longer one does not count (上市公司 is
finance, 公司 alone nothing); of the rest the heaviest decides, and of equals the last one, because the head of a
Chinese noun phrase stands at its end (农村公路 is a road).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipelines.lexicon.indicators import code_of_name, indicators
from pipelines.lexicon.patterns import patterns

_HERE = Path(__file__).parent
_COMPLETED = patterns("memory")["completed"]

FALLBACK = 24
"""Government work that no other chapter claims is public administration."""

SURE = 5
"""From this weight on a keyword decides where it stands; a lighter one yields to the clause and the section."""

_FOLD = {ord(c): None for c in "“”\"'‘’《》「」 \t\n\u3000"}
_PATH = re.compile(r"[>›/|｜→]")


@dataclass(frozen=True, slots=True)
class Sector:
    """A chapter of the China Statistical Yearbook."""

    code: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that points to a chapter; `at` is 'end' where it counts only as the end of the text, else ''."""

    keyword: str
    sector_code: int
    weight: int
    at: str


@cache
def sectors() -> dict[int, Sector]:
    """The 25 chapters by code."""
    with (_HERE / "sectors.csv").open(encoding="utf-8", newline="") as f:
        return {int(r["code"]): Sector(int(r["code"]), r["zh"], r["en"]) for r in csv.DictReader(f)}


@cache
def keywords() -> tuple[Keyword, ...]:
    """All keywords in the order of the file."""
    with (_HERE / "sector_keywords.csv").open(encoding="utf-8", newline="") as f:
        return tuple(Keyword(r["keyword"], int(r["sector_code"]), int(r["weight"]), r["at"]) for r in csv.DictReader(f))


@cache
def _index() -> dict[str, tuple[tuple[str, int, int, bool], ...]]:
    """First two characters → (keyword, weight, chapter, only at the end), the longest first."""
    found: dict[str, list[tuple[str, int, int, bool]]] = {}
    for k in keywords():
        word = _fold(k.keyword)
        found.setdefault(word[:2], []).append((word, k.weight, k.sector_code, k.at == "end"))
    return {start: tuple(sorted(words, key=lambda w: (-len(w[0]), -w[1], w[0]))) for start, words in found.items()}


def _fold(text: str) -> str:
    return text.upper().translate(_FOLD)


def best_keyword(text: str) -> tuple[int, int] | None:
    """(weight, chapter) of the keyword that decides in `text`, or None.

    >>> best_keyword("农村公路养护补助资金"), best_keyword("某某事")
    ((8, 16), None)
    """
    text = _fold(text)
    index = _index()
    size = len(text)
    begins = [at for at, pair in enumerate(map(str.__add__, text, text[1:])) if pair in index]
    covered = 0  # the end of the longest keyword so far: one that ends before it lies inside another
    best: tuple[int, int] | None = None
    for start in begins:
        for word, weight, sector, only_end in index[text[start : start + 2]]:
            end = start + len(word)
            if end <= covered or (only_end and end != size) or not text.startswith(word, start):
                continue
            covered = end
            if best is None or weight >= best[0]:
                best = (weight, sector)
            break
    return best


@lru_cache(maxsize=1 << 16)
def _of_name(indicator: str) -> tuple[int, int] | None:
    code = code_of_name(indicator)
    if code is None and indicator.endswith("完成率"):
        code = code_of_name(_COMPLETED.sub("", indicator))  # 第一产业增加值年计划完成率
    if code is not None:
        return 10, indicators()[code].sector_code
    return best_keyword(indicator)


@lru_cache(maxsize=1 << 14)
def _of_clause(quote: str) -> tuple[int, int] | None:
    return best_keyword(quote)


@lru_cache(maxsize=1 << 12)
def _of_section(section: str) -> tuple[int, int] | None:
    """The keyword of the innermost heading that has one; weak ones only where no heading has a better."""
    found = [best for part in reversed(_PATH.split(section)) if (best := best_keyword(part))]
    return next((best for best in found if best[0] >= SURE), found[0] if found else None)


def is_told_by(indicator: str) -> bool:
    """Whether a name alone tells the chapter, so that nothing around it is asked.

    >>> is_told_by("规上工业增加值"), is_told_by("新增数量")
    (True, False)
    """
    name = _of_name(indicator)
    return name is not None and name[0] >= SURE


def sector_of(indicator: str, quote: str = "", section: str = "", sentence: str = "") -> int:
    """The chapter (1–25) of an observation from its name, then its clause, its sentence, and the headings above it.

    >>> sector_of("规上工业增加值"), sector_of("普惠性幼儿园覆盖率"), sector_of("新改建农村公路")
    (13, 21, 16)
    """
    name = _of_name(indicator)
    if name and name[0] >= SURE:
        return name[1]
    weak = name
    for found in (_of_clause(quote), _of_clause(sentence)):
        if found and found[0] >= SURE:
            return found[1]
        weak = _heavier(weak, found)
    heading = _of_section(section)
    if heading and heading[0] >= SURE and not name:
        return heading[1]
    weak = _heavier(weak, heading)
    return weak[1] if weak else FALLBACK


def _heavier(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    return other if one is None or (other is not None and other[0] > one[0]) else one
