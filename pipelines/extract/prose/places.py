"""Places in a clause that are not the document's own: 全国, 全市 of a district's report, a development zone."""

from __future__ import annotations

from functools import lru_cache

from pipelines.extract.prose.names import canonical, split_verb, without_empty_verb
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.regions import find_region
from pipelines.lexicon.word_lists import word_lists

_P = patterns("places")
_W = word_lists("places")

_SCOPE = _P["scope"]
_WIDE = frozenset(_W["wide"])
_ECONOMY = _P["economy"]
_CIRCLE = _P["circle"]
_WHOLE = _P["whole"]
_PLACE_END = _P["place_end"]
_UNIT_OF_PLACE = _P["unit_of_place"]
_OTHER_BEFORE_BRACKET = _P["other_before_bracket"]
_NO_PLACE = _P["no_place"]
_ZONE = _P["zone"]


def zone_at(text: str) -> tuple[str, int]:
    """The development zone that a clause begins with, and where its name ends; ('', 0) where it is none.

    >>> zone_at("临江高新区规上工业总产值"), zone_at("建成高新区道路"), zone_at("封关运行临江综合保税区")
    (('临江高新区', 5), ('', 0), ('', 0))
    """
    match = _ZONE.match(text)
    name = match[match.lastindex or 0] if match else ""
    if not match or _NO_PLACE.search(name) or split_verb(name)[0]:
        return "", 0
    return name, match.end()


def scope_of(name: str, own: str) -> tuple[str, str]:
    """The other place that a name begins with and the name without it; ('', name) where it is the document's own.

    >>> scope_of("全国固定资产投资", "甲省乙市"), scope_of("全市粮食产量", "甲省乙市")
    (('全国', '固定资产投资'), ('', '全市粮食产量'))
    >>> scope_of("武汉市地区生产总值", "湖北省"), scope_of("湖北地区生产总值", "湖北省"), scope_of("武汉市民之家", "湖北省")
    (('武汉市', '地区生产总值'), ('', '地区生产总值'), ('', '武汉市民之家'))
    """
    match = _SCOPE.match(name)
    if not match:
        return _named_place(name, own)
    rest = name[match.end() :]
    if not rest or _is_own(match.group(1), own) or match.group(1) in _WIDE and not _measured(rest):
        return "", name
    return match.group(1), rest


def _measured(rest: str) -> bool:
    """Whether the words behind 全国 or 全球 are something that a country has, and no title or office (全国试点, 全国人大代表)."""
    return _ECONOMY.search(rest) is not None or canonical(rest) is not None


@lru_cache(maxsize=8192)
def _named_place(name: str, own: str) -> tuple[str, str]:
    """The same for a place that is named (武汉市地区生产总值), where the catalogue knows the rest of the name."""
    if len(name) < 5 or canonical(name) is not None:
        return "", name
    units = _UNIT_OF_PLACE.findall(own)
    last = units[-1] if units else own
    for short in (last, last[:-1]):
        if len(short) > 1 and name.startswith(short) and canonical(name[len(short) :]) is not None:
            return "", name[len(short) :]
    for match in _PLACE_END.finditer(name, 1, 8):
        place, rest = name[: match.end()], name[match.end() :]
        if is_short_form(place, last) and canonical(rest) is not None:
            return "", without_empty_verb(rest)
        if len(place) > 2 and canonical(rest) is not None and (place in units or find_region(place) is not None):
            return place, rest
    return "", name


def is_short_form(place: str, full: str) -> bool:
    """Whether an autonomous place is called without its peoples.

    >>> is_short_form("维西县", "维西傈僳族自治县"), is_short_form("南县", "南涧彝族自治县"), is_short_form("凉山州", "凉山彝族自治州")
    (True, False, True)
    """
    return len(place) > 2 and full.endswith(f"族自治{place[-1]}") and full.startswith(place[:-1])


def circle_at(text: str) -> tuple[str, bool]:
    """The circle of several places that a clause begins with, and whether the clause itself gives its economy or people;
    what is said of these in the clauses behind it is its own, too.

    >>> circle_at("成渝地区双城经济圈建设见效"), circle_at("京津冀经济总量达"), circle_at("城市更新")
    (('成渝地区双城经济圈', False), ('京津冀', True), ('', False))
    """
    match = _CIRCLE.match(text)
    return (match.group(), _WHOLE.match(text, match.end()) is not None) if match else ("", False)


def is_of_all(name: str) -> bool:
    """Whether a name is of the whole of a place (经济总量, 常住人口), not of one thing in it."""
    code = canonical(name)
    return code is not None and (code == "permanent_population" or code.startswith("gdp"))


def before_bracket(words: str) -> str:
    """The place whose own value a bracket holds: 比全国（5.1%）高4个百分点."""
    match = _OTHER_BEFORE_BRACKET.search(words)
    return match.group(1) if match else ""


def _is_own(scope: str, region: str) -> bool:
    """Whether 全市, 全省 means the document's own region."""
    if scope == "全市":
        return not region or region.endswith(_W["ends_city"])
    if scope in _W["whole_province"]:
        return not region or region.endswith(_W["ends_province"])
    return False
