"""Names in front that are of what was said before: a quantity of the body, the pupils of the school, the same in dollars."""

from __future__ import annotations

from pipelines.extract.prose import names, nouns
from pipelines.extract.prose.measures.model import dimension
from pipelines.extract.prose.naming.model import Named, Unnamed, alone, noun_of
from pipelines.extract.prose.roots import is_head
from pipelines.lexicon.patterns import patterns

_P = patterns("naming")
DEDUCTED = _P["deducted"]
"""Words that take something off the figure before (扣除价格因素)."""
CONVERTED = _P["converted"]
"""Words that put the figure before in another currency."""
OF_BODY = _P["of_body"]
"""A quantity that bodies have (利税, 营业收入)."""
PUPILS = _P["pupils"]
"""Who is counted in schools."""
MADE = _P["made"]
"""Money that is made of something."""
_BODY = _P["body"]
_OF_SCHOOL = _P["of_school"]
SHORT = 4
"""Characters of a name that may be of what another one was of."""
_MANY = 3
_REMEMBERED = 40
"""Facts before a sentence whose names are still in mind."""


def effect_on_whole(u: Unnamed) -> Named | None:
    """拉动经济增长1.2个百分点: what the subject before does to the whole."""
    if not u.memory.has_facts():
        return None
    owner = names.EFFECT.sub("", u.memory.understood())
    owner = owner.partition("占")[0] or owner  # 占生产总值的55%，对经济增长的贡献率为61%: of the value added
    return Named(owner + u.clean, True)


def deducted(u: Unnamed) -> Named:
    """扣除价格因素实际增长: of the name before."""
    return Named(u.clean + u.memory.subject, True)


def converted(u: Unnamed) -> Named | None:
    """按年平均汇率折算为6554美元: the name before, in another currency."""
    return Named(u.memory.subject, True) if u.memory.subject else None


def head_of_noun(u: Unnamed) -> Named | None:
    """总投资120亿元的产业园: the head in front is of the noun behind."""
    if not u.figure.gap.startswith("的") or not is_head(u.head):
        return None
    behind = u.following.gap if u.following and u.figure.gap == "的" else u.figure.gap[1:]
    noun = nouns.without_predicate(nouns.noun_behind(behind, True, True))
    return Named(noun + u.head, False, "G4.of", alone(noun) | u.part) if noun else None


def of_body(u: Unnamed) -> Named | None:
    """规上工业增加值278亿元、营业收入949亿元、利税94亿元: a quantity of the body that the sentence is about."""
    if u.memory.latest.endswith("行业") and not u.suffix:
        return _of_owner(u, u.memory.latest, u.part)  # 建材行业在…带动下，实现营业收入30亿元
    part = {fact.indicator for fact in u.memory.facts[u.memory.since :]}
    for name in _names_before(u):
        body = _BODY.match(name)
        if body and body.end() < len(name) and (name in part or not body.group().endswith("行业")):
            return _of_owner(u, body.group(), u.part)
    return None


def of_school(u: Unnamed) -> Named | None:
    """普通高中18所，招生1.2万人，在校生3.6万人: pupils of the kind of school that the sentence has named."""
    for name in _names_before(u):
        if PUPILS.fullmatch(name):
            return None  # 幼儿园65所；共有专任教师4011人，在校学生6.2万人: those of all schools
        own = _OF_SCHOOL.match(name)
        if own and not _counts_many_schools(u):
            return _of_owner(u, own["school"], {})
    return None


def _counts_many_schools(u: Unnamed) -> bool:
    """小学326所、初中48所、中职学校7所，在校学生53万人: pupils behind a list of schools are those of all of them."""
    counted = u.memory.facts[max(u.memory.first, len(u.memory.facts) - _MANY) :]
    return len(counted) == _MANY and all(fact.unit == "所" for fact in counted)


def _names_before(u: Unnamed) -> list[str]:
    """The names of the sentence, the last first, where the figure may be a quantity of one of them."""
    if u.suffix or not u.memory.has_facts():
        return []
    said = [fact for i, fact in enumerate(u.memory.facts) if i >= u.memory.first and not _is_part_of_people(u, i)]
    return [fact.indicator for fact in reversed(said)]


def _is_part_of_people(u: Unnamed, i: int) -> bool:
    """专任教师…，其中小学专任教师1920人，在校学生6.2万人: a part of the teachers owns no pupils, its schools would."""
    memory = u.memory
    begun_anew = memory.parts_from < memory.since <= i  # 其中初级中学96所；高中招生1.5万人，在校生4.5万人
    return memory.part and i >= memory.parts_from and not begun_anew and dimension(memory.facts[i].unit) == "people"


def _of_owner(u: Unnamed, owner: str, part: dict[str, bool]) -> Named:
    name = owner + u.clean
    return Named(name, False, "G5.body", {**alone(name), "behind": False, "latest": ""} | part)


def of_same_noun(u: Unnamed) -> Named | None:
    """图书馆12个，藏书86万册。其中乡镇图书馆9个，藏书22万册: what the first was of, the second is of again."""
    memory = u.memory
    if u.suffix or u.verb or not memory.has_facts():
        return None
    for fact in memory.facts[max(0, memory.first - _REMEMBERED) : memory.first]:
        owner = fact.indicator.removesuffix(u.clean)
        if fact.rule == "G5.generic" and owner != fact.indicator and len(owner) > 1 and memory.root.endswith(owner):
            return Named(memory.root + u.clean, True, "G5.generic", {"subject": memory.root + u.clean} | u.part)
    return None


def made(u: Unnamed) -> Named | None:
    """完成植树造林15.8万亩，实现产值2.2亿元: money that is made of what the figure before counts."""
    before = u.memory.last()
    if before is None or not u.level or u.suffix:
        return None
    in_part = len(u.memory.facts) > u.memory.since
    if not in_part or before.measure != "level" or dimension(before.unit) in ("currency", "percent"):
        return None
    noun = u.rest if u.verb and u.rest else names.without_empty_verb(u.clean)
    name = names.shorten(names.root_of(noun_of(before.indicator)) + noun)
    return Named(name, True, "G5.generic", {"subject": name} | u.part)
