"""The name of a single figure: in front of it, behind it, or carried over from the figures before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from pipelines.extract.facts import Context
from pipelines.extract.prose import budget, names
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures import Reading, dimension, without_comparison
from pipelines.extract.prose.memory import Memory, is_head
from pipelines.extract.prose.owners import is_event, owned
from pipelines.extract.prose.predicates import Tail, strip_leading
from pipelines.extract.prose.rules import Rule, Table
from pipelines.lexicon.cues import words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("naming")
_W = word_lists("naming")
_DEDUCTED = _P["deducted"]
_CONVERTED = _P["converted"]
# 省级重点项目7个、市级19个、县级100个: a level alone takes the noun of the first.
_SENTENCE_END = _P["sentence_end"]
_EXAMPLES = _P["examples"]
_MONEY = _P["money"]
_USED_FOR = _P["used_for"]
_PURPOSE = _P["purpose"]
_DONE = _P["done"]
_BODY = _P["body"]
_OF_BODY = _P["of_body"]
_PUPILS = _P["pupils"]
_OF_SCHOOL = _P["of_school"]
_BRANCH = _P["branch"]
_ADDED_TO = _P["added_to"]
_LEVEL = _P["level"]
_LEVEL_HEAD = _P["level_head"]
_HAVE = frozenset(_W["have"])
_COUNTED = frozenset({"count", "people", "person_times", ""})
_HELD = frozenset(_W["held"])
_CEILING = _P["ceiling"]
_BECAME = _P["became"]
_LANDED = _P["landed"]
_THING = _P["thing"]
_ACTION = _P["action"]
_CHOSEN = _P["chosen"]
_DRAWN = _P["drawn"]
_ONLY_DONE = _P["only_done"]
_LAST_OF_LIST = _P["last_of_list"]
_MADE = _P["made"]
_BECAME_ALONE = _P["became_alone"]
_BESIDE = _W["beside"]
_MIXED = _P["mixed"]
_YEARS_ONLY = _P["years_only"]
_CLASS = _P["class"]
_CARRIED_OUT = _P["carried_out"]
# 为1000户老人家庭实施改造: what was done for them belongs to the name.
_DONE_FOR = _P["done_for"]
_FLOWS = frozenset(_W["flows"])
_OWN_OBJECT = frozenset(_W["own_object"])
_EMPTY = _W["empty"]
_PERSONS = frozenset(_W["persons"])
_YIELDS = frozenset(_W["yields"])
_LONG_LEAD = 16
_LONG_EFFECT = 24
_SHORT = 4
_REMEMBERED = 40  # facts before a sentence whose names are still in mind
_MEASURES = frozenset({"area", "land", "mass", "volume", "energy"})
_BODIES = frozenset(_W["bodies"])
_OF_BRANCHES = frozenset(_W["of_branches"])
_ADDRESSES = "对在为将把向"


@dataclass(slots=True)
class Named:
    """A name, whether it was carried over, the rule where it is not the measure's own, and what is to be remembered."""

    name: str
    carried: bool = False
    rule: str = ""
    keep: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Unnamed:
    """A figure that wants a name, with what its words say.

    base: the words that hold the name; suffix: what the reading puts behind it; clean: the words without marks and
    modifiers; verb, rest: clean from its flow verb on; bare: clean names nothing.
    """

    figures: list[Figure]
    i: int
    tail: Tail
    reading: Reading
    memory: Memory
    context: Context
    base: str
    suffix: str
    clean: str
    verb: str
    rest: str
    bare: bool
    text: str
    completed: str | None = None
    """The name in front, completed by what a short one leaves out; found once."""
    figure: Figure = field(init=False)
    level: bool = field(init=False)
    """Whether it is an amount or a count."""

    def __post_init__(self) -> None:
        self.figure = self.figures[self.i]
        self.level = self.reading.measure == "level"

    @property
    def following(self) -> Figure | None:
        return self.figures[self.i + 1] if self.i + 1 < len(self.figures) else None

    @property
    def after(self) -> str:
        """The rest of the sentence behind the figure, as far as it can name it."""
        return _SENTENCE_END.split(self.text[self.figure.end : self.figure.end + 80], maxsplit=1)[0]

    @property
    def head(self) -> str:
        """The noun that may be a generic head: behind the flow verb, or behind verbs of landing."""
        return self.rest if self.verb and is_head(self.rest) else _LANDED.sub("", self.clean)


class Namer:
    """Names figures of a passage in order; what a rule says is to be remembered goes into the memory here, nowhere else."""

    def __init__(self, memory: Memory, context: Context) -> None:
        self.memory = memory
        self.context = context

    def name(self, figures: list[Figure], i: int, tail: Tail, reading: Reading, text: str) -> Named:
        """The name of figures[i]; '' where nothing names it. text: the passage, in which the figure ends."""
        unnamed = self._unnamed(figures, i, tail, reading, text)
        named = (UNSAID if unnamed.bare else NAMES).first(unnamed)
        assert named is not None, "the last rule names everything"
        named = _settled(named, unnamed)
        self.memory.keep(**named.keep)
        return named

    def _unnamed(self, figures: list[Figure], i: int, tail: Tail, reading: Reading, text: str) -> Unnamed:
        base, _, suffix = reading.name.partition("\x00")
        clean = names.tidy(names.phrase(base))
        if clean in words("plan_nouns"):
            clean = ""
        clean = _BECAME.sub("", clean)
        verb, rest = names.split_verb(clean)
        only_verb = verb != "" and not names.has_words(rest)
        clean = "" if _YEARS_ONLY.fullmatch(clean) else clean
        bare = only_verb or not names.has_words(clean) or clean in _EMPTY
        bare = bare or clean[:1] in "比较与同" and not without_comparison(clean)  # 居第3位，比一季度前移4位
        bare = bare or clean in words("empty_verbs", "prepositions") or budget.names_nothing(clean)
        bare = bare or _ONLY_DONE.fullmatch(clean) is not None
        return Unnamed(
            figures,
            i,
            tail,
            reading,
            self.memory,
            self.context,
            base,
            suffix,
            clean,
            verb,
            rest,
            bare,
            text,
        )


def _settled(named: Named, u: Unnamed) -> Named:
    """A budgeted amount keeps 预算 in its name, what is said behind it of its execution does not."""
    name, base = budget.settle(named.name, u.figure.pre, (fact.indicator for fact in reversed(u.memory.facts)))
    if base == named.name:
        return named
    return replace(named, name=name, keep=named.keep | {"subject": base, "root": base})


# what a subject does to the whole


def _effect_on_whole(u: Unnamed) -> Named | None:
    if not u.memory.has_facts() or not names.EFFECT.fullmatch(u.clean):
        return None
    return Named(names.EFFECT.sub("", u.memory.understood()) + u.clean, True)


# money and what it was for


def _invested(u: Unnamed) -> Named | None:
    """投资870万元实施街路亮化工程; 投入6亿元，新建校舍…: money is of what it does, which stands behind it."""
    money = _MONEY.fullmatch(u.clean) if u.level and not u.suffix and not u.figure.joined else None
    if not money or dimension(u.figure.token.unit) != "currency" or names.canonical(u.clean) is not None:
        return None
    after = u.after
    behind = after.lstrip("，, ")
    if after.startswith("的"):
        return None
    if behind != after and (len(u.memory.facts) > u.memory.since or u.memory.topic):
        return None  # 重点项目开工建设，完成投资3亿元，新建…: of what was said before
    purpose = _purpose(strip_leading(behind), u)
    if not purpose:
        return None
    noun = money["noun"]
    name = purpose[: names.MAX_NAME - 2] + (noun if noun.endswith(_W["money_ends"]) else "资金")
    return Named(name, False, "G4.purpose", {"subject": name, "root": name, "behind": False, "latest": "", "verb": ""})


def _purpose(text: str, u: Unnamed) -> str:
    """What money was spent on, from the words behind it; '' where they do not say what was done."""
    used = _USED_FOR.match(text)
    text = text[used.end() :] if used else text
    verb, rest = names.split_verb(text)
    if verb in ("增加", "减少") or verb in _HAVE and u.after.startswith(("，", ",")):
        return ""
    if not used and not verb and not text.startswith(_W["to_whom"]) and not _ACTION.match(text):
        return ""
    match = _PURPOSE.match(text)
    found = match.group() if match else ""
    counted = u.following is not None and text[len(found) : len(found) + 1].isdigit()
    if counted and u.following and not found.endswith("等") and names.has_words(rest[: len(found) - len(verb)]):
        found += names.noun_behind(u.following.gap, not u.following.last, True)  # 建设新区10所学校
    examples = _EXAMPLES.match(text) if found.endswith("等") and u.following is None else None
    if examples:
        return names.without_empty_verb(verb + examples["noun"])  # ，建成西出口等31条公路
    if u.following and found.endswith("等") or not names.has_words(rest[: len(found) - len(verb)]):
        noun = names.noun_behind(u.following.gap, not u.following.last, True) if u.following else ""
        return names.without_empty_verb(verb + noun) if noun else ""
    return names.without_empty_verb(names.tidy(_DONE.sub("", found, count=1)))


# a noun behind


def _noun_behind(u: Unnamed) -> Named | None:
    moved = u.reading.measure == "change" and u.bare and not u.figure.joined
    if u.reading.measure not in ("level", "share") and not (moved and dimension(u.figure.token.unit) == "count"):
        return None
    if u.suffix:
        return None
    noun = _behind(u)
    if not noun:
        return None
    figure, memory = u.figure, u.memory
    noun = _CARRIED_OUT.sub("", noun)
    if figure.last and figure.pre.endswith(_W["for_whom"]) and _DONE_FOR.fullmatch(figure.gap):
        noun = figure.gap
    lead, verb = _lead(u) if not moved else ("", "")
    name = names.shorten(names.without_empty_verb(names.tidy(lead + noun + _shared_predicate(u, noun, lead))))
    if _BECAME_ALONE.fullmatch(noun) and memory.has_facts():
        of = memory.facts[-1].indicator
        if not names.has_words(figure.pre) and of.endswith(noun):
            name = of  # 173户349人稳定脱贫
        elif memory.part or "其中" in figure.pre:
            name = names.shorten(of + noun)  # 贫困户301户611人全部脱贫，其中173户稳定脱贫
    if noun in words("part_nouns"):
        name = (u.context.subject or memory.label or lead) + noun
    name = memory.owner + name if _DRAWN.match(name) and is_event(memory.owner) else owned(name, memory.owner)
    keep = {"verb": verb or (lead if u.bare else ""), "behind": True, "latest": "", "subject": name, "root": name}
    return Named(name, False, "G4.behind", keep)


def _shared_predicate(u: Unnamed, noun: str, lead: str) -> str:
    """8所学校、15个专业入选省级重点: what the last one says became of it is said of all."""
    if lead or u.figure.gap.rstrip("、和及与") != noun:
        return ""
    last = u.i
    while last + 1 < len(u.figures) and u.figures[last + 1].joined and not names.has_words(u.figures[last + 1].pre):
        last += 1
    gap = u.figures[last].gap
    predicate = names.predicate_of(gap) if last > u.i and len(gap) <= _LONG_EFFECT else ""
    return predicate


def _lead(u: Unnamed) -> tuple[str, str]:
    """What of the words in front goes before the noun behind, and the verb that it has."""
    figure, clean, verb = u.figure, u.clean, u.verb
    if figure.pre.endswith(_BESIDE) and not figure.joined:
        return "", ""  # 实施河流治理、5000亩沙区治理: what stands in front is another member
    if u.i and figure.pre.endswith("的"):
        return "", verb  # 20个国家和地区的419家企业: the 419 are firms
    if figure.pre.endswith("第"):
        return (clean.removesuffix("第") if len(clean) <= 9 else ""), ""
    if u.bare:
        lead = verb or (clean if clean != "等" and clean not in words("prepositions") else "")
        if not lead and (figure.joined or u.memory.behind):
            lead = u.memory.verb
        return lead, verb
    listed = figure.pre.endswith("等") and (len(clean) > 8 or clean[0] in _ADDRESSES)
    return (verb or names.short_lead(clean) if listed or len(clean) > _LONG_LEAD else clean), verb


def _behind(u: Unnamed) -> str:
    """The noun that the number counts, where it stands behind it; '' where the name is in front."""
    figure, tail, bare = u.figure, u.tail, u.bare
    share = u.reading.measure == "share"
    if share and tail.verb in _HELD and _CEILING.match(figure.gap):
        figure.qualifier = figure.qualifier or "le"
        return ""
    if _named_in_front(u, share):
        return ""
    gap, last = figure.gap, figure.last
    if u.following and not gap.strip():
        if not bare or u.following.joined:
            return ""
        gap, last = u.following.gap, u.following.last
    in_size = dimension(figure.token.unit) in ("area", "land", "length")
    if in_size and figure.pre.endswith(_BESIDE) and not figure.joined and _THING.match(gap):
        return names.noun_behind(gap, not last, True)
    sized = bare and not tail.kind and not figure.joined and in_size
    if in_size and bare and u.following and _MIXED.match(gap):
        return names.noun_behind(gap, True, True)  # 实施31公里农村公路、1万亩农田水利建设、…
    if (share or sized) and gap.startswith("的"):
        noun = names.tidy(gap[1:]) if last else names.noun_behind(gap[1:], True, True)
        return "" if noun in words("plan_nouns") else noun
    if dimension(figure.token.unit) not in _COUNTED:
        unnamed = bare or share
        listed = figure.joined and not names.has_words(figure.pre)
        if not unnamed or listed and not (u.memory.behind and _THING.match(gap)):
            return ""
    level = _noun_of_level(u, gap) if not last else ""
    must = bare and (not tail.kind or tail.verb in _HAVE) or figure.pre.endswith("等") or u.reading.measure == "change"
    noun = level or names.noun_behind(gap, not last, must)
    member = _LAST_OF_LIST.match(noun) if figure.joined and u.memory.behind else None
    return member["noun"] if member else noun


def _named_in_front(u: Unnamed, share: bool) -> bool:
    if u.bare:
        return False
    return share and not u.figure.qualifier or u.tail.kind == "level" and u.tail.verb not in _HAVE


def _noun_of_level(u: Unnamed, gap: str) -> str:
    """1个省级、18个市级重点项目: the noun follows once."""
    level = _LEVEL.fullmatch(names.noun_behind(gap, True, True))
    if not level or not u.following:
        return ""
    shared = names.noun_behind(u.following.gap, True, True)
    own = _LEVEL.match(shared)
    return level.group() + shared[own.end() :] if own and len(shared) > own.end() else ""


# no name at all


def _verb_alone(u: Unnamed) -> Named | None:
    """扶持创业700人; 新开工41个、续建37个 after 其中: the verb with the noun that is being counted."""
    verb = _only_verb(u)
    if not verb or not u.level:
        return None
    memory, before = u.memory, u.memory.last()
    noun = ""
    flow = names.split_verb(before.indicator.removeprefix("年均")) if before else ("", "")
    if before and before.unit == u.figure.token.unit and (not u.figure.joined or flow[0]):
        noun = flow[1] or before.indicator
    elif not before and (memory.part or "其中" in u.figure.pre):
        noun = names.split_verb(memory.root)[1] or memory.root
    return Named(verb + noun, False, "G3.verb", {"subject": verb + noun, "root": verb + noun})


def _only_verb(u: Unnamed) -> str:
    return u.clean if u.verb and not names.has_words(u.rest) else ""


def _suffix_alone(u: Unnamed) -> Named | None:
    """…占工业增加值的17.4%，比重提高1.3个百分点: of the owner of the share before."""
    if not u.suffix:
        return None
    name = u.memory.understood()
    owner = name.partition("占")[0]
    keep = {}
    if u.suffix.startswith("占") and owner:
        name = owner
        keep = {"subject": name + u.suffix}
    return Named(name + u.suffix, True, u.reading.rule, keep)


def _understood(u: Unnamed) -> Named:
    """The name before, or the topic that was named; the stock behind its flow (新增12家，累计达到114家)."""
    memory, before = u.memory, u.memory.last()
    name, topical = memory.understood(), memory.topical() or not memory.has_facts()
    keep = {"subject": name, "root": name, "latest": ""} if memory.latest else {}
    same = before is not None and before.indicator == name and before.rule != "G8.from"
    if u.level and u.tail.kind == "level" and before and same and before.rule != "G2.level":
        flow, stock = names.split_verb(name)
        if flow and stock and dimension(before.unit) == dimension(u.figure.token.unit):
            name = stock
            keep = keep | {"subject": stock, "root": stock}
        elif _ADDED_TO.search(name):  # 里程新增1700公里、突破7000公里
            name = _ADDED_TO.sub("", name)
            keep = keep | {"subject": name, "root": name}
    return Named(name, True, "G5.topic" if topical else "G5.carried", keep)


# a name in front


def _deducted(u: Unnamed) -> Named | None:
    return Named(u.clean + u.memory.subject, True) if _DEDUCTED.match(u.clean) else None


def _converted(u: Unnamed) -> Named | None:
    return Named(u.memory.subject, True) if u.memory.subject and _CONVERTED.match(u.clean) else None


def _head_of_noun(u: Unnamed) -> Named | None:
    """总投资120亿元的产业园: the head in front is of the noun behind."""
    if not is_head(u.head) or not u.figure.gap.startswith("的"):
        return None
    behind = u.following.gap if u.following and u.figure.gap == "的" else u.figure.gap[1:]
    noun = names.without_predicate(names.noun_behind(behind, True, True))
    return Named(noun + u.head, False, "G4.of", {"subject": noun, "root": noun} | _part(u)) if noun else None


def _part(u: Unnamed) -> dict[str, Any]:
    return {"part": True} if "其中" in u.base else {}


def _of_body(u: Unnamed) -> Named | None:
    """规上工业增加值278亿元、营业收入949亿元、利税94亿元: a quantity of the body that the sentence is about."""
    if not u.memory.has_facts() or u.suffix or not _OF_BODY.fullmatch(u.clean):
        return None
    for fact in reversed(u.memory.of_sentence()):
        body = _BODY.match(fact.indicator)
        if body and len(fact.indicator) > body.end():
            name = body.group() + u.clean
            return Named(
                name, False, "G5.body", {"subject": name, "root": name, "behind": False, "latest": ""} | _part(u)
            )
    return None


def _of_school(u: Unnamed) -> Named | None:
    """普通高中18所，招生1.2万人，在校生3.6万人: pupils of the kind of school that the sentence has named."""
    if not u.memory.has_facts() or u.suffix or not _PUPILS.fullmatch(u.clean):
        return None
    for fact in reversed(u.memory.of_sentence()):
        own = _OF_SCHOOL.match(fact.indicator)
        if own and own["school"]:
            name = own["school"] + u.clean
            return Named(name, False, "G5.body", {"subject": name, "root": name, "behind": False, "latest": ""})
    return None


def _of_same_noun(u: Unnamed) -> Named | None:
    """图书馆12个，藏书86万册。其中乡镇图书馆9个，藏书22万册: what the first was of, the second is of again."""
    memory = u.memory
    if u.suffix or u.verb or len(u.clean) > _SHORT or not memory.has_facts():
        return None
    for fact in memory.facts[max(0, memory.first - _REMEMBERED) : memory.first]:
        owner = fact.indicator.removesuffix(u.clean)
        if fact.rule == "G5.generic" and owner != fact.indicator and len(owner) > 1 and memory.root.endswith(owner):
            return Named(memory.root + u.clean, True, "G5.generic", {"subject": memory.root + u.clean} | _part(u))
    return None


def _with_quantity(u: Unnamed, name: str) -> str:
    """蔬菜播种面积8万公顷，瓜果1.6万公顷; 采矿业增加值增长8%，制造业增长15%: the quantity is said once."""
    listed = names.tails().search(u.memory.label)
    if listed and u.level and not u.verb and len(name) <= _SHORT and listed.group() in _YIELDS:
        return name if name.endswith(listed.group()) else name + listed.group()  # 主要产品产量：大米18万吨，鞋95万双
    if u.verb or len(name) > _LONG_LEAD or not u.memory.facts:
        return name
    growth = u.reading.measure == "growth"
    said = u.memory.facts[-8:] if u.memory.part or "其中" in u.base else u.memory.of_sentence()
    alike = [f for f in reversed(said) if f.unit == u.figure.token.unit]
    before = next((f for f in alike if names.tails().search(f.indicator)), alike[0] if alike else None)
    tail = names.tails().search(before.indicator) if before and before.measure == u.reading.measure else None
    if not before or not tail or tail.group() in _BODIES:
        return name
    own = names.tails().search(name)
    if own and own.group() not in _BODIES:
        return name
    whole = name + tail.group()
    if names.canonical(whole) is not None and names.canonical(name) is None:
        return whole
    if names.canonical(name) is not None:
        return name
    if growth:
        return whole if _BRANCH.search(name) and tail.group() in _OF_BRANCHES else name
    size = dimension(u.figure.token.unit)
    divided = u.memory.part or "其中" in u.base or _BRANCH.search(name) is not None
    return whole if u.level and (size in _MEASURES or size == "currency" and divided) else name


def _completed(u: Unnamed) -> str:
    """The name in front, completed by what a short one leaves out."""
    if u.completed is None:
        u.completed = _complete(u)
    return u.completed


def _complete(u: Unnamed) -> str:
    clean, root = _with_quantity(u, u.clean), u.memory.root
    if len(clean) == 2 and len(root) > 4 and clean[-1] == root[-1]:
        clean = root[:-2] + clean  # 实际使用内资30亿元、外资381万美元
    return _of_same_kind(u, clean)


def _generic(u: Unnamed) -> Named | None:
    """A name that says too little alone takes the root: 金额 → 登记技术合同金额."""
    clean = _completed(u)
    of_label = clean != u.clean and not u.memory.has_facts()
    of_label = of_label or clean != u.clean and bool(u.memory.label) and clean.startswith(u.clean)
    if u.reading.rule == "G1.cut" or of_label or not _needs_root(u, clean):
        return None
    headed = u.memory.headed(clean)
    name = names.known_part(names.shorten(headed if headed == clean else names.without_empty_verb(headed)))
    return Named(name + u.suffix, True, "G5.generic", {"subject": name + u.suffix} | _part(u))


def _effect_of_root(u: Unnamed) -> Named | None:
    """更新管线12公里、惠及居民3万户: what came of the figure before, while the name stays readable."""
    memory, clean = u.memory, _completed(u)
    short = len(memory.root) + len(clean) <= _LONG_EFFECT and len(memory.facts) > memory.since
    if not (u.verb and u.level and memory.root and short and memory.has_facts()):
        return None
    if not clean.startswith(tuple(words("effect_verbs"))):
        return None
    return Named(memory.root + clean, False, "G3.effect", {"subject": memory.root + clean} | _part(u))


def _in_front(u: Unnamed) -> Named:
    """The name in front, with the verb, level, owner or whole that the sentence has said for it."""
    memory, verb, clean, keep = u.memory, u.verb, _completed(u), _part(u)
    part = memory.part or bool(keep)
    if u.figure.joined and not verb and memory.verb and not u.tail.kind and u.level and not clean.startswith("再"):
        with_verb = memory.verb + clean
        clean = with_verb if names.canonical(clean) is None or names.canonical(with_verb) else clean
    elif not u.figure.joined or verb:
        keep["verb"] = verb
    if part and u.level and not verb:
        clean = _flow_of_whole(u, clean)
    if _LEVEL.fullmatch(clean) and memory.root:
        clean += _LEVEL_HEAD.sub("", memory.root)
    if u.reading.rule == "G1.cut" and len(clean) <= 4:
        clean = _same_owner(u, clean)
    chosen = _CHOSEN.match(u.figure.gap) if u.level and u.figure.token.unit in _PERSONS else None
    clean += chosen.group() if chosen and not u.tail.kind else ""
    name = _with_owner(u, names.shorten(names.without_empty_verb(clean)))
    keep |= {"behind": False, "latest": "", "root": name}
    keep["subject"] = name + u.suffix if u.suffix.startswith("占") else name
    return Named(name + u.suffix, keep=keep)


def _with_owner(u: Unnamed, name: str) -> str:
    """A name with the label, the divided whole or the body that it is of."""
    memory = u.memory
    if u.level and len(name) <= 2 and memory.label and not u.context.heading:
        name = memory.label if name in memory.label else memory.label + name
    name = names.known_part(name)
    whole = memory.breakdown
    if whole and len(name) <= 12 and names.root_of(name) == name and names.canonical(name) is None and not u.verb:
        name += whole
    return owned(name, memory.owner) if u.level else name


def _of_same_kind(u: Unnamed, name: str) -> str:
    """居民人均可支配收入35600元，城镇41200元、农村22300元: a short name that stands before the root instead of its own.

    引进项目56个，其中10亿元以上8个: a class of what was counted.
    """
    if _CLASS.fullmatch(name):
        said = u.memory.of_sentence()
        counted = [fact for fact in said if fact.unit == u.figure.token.unit and fact.measure == "level"]
        return name + (names.split_verb(counted[0].indicator)[1] or counted[0].indicator) if counted else name
    if len(name) > 4 or names.canonical(name) is not None:
        return name
    root = u.memory.root.removeprefix("全体")
    whole = next((name + root[k:] for k in (0, 2) if len(root) > 4 + k and names.canonical(name + root[k:])), None)
    return whole or name


def _flow_of_whole(u: Unnamed, name: str) -> str:
    """新增“四上”企业120家，其中规上工业企业35家: the parts of a flow are flows, what they count being the same."""
    whole = u.memory.facts[u.memory.first] if u.memory.has_facts() else None
    if whole is None or whole.measure != "level" or whole.unit != u.figure.token.unit:
        return name
    flow = names.split_verb(whole.indicator)[0]
    return flow + name if flow in _FLOWS and not name.startswith("再") else name


def _needs_root(u: Unnamed, clean: str) -> bool:
    """Whether the name in front says too little alone (金额; 获批资金; the 线路 of 改造路灯…，线路8100米)."""
    memory = u.memory
    known = names.canonical(clean) is not None
    if known and not clean.endswith("率") and (u.suffix.startswith("占") or names.canonical(memory.root) is not None):
        return False  # 财政收入28亿元；贷款余额…: two indicators of the catalogue
    if is_head(clean):
        return True
    if not memory.has_facts():
        return False
    if u.verb:
        return u.level and is_head(u.rest) and u.rest not in _OWN_OBJECT
    in_list = u.figure.joined and (memory.verb or u.reading.rule == "G11.cut") or _LEVEL.fullmatch(clean)
    part = memory.part or "其中" in u.base
    branch = clean.endswith("业") and u.reading.measure == "growth"  # 工业增速为3.2%
    return len(clean) <= 2 and not part and not in_list and not branch and names.canonical(clean) is None


def _made(u: Unnamed) -> Named | None:
    """完成植树造林15.8万亩，实现产值2.2亿元: money that is made of what the figure before counts."""
    before = u.memory.last()
    if before is None or not u.level or u.suffix or not _MADE.fullmatch(u.clean):
        return None
    if (
        len(u.memory.facts) <= u.memory.since
        or dimension(before.unit) in ("currency", "percent")
        or before.measure != "level"
    ):
        return None
    noun = u.rest if u.verb and u.rest else names.without_empty_verb(u.clean)
    name = names.shorten((names.split_verb(before.indicator)[1] or before.indicator) + noun)
    return Named(name, True, "G5.generic", {"subject": name} | _part(u))


def _same_owner(u: Unnamed, name: str) -> str:
    """减时间80.2%、减材料30%: the second object is of the first one's owner."""
    before = u.memory.last()
    if before and before.rule == "G1.cut" and len(before.indicator) > len(name):
        return before.indicator[: len(before.indicator) - len(name)] + name
    return name


UNSAID = Table(
    "names.unsaid",
    (
        Rule("purpose", "投资870万元实施街路亮化工程: money is of what it was spent on", _invested),
        Rule("behind", "新增12家科技型企业: the noun that is counted stands behind", _noun_behind),
        Rule("verb_alone", "a flow verb without an object: of what is being counted", _verb_alone),
        Rule("suffix_alone", "a share or completion without a subject: of the name before", _suffix_alone),
        Rule("understood", "no name at all: the topic, or the name before", _understood),
    ),
)
"""For figures whose words in front name nothing."""
NAMES = Table(
    "names",
    (
        Rule("effect_on_whole", "拉动经济增长1.2个百分点: what the subject before does to the whole", _effect_on_whole),
        Rule("purpose", "投资870万元实施街路亮化工程: money is of what it was spent on", _invested),
        Rule("behind", "新增12家科技型企业: the noun that is counted stands behind", _noun_behind),
        Rule("deducted", "扣除价格因素实际增长: of the name before", _deducted),
        Rule("converted", "按年平均汇率折算为6554美元: the name before, in another currency", _converted),
        Rule("head_of_noun", "总投资120亿元的产业园", _head_of_noun),
        Rule("of_body", "规上工业增加值278亿元、利税94亿元: of the body that the sentence is about", _of_body),
        Rule("of_school", "普通高中18所，在校生3万人", _of_school),
        Rule("made", "植树造林15.8万亩，实现产值2.2亿元", _made),
        Rule("of_same_noun", "图书馆藏书 after which 乡镇图书馆9个，藏书…", _of_same_noun),
        Rule("generic", "a generic head takes the root", _generic),
        Rule("effect", "惠及居民3万户: what came of the figure before", _effect_of_root),
        Rule("in_front", "the words in front are the name", _in_front),
    ),
)
