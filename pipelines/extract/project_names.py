"""The names in a stretch: members of a list, the head or tail that they share, and whether each is a project's name.

A name is a project's name by what it ends in (基地, 高速, 项目), by what no vocabulary explains in it (望城坡, 五一), by the
list that it stands in (甲、乙等项目) and by the verb that governs it. General tasks (老旧小区改造, 口袋公园6个) are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.extract.project_stages import Reading
from pipelines.extract.project_words import HeadClass, heads, list_kinds, patterns, suffix_in, vocabulary

_ETC = re.compile(
    r"(?<![高中初平同对优劣特])等(?![级同待候效离])"
    r"(?P<count>(?:[一二两三四五六七八九十百\d]+余?(?:个|项|所|座|条|处|家|类|件|大|段|批|宗|栋|大类|期)?)?)"
    r"(?P<kind>[^、，]*?)(?:\d[\d.]*(?:个|项|家|公里)[^，]*)?$"
    r"|(?<=[\u4e00-\u9fff）)])(?P<count2>(?:\d+|[两三四五六七八九十])(?:个|座|条|处|栋))(?P<kind2>[^、，\d]{2,})$"
)
_AND = re.compile(r"以及|(?<![美谐平田缓温])[和与](?!美|谐|平|解)|(?<![涉普波])及(?!以|时|其)")
_COUNTED = re.compile(
    r"\d[\d.,]*(?:余|多)?(?:万|千|百|亿)?(?:余|多)?"
    r"(?:个|家|所|座|处|条|户|人|组|盏|名|场次|场|件|套|台|辆|口|张|间|栋|幢|门|款|只|株|对|宗|项|次|笔|公里|千米|亩|平方米|平方公里|方|吨|米|公顷|%|路段)"
    r"(?:以上|左右|以内)?$"
)
_COUNT_FIRST = re.compile(r"(?:\d[\d.]*(?:[—\-~至]\d+)?(?:余|多)?(?:万|千|百)?(?:余|多)?)(?:个|家|所|座|处|条|户|人|组|盏|名|场|件|套|台|辆|口|张|间|栋|项)|[一二两三四五六七八九十]+(?:个|家|所|座|大(?!桥|坝|道|街|学|厦))")
_MEASURE_FIRST = re.compile(r"(?:年产|日产|日处理|总装机)?\d[\d.]*(?:亿|万)?(?:吨|亩|千瓦|兆瓦|千伏|kV|KV|袋|立方米|平方米|公里|头|只|套|台|级)")
_PLURAL = re.compile(r"(?:一批|一系列|多个|各类|若干|部分|各镇街|更多|\d+余?个)")
_PHASE = re.compile(
    r"(?:[（(][^（）()]{1,24}(?:[（(][^（）()]*[)）][^（）()]*)?[)）]"
    r"|(?:项目|工程)?(?:第?[一二三四五六七八九十]+|\d+)[期批](?:次)?(?:工程|项目)?(?:第[一二三四五]批)?|[A-Z]段|[A-Z]区)$"
)
_SECTION = re.compile(r"(?<=[路线程速铁道网])[\u4e00-\u9fff]{2,3}段$")
_CODE = re.compile(r"[A-Z]\d|\d+(?:千伏|kV|KV|kv)|[A-Z]\d*线|[\d一二三四五六七八九十]号|第?[一二三四五六七八九十](?=水厂|小学|中学|医院|人民医院|儿童|污水)|地铁\d")
_OWN = re.compile(r"[区县市州省盟旗](?![级域民场政容情内外区直属郊县城乡])")
_SLOGAN = re.compile(r"“[^”]*”")
_BUILD = re.compile(r"(?:项目|工程)?(?:开发)?建设$")
_AMOUNT = re.compile(r"(?:总投资|计划总投资|投资|投资额)(?:约|达|近|超|超过|额)?(?P<n>\d+(?:\.\d+)?)(?P<u>亿元|万元|亿美元)")
_LONGEST = 48  # characters of a name
_QUOTES = re.compile(r"[“”‘’\"「」]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A project's name: [start, end) in the text that was read, the name in full, how sure, and by which rule."""

    start: int
    end: int
    full: str
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A stretch as a list: spans of the members, what they are said to be, and whether that makes them projects."""

    members: tuple[tuple[int, int], ...]
    kind: str = ""
    projects: bool | None = None
    etc: bool = False


def names_in(text: str, reading: Reading, region: tuple[str, ...] = ()) -> list[Name]:
    """The project names in a clause's stretch, in order; `region` are the words that name the document's own place.

    >>> t = "建成五丰、久盛等汽车零部件生产项目"
    >>> [(t[n.start:n.end], n.full) for n in names_in(t, Reading(2, len(t), "completion", True, "before"))]
    [('五丰', '五丰汽车零部件生产项目'), ('久盛', '久盛汽车零部件生产项目')]
    """
    start = _skip_modifier(text, reading.start, reading.end)
    listing = read_list(text, start, reading.end, region)
    plural = _PLURAL.match(text, start, reading.end) or _PLURAL.match(text, reading.start, reading.end)
    if listing.projects is False or plural and not listing.etc:
        return []
    found: list[Name] = []
    last = len(listing.members) - 1
    tail = shared_tail(text, listing, region)
    doubtful: list[Name] = []
    for i, (a, b) in enumerate(listing.members):
        a, b = _trim(text, a, b)
        if b - a < 2 or plural and i == 0:
            continue
        a, b = _without_count(text, a, b, region)
        found += _in_bracket(text, a, b, reading, region)
        if b - a > _LONGEST and text[b - 1] in "）)" and 4 <= text.find("（", a, b) - a <= _LONGEST:
            b = text.find("（", a, b)
        name = text[a:b]
        full = _full(name, tail if i < last or listing.etc else "", listing)
        shares = bool(tail) and i < last and (listing.projects is True or not listing.etc)
        judged = _judge(name, reading, listing, shares, region)
        if judged[0]:
            found.append(Name(a, b, full, *judged))
        elif (listing.projects and b - a >= 4 or last >= 2 and _evidence(name, region)) and _could_be(name):
            doubtful.append(Name(a, b, full, 0.6, f"{reading.shape}.beside"))
    if len(found) >= max(2, 2 * len(doubtful)) or found and len(listing.members) == 2:
        found = sorted([*found, *doubtful], key=lambda n: n.start)
    return found


def _could_be(name: str) -> bool:
    """Whether a member that says little of itself may be a project beside members that are."""
    return head_of(name)[0] != "other" and not patterns()["tasks"].search(name) and not _COUNTED.search(name) and (
        not _COUNT_FIRST.match(name) and "《" not in name and not name.startswith("“"))  # fmt: skip


def _without_count(text: str, start: int, end: int, region: tuple[str, ...]) -> tuple[int, int]:
    """A named thing without the size behind it (甲竹园30亩); what only counts stays as it is."""
    match = _COUNTED.search(text, start, end)
    if match and match.start() - start >= 3 and match.group().rstrip("以上左右内")[-1] in "亩里米":
        name = text[start : match.start()]
        if _evidence(name, region) == 2 and head_of(name)[0] == "facility":
            return start, match.start()
    return start, end


def _in_bracket(text: str, start: int, end: int, reading: Reading, region: tuple[str, ...]) -> list[Name]:
    """The projects that a bracket behind a name lists (甲医院二期项目（乙楼项目、丙楼项目）)."""
    opening = max(text.rfind("（", start, end), text.rfind("(", start, end))
    if opening < 0 or text[end - 1] not in "）)" or "、" not in text[opening:end]:
        return []
    spans, found, position = text[opening + 1 : end - 1].split("、"), [], opening + 1
    for part in spans:
        if head_of(part)[0] in ("work", "facility") and _evidence(part, region):
            found.append(Name(position, position + len(part), part, 0.8, f"{reading.shape}.bracket"))
        position += len(part) + 1
    return found if len(found) == len(spans) else []


def read_list(text: str, start: int, end: int, region: tuple[str, ...] = ()) -> Listing:
    """The members of text[start:end]: cut at 、 and, where both sides are names, at 和, 及 and their kin."""
    hidden = _hide(text[start:end])
    etc = _ETC.search(hidden)
    kind, stop = "", end
    if etc:
        stop = start + etc.start()
        group = "kind" if etc["kind"] is not None else "kind2"
        kind = text[start + etc.start(group) : start + etc.end(group)]
        if group == "kind2" and "、" not in hidden[: etc.start()]:
            etc, kind, stop = None, "", end
    if etc:
        hidden = hidden[: etc.start()]
    spans: list[tuple[int, int]] = []
    position = 0
    for part in hidden.split("、"):
        spans += _split_and(text, start + position, start + position + len(part), part, region)
        position += len(part) + 1
    spans = [(a, b) for a, b in spans if b > a]
    if not spans:
        spans = [(start, stop)]
    return Listing(tuple(spans), kind, _kind(kind) if etc else None, bool(etc))


def _hide(text: str) -> str:
    """The text with brackets and quotations blanked, so that nothing inside them cuts."""
    if not any(c in text for c in "（(“《‘"):
        return text
    chars, depth = list(text), 0
    for i, char in enumerate(chars):
        if char in "（(“《‘":
            depth += 1
        if depth:
            chars[i] = "〇"
        if char in "）)”》’":
            depth = max(0, depth - 1)
    return "".join(chars)


def _split_and(text: str, start: int, end: int, hidden: str, region: tuple[str, ...]) -> list[tuple[int, int]]:
    """Cut at 和 or 及 where the left side ends in a project's word of its own and the right side is a name too."""
    for match in _AND.finditer(hidden) if len(hidden) <= 4 * _LONGEST else ():
        left, right = text[start : start + match.start()], text[start + match.end() : end]
        if len(left) < 2 or len(right) < 2 or right.startswith(("配套", "附属", "相关", "其")):
            continue
        own = head_of(left)[0]
        if own == "facility" and head_of(right)[0] == "work" and _BUILD.search(left):
            continue
        if own in ("facility", "work") and len(left) >= 4 and _evidence(right, region) or (
            len(left) <= 4 and len(right) <= 8 and _evidence(left, region) > 1 and _evidence(right, region) > 1
            and own is None and head_of(right)[0] is None
        ):  # fmt: skip
            rest = hidden[match.end() :]
            at = start + match.end()
            return [(start, start + match.start()), *_split_and(text, at, end, rest, region)]
    return [(start, end)]


def _kind(kind: str) -> bool | None:
    """Whether a list of this kind is one of projects; None where the word says nothing."""
    if "的" in kind:
        return False
    kind = _COUNTED.sub("", _QUOTES.sub("", re.sub(r"[（(][^（）()]*[)）]", "", kind)))
    kind = _BUILD.sub("", kind) or kind
    table = list_kinds()
    for size in range(min(len(kind), suffix_in("kinds")), 0, -1):
        if kind[-size:] in table:
            return table[kind[-size:]]
    for size in range(2, min(len(kind), 6) + 1):
        if table.get(kind[:size]) is False:
            return False
    head = head_of(kind)[0] if kind else None
    return None if head is None else head != "other"


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
    name = _QUOTES.sub("", name)
    core = _BUILD.sub("", name) if len(name) > 4 else name
    table = heads()
    for text in (core, name):
        for size in range(min(len(text), suffix_in("heads")), 0, -1):
            if text[-size:] in table:
                return table[text[-size:]], text[-size:], phased
    return ("work" if phased and len(core) > 3 else None), "", phased


@lru_cache(maxsize=16384)
def _evidence(name: str, region: tuple[str, ...]) -> int:
    """How far a name says which one: 2 by words of its own, 1 by the region, a code or a phase, 0 not at all."""
    rest = re.sub(r"[（(][^（）()]*[)）]?", "", name)
    weak = bool(_CODE.search(rest) or _OWN.match(rest)) or bool(re.search(r"[一二三四五六]期", name))
    for word in region:
        if word in rest:
            rest, weak = rest.replace(word, "|"), True
    if "“" in rest and head_of(name)[0] != "facility":
        rest = _SLOGAN.sub("|", rest)  # a slogan's 工程 is a programme
    rest = patterns()["generic"].sub("|", _QUOTES.sub("", rest))
    ends = vocabulary()["place_ends"]
    runs = _HAN_RUN.findall(rest)
    if any(len(r) >= 2 for r in runs):
        return 2
    if re.search(rf"[\u4e00-\u9fff|]\|?[{ends}]", rest) or re.search(r"[A-Za-z]{2,}", rest):
        return 1
    return 1 if weak else 0


def _skip_modifier(text: str, start: int, end: int) -> int:
    """Past what describes the object: 总投资68亿元的, 统一的."""
    hidden = _hide(text[start:end])
    if "的" not in hidden:
        return start
    first = hidden if hidden[0] in "集以" else hidden.split("、", 1)[0]
    at = first.rfind("的")
    return start + at + 1 if 0 <= at < len(first) - 2 else start


_BUILDER = re.compile(r"[^、，]{2,20}?(?:公司|集团)(?:共同|联合)?(?:投资)?(?:建设|打造|实施)(?=[^、，]{3})")
_LEADING = re.compile(r"(?:和|及|以及|与|、|，|：|推动|包括|对|在|将|把|由|其中|了|以|实施|建设|以下|如|含)+")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    match = _BUILDER.match(text, start, end) or _LEADING.match(text, start, end)
    if match and end - match.end() >= 2:
        start = match.end()
    while start < end and text[start] in " 、，；":
        start += 1
    while end > start and text[end - 1] in " 、，；的等":
        end -= 1
    build = re.search(r"(?:建设)$", text[start:end])
    if build and build.start() >= 4:
        end = start + build.start()
    name = text[start:end]
    if name.count("“") < name.count("”") and name.endswith("”"):
        end -= 1
    if name.startswith("“") and name.count("“") > name.count("”"):
        start += 1
    return start, end


def _judge(name: str, reading: Reading, listing: Listing, shares: bool, region: tuple[str, ...]) -> tuple[float, str]:
    """(confidence, rule) of a member; confidence 0 where it is no project's name."""
    if len(name) > _LONGEST or "《" in name or _COUNTED.search(name):
        return 0.0, ""
    evidence = _evidence(name, region)
    if _COUNT_FIRST.match(name):
        return 0.0, ""
    kind, word, phased = head_of(name)
    if kind == "other":
        return 0.0, ""
    in_list = listing.projects is True
    shape = reading.shape
    task = patterns()["tasks"].search(name)
    if task and evidence < 2:
        apart = len(name) - len(task.group())
        if not (evidence and kind in ("work", "facility") or kind == "facility" and reading.strong and apart >= 6):
            return 0.0, ""
    if kind is None:
        if in_list and evidence == 2:
            return 0.86, f"{shape}.list"
        if in_list and reading.strong and (evidence or _MEASURE_FIRST.match(name)):
            return 0.8, f"{shape}.list"
        if in_list and reading.strong and len(name) >= 6:
            return 0.6, f"{shape}.list_common"
        if shares and evidence == 2:
            return 0.8, f"{shape}.shared"
        if listing.etc and reading.strong and evidence == 2:
            return 0.75, f"{shape}.etc"
        told = reading.stage in ("start", "completion") and shape in ("before", "both", "after")
        if told and reading.strong and evidence == 2 and 3 <= len(name) <= 14 and not reading.bare and reading.verbs != ("建成",):
            return 0.6, f"{shape}.bare"
        return 0.0, ""
    if kind == "works":
        if evidence == 2 and (len(name) - len(word) >= 2):
            return (0.88 if reading.strong or in_list else 0.75), f"{shape}.works"
        if evidence and (in_list or _OWN.match(name) and reading.stage in ("start", "completion")):
            return 0.7, f"{shape}.works"
        if in_list and (reading.strong or reading.stage == "start") and len(name) >= 6:
            return 0.6, f"{shape}.works_common"
        return 0.0, ""
    if kind == "work":
        if evidence == 2:
            return 0.93, f"{shape}.project"
        if evidence or phased:
            return 0.86, f"{shape}.project"
        done = reading.stage == "completion"
        if (reading.strong or done) and len(name) >= 7 and "“" not in name:
            return 0.6, f"{shape}.project_common"
        if len(name) >= 8 and "“" not in name and shape in ("before", "list") and head_of(name)[1] == "工程":
            return 0.55, f"{shape}.project_common"
        return 0.0, ""
    modifier = len(name) - len(word)
    if len(word) == 1 and len(name) < 4 and not (in_list or reading.strong):
        return 0.0, ""
    if evidence == 2 and modifier >= 1:
        return (0.93 if len(word) > 1 else 0.85), f"{shape}.facility"
    if evidence and modifier >= 2 and (reading.strong or in_list or reading.bare or shape in ("after", "both")):
        return 0.84, f"{shape}.facility"
    if word in vocabulary()["named_only"]:
        return 0.0, ""
    if _MEASURE_FIRST.match(name) and reading.bare:
        return 0.62, f"{shape}.facility_common"
    opened = reading.strong and shape in ("after", "both") and reading.stage in ("start", "completion")
    if (in_list and reading.strong and len(name) >= 4 or opened and len(name) >= 5) and modifier >= 2 or len(name) >= 6 and modifier >= 2 and (
        reading.strong or in_list or reading.bare and (reading.stage == "completion" or len(name) >= 8)
    ):  # fmt: skip
        return 0.62, f"{shape}.facility_common"
    return 0.0, ""


def shared_tail(text: str, listing: Listing, region: tuple[str, ...]) -> str:
    """What the last member of a list, or the words behind 等, give to members without a head of their own; '' if nothing."""
    if listing.etc:
        kind = _BUILD.sub("", listing.kind)
        return kind if len(kind) > 2 and not re.fullmatch(r"(?:重点|重大|骨干|主要|工业|产业|子项|建设|关键|配套)*(?:项目|工程|设施)?", kind) else ""
    if len(listing.members) < 2:
        return ""
    a, b = _trim(text, *listing.members[-1])
    last = text[a:b]
    if head_of(last)[0] in (None, "other"):
        return ""
    rest = patterns()["generic"].sub(lambda m: "|" * len(m.group()), _QUOTES.sub("“", last))
    own = max((m.end() for m in _HAN_RUN.finditer(rest)), default=0)
    own += own < len(last) and last[own] in vocabulary()["place_ends"]
    tail = last[own:]
    return tail if 2 <= len(tail) and own else ""


def _full(name: str, tail: str, listing: Listing) -> str:
    """The name with what a coordination leaves out: the shared tail, where it has no head of its own."""
    own = head_of(name)[0]
    if not tail or own in ("work", "facility") and head_of(name)[1] != "":
        return name
    if own == "works" and listing.etc:
        return name
    overlap = next((k for k in range(min(len(name), len(tail)), 0, -1) if name.endswith(tail[:k])), 0)
    return name + tail[overlap:]


def amount_in(text: str, start: int, end: int) -> tuple[str, str] | None:
    """(number, unit) of the total investment that a stretch states, None where it states none or several."""
    found = list(_AMOUNT.finditer(text, start, end))
    return (found[0]["n"], found[0]["u"]) if len(found) == 1 else None
