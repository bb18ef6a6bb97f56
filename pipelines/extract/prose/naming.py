"""The name of a single figure: in front of it, behind it, or carried over from the figures before."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.facts import Context
from pipelines.extract.prose import names
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures import Reading, dimension
from pipelines.extract.prose.memory import Memory, is_head
from pipelines.extract.prose.owners import owned
from pipelines.extract.prose.predicates import Tail
from pipelines.lexicon.cues import words
from pipelines.lexicon.patterns import patterns

_P = patterns("naming")
_DEDUCTED = _P["deducted"]
# 省级重点项目7个、市级19个、县级100个: a level alone takes the noun of the first.
_LEVEL = _P["level"]
_LEVEL_HEAD = _P["level_head"]
_HAVE = frozenset({"有", "共有", "拥有", "完成", "实现", "共", "达成"})
_COUNTED = frozenset({"count", "people", "person_times", ""})
_HELD = frozenset({"控制在", "控制到", "稳定在"})
_CEILING = _P["ceiling"]
_BECAME = _P["became"]
_LANDED = _P["landed"]
_YEARS_ONLY = _P["years_only"]
_CLASS = _P["class"]
_CARRIED_OUT = _P["carried_out"]
# 为1000户老人家庭实施改造: what was done for them belongs to the name.
_DONE_FOR = _P["done_for"]
_FLOWS = frozenset({"新增", "净增", "新建", "新改建", "新建成", "新引进", "新签约", "新开工", "新认定", "新培育"})
_OWN_OBJECT = frozenset({"投资", "收入", "产值", "人次", "人数"})
_LONG_LEAD = 16
_LONG_EFFECT = 24
_ADDRESSES = "对在为将把向"


@dataclass(slots=True)
class Named:
    """A name, whether it was carried over, and the rule where it is not the measure's own."""

    name: str
    carried: bool = False
    rule: str = ""


class Namer:
    """Names figures of a passage in order; what it decides goes into the memory."""

    def __init__(self, memory: Memory, context: Context) -> None:
        self.memory = memory
        self.context = context

    def name(self, figures: list[Figure], i: int, tail: Tail, reading: Reading) -> Named:
        """The name of figures[i]; '' where nothing names it."""
        figure = figures[i]
        base, _, suffix = reading.name.partition("\x00")
        clean = names.tidy(names.phrase(base))
        if clean in words("plan_nouns"):
            clean = ""
        clean = _BECAME.sub("", clean)
        if names.EFFECT.fullmatch(clean) and self.memory.has_facts():
            return Named(names.EFFECT.sub("", self.memory.understood()) + clean, True)
        verb, rest = names.split_verb(clean)
        only_verb = verb != "" and not names.has_words(rest)
        clean = "" if _YEARS_ONLY.fullmatch(clean) else clean
        bare = (
            only_verb
            or not names.has_words(clean)
            or clean in ("等", "较", "比", "同")
            or clean in words("empty_verbs", "prepositions")
        )
        if reading.measure in ("level", "share") and not suffix:
            behind = self._behind(figures, i, tail, bare, reading)
            if behind:
                return self._with_noun_behind(figure, behind, clean, verb, bare)
        if bare:
            return self._understood(figure, tail, reading, clean if only_verb else "", suffix)
        if _DEDUCTED.match(clean):
            return Named(clean + self.memory.subject, True)
        if "其中" in base:
            self.memory.part = True
        return self._in_front(
            figure, figures[i + 1] if i + 1 < len(figures) else None, tail, reading, clean, verb, rest, suffix
        )

    # a name in front

    def _in_front(  # noqa: C901
        self,
        figure: Figure,
        following: Figure | None,
        tail: Tail,
        reading: Reading,
        clean: str,
        verb: str,
        rest: str,
        suffix: str,
    ) -> Named:
        memory = self.memory
        level = reading.measure == "level"
        head = rest if verb and is_head(rest) else _LANDED.sub("", clean)
        if is_head(head) and figure.gap.startswith("的"):
            behind = following.gap if following and figure.gap == "的" else figure.gap[1:]
            noun = names.without_predicate(names.noun_behind(behind, True, True))
            if noun:
                memory.call(noun)
                return Named(noun + head, False, "G4.of")
        if len(clean) == 2 and len(memory.root) > 4 and clean[-1] == memory.root[-1]:
            clean = memory.root[:-2] + clean  # 实际使用内资30亿元、外资381万美元
        clean = self._of_same_kind(figure, clean)
        if reading.rule != "G1.cut" and self._needs_root(figure, clean, verb, rest, level, suffix):
            headed = memory.headed(clean)
            name = names.known_part(names.shorten(headed if headed == clean else names.without_empty_verb(headed)))
            memory.subject = name + suffix
            return Named(name + suffix, True, "G5.generic")
        if verb and level and self._is_effect(clean):
            memory.subject = memory.root + clean
            return Named(memory.subject, False, "G3.effect")
        if figure.joined and not verb and memory.verb and not tail.kind and level:
            with_verb = memory.verb + clean
            clean = with_verb if names.canonical(clean) is None or names.canonical(with_verb) else clean
        elif not figure.joined or verb:
            memory.verb = verb
        if memory.part and level and not verb:
            clean = self._flow_of_whole(figure, clean)
        if _LEVEL.fullmatch(clean) and memory.root:
            clean += _LEVEL_HEAD.sub("", memory.root)
        if reading.rule == "G1.cut" and len(clean) <= 4:
            clean = self._same_owner(clean)
        name = names.shorten(names.without_empty_verb(clean))
        if level and len(name) <= 2 and memory.label and not self.context.heading:
            name = memory.label if name in memory.label else memory.label + name
        name = names.known_part(name)
        whole = memory.breakdown
        if whole and len(name) <= 12 and names.root_of(name) == name and names.canonical(name) is None and not verb:
            name += whole
        name = owned(name, memory.owner) if level else name
        memory.behind, memory.latest = False, ""
        memory.root = name
        memory.subject = name + suffix if suffix.startswith("占") else name
        return Named(name + suffix)

    def _of_same_kind(self, figure: Figure, name: str) -> str:
        """居民人均可支配收入35600元，城镇41200元、农村22300元: a short name that stands before the root instead of its own.

        引进项目56个，其中10亿元以上8个: a class of what was counted.
        """
        if _CLASS.fullmatch(name):
            counted = [
                fact for fact in self.memory.of_sentence() if fact.unit == figure.token.unit and fact.measure == "level"
            ]
            return name + (names.split_verb(counted[0].indicator)[1] or counted[0].indicator) if counted else name
        if len(name) > 4 or names.canonical(name) is not None:
            return name
        root = self.memory.root.removeprefix("全体")
        whole = next((name + root[k:] for k in (0, 2) if len(root) > 4 + k and names.canonical(name + root[k:])), None)
        return whole or name

    def _flow_of_whole(self, figure: Figure, name: str) -> str:
        """新增“四上”企业120家，其中规上工业企业35家: the parts of a flow are flows, what they count being the same."""
        whole = self.memory.facts[self.memory.first] if self.memory.has_facts() else None
        if whole is None or whole.measure != "level" or whole.unit != figure.token.unit:
            return name
        flow = names.split_verb(whole.indicator)[0]
        return flow + name if flow in _FLOWS else name

    def _needs_root(self, figure: Figure, clean: str, verb: str, rest: str, level: bool, suffix: str) -> bool:
        """Whether the name in front says too little alone (金额; 获批资金; the 线路 of 改造路灯…，线路8100米)."""
        memory = self.memory
        known = names.canonical(clean) is not None
        if known and not clean.endswith("率") and (suffix.startswith("占") or names.canonical(memory.root) is not None):
            return False  # 财政收入28亿元；贷款余额…: two indicators of the catalogue
        if is_head(clean):
            return True
        if not memory.has_facts():
            return False
        if verb:
            return level and is_head(rest) and rest not in _OWN_OBJECT
        in_list = figure.joined and memory.verb or _LEVEL.fullmatch(clean)
        return len(clean) <= 2 and not memory.part and not in_list and names.canonical(clean) is None

    def _is_effect(self, clean: str) -> bool:
        """Whether a verb tells what came of the figure before (更新管线…、惠及居民…), and the name stays readable."""
        memory = self.memory
        short = len(memory.root) + len(clean) <= _LONG_EFFECT
        return bool(memory.root) and short and memory.has_facts() and clean.startswith(tuple(words("effect_verbs")))

    def _same_owner(self, name: str) -> str:
        """减时间80.2%、减材料30%: the second object is of the first one's owner."""
        before = self.memory.last()
        if before and before.rule == "G1.cut" and len(before.indicator) > len(name):
            return before.indicator[: len(before.indicator) - len(name)] + name
        return name

    # a noun behind

    def _behind(self, figures: list[Figure], i: int, tail: Tail, bare: bool, reading: Reading) -> str:
        """The noun that the number counts, where it stands behind it; '' where the name is in front."""
        figure = figures[i]
        share = reading.measure == "share"
        if share and tail.verb in _HELD and _CEILING.match(figure.gap):
            figure.qualifier = figure.qualifier or "le"
            return ""
        if share and not bare and not figure.qualifier:
            return ""
        if tail.kind == "level" and not bare and tail.verb not in _HAVE:
            return ""
        gap, last = figure.gap, figure.last
        if not last and not gap.strip():
            if not bare or figures[i + 1].joined:
                return ""
            gap, last = figures[i + 1].gap, figures[i + 1].last
        if share and gap.startswith("的"):
            noun = names.tidy(gap[1:]) if last else names.noun_behind(gap[1:], True, True)
            return "" if noun in words("plan_nouns") else noun
        counted = dimension(figure.token.unit) in _COUNTED
        if not counted and (figure.joined and not names.has_words(figure.pre) or not bare and not share):
            return ""
        level = _LEVEL.fullmatch(names.noun_behind(gap, True, True)) if not last else None
        if level:  # 1个省级、18个市级重点项目: the noun follows once
            shared = names.noun_behind(figures[i + 1].gap, True, True)
            own = _LEVEL.match(shared)
            if own and len(shared) > own.end():
                return level.group() + shared[own.end() :]
        must = bare and (not tail.kind or tail.verb in _HAVE) or figure.pre.endswith("等")
        return names.noun_behind(gap, not last, must)

    def _with_noun_behind(self, figure: Figure, noun: str, clean: str, verb: str, bare: bool) -> Named:
        """The noun behind with the verb in front, if there is one or the list has one."""
        memory = self.memory
        noun = _CARRIED_OUT.sub("", noun)
        if figure.last and figure.pre.endswith(("为", "对", "向")) and _DONE_FOR.fullmatch(figure.gap):
            noun = figure.gap
        if figure.pre.endswith("第"):
            lead, verb = (clean.removesuffix("第") if len(clean) <= 9 else ""), ""
        elif bare:
            lead = verb or (clean if clean != "等" and clean not in words("prepositions") else "")
            if not lead and (figure.joined or memory.behind):
                lead = memory.verb
        else:
            lead = clean
            listed = figure.pre.endswith("等") and (len(clean) > 8 or clean[0] in _ADDRESSES)
            if listed or len(clean) > _LONG_LEAD:
                lead = verb or names.short_lead(clean)
        name = names.shorten(names.without_empty_verb(names.tidy(lead + noun)))
        if noun in words("part_nouns"):
            name = (self.context.subject or memory.label or lead) + noun
        name = owned(name, memory.owner)
        memory.verb = verb or (lead if bare else "")
        memory.behind, memory.latest = True, ""
        memory.call(name)
        return Named(name, False, "G4.behind")

    # no name at all

    def _understood(self, figure: Figure, tail: Tail, reading: Reading, verb: str, suffix: str) -> Named:
        """The name of a figure that names nothing, or only a verb."""
        memory = self.memory
        name, topical = memory.understood(), memory.topical() or not memory.has_facts()
        before = memory.last()
        if verb and reading.measure == "level":
            return self._verb_alone(figure, verb)
        if suffix:
            owner = name.partition("占")[0]
            if suffix.startswith("占") and owner:
                name = owner
                memory.subject = name + suffix  # …占工业增加值的17.4%，比重提高1.3个百分点
            return Named(name + suffix, True, reading.rule)
        if memory.latest:
            memory.call(name)
            memory.latest = ""
        same = before is not None and before.indicator == name and before.rule != "G8.from"
        if reading.measure == "level" and tail.kind == "level" and before and same and before.rule != "G2.level":
            flow, stock = names.split_verb(name)
            if flow and stock and dimension(before.unit) == dimension(figure.token.unit):
                name = stock  # 新增研发平台12家，累计达到114家: the second is the stock
                memory.call(stock)
        return Named(name, True, "G5.topic" if topical else "G5.carried")

    def _verb_alone(self, figure: Figure, verb: str) -> Named:
        """扶持创业700人; 新开工41个、续建37个 after 其中: the verb with the noun that is being counted."""
        memory, before = self.memory, self.memory.last()
        noun = ""
        flow = names.split_verb(before.indicator) if before else ("", "")
        if before and before.unit == figure.token.unit and (not figure.joined or flow[0]):
            noun = flow[1] or before.indicator
        elif not before and (memory.part or "其中" in figure.pre):
            noun = names.split_verb(memory.root)[1] or memory.root
        memory.call(verb + noun)
        return Named(verb + noun, False, "G3.verb")
