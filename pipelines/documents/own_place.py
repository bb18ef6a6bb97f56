"""Which place a document is of, from the slots in which documents name themselves.

The slots in their order: the title, the congress that met, whom the speaker stands for, who signs, the page's site. A name
in such a slot is a place if the lexicon has it or if it is formed like one (甲县); a word of running text never is. Last of
all comes the place of the lexicon that the text names most, at the level at which the text speaks (全市, 我县): that is a
guess, and says so, unless it is named throughout and hardly any other of its level is. What none of these says is unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.documents import vocabulary
from pipelines.lexicon.regions import Region, find_region, region_words, regions
from pipelines.lexicon.units import trie_pattern

_WORDS = vocabulary.load("own_place")
_SUFFIX = _WORDS["suffix"]
_CHAIN = re.compile(rf"[\u4e00-\u9fff]{{1,12}}?{_SUFFIX}(?:[\u4e00-\u9fff]{{1,9}}?{_SUFFIX})*|中华人民共和国")
_LINE = 160  # characters of a line in which an office or a congress is named
_FLAT = 600  # characters of a line that is a text without line ends
_KINDS = "省市区县旗州盟"
_LINK = re.compile(rf"(.+?){_SUFFIX}")  # the names of a chain, without what kind of place each is
_UNKNOWN = 4  # characters of the longest name that the lexicon does not have
_HEADLINE = re.compile(_WORDS["before_headline"] + r"(?P<rest>[\u4e00-\u9fff、]{3,20})")
_KIND_OF_PLACE = re.compile(f"(?<=.)[{_KINDS}]")
_SHORT_PREFECTURE = re.compile("[\u4e00-\u9fff]{1,3}州")
_NO_NAME = re.compile(_WORDS["no_name"])
_SLOTS: list[tuple[str, str, re.Pattern[str]]] = [
    (slot["name"], slot["within"], re.compile(slot["pattern"].replace("{suffix}", _SUFFIX))) for slot in _WORDS["slots"]
]
_SPEAKS_FOR = re.compile(_WORDS["speaks_for"])
_OWN_LEVEL = re.compile(_WORDS["own_level"])
_SPEECH = 6_000  # characters in which a speaker says whom he stands for
_CERTAIN, _FAR = 8, 5  # times from which on it is no guess, if no other of its level is named a fifth as often
_LEAST = 3  # times that a text must name the place that is taken for its own
_MARGIN = 1.25  # how much oftener than the next one of its level


@dataclass(frozen=True, slots=True)
class Named:
    """A place as printed, the slot that names it, and whether that is sure."""

    printed: str
    slot: str
    sure: bool = True


def proper(name: str) -> str | None:
    """The name if it can be a place's: an entry of the lexicon, or formed like a name of one; else None.

    >>> proper("重庆市永川区"), proper("防城港"), proper("甲县"), proper("我代表省"), proper("建成区"), proper("推进市")
    ('重庆市永川区', '防城港', '甲县', None, None, None)
    >>> proper("乌有市鼓楼区"), proper("关于西安市")  # a district of a place that is not known is not that of another
    ('乌有市鼓楼区', '西安市')
    """
    name = re.sub(r"\s+", "", name)
    if find_region(name) is not None:
        return name
    for cut in range(1, len(name) - 2):  # 关于西安市: the words before a name, which are no name of a place above it
        if name[cut:][-1] in _KINDS and name[cut - 1] not in _KINDS and find_region(name[cut:]) is not None:
            return name[cut:]
    links = _LINK.findall(name)
    short = all(len(link) <= _UNKNOWN for link in links)
    return name if _CHAIN.fullmatch(name) and short and not _NO_NAME.search(name) else None


def of_title(title: str) -> str | None:
    """The place that an official title begins with.

    >>> of_title("关于重庆市永川区2019年国民经济和社会发展计划执行情况的报告"), of_title("2023年甲县国民经济统计公报")
    ('重庆市永川区', '甲县')
    >>> of_title("在乙县第十八届人民代表大会第三次会议上的政府工作报告"), of_title("全市和市级2019年预算执行情况")
    ('乙县', None)
    """
    rest = re.sub(_WORDS["before_place"], "", title)
    cut = re.search(_WORDS["behind_place"], rest)
    head = rest[: cut.start()] if cut else rest
    head = re.sub(r"^(?:关于|中共|在)|(?:的|和|市级|本级)$", "", head)
    return proper(head) if head else None


def of_list_title(title: str) -> str | None:
    """The place that the title of a list begins with, right before its year.

    >>> of_list_title("禄丰市2025年民生实事项目清单"), of_list_title("禄丰市抓好重点项目"), of_list_title("2025年重点项目清单")
    ('禄丰市', None, None)
    """
    title = re.sub(r"\s+", "", title)
    head = re.match(r"[\u4e00-\u9fff]{2,20}?(?=20\d\d年)", title)
    return proper(head.group()) if head and re.search(_WORDS["list_title"], title) else None


def of_headline(headline: str) -> Named | None:
    """The place of the lexicon that a headline begins with, behind a year at most.

    >>> of_headline("永川区15个重点项目集中开工"), of_headline("2016年成都市财政概况"), of_headline("市北区、李沧区联手")
    (Named(printed='永川区', slot='headline', sure=True), Named(printed='成都市', slot='headline', sure=True), None)
    >>> of_headline("城市建设提速") is None
    True
    """
    head = _HEADLINE.match(re.sub(r"\s+", "", headline))
    ends = [m.end() for m in _KIND_OF_PLACE.finditer(head["rest"])] if head else []
    for end in reversed(ends):
        name = head["rest"][:end] if head else ""
        if find_region(name) is not None and not (head and head["rest"].startswith("、", end)):
            return Named(name, "headline")
    return None


def of_lines(lines: Iterable[str], slots: Iterable[str]) -> Named | None:
    """The place that the first of these slots names in any of the lines."""
    squeezed = [re.sub(r"\s+", "", line) for line in lines]
    front = [line[:_LINE] for line in squeezed if len(line) > _FLAT or not _told(line)]
    for slot, within, pattern in _SLOTS:
        if within not in slots:
            continue
        for line in front if within == "front" else squeezed:
            for match in pattern.finditer(line):
                place = proper(match["place"])
                if place:
                    return Named(place, slot)
    return None


def _told(line: str) -> bool:
    """Whether a line is a sentence or a note, which names places in passing."""
    return re.search(r"[。；;]$|^[（(]?(?:注|说明|资料来源|数据来源)|^\[?\d{1,2}\]?[.、．]", line) is not None


def of_speech(text: str) -> Named | None:
    """Whom the speaker stands for: 我代表甲县人民政府, 受甲县人民政府委托; and the plan of a place that he hands in."""
    if "代表国务院" in text[:_SPEECH]:
        return Named("中华人民共和国", "speaker")
    return of_lines([text[:_SPEECH]], ("speech",))


def of_article(text: str) -> Named | None:
    """The place whose congress an article reports on, or which an editor says is meant by 我市.

    >>> of_article("昨日，甲县第三届人民代表大会第五次会议开幕。"), of_article("市十三届人大一次会议开幕。")
    (Named(printed='甲县', slot='session', sure=True), None)
    """
    return of_lines([text[:_SPEECH]], ("article",))


def most_named(text: str) -> Named | None:
    """The place of the lexicon that a text names most at the level at which it speaks; a guess.

    >>> most_named("全市经济增长。大庆加快转型，大庆油田增产，大庆高新区扩建。全市粮食增产。")
    Named(printed='黑龙江省大庆市', slot='most named', sure=False)
    >>> most_named("推进市校合作，推进市属企业改制，全市经济持续向好。") is None
    True
    """
    fits = _level(text)
    counts: Counter[Region] = Counter()
    for match in _any_place().finditer(text):
        region = find_region(match.group())
        if region is not None and region.code and fits(region):
            counts[region] += 1
    for region in counts:  # 洞头区 once, then 洞头港, 洞头渔业
        if len(region.short_name) >= 2:
            counts[region] = max(counts[region], text.count(region.short_name))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _LEAST:
        return None
    if len(ranked) == 2 and ranked[0][1] < _MARGIN * ranked[1][1]:
        return None
    second = ranked[1][1] if len(ranked) == 2 else 0
    certain = ranked[0][1] >= max(_CERTAIN, _FAR * second)
    return Named(ranked[0][0].full_name, "named throughout" if certain else "most named", sure=certain)


@cache
def _any_place() -> re.Pattern[str]:
    return re.compile(trie_pattern(dict.fromkeys(region_words(), "")))


def _level(text: str) -> Callable[[Region], bool]:
    """Whether a region is of the level that a text speaks at; of any level but the country's where it does not say."""
    spoken = _SPEAKS_FOR.search(text[:_SPEECH])
    if spoken:
        kind = spoken["level"]
    else:
        counts = Counter(match["level"] for match in _OWN_LEVEL.finditer(text))
        kind = counts.most_common(1)[0][0] if counts else ""
    endings = _WORDS["levels"].get(kind)
    if endings is None:
        return lambda region: region.level in ("province", "prefecture", "county")
    return lambda region: region.level in endings["levels"] and re.search(endings["names"], region.name) is not None


def resolved(printed: str | None, text: str) -> tuple[str | None, str | None]:
    """(full name, GB/T 2260 code) of a place as printed; a name that several places share is looked for in those above
    it that the text names. A place that the lexicon does not know keeps its printed name and has no code.

    >>> resolved("永川区", ""), resolved("鼓楼区", "南京市鼓楼区经济运行。南京建设。"), resolved("甲县", "")
    (('重庆市永川区', '500118'), ('江苏省南京市鼓楼区', '320106'), ('甲县', None))
    >>> resolved("巴州", "巴音郭楞蒙古自治州统计局"), resolved("巴州", "巴中市巴州区统计局")
    (('新疆维吾尔自治区巴音郭楞蒙古自治州', '652800'), ('四川省巴中市巴州区', '511902'))
    """
    if printed is None:
        return None, None
    region = _prefecture_of(printed, text) or find_region(printed) or _within_named(printed, text)
    return (region.full_name, region.code or None) if region else (printed, None)


def _prefecture_of(printed: str, text: str) -> Region | None:
    """The autonomous prefecture that is called by its first characters (巴州), where the text has its whole name."""
    if not _SHORT_PREFECTURE.fullmatch(printed):
        return None
    found = [r for r in _autonomous() if r.name.startswith(printed[:-1]) and r.name in text]
    return found[0] if len(found) == 1 else None


@cache
def _autonomous() -> tuple[Region, ...]:
    return tuple(region for region in regions() if region.name.endswith("自治州"))


def _within_named(printed: str, text: str) -> Region | None:
    """The place of this name inside one of the provinces and prefectures that the text names, the oftenest named first."""
    above = {code: (text.count(short), region) for code, (short, region) in _above(printed).items() if short in text}
    return min(above.items(), key=lambda item: (-item[1][0], item[0]))[1][1] if above else None


@lru_cache(maxsize=1024)
def _above(printed: str) -> dict[str, tuple[str, Region]]:
    """The provinces and prefectures within which one place has this name: code → short name, and that place."""
    large = (r for r in regions() if r.level in ("prefecture", "province"))
    return {r.code: (r.short_name, found) for r in large if (found := find_region(printed, r.code))}
