"""Lists of subjects before a list of figures: 茶叶、花椒产量, 城镇、农村居民人均可支配收入, 轻、重工业占比."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from pipelines.extract.prose.names import EFFECT, canonical, phrase, tails, tidy
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.rules import Rule, Table
from pipelines.extract.prose.shared_heads import per_head, shared_head
from pipelines.lexicon.cues import cues, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.regions import find_region
from pipelines.lexicon.word_lists import word_lists

_P = patterns("name_lists")
_PEOPLE = _P["people"]
_W = word_lists("name_lists")
_AND = _P["and"]


def _split_list(text: str) -> list[str]:
    """Members of a list; marks and connectors inside quotation marks and brackets do not cut."""
    hidden = _HIDDEN.sub(lambda m: "〇" * len(m.group()), text)
    parts, start = [], 0
    for match in _AND.finditer(hidden):
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [p for p in parts if p]


_HIDDEN = _P["hidden"]
_SO_MANY = _P["so_many"]
_SO_MANY_OF = _P["so_many_of"]
_MOST_PARTS = 8
_ETC = _P["etc"]
_MEDALS = _P["medals"]
_ORDINALS = _P["ordinals"]


def _spelled(match: re.Match[str]) -> str:
    """第二、三产业 → 第二产业、第三产业; 一、二、三产业 → 第一产业、第二产业、第三产业; 一、二、三产 → 一产、二产、三产."""
    mark = "第" if match["first"].startswith("第") or match["noun"] == "产业" else ""
    numerals = [match["first"].removeprefix("第"), match["second"], match["last"]]
    return "、".join(mark + numeral + match["noun"] for numeral in numerals if numeral)


def _regrouped(text: str, parts: list[str], count: int) -> list[str]:
    """The parts with those joined again that only together are names of the catalogue (交通运输、仓储和邮政业增加值)."""
    starts, position = [], 0
    for part in parts:
        position = text.index(part, position)
        starts.append(position)
        position += len(part)
    for cuts in combinations(range(1, len(parts)), count - 1):
        bounds = zip((0, *cuts), (*cuts, len(parts)), strict=True)
        groups = [text[starts[a] : starts[b - 1] + len(parts[b - 1])] for a, b in bounds]
        if all(canonical(group) for group in groups):
            return groups
    return parts


_IS_PAIR = _P["is_pair"]


@lru_cache(maxsize=4096)
def members(text: str, count: int) -> tuple[str, ...] | None:
    """The subjects of a list of figures, each completed by the head and tail that the list shares.

    None where the text cannot be read as `count` members.

    >>> members("茶叶、花椒产量", 2)
    ('茶叶产量', '花椒产量')
    >>> members("城镇、农村居民人均可支配收入", 2)
    ('城镇居民人均可支配收入', '农村居民人均可支配收入')
    >>> members("铁路旅客、货物到发量", 2), members("金融机构本外币存、贷款余额", 2)
    (('铁路旅客到发量', '铁路货物到发量'), ('金融机构本外币存款余额', '金融机构本外币贷款余额'))
    >>> members("重点项目开工率、竣工率", 2)
    ('重点项目开工率', '重点项目竣工率')
    >>> members("存款、贷款余额", 2), members("一、二、三产业增加值", 3)
    (('存款余额', '贷款余额'), ('第一产业增加值', '第二产业增加值', '第三产业增加值'))
    >>> members("万元地区生产总值能耗、水耗", 2)
    ('万元地区生产总值能耗', '万元地区生产总值水耗')
    >>> members("生产安全事故", 2) is None
    True
    """
    text = _SO_MANY_OF.sub("", _SO_MANY.sub("", phrase(text)))
    if count == 3 and "三次产业" in text:
        return tuple(tidy(text.replace("三次产业", one)) for one in _W["sectors"])
    text = _ETC.sub("", _ORDINALS.sub(_spelled, text))
    return MEMBERS.first(Listed(text, _parts(text, count), count))


@dataclass(slots=True)
class Listed:
    """The words of a list, its parts between marks, and how many members are wanted."""

    text: str
    parts: list[str]
    count: int


def _parts(text: str, count: int) -> list[str]:
    """The parts of a list: as many as are wanted, where some of them belong together."""
    parts = _split_list(text)
    if count < len(parts) <= _MOST_PARTS:
        parts = _regrouped(text, parts, count)
    if len(parts) > count:
        wider = [part for part in text.split("、") if part]
        parts = wider if len(wider) == count and "“" not in text else parts
    return parts


def _all_known(given: Listed) -> tuple[str, ...] | None:
    if len(given.parts) != given.count or not all(map(canonical, given.parts)) or per_head(given.parts):
        return None
    tail = tails().search(given.parts[-1])
    own = not tail or all(_own_tail(part, tail.group()) for part in given.parts[:-1])
    return tuple(map(tidy, given.parts)) if own else None


def _pair(given: Listed) -> tuple[str, ...] | None:
    pair = _IS_PAIR.match(given.text) if given.count == 2 else None
    if not pair or "、" in pair["head"] + pair["tail"] or "和" in pair["tail"]:
        return None
    both = cues()["joint_words"][pair["joint"]]
    return tuple(tidy(pair["head"] + one + pair["tail"]) for one in both)


def _of_places(given: Listed) -> tuple[str, ...] | None:
    """枣庄、滕州城区公交客运量: places before what the last of them says for all."""
    last = given.parts[-1] if len(given.parts) == given.count > 1 else ""
    if last and all(map(_PEOPLE.fullmatch, given.parts[:-1])):  # 城镇职工、农牧民医疗保险支付限额
        people = _PEOPLE.match(last)
        size = people.end() if people and people.end() < len(last) else 0
    elif last and all(len(part) <= 5 and find_region(part) is not None for part in given.parts[:-1]):
        size = next((k for k in range(min(5, len(last) - 2), 1, -1) if find_region(last[:k]) is not None), 0)
    else:
        return None
    return (*(tidy(part + last[size:]) for part in given.parts[:-1]), tidy(last)) if size else None


def _effects(given: Listed) -> tuple[str, ...] | None:
    effect = EFFECT.search(given.parts[-1]) if len(given.parts) == given.count else None
    if not effect or effect.start() <= 1:
        return None
    return tuple(tidy(part + effect.group()) for part in (*given.parts[:-1], given.parts[-1][: effect.start()]))


def _one_letter(given: Listed) -> tuple[str, ...] | None:
    if len(given.parts) != given.count:
        return None
    first, last = given.parts[:-1], given.parts[-1]
    if len(last) <= 2 or any(len(part) != 1 for part in first):
        return None
    tail = _shared_tail(given.parts)
    if len(last) - len(tail) > 1 and all(canonical(part + tail) for part in first):
        return None  # 猪、牛、家禽出栏: 家禽 is one word
    return (*(tidy(part + last[1:]) for part in first), tidy(last))


def _medals(given: Listed) -> tuple[str, ...] | None:
    """获金、银、铜牌: one letter each, the first of them behind what was done."""
    if len(given.parts) != given.count or not _MEDALS.fullmatch("、".join(given.parts)):
        return None
    return tuple(tidy(part.removesuffix("牌") + "牌") for part in given.parts)


def _industries(given: Listed) -> tuple[str, ...] | None:
    """一、二、三产业现价增加值: what the last says for all stands behind its number, however it is put."""
    parts, size = given.parts, len(_W["sectors"][0])
    last = parts[-1] if len(parts) == given.count > 1 else ""
    if not last.startswith(_W["sectors"]) or any(part not in _W["sectors"] for part in parts[:-1]):
        return None
    return tuple(tidy(part[:size] + last[size:]) for part in parts)


def _completed(given: Listed) -> tuple[str, ...] | None:
    parts = given.parts
    if len(parts) != given.count:
        return None
    tail = _shared_tail(parts)
    completed = []
    for part in parts:
        shares = tail and part is not parts[-1] and not _own_tail(part, tail)
        completed.append(_joined(part, tail) if shares else part)
    head = shared_head(parts, tail)
    if head:
        own = not head.startswith(
            "每"
        )  # 每千人床位数和医生数: both are per head, though the catalogue knows the second
        rest = (c if c.startswith(head) or own and canonical(c) else head + c for c in completed[1:])
        completed = [completed[0], *rest]
    return tuple(tidy(strip_leading(c)) for c in completed)


MEMBERS = Table(
    "members",
    (
        Rule("known", "each member is a name of the catalogue", _all_known),
        Rule("pair", "存贷款余额: a joint word that stands for two", _pair),
        Rule(
            "places",
            "枣庄、滕州城区公交客运量: places or kinds of people before what the last says for all",
            _of_places,
        ),
        Rule("effects", "投资、消费拉动经济增长: what each does to the whole", _effects),
        Rule("one_letter", "轻、重工业占比: one letter each before the rest of the last", _one_letter),
        Rule("medals", "获金、银、铜牌: one letter each, the first behind what was done", _medals),
        Rule("industries", "一、二、三产业现价增加值: numbers of industries before what the last says", _industries),
        Rule("completed", "each with the head and tail that the list shares", _completed),
    ),
)


def _shared_tail(parts: list[str]) -> str:
    """The tail that the last member ends in: the one that makes the others names of the catalogue, else the longest.

    存款、贷款余额 shares 余额, though 贷款余额 is a tail as well.
    """
    last = parts[-1]
    found = sorted(
        (tail for tail in words("shared_tails") if last.endswith(tail) and last != tail),
        key=lambda tail: (-len(tail), tail),
    )
    known = (tail for tail in found if all(canonical(_joined(part, tail)) for part in parts[:-1]))
    return next(known, found[0] if found else "")


def _joined(part: str, tail: str) -> str:
    """A member with the shared tail; what both say is said once (第一产业 and 产业增加值)."""
    both = next((k for k in range(len(tail) - 1, 0, -1) if part.endswith(tail[:k])), 0)
    return part + tail[both:]


_RATES = _W["rates"]
_EMITTED = "排放量"
_BODIES = ("产业", "企业")


def _own_tail(part: str, tail: str) -> bool:
    """Whether a member says itself what of it is measured, so that it does not share the list's tail.

    民间投资 is an amount, but in 民间投资、产业投资占比 it is a share; 高技术产业 ends in a tail (茶叶、花椒产业), but in
    高技术产业和装备制造业增加值 it is what the value added is of.
    """
    if tail.endswith(_RATES):
        return part.endswith(_RATES)
    if tail == _EMITTED:
        return part.endswith(tail)  # 化学需氧量、二氧化硫排放量
    own = tails().search(part)
    if own and not (own.group() in _BODIES and tail not in _BODIES):
        return True
    return len(part) > 4 and part[-1] == tail[-1] or bool(canonical(part) and not canonical(_joined(part, tail)))
