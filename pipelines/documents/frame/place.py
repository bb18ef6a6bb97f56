"""Which place a clause, a heading or a paragraph of a list is about: a place that leads it.

Only entries of the regions count. A name with its kind (凤凰县) must lie in the document's own place, where that is known;
a short name (泉州) must be followed by what is said of a place. Places inside a sentence lead nothing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from pipelines import yamls
from pipelines.documents.headings import read_mark
from pipelines.lexicon.regions import Region, ancestors, by_code, find_region, region_words, within

_KINDS = "省市县区旗州盟"
_LONGEST = 14
_HEAD_END = re.compile(r"[：:，,。]?$|[（(].*$")


@cache
def _names() -> frozenset[str]:
    return frozenset(word for word in region_words(True) if len(word) >= 2)


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """The first two characters of all names, and how long the names are that begin so, the longest first."""
    found: dict[str, set[int]] = {}
    for word in _names():
        found.setdefault(word[:2], set()).add(len(word))
    return {beginning: tuple(sorted(lengths, reverse=True)) for beginning, lengths in found.items()}


def _name_at(text: str, at: int = 0) -> str:
    """The longest name that stands at a place of the text, '' where none does."""
    for length in _lengths().get(text[at : at + 2], ()):
        if text[at : at + length] in _names():
            return text[at : at + length]
    return ""


@cache
def _words() -> dict[str, re.Pattern[str]]:
    table = yamls.read(Path(__file__).with_name("place.yml"))
    return {name: re.compile(pattern) for name, pattern in table.items()}


def code_of(name: str, own: str | None) -> str | None:
    """The code of a place as named in a document of the place with code `own`; None where no one place is meant.

    >>> code_of("鼓楼区", "320100"), code_of("鼓楼区", None), code_of("凤凰县", "433100")
    ('320106', None, '433123')
    """
    for above in _above(own):
        found = find_region(name, above)
        if found is not None:
            return found.code or None
    found = find_region(name)
    return found.code or None if found is not None else None


def _above(own: str | None) -> tuple[str, ...]:
    """The document's own place and those above it, up to its province."""
    region = by_code().get(own or "")
    if region is None:
        return ()
    return (region.code, *(a.code for a in ancestors(region) if a.level != "country"))


def leads(text: str, own: str | None) -> tuple[str, int]:
    """The place that a clause begins with and where its name ends; ('', 0) where it begins with none of another place.

    `own` is the code of the document's place; its own names lead nothing, for they are understood.

    >>> leads("凤凰县接待游客", "433100"), leads("凤凰县人民医院", "433100"), leads("泉州GDP总量", None), leads("泉州路改造", None)
    (('凤凰县', 3), ('', 0), ('泉州', 2), ('', 0))
    >>> leads("湘西州接待游客", "433100"), leads("大理市生产总值", "433100")
    (('', 0), ('', 0))
    """
    name = _name_at(text)
    if not name or not _leads(name, text[len(name) : len(name) + _LONGEST], own):
        return "", 0
    return name, len(name)


def listed(text: str, own: str | None) -> tuple[str, int]:
    """The places that a clause names one after the other as its subject, and where they end; ('', 0) where it names none.

    >>> listed("内江、眉山、自贡经济总量突破", "510000"), listed("内江、眉山分别增长", "510000"), listed("内江经济总量", "510000")
    (('内江、眉山、自贡', 8), ('', 0), ('', 0))
    """
    end, count = 0, 0
    while name := _name_at(text, end):
        region = _region(name, own)
        if region is None or not _inside(region, by_code().get(own or "")):
            return "", 0
        end, count = end + len(name), count + 1
        if text[end : end + 1] != "、":
            break
        end += 1
    if count < 2 or text[end - 1 : end] == "、" or not _words()["behind_short"].match(text[end:]):
        return "", 0
    return ("", 0) if text.startswith("分别", end) else (text[:end], end)


@lru_cache(maxsize=1 << 14)
def _leads(name: str, behind: str, own: str | None) -> bool:
    region = _region(name, own)
    if region is None or region.level in ("country", "area"):
        return False
    if not _inside(region, by_code().get(own or "")):
        return False
    if name[-1] in _KINDS and name != region.short_name:
        return not _words()["not_behind"].match(behind)
    return bool(_words()["behind_short"].match(behind) or not own and _words()["behind_listed"].match(behind))


def _inside(region: Region, home: Region | None) -> bool:
    """Whether a place lies in the document's own and is not it; anywhere, where that is unknown."""
    return home is None or within(region, home.code) and not within(home, region.code)


def _region(name: str, own: str | None) -> Region | None:
    return (find_region(name, own) if own else None) or find_region(name)


def returns(text: str) -> bool:
    """Whether a clause speaks of the document's own place again (全市, 我县)."""
    return _words()["own"].match(text) is not None


def of_heading(title: str, own: str | None) -> str:
    """The place that a heading consists of ((一)凤凰县, 凤凰县：) or the zone whose budget it gives, '' where it is another one.

    >>> of_heading("（二）凤凰县", "433100"), of_heading("凤凰县旅游", "433100")
    ('凤凰县', '')
    >>> of_heading("（六）临江经济技术开发区预算执行情况", None), of_heading("三、开发区建设情况", None)
    ('临江经济技术开发区', '')
    """
    mark = read_mark(title)
    words = _HEAD_END.sub("", title[mark.end :] if mark else title, count=1).strip()
    zone = _words()["zone_budget"].fullmatch(words) if "区" in words or "园" in words else None
    if zone:
        return zone["zone"]
    if words not in _names() or words[-1] not in _KINDS:
        return ""
    region, home = _region(words, own), by_code().get(own or "")
    if region is None or region.level in ("country", "area") or not _inside(region, home):
        return ""
    return words
