"""What a name ends in, and how far it says which one it is."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extract.projects.words import HeadClass, heads, patterns, suffix_in, vocabulary

LONGEST = 48  # characters of a name
COUNTED = re.compile(
    r"\d[\d.,]*(?:余|多)?(?:万|千|百|亿)?(?:余|多)?"
    r"(?:个|家|所|座|处|条|户|人|组|盏|名|场次|场|件|套|台|辆|口|张|间|栋|幢|门|款|只|株|对|宗|项|次|笔|公里|千米|亩|平方米|平方公里|方|吨|米|公顷|%|路段)"
    r"(?:以上|左右|以内)?$"
)
_PHASE = re.compile(
    r"(?:[（(][^（）()]{1,24}(?:[（(][^（）()]*[)）][^（）()]*)?[)）]"
    r"|(?:项目|工程)?(?:第?[一二三四五六七八九十]+|\d+)[期批](?:次)?(?:工程|项目)?(?:第[一二三四五]批)?|[A-Z]段|[A-Z]区)$"
)
_SECTION = re.compile(r"(?<=[路线程速铁道网])[\u4e00-\u9fff]{2,3}段$")
_CODE = re.compile(
    r"[A-Z]\d|[国省县]道\d|\d[国省县]道|\d+(?:千伏|kV|KV|kv)|[A-Z]\d*线|[\d一二三四五六七八九十]号|第?[一二三四五六七八九十](?=水厂|小学|中学|医院|人民医院|儿童|污水)|地铁\d"
)
OWN = re.compile(r"[区县市州省盟旗](?![级域民场政容情内外区直属郊县城乡])")
_SLOGAN = re.compile(r"“[^”]*”")
BUILD = re.compile(r"(?:项目|工程)?(?:开发)?建设$")
QUOTES = re.compile(r"[“”‘’\"「」]")
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=16384)
def head_of(name: str) -> tuple[HeadClass | None, str, bool]:
    """(class of the last word, the word, whether a phase or section is named) of a name without its brackets.

    >>> head_of("某某产业园（一期）"), head_of("某县治理体系建设")[0], head_of("某某二期工程")[2]
    (('facility', '产业园', True), 'other', True)
    """
    phased = False
    while True:
        match = _PHASE.search(name) or _SECTION.search(name)
        if match is None or match.start() < 2:
            break
        phased = phased or bool(re.search(r"[期批段区]", match.group()))
        name = name[: match.start()]
    name = QUOTES.sub("", name)
    core = BUILD.sub("", name) if len(name) > 4 else name
    table = heads()
    for text in (core, name):
        for size in range(min(len(text), suffix_in("heads")), 0, -1):
            if text[-size:] in table:
                return table[text[-size:]], text[-size:], phased
    return ("work" if phased and len(core) > 3 else None), "", phased


@lru_cache(maxsize=16384)
def evidence_of(name: str, region: tuple[str, ...]) -> int:
    """How far a name says which one: 2 by words of its own, 1 by the region, a code or a phase, 0 not at all."""
    rest = re.sub(r"[（(][^（）()]*[)）]?", "", name)
    weak = bool(_CODE.search(rest) or OWN.match(rest)) or bool(re.search(r"[一二三四五六]期", name))
    for word in region:
        if word in rest:
            rest, weak = rest.replace(word, "|"), True
    if "“" in rest and head_of(name)[0] != "facility":
        rest = _SLOGAN.sub("|", rest)  # a slogan's 工程 is a programme
    rest = patterns()["generic"].sub("|", QUOTES.sub("", rest))
    ends = vocabulary()["place_ends"]
    runs = HAN_RUN.findall(rest)
    if any(len(r) >= 2 for r in runs):
        return 2
    if re.search(rf"[\u4e00-\u9fff|]\|?[{ends}]", rest) or re.search(r"[A-Za-z]{2,}", rest):
        return 1
    return 1 if weak else 0
