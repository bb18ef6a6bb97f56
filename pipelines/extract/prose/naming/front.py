"""The words in front of a number are its name, completed by what the sentence has said for it."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.extract.facts import Fact
from pipelines.extract.prose import names
from pipelines.extract.prose.measures.percentages import PACE
from pipelines.extract.prose.naming.funds import of_goods
from pipelines.extract.prose.naming.joint import of_all_counted
from pipelines.extract.prose.naming.model import Named, Unnamed, noun_of
from pipelines.extract.prose.naming.quantity import has_quantity, with_quantity
from pipelines.extract.prose.naming.sectors import SECTORS, of_sector
from pipelines.extract.prose.owners import owned
from pipelines.extract.prose.roots import is_head
from pipelines.lexicon.cues import words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("naming")
_W = word_lists("naming")
_LEVEL = _P["level"]
_LEVEL_HEAD = _P["level_head"]
_PART = _P["part"]
_OF_PART = _P["of_part"]
_SICK = tuple(_W["hospitals"])
_CONTRASTS = _W["contrasts"]
_WORK_BEHIND = _P["work_behind"]
_PATENT = _P["patent"]
_PATENTED = _P["patented"]
_COUNTS_BODIES = frozenset(_W["counts_bodies"])
_CHOSEN = _P["chosen"]
_CLASS = _P["class"]
_FLOWS = frozenset(_W["flows"])
_BESIDE_PLAN = frozenset(_W["beside_plan"])
_OWN_OBJECT = frozenset(_W["own_object"])
_PERSONS = frozenset(_W["persons"])
_LONG_BRANCHES = _W["long_branches"]
_LONGEST_EFFECT = 24
_LONGEST_OF_WHOLE = 12
_SHORT = 4
_REMEMBERED = 24
"""Facts before a part among which its whole is looked for."""


def completed(u: Unnamed) -> str:
    """The name in front, completed by what a short one leaves out."""
    if u.completed is None:
        u.completed = _of_same_kind(u, _of_same_owner(u, with_quantity(u, u.clean)))
    return u.completed


def _of_same_owner(u: Unnamed, name: str) -> str:
    """实际使用内资30亿元、外资381万美元: two letters that end as the root does stand for all of it."""
    root = u.memory.root
    alike = len(name) == 2 and len(root) > 4 and name[-1] == root[-1] != "税"  # 契税 is a whole name
    if not u.level and not u.memory.has_facts():
        return name  # 工业增加值增长9%。…，产值增长14%: no two of one list
    of_one_kind = u.dimension != "count" or u.is_of_unit(u.memory.last())  # 收养单位97个，床位9344张: no 收养床位
    return root[:-2] + name if alike and of_one_kind else name


def _of_same_kind(u: Unnamed, name: str) -> str:
    """居民人均可支配收入35600元，城镇41200元、农村22300元: a short name that stands before the root instead of its own.

    引进项目56个，其中10亿元以上8个: a class of what was counted.
    """
    if _CLASS.fullmatch(name):
        counted = next((fact for fact in u.memory.of_sentence() if u.is_of_unit(fact)), None)
        return name + noun_of(counted.indicator) if counted else name
    if len(name) > _SHORT or names.canonical(name) is not None:
        return name
    root = u.memory.root.removeprefix("全体")
    whole = next((name + root[k:] for k in (0, 2) if len(root) > 4 + k and names.canonical(name + root[k:])), None)
    return whole or name


# a name that says too little alone


def generic(u: Unnamed) -> Named | None:
    """A name that says too little alone takes the root: 金额 → 登记技术合同金额."""
    clean = completed(u)
    if u.reading.rule == "G1.cut" or _is_of_label(u, clean):
        return None
    clean = _of_topic(u, clean)
    if not _needs_root(u, clean):
        return None
    headed = u.memory.headed(clean)
    name = names.known_part(names.shorten(headed if headed == clean else names.without_empty_verb(headed)))
    topic = {"root": u.memory.latest, "latest": ""} if u.memory.latest else {}
    subject = u.memory.subject if clean in _BESIDE_PLAN else name + u.suffix
    return Named(name + u.suffix, True, "G5.generic", {"subject": subject} | topic | u.part)


def _of_topic(u: Unnamed, clean: str) -> str:
    """非公经济快速发展，实现增加值90亿元: what a topic has done is its own, without the verb that says that it was done."""
    if not (u.memory.latest and u.level):
        return clean
    bare = names.without_empty_verb(clean)
    return bare if is_head(bare) and bare not in _OWN_OBJECT else clean


def _is_of_label(u: Unnamed, clean: str) -> bool:
    """Whether the label before the colon has completed the name (主要产品产量：大米18万吨，鞋95万双)."""
    if clean == u.clean:
        return False
    return not u.memory.has_facts() or bool(u.memory.label) and clean.startswith(u.clean)


def _needs_root(u: Unnamed, clean: str) -> bool:
    """Whether the name in front says too little alone (金额; 获批资金; the 线路 of 改造路灯…，线路8100米)."""
    known = names.canonical(clean) is not None
    if known and not clean.endswith("率") and _is_second_of_catalogue(u):
        return False
    if is_head(clean):
        return True
    if not u.memory.has_facts():
        return bool(u.memory.latest) and PACE.fullmatch(clean) is not None  # 消费价格与上年持平，涨幅回落3个百分点
    if u.verb:
        return u.level and is_head(u.rest) and u.rest not in _OWN_OBJECT
    return len(clean) <= 2 and not known and not _says_enough(u, clean)


def _is_second_of_catalogue(u: Unnamed) -> bool:
    """财政收入28亿元；贷款余额…: the root is another indicator of the catalogue."""
    return u.suffix.startswith("占") or names.canonical(u.memory.root) is not None


def _says_enough(u: Unnamed, short: str) -> bool:
    """Whether two letters are a name where they stand: a part, a member of a list, a level, a branch that grew."""
    in_list = u.figure.joined and (u.memory.verb or u.reading.rule == "G11.cut")
    if short.endswith("税"):
        return True  # 契税, 关税
    branch = short.endswith("业") and u.reading.measure == "growth"  # 工业增速为3.2%
    said = u.is_part or branch or bool(in_list) or _LEVEL.fullmatch(short) is not None
    return said or _PART.fullmatch(short) is not None


def effect_of_root(u: Unnamed) -> Named | None:
    """更新管线12公里、惠及居民3万户: what came of the figure before, while the name stays readable."""
    memory = u.memory
    if not (u.verb and u.level and memory.root and memory.has_facts()):
        return None
    clean = completed(u)
    if len(memory.root) + len(clean) > _LONGEST_EFFECT or len(memory.facts) <= memory.since:
        return None
    if not clean.startswith(tuple(words("effect_verbs"))):
        return None
    return Named(memory.root + clean, False, "G3.effect", {"subject": memory.root + clean} | u.part)


# a name that stands by itself


def in_front(u: Unnamed) -> Named:
    """The name in front, with the verb, level, owner or whole that the sentence has said for it."""
    name = completed(u)
    for complete in COMPLETIONS:
        name = complete(u, name)
    keep = {**u.part, "behind": False, "latest": "", "root": name, "subject": name}
    if u.suffix.startswith("占"):
        keep["subject"] = name + u.suffix
    if u.verb or not u.figure.joined:
        keep["verb"] = u.verb
    return Named(name + u.suffix, keep=keep)


def _verb_of_list(u: Unnamed, name: str) -> str:
    """新建学校3所、医院2家: the members of a list share its flow verb, unless the catalogue knows them without it."""
    verb = u.memory.verb
    if not (verb and u.figure.joined and u.level) or u.verb or u.tail.kind or name.startswith("再"):
        return name
    came_new = verb in _FLOWS and u.dimension in ("count", "people")  # 新增企业3家、家庭农场5家: not all that there are
    known = names.canonical(name) is not None and names.canonical(verb + name) is None
    return name if known and not came_new else verb + name


def _flow_of_whole(u: Unnamed, name: str) -> str:
    """新增“四上”企业120家，其中规上工业企业35家: the parts of a flow are flows, what they count being the same."""
    if not (u.level and u.is_part and u.memory.has_facts()) or u.verb or name.startswith("再"):
        return name
    whole = u.memory.facts[u.memory.first]
    flow = names.split_verb(whole.indicator)[0] if u.is_of_unit(whole) else ""
    return flow + name if flow in _FLOWS else name


def _whole_of(u: Unnamed, name: str) -> Fact | None:
    """The whole that a part is of: the amount in its unit before 其中, or, of hospitals in a bracket, before the part."""
    bracketed = u.memory.outside is not None and not u.is_part and name.endswith(_SICK)
    if not u.is_part and not bracketed:
        return None
    unit = u.unit.lstrip("万亿")
    before = u.memory.facts[: None if bracketed else u.parts_from][-_REMEMBERED:]
    return next((f for f in reversed(before) if f.measure == "level" and f.unit.lstrip("万亿") == unit), None)


def _of_whole(u: Unnamed, name: str) -> str:
    """专任教师8229人，其中小学3057人: a kind of school, of hospital, of carrier is of what the whole counts in it."""
    patent = _PATENT.fullmatch(name)
    if u.verb or u.suffix or not u.level or not (patent or _PART.fullmatch(name)):
        return name
    if u.unit.lstrip("万亿") in _COUNTS_BODIES and not patent:
        return name
    whole = _whole_of(u, name)
    if whole is None:
        return name
    if patent:
        done = _PATENTED.search(whole.indicator)
        return name + done.group() if done else name
    of = _OF_PART.sub("", noun_of(whole.indicator)).partition("（")[0] or whole.indicator
    return name if name in of else name + of.removeprefix("参加")


def _of_contrast(u: Unnamed, name: str) -> str:
    """享受低保的城市人数为6800人，农村人数为1.7万人: what the first half was said of, the second is of too."""
    before = u.memory.last()
    if before is None or not u.is_of_unit(before) or u.suffix:
        return name
    for one, other in _CONTRASTS.items():
        first = one + name.removeprefix(other) if name.startswith(other) else ""
        if first and len(before.indicator) > len(first) and before.indicator.endswith(first):
            return before.indicator.removesuffix(first) + name
    return name


def _work_behind(u: Unnamed, name: str) -> str:
    """完成居住小区30万平方米环境整治: the work that was done stands behind the size of what it was done to."""
    if not u.level or not u.base.lstrip("，、将要已").startswith(_W["works"]) or name.endswith(u.figure.gap):
        return name
    return name + u.figure.gap if _WORK_BEHIND.fullmatch(u.figure.gap) else name


def _noun_of_level(u: Unnamed, name: str) -> str:
    """省级重点项目7个、市级19个、县级100个: a level alone takes the noun of the first."""
    return name + _LEVEL_HEAD.sub("", u.memory.root) if u.memory.root and _LEVEL.fullmatch(name) else name


def _owner_of_cut(u: Unnamed, name: str) -> str:
    """减时间80.2%、减材料30%: the second object is of the first one's owner."""
    before = u.memory.last() if u.reading.rule == "G1.cut" and len(name) <= _SHORT else None
    if before and before.rule == "G1.cut" and len(before.indicator) > len(name):
        return before.indicator[: len(before.indicator) - len(name)] + name
    return name


def _what_they_became(u: Unnamed, name: str) -> str:
    """教师12人入选省级名师: what became of persons stands behind their number."""
    if not u.level or u.tail.kind or u.figure.token.unit not in _PERSONS:
        return name
    chosen = _CHOSEN.match(u.figure.gap)
    return name + chosen.group() if chosen else name


def _readable(u: Unnamed, name: str) -> str:
    return names.without_inner_verb(names.shorten(names.without_empty_verb(name)))


def _of_label(u: Unnamed, name: str) -> str:
    """A name of one or two letters, with the label before the colon; or the name of the catalogue that is in it."""
    label = u.memory.label if u.level and len(name) <= 2 and not u.context.heading else ""
    if label:
        name = label if name in label else label + name
    return names.known_part(name)


def _of_divided(u: Unnamed, name: str) -> str:
    """按经营地分，城镇零售额…: what the sentence divides is left out of the names of the parts."""
    whole = u.memory.breakdown
    if name in SECTORS:
        return of_sector(u, name, whole)
    if not whole or u.verb or len(name) > _LONGEST_OF_WHOLE and not name.endswith(_LONG_BRANCHES):
        return name
    if name.endswith("零售") and whole.endswith("零售总额"):
        return name + "额"  # 按消费类型分，商品零售210亿元
    if has_quantity(name) or names.canonical(name) is not None or u.level and whole.endswith("率"):
        return name  # 城镇化率58%。分性别看，男性人口264万人: no count is of a rate
    tail = names.tails().search(whole) if names.root_of(name) != name else None
    return name + (tail.group() if tail else whole)  # 分经济类型看，国有控股企业增长5%: its value added


def _of_body(u: Unnamed, name: str) -> str:
    """员工3000人 of the plant that the sentences are about."""
    return owned(name, u.memory.owner) if u.level else name


COMPLETIONS: tuple[Callable[[Unnamed, str], str], ...] = (
    _verb_of_list,
    _flow_of_whole,
    _of_whole,
    _of_contrast,
    _work_behind,
    _noun_of_level,
    _owner_of_cut,
    _what_they_became,
    _readable,
    of_all_counted,
    _of_label,
    _of_divided,
    of_goods,
    _of_body,
)
"""What the sentence has said for a name, in the order in which it is put to it."""
