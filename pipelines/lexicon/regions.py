"""Places: the country, provinces, prefectures, counties, and areas that texts speak of without a code.

`regions.csv` holds GB/T 2260 codes and names as facts (state of 2024; codes of the divisions themselves, without
development zones). A place is found by its full name (重庆市永川区), its name (永川区), its short name (永川), or any of
these behind the name of a place above it (重庆永川区); a name that several places share only where one of them is meant.

`regions_former.csv` holds what the catalogues of 1999 to 2019 had and that of today has not, for texts of those years: 襄樊市
is today's 襄阳市 and has its code, so that series go on; 崇文区 was merged into another and keeps the code that it had; the
code is '' where it means another place today. A former name counts only where no place of today bears it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_HERE = Path(__file__).parent
_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
COUNTRY = "100000"


@dataclass(frozen=True, slots=True)
class Region:
    """A place; `code` is GB/T 2260 and '' for an area. level: country, province, prefecture, county, area."""

    code: str
    name: str
    short_name: str
    level: str
    parent_code: str
    full_name: str


@cache
def regions() -> tuple[Region, ...]:
    """All places in the order of the file: from the country down, areas last."""
    with (_HERE / "regions.csv").open(encoding="utf-8", newline="") as f:
        return tuple(Region(**row) for row in csv.DictReader(f))


@cache
def former_regions() -> tuple[Region, ...]:
    """Places as they were called until some year of 1999 to 2019; `code` is that of the same place today, if there is one.

    >>> next(r.code for r in former_regions() if r.name == "襄樊市"), find_region("襄阳市").code
    ('420600', '420600')
    """
    columns = Region.__dataclass_fields__
    with (_HERE / "regions_former.csv").open(encoding="utf-8", newline="") as f:
        return tuple(Region(**{name: row[name] for name in columns}) for row in csv.DictReader(f))


def merged_regions() -> tuple[Region, ...]:
    """Former places that no place of today goes on from, one for each code."""
    known = {r.code for r in regions()}
    return tuple({r.code: r for r in former_regions() if r.code and r.code not in known}.values())


@cache
def by_code() -> dict[str, Region]:
    """Places by GB/T 2260 code, those of today and the merged ones."""
    return {r.code: r for r in (*regions(), *merged_regions()) if r.code}


def ancestors(region: Region) -> tuple[Region, ...]:
    """The places above, the nearest first; the country is the last.

    >>> [r.name for r in ancestors(by_code()["510107"])]
    ['成都市', '四川省', '全国']
    """
    found = []
    while region.parent_code:
        region = by_code()[region.parent_code]
        found.append(region)
    return tuple(found)


def within(region: Region, parent_code: str) -> bool:
    """Whether a place lies in another (or is it)."""
    return region.code == parent_code or any(a.code == parent_code for a in ancestors(region))


def _own_names(region: Region) -> Iterable[str]:
    """The names of a place without those of the places above it."""
    yield region.name
    yield region.short_name
    short = region.short_name
    for ending, kinds in (
        ("自治州", ("州", "自治州")),
        ("自治县", ("县", "自治县")),
        ("自治旗", ("旗",)),
        ("自治区", ("自治区",)),
    ):
        if region.name.endswith(ending):
            yield from (short + kind for kind in kinds)


@cache
def _index() -> dict[str, tuple[Region, ...]]:
    found: dict[str, dict[Region, None]] = {}
    for region in regions():
        for name in (*_own_names(region), region.full_name):
            found.setdefault(name, {})[region] = None
    today = frozenset(found)
    for region in former_regions():
        names = {region.full_name, region.name}
        if region.level == "prefecture" or len(region.short_name) > 2:  # 襄樊, not 动力
            names.add(region.short_name)
        for name in names - today:
            found.setdefault(name, {})[region] = None
    return {name: tuple(places) for name, places in found.items()}


@lru_cache(maxsize=1 << 14)
def find_region(name: str, parent: str | None = None) -> Region | None:
    """The place that `name` names, in the place with code `parent` if given; None if unknown or not one place.

    >>> find_region("重庆市永川区").code, find_region("永川").code, find_region("重庆永川").code
    ('500118', '500118', '500118')
    >>> find_region("鼓楼区") is None, find_region("鼓楼区", "320100").code, find_region("南京鼓楼区").code
    (True, '320106', '320106')
    """
    name = "".join(name.split())
    places = [p for p in _index().get(name, ()) if parent is None or (within(p, parent) and p.code != parent)]
    if places:
        return _meant(name, places)
    for cut in range(2, len(name) - 1):  # the name of a place above, then the place's own
        above = find_region(name[:cut], parent)
        if above and above.code and above.level != "county":
            below = find_region(name[cut:], above.code)
            if below:
                return below
    return None


def _meant(name: str, places: list[Region]) -> Region | None:
    """The one of several places of a name that a text means without saying more, or None.

    A name in full goes before short ones; a province before all; a place before those inside it (长沙, not 长沙县); a
    prefecture before counties elsewhere, but not before a district of a municipality (朝阳 is Liaoning's or Beijing's).
    """
    places = [p for p in places if name in (p.name, p.full_name)] or places
    if len(places) == 1 or _same(places):
        return places[-1]
    for level in ("country", "province"):
        if of_level := [p for p in places if p.level == level]:
            return of_level[0] if len(of_level) == 1 else None
    around = next((p for p in places if p.code and all(within(other, p.code) for other in places)), None)
    return around or _only_prefecture(places)


def _same(places: list[Region]) -> bool:
    """Whether all are names of one place, as it is and was called."""
    return places[0].code != "" and len({p.code for p in places}) == 1


def _only_prefecture(places: list[Region]) -> Region | None:
    """The one prefecture among the places, if no area and no district of a municipality bears the name, too."""
    prefectures = [p for p in places if p.level == "prefecture"]
    rivals = any(p.level == "area" or p.parent_code in _MUNICIPALITIES for p in places)
    return prefectures[0] if len(prefectures) == 1 and not rivals else None


@cache
def region_words(short_counties: bool = False) -> tuple[str, ...]:
    """Words that name a place in running text, the longest first.

    Full names, names, and the short names of provinces, prefectures and areas; those of counties only on demand, for
    many are ordinary words or names of streets and companies. Words of region_common.csv are left out.
    """
    with (_HERE / "region_common.csv").open(encoding="utf-8", newline="") as f:
        common = {row["word"] for row in csv.DictReader(f)}
    found = {r.name for r in former_regions() if len(r.name) > 2}
    for region in regions():
        names = set(_own_names(region)) | {region.full_name}
        if region.level == "county" and not short_counties:
            names.discard(region.short_name)
        found |= {n for n in names if len(n) >= 2} - (common if region.level != "province" else set())
    return tuple(sorted(found, key=lambda w: (-len(w), w)))
