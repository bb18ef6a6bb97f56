"""Statements: every figure of a passage as a fact, right in all its fields.

The text is cut into clauses; in each, the numbers (tokens.scan) take their verb from the words before them (predicates),
their measure and sign from verb and unit (measures), their name from the words before or behind (names), their period
and kind of statement from what governs the clause (scope). What a clause does not name it inherits from the one before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipelines.extract import names
from pipelines.extract.facts import Context, Fact
from pipelines.extract.measures import Reading, dimension, read_measure, signed
from pipelines.extract.predicates import Tail, read_tail, strip_leading
from pipelines.lexicon.cues import words
from pipelines.lexicon.indicators import indicators
from pipelines.extract.ranks import rank_subject
from pipelines.extract.scope import PARTS, Scope, plan_start
from pipelines.extract.sentences import Clause, clauses
from pipelines.extract.specs import is_spec
from pipelines.extract.tokens import Token, scan

_CONNECT = re.compile(r"^\s*(?:、|，|,|和|及|以及|与|或|并|；|;|/)(?:以及|和|及|与)?\s*")
_JOIN_END = re.compile(r"(?:、|以及|(?<![共总饱])和|(?<![以涉普])及|(?<!参)与)$")
_AFTER = re.compile(r"(?P<ge>及以上|以上)|(?P<approx>左右|上下(?![游级班联功])|前后(?!方))|(?P<le>及以下|以内|以下|之内)|(?P<gt>有余|余|多(?=[，。；、）]|$)|开外)")
_FROM = re.compile(r"(?P<subject>.*?)(?:分别)?(?:由|从)(?P<base>[^，。；]{0,20})$")
_TO = re.compile(r"(?:至|到|为|成|达)$")
_YEARS_AGO = re.compile(r"([一二两三四五六七八九十])年前(?:的)?$")
_HAN_YEARS = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_YEAR_BEGIN = re.compile(r"年初(?:的)?$")
_LAST_YEAR = re.compile(r"(?:上年|去年)(?:同期|末|底)?(?:的)?$")
_PLAN_END = re.compile(r"“?十([一二三四五六七])五”?(?:时期)?(?:末|期末|末期)(?:的)?$")
_DEDUCTED = re.compile(r"(?:扣除|剔除)[^，。]{2,14}(?:因素|影响)(?:后)?(?:实际|名义)?$")
_BREAKDOWN = re.compile(r"(?:按[^，。]{1,10}(?:分|划分|看)|分[^，。]{1,8}看)$")
_PERIODS = re.compile(r"(?:(?:(?:19|20)\d\d年|[一二三四]季度|上半年|前三季度|下半年|\d{1,2}月)(?:、|和|及)?){2,}")
_ONE_PERIOD = re.compile(r"(?P<year>(?:19|20)\d\d)年|(?P<part>[一二三四]季度|上半年|前三季度|下半年)")
_TOPIC_VERB = re.compile(r"由负转正$|扭亏为盈$|实现转正$|(?:再|持续|稳步|不断|进一步|大幅|显著|明显|全面|加快)*(?:提升|增长|提高|扩大|增强|壮大|增加|攀升|完善|优化|改善|加强|回升|下降|减少)$")
_TOTAL = ("总量", "总数", "累计", "总计", "总人数")
_PLAN_BRACKET = re.compile(r"(?:计划|目标|任务|预算)(?:数|值|为)?$")
_PLAN_OF = re.compile(
    r"(?P<subject>[^，。；]{0,30}?)(?:超额完成|完成|达到|为|占)?(?P<plan>(?:全年|年度|年初|年|区定|市定|调整)?(?:预期)?(?:计划|目标|任务|预算|目标任务|计划投资)(?:任务|数|值)?)(?:为|是)?$"
)
_GOAL = re.compile(r"目标(?:任务)?(?:是|为)?$")
_GOAL_NOUN = re.compile(r"(?:年度|全年|主要)?(?:预期目标|预期|计划目标)$")
_DATE_END = re.compile(r"(?:19|20)\d\d年(?:末|底|初)?的?$")
_RANK_FIELD = re.compile(r"(?![、，])[\u4e00-\u9fff（、）]{0,16}(?:县|区|市|省|城市|区县|县市|单位|园区|开发区|高新区|经开区|地区|州|企业)[）]?(?:[中里]|排名|第)?")
_HAVE = frozenset({"有", "共有", "拥有", "完成", "实现", "共", "达成"})
_LONG_LEAD = 16


def _is_head(name: str) -> bool:
    """Whether a name says nothing without what it is of: a generic head, or a short rate (合杆率)."""
    return names.is_generic(name) or len(name) <= 3 and name.endswith(("率", "度", "量")) and names.canonical(name) is None


@dataclass(slots=True)
class _State:
    """What a sentence has said so far."""

    subject: str = ""
    """The last full name: what an empty subject repeats."""
    root: str = ""
    """The last name that stands by itself: what a generic head (金额) is of."""
    verb: str = ""
    """The flow verb that the members of a list share."""
    topic: str = ""
    """A subject that a clause without figures has named."""
    latest: str = ""
    """A topic named by a clause after the last figure: it goes before the last name."""
    behind: bool = False
    """Whether the last name stood behind its number."""
    facts: list[int] = field(default_factory=list)
    """Facts of the sentence, as indices."""
    region: str = ""
    breakdown: str = ""
    """What a breakdown (按经营地分) divides: short names behind it are parts of it."""
    part: bool = False
    """Whether the sentence has come to 其中."""
    span: bool = False
    """Whether the next figure is the second end of a from-to pair."""


@dataclass(slots=True)
class _Figure:
    """A number with its surroundings in the clause."""

    token: Token
    pre: str
    joined: bool
    """Whether a connector stands between the figure and the one before."""
    full_end: int
    qualifier: str
    gap: str
    """The text behind, up to the next figure or the end of the clause."""
    last: bool


def read_statements(text: str, context: Context) -> list[Fact]:
    """All facts of a passage, in the order of their numerals.

    >>> facts = read_statements("全年地区生产总值1202.8亿元，增长3.5%。", Context(2022, 2022))
    >>> [(str(f.value), f.unit, f.indicator, f.measure, f.period_end) for f in facts]
    [('1202.8', '亿元', '地区生产总值', 'level', 2022), ('3.5', '%', '地区生产总值', 'growth', 2022)]
    """
    tokens = scan(text)
    if not any(t.kind in ("quantity", "rank", "ratio") for t in tokens):
        return []
    return _Reader(text, context, tokens).read()


class _Reader:
    def __init__(self, text: str, context: Context, tokens: list[Token]) -> None:
        self.text = text
        self.context = context
        self.dates = [t for t in tokens if t.kind == "date"]
        self.tokens = [t for t in tokens if t.kind in ("quantity", "rank", "ratio")]
        self.starts = [t.start for t in self.tokens]
        self.scope = Scope(context)
        self.state = _State(subject=context.subject, root=context.subject)
        self.facts: list[Fact] = []
        self.label = ""
        self.open_words = ""

    def read(self) -> list[Fact]:
        sentence = -1
        for clause in clauses(self.text):
            if clause.sentence != sentence:
                sentence = clause.sentence
                self.state = replace(self.state, verb="", topic="", latest="", behind=False, facts=[], region="", breakdown="", part=False, span=False)
                if clause.before == ".":
                    self.label = ""
            first = bisect_left(self.starts, clause.start)
            last = bisect_left(self.starts, clause.end)
            dates = [d for d in self.dates if clause.start <= d.start < clause.end]
            self.scope.enter(clause, self.text, dates)
            if first == last:
                self._without_figures(clause)
                continue
            self._clause(clause, self.tokens[first:last], dates)
        return self.facts

    def _without_figures(self, clause: Clause) -> None:
        self.scope.skim(clause, self.text)
        words = self.text[clause.start : clause.end]
        self._open(clause, clause.start)
        if self.text[clause.end : clause.end + 1] in ("：", ":") and len(words) <= 24:
            self.label = names.tidy(strip_leading(words))
            if not _GOAL.search(words):
                self.state.topic = self.label
            return
        if clause.bracket:
            return
        if words.endswith("其中"):
            self.state.part = True
            return
        if _BREAKDOWN.fullmatch(words):
            self.state.breakdown = self.state.subject
            return
        topic = _TOPIC_VERB.search(words)
        if topic and 2 <= topic.start() <= 30:
            self.state.topic = self.state.latest = names.tidy(strip_leading(words[: topic.start()]))
        else:
            noun = names.noun_behind(strip_leading(words), False)
            if 4 <= len(noun) <= 20 and "《" not in words and (not self.state.facts or noun != strip_leading(words)):
                self.state.topic = noun
        region = _ZONE.match(strip_leading(words))
        if region:
            self.state.region = region.group(1) or region.group(2)

    # figures of a clause

    def _figures(self, clause: Clause, tokens: list[Token]) -> list[_Figure]:
        figures: list[_Figure] = []
        left = clause.start
        for i, token in enumerate(tokens):
            pre = self.text[left : token.start]
            joined = False
            if figures:
                match = _CONNECT.match(pre)
                if match:
                    joined, pre = True, pre[match.end() :]
                elif _JOIN_END.search(pre):
                    joined, pre = True, ""
                elif "、" in pre and names.starts_anew(pre.rpartition("、")[2]):
                    joined, pre = True, pre.rpartition("、")[2]
            elif clause.before == ")" and self.open_words:
                pre = self.open_words + pre
            if pre[-1:] in "年末底的初" and len(pre) > 4:
                pre = _DATE_END.sub("", pre)
            end = min(token.end, clause.end)
            qualifier = ""
            after = _AFTER.match(self.text, end)
            if after and after.end() <= clause.end:
                end, qualifier = after.end(), after.lastgroup or ""
            elif token.many:
                qualifier = "gt"
            following = tokens[i + 1].start if i + 1 < len(tokens) else clause.end
            figure = _Figure(token, pre, joined, end, qualifier, self.text[end:following], i + 1 == len(tokens))
            if self._describes(figure, figures, tokens, i):
                continue
            if figures:
                figures[-1].gap = self.text[figures[-1].full_end : token.start]
            figures.append(figure)
            left = end
        if figures:
            figures[-1].last = True
            figures[-1].gap = self.text[figures[-1].full_end : clause.end]
        return figures

    def _describes(self, figure: _Figure, before: list[_Figure], tokens: list[Token], i: int) -> bool:
        """Whether the number only describes something, so that its words belong to the next figure's name."""
        token = figure.token
        if token.kind != "quantity" or token.range_end:
            return False
        if token.unit == "" and before and before[-1].token.unit == "" and read_tail(figure.pre).kind:
            return False
        if i + 1 < len(tokens) and tokens[i + 1].kind == "rank" and _RANK_FIELD.match(figure.gap):
            return True
        tail = read_tail(figure.pre)
        subject = self.context.subject if not names.has_words(tail.name) else ""
        return is_spec(token, tail, figure.gap, figure.qualifier, self.text, figure.full_end, figure.pre or subject)

    def _clause(self, clause: Clause, tokens: list[Token], dates: list[Token]) -> None:
        figures = self._figures(clause, tokens)
        if not figures:
            self._without_figures(clause)
            return
        head = figures[0].pre
        region = _ZONE.match(strip_leading(head))
        if region and region.end() < len(strip_leading(head)):
            self.state.region = region.group(1) or region.group(2)
        i = 0
        while i < len(figures):
            run = self._run(figures, i)
            if run > 1 and self._list(clause, figures[i : i + run], dates):
                i += run
                continue
            self._single(clause, figures, i, dates)
            i += 1
        self._open(clause, figures[-1].full_end)

    def _open(self, clause: Clause, start: int) -> None:
        """Remember the words in front of a bracket: what follows it goes on with them."""
        if self.text[clause.end : clause.end + 1] in ("（", "("):
            self.open_words = self.text[start : clause.end]
        elif not clause.bracket:
            self.open_words = ""

    def _run(self, figures: list[_Figure], i: int) -> int:
        """How many figures from i on form a list without names between (2.4%、20%)."""
        n = 1
        kind = figures[i].token.kind
        while i + n < len(figures):
            figure = figures[i + n]
            if not figure.joined or figure.token.range_end == 2 or figure.token.kind == "ratio":
                break
            tail = read_tail(figure.pre)
            if tail.name.strip("较比") or (figures[i + n - 1].gap.strip("、，和及与以及") != tail.name and names.noun_behind(figures[i + n - 1].gap, True) and figures[i + n - 1].gap[0] not in "、，和及与"):
                break
            if kind == "rank" and tail.kind in ("grow", "fall"):
                break
            if kind == "rank" and figure.token.kind == "quantity" and figure.token.unit == "位" and not tail.kind:
                figure.token.kind = "rank"
            n += 1
        return n

    def _list(self, clause: Clause, run: list[_Figure], dates: list[Token]) -> bool:
        """Distribute the subjects of a list over its figures; False where it cannot be read as one."""
        first = run[0]
        pre = first.pre
        respectively = "分别" in pre
        if first.token.kind == "rank":
            subject, found = rank_subject(pre)
            if not found:
                return False
            tail, reading = Tail(subject), Reading("rank", 1, subject, "G12.rank")
        else:
            tail = read_tail(pre)
            reading = read_measure(pre, tail, first.token.unit)
        suffix = ""
        subject = reading.name
        if "\x00" in subject:
            subject, suffix = subject.split("\x00")
        subject = subject.replace("分别", "")
        periods = _PERIODS.match(strip_leading(subject)) if respectively else None
        if periods and len(_ONE_PERIOD.findall(periods.group())) == len(run):
            return self._over_periods(clause, run, subject[subject.find(periods.group()) + periods.end() :], periods.group(), reading, tail, dates)
        generic = names.tidy(names.phrase(subject))
        subjects: tuple[str, ...] | None = None
        if _is_head(generic) and respectively:
            prior = self._prior(len(run), pre)
            subjects = tuple(names.shorten(p + generic) for p in prior) if prior else None
        elif names.has_words(strip_leading(subject)) and not subject.endswith(("后", "中")):
            subjects = names.members(subject, len(run))
            if subjects:
                verb, _ = names.split_verb(subjects[0])
                subjects = tuple(self._completed(s, verb if i else "", reading) for i, s in enumerate(subjects))
        elif respectively or len(run) > 1:
            prior = self._prior(len(run), pre)
            if prior:
                prefix = strip_leading(subject) if subject.endswith("后") else ""
                subjects = tuple(prefix + p for p in prior)
        if subjects is None:
            if not respectively:
                return False
            joint = names.shorten(names.tidy(names.phrase(subject))) or self.state.subject
            subjects = (joint,) * len(run)
        qualifier = run[-1].qualifier if respectively and not any(f.qualifier for f in run[:-1]) else ""
        for figure, name in zip(run, subjects, strict=True):
            own = read_tail(figure.pre)
            mine = reading
            if figure is not first and own.kind and figure.token.kind == "quantity":
                mine = read_measure(figure.pre, own, figure.token.unit)
            elif figure is not first and figure.token.unit != first.token.unit and figure.token.kind == "quantity":
                mine = read_measure(pre, tail, figure.token.unit)
            rule = ("G6." if respectively else "G6.list.") + mine.rule.split(".")[-1]
            figure.qualifier = figure.qualifier or qualifier
            self._emit(clause, figure, name + suffix, replace(mine, rule=rule), tail, dates, carried=not names.has_words(subject))
        self.state.subject = subjects[-1]
        self.state.root = subjects[-1]
        self.state.verb = ""
        return True

    def _over_periods(
        self, clause: Clause, run: list[_Figure], subject: str, periods: str, reading: Reading, tail: Tail, dates: list[Token]
    ) -> bool:
        """2021年、2022年…分别增长: one name, a period for each figure."""
        name = names.tidy(names.phrase(subject)) or self.state.subject
        if not name:
            return False
        self.state.subject = self.state.root = name
        for figure, period in zip(run, _ONE_PERIOD.finditer(periods), strict=True):
            self._emit(clause, figure, name, replace(reading, rule="G6." + reading.rule.split(".")[-1]), tail, dates, False)
            fact = self.facts[-1]
            if period["year"]:
                fact.period_start = fact.period_end = int(period["year"])
                fact.period_label = period["year"]
            elif fact.period_end:
                fact.period_label = f"{fact.period_end}{PARTS[period['part']]}"
        return True

    def _completed(self, name: str, verb: str, reading: Reading) -> str:
        if verb and reading.rule.startswith(("G3", "G2")) and not names.split_verb(name)[0] and verb not in ("完成", "实现"):
            name = verb + name
        return names.without_empty_verb(name)

    def _prior(self, count: int, pre: str) -> tuple[str, ...] | None:
        """The last `count` different names of the sentence."""
        found: list[str] = []
        for index in reversed(self.state.facts):
            name = self.facts[index].indicator
            if name not in found:
                found.append(name)
            if len(found) == count:
                return tuple(reversed(found))
        return None

    # single figures

    def _single(self, clause: Clause, figures: list[_Figure], i: int, dates: list[Token]) -> None:
        figure = figures[i]
        token = figure.token
        if token.kind == "ratio":
            self._ratio(clause, figure, figures, i, dates)
            return
        if token.kind == "rank":
            self._rank(clause, figure, dates)
            return
        if token.range_end == 2 and self.facts and self.state.facts:
            low = self.facts[self.state.facts[-1]]
            if low.qualifier == "range_low":
                self._range_high(clause, figure, low)
            return
        pre = figure.pre
        tail = read_tail(pre)
        if figure.joined and not names.has_words(pre) and i and not names.noun_behind(figure.gap, not figure.last):
            tail = replace(read_tail(figures[i - 1].pre), name="")
            pre = tail.verb
        if token.unit in ("位", "名") and pre.endswith("前"):
            subject, found = rank_subject(self.text[clause.start : token.start - 1])
            if found:
                self._ranked(clause, figure, subject, dates)
                return
        start = _FROM.fullmatch(tail.name) if token.range_end == 0 and tail.kind != "level" else None
        if start and not figure.last and (_TO.search(figures[i + 1].pre) or read_tail(figures[i + 1].pre).kind):
            self._from(clause, figure, start, figures[i + 1], dates, tail.kind)
            return
        if self._plan_value(clause, figure, figures, i, dates):
            return
        reading = read_measure(pre, tail, token.unit)
        name, carried, rule = self._name(figure, figures, i, tail, reading)
        if not name:
            return
        if rule:
            reading = replace(reading, rule=rule)
        self._emit(clause, figure, name, reading, tail, dates, carried)

    def _plan_value(self, clause: Clause, figure: _Figure, figures: list[_Figure], i: int, dates: list[Token]) -> bool:
        """The plan in 完成年计划710亿元的89.4% and in 完成目标任务（5万人）的104%: a target of the figure before."""
        words = figure.pre if not clause.bracket else (self.open_words if not figure.pre else figure.pre)
        match = _PLAN_OF.search(words)
        completed = figure.gap.strip() == "的" and not figure.last
        if not match or not (completed or clause.bracket and (self.state.facts or match["subject"])):
            return False
        subject = names.tidy(names.phrase(match["subject"])) if not clause.bracket else ""
        name = (names.without_empty_verb(subject) if names.has_words(subject) else "") or self.state.subject
        if not name:
            return False
        measure, plan = "level", match["plan"]
        if dimension(figure.token.unit) == "percent":
            before = self._first_of(name, "%")
            measure = before.measure if before else self._implied(name)
            plan = ""
        if completed:
            figures[i + 1].pre = f"{match['subject']}完成{plan}的"
        self._emit(clause, figure, name, Reading(measure, 1, name, "G10.plan"), read_tail(figure.pre), dates, True)
        self.facts[-1].statement = "target"
        return True

    def _first_of(self, name: str, unit: str) -> Fact | None:
        """The first fact of the sentence with this name and unit."""
        for index in self.state.facts:
            fact = self.facts[index]
            if fact.indicator == name and fact.unit in (unit, "％") and fact.measure in ("growth", "share"):
                return fact
        return None

    def _implied(self, name: str) -> str:
        """Measure of a percentage without a verb: a growth where the catalogue knows the name as an amount."""
        code = names.canonical(name)
        if code is None:
            return "share"
        return "share" if indicators()[code].dimension in ("percent", "percentage_point") else "growth"

    def _name(self, figure: _Figure, figures: list[_Figure], i: int, tail: Tail, reading: Reading) -> tuple[str, bool, str]:
        """Name, whether it was carried over, and the rule where it is not the measure's own."""
        state = self.state
        base, _, suffix = reading.name.partition("\x00")
        clean = names.tidy(names.phrase(base))
        if clean in words("plan_nouns"):
            clean = ""
        verb, rest = names.split_verb(clean)
        only_verb = verb != "" and not names.has_words(rest)
        bare = not names.has_words(clean) or only_verb or clean in words("empty_verbs", "prepositions") or clean == "等"
        counted = dimension(figure.token.unit) in ("count", "people", "person_times", "")
        if reading.measure in ("level", "share", "change") and not suffix:
            behind = self._behind(figure, figures, i, tail, bare, counted, reading)
            if behind:
                return self._named_behind(figure, behind, clean, verb, bare, reading)
        if bare:
            return self._carried(figure, tail, reading, clean if only_verb else "", suffix)
        if _DEDUCTED.match(clean):
            return clean + state.subject, True, ""
        if "其中" in base:
            state.part = True
        brief = len(clean) <= 2 and not verb and state.facts and not state.part and not (figure.joined and state.verb) and names.canonical(clean) is None
        if _is_head(clean) and figure.gap.startswith("的") and figure.last:
            noun = names.noun_behind(figure.gap[1:], True)
            if noun:
                state.subject = state.root = noun
                return noun + clean, False, "G4.of"
        if brief or _is_head(clean) or verb and _is_head(rest) and state.facts and reading.measure == "level" and rest not in ("投资", "收入", "产值", "人次", "人数"):
            root = self._root(clean, reading)
            name = root + clean if root and not root.endswith(clean) else clean
            name = names.shorten(names.without_empty_verb(name))
            state.subject = name + suffix
            return name + suffix, True, "G5.generic"
        if verb and reading.measure == "level" and any(clean.startswith(e) for e in words("effect_verbs")) and state.facts and state.root and len(state.root) + len(clean) <= 24:
            name = state.root + clean
            state.subject = name
            return name, False, "G3.effect"
        if figure.joined and not verb and state.verb and not tail.kind and reading.measure == "level":
            clean = state.verb + clean
        elif not figure.joined or verb:
            state.verb = verb
        if reading.rule == "G1.cut" and len(clean) <= 4 and state.facts:
            clean = self._cut_subject(clean)
        name = names.shorten(names.without_empty_verb(clean))
        if len(name) <= 2 and self.label and not self.context.heading and reading.measure == "level":
            name = self.label if name in self.label else self.label + name
        if state.breakdown and len(name) <= 8 and names.canonical(name) is None and not name.endswith(state.breakdown):
            name += state.breakdown
        state.behind, state.latest = False, ""
        state.root = name
        state.subject = name + suffix if suffix.startswith("占") else name
        return name + suffix, False, ""

    def _cut_subject(self, name: str) -> str:
        """减时间80.2%、减材料30%: the second object is of the first one's subject."""
        before = self.facts[self.state.facts[-1]]
        if before.rule == "G1.cut" and len(before.indicator) > len(name):
            return before.indicator[: len(before.indicator) - len(name)] + name
        return name

    def _named_behind(self, figure: _Figure, behind: str, clean: str, verb: str, bare: bool, reading: Reading) -> tuple[str, bool, str]:
        """The name of a figure whose noun stands behind it: the verb in front belongs to it."""
        state = self.state
        if figure.pre.endswith("第"):
            lead = verb = ""
        elif bare:
            lead = verb or (clean if clean and names.has_words(clean) and clean not in words("prepositions") and clean != "等" else "")
            if not lead and (figure.joined or state.behind):
                lead = state.verb
        else:
            lead = clean
            if figure.pre.endswith("等") and (len(clean) > 8 or clean[0] in "对在为将把向") or len(clean) > _LONG_LEAD:
                lead = verb or names.short_lead(clean)
        name = names.shorten(names.without_empty_verb(names.tidy(lead + behind)))
        if behind in words("part_nouns"):
            name = (self.context.subject or self.label or lead) + behind
        state.verb = verb or (lead if bare else "")
        state.behind = True
        state.subject = state.root = name
        state.latest = ""
        return name, False, "G4.behind"

    def _root(self, generic: str, reading: Reading) -> str:
        state = self.state
        root = state.latest or (state.topic if state.topic and not state.facts else state.root or state.topic or self.label)
        if generic in ("比重", "占比", "比例") and "占" in state.subject:
            return state.subject
        if generic in _TOTAL or generic.startswith("总"):
            root = names.split_verb(root)[1] or root
        if generic.endswith(("率", "度")) and root.endswith(("率", "度")) and len(root) > 4 and names.canonical(root) is None:
            return root[:-3]
        return names.root_of(root) if names.root_of(generic) != generic or generic in words("shared_tails") else root

    def _behind(self, figure: _Figure, figures: list[_Figure], i: int, tail: Tail, bare: bool, counted: bool, reading: Reading) -> str:
        """The noun that the number counts, where it stands behind it."""
        gap = figure.gap
        first = bare and not tail.kind or bare and tail.verb in _HAVE
        if not figure.last and not gap.strip():
            following = figures[i + 1]
            if not bare or following.joined:
                return ""
            gap, last = following.gap, following.last
        else:
            last = figure.last
        if reading.measure == "share" and gap.startswith("的") and (bare or figure.qualifier):
            return names.tidy(gap[1:]) if last else names.noun_behind(gap[1:], True, True)
        noun = names.noun_behind(gap, not last, first or figure.pre.endswith("等"))
        if figure.joined and not counted and not names.has_words(figure.pre):
            return ""
        if not noun or not counted and not bare and not (reading.measure == "share" and figure.qualifier):
            return ""
        if reading.measure == "change" or reading.measure == "share" and not bare and not figure.qualifier:
            return ""
        if tail.kind == "level" and not bare and tail.verb not in _HAVE:
            return ""
        return noun

    def _carried(self, figure: _Figure, tail: Tail, reading: Reading, verb: str, suffix: str) -> tuple[str, bool, str]:
        """The name of a figure that names nothing: the one before, or the topic of the clause before."""
        state = self.state
        name = state.subject
        if state.latest:
            name = state.latest
        elif state.topic and (not state.facts or not name):
            name = state.topic
        name = name or self.label
        before = self.facts[state.facts[-1]] if state.facts else None
        if verb and reading.measure == "level":
            if before and before.unit == figure.token.unit and (not figure.joined or before.rule == "G3.verb"):
                name = verb + (names.split_verb(before.indicator)[1] or before.indicator)
            elif not before and (state.part or "其中" in figure.pre) and state.root:
                name = verb + (names.split_verb(state.root)[1] or state.root)
            else:
                name = verb
            state.subject = state.root = name
            return name, False, "G3.verb"
        if suffix:
            return (name + suffix if name else suffix), True, reading.rule
        if state.latest:
            state.subject = state.root = name
            state.latest = ""
        if reading.measure == "level" and tail.kind == "level" and before:
            flow, rest = names.split_verb(before.indicator)
            if flow and rest and dimension(before.unit) == dimension(figure.token.unit) and before.indicator == name:
                name = rest
                state.root = state.subject = rest
        return name, True, "G5.carried"

    # special shapes

    def _from(self, clause: Clause, figure: _Figure, match: re.Match[str], following: _Figure, dates: list[Token], kind: str) -> None:
        subject = names.tidy(names.phrase(match["subject"]))
        carried = not names.has_words(subject)
        name = names.without_empty_verb(subject) if not carried else (self.state.subject or self.state.topic or self.label)
        if names.is_generic(name) and not carried:
            name = self._root(name, Reading("level", 1, name, "")) + name
        if not name:
            return
        self.state.subject = self.state.root = name
        self.state.verb = ""
        dim = dimension(figure.token.unit)
        measure = ("growth" if kind else "share") if dim == "percent" else "level"
        if figure.token.unit == "" and following.token.unit:
            figure.token.unit = following.token.unit
        self._emit(clause, figure, name, Reading(measure, -1 if kind == "fall" else 1, name, "G8.from"), Tail(""), dates, carried)
        fact = self.facts[-1]
        if fact.statement == "target":
            fact.statement = "actual"  # what is to be left behind is the present state
        base = match["base"]
        year = self.scope.years[1]
        stated = any(d.start < figure.token.start and d.start >= clause.start and d.date and d.date[0] for d in dates)
        if stated:
            return
        fact.period_start = fact.period_end = None
        fact.period_label = ""
        plan = _PLAN_END.search(base)
        if plan:
            fact.period_start = fact.period_end = plan_start(plan.group(1)) + 4
        elif _LAST_YEAR.search(base) and year:
            fact.period_start = fact.period_end = year - 1
        elif _YEARS_AGO.search(base) and year:
            fact.period_start = fact.period_end = year - _HAN_YEARS[_YEARS_AGO.search(base).group(1)]
        elif _YEAR_BEGIN.search(base) and year:
            fact.period_start = fact.period_end = year
            fact.period_label = f"{year}-01"

    def _rank(self, clause: Clause, figure: _Figure, dates: list[Token]) -> None:
        before = self.text[clause.start : figure.token.start]
        subject, found = rank_subject(figure.pre)
        if not found:
            subject, found = rank_subject(before)
        start = _FROM.fullmatch(figure.pre)
        if not found and start and re.match(r"[^，。；]{0,6}(?:至|到|为)", figure.gap):
            subject, found = start["subject"], True
        previous = self.facts[self.state.facts[-1]] if self.state.facts else None
        if not found and not (figure.joined and previous and previous.measure == "rank"):
            return
        self._ranked(clause, figure, subject, dates)

    def _ranked(self, clause: Clause, figure: _Figure, subject: str, dates: list[Token]) -> None:
        clean = names.tidy(names.phrase(subject))
        carried = not names.has_words(clean)
        if carried:
            name = self.state.topic if self.state.topic and not self.state.facts else self.state.subject or self.state.topic or self.label
        elif _is_head(clean):
            name = self._root(clean, Reading("rank", 1, clean, "")) + clean
        else:
            name = names.without_empty_verb(clean)
            self.state.root = name
        if not name:
            return
        if not carried:
            self.state.subject = name
        self._emit(clause, figure, name, Reading("rank", 1, name, "G12.rank"), Tail(""), dates, carried)

    def _ratio(self, clause: Clause, figure: _Figure, figures: list[_Figure], i: int, dates: list[Token]) -> None:
        token = figure.token
        count = 1
        while i + count < len(figures) and figures[i + count].token.kind == "ratio" and figures[i + count].token.ratio > token.ratio:
            count += 1
        pre = figures[i].pre if token.ratio == 1 else ""
        if token.ratio == 1:
            self.state.topic = self.state.topic if not re.search(r"结构|比例|构成|比重", pre) else pre
        if not re.search(r"结构|比例|构成|之比|产业比|比重", self.state.topic) or "产业" not in self.state.topic:
            return
        names_of = ("第一产业增加值占比", "第二产业增加值占比", "第三产业增加值占比")
        if token.ratio > 3:
            return
        name = names_of[token.ratio - 1]
        figure.pre = pre
        self._emit(clause, figure, name, Reading("share", 1, name, "G18.structure"), Tail(""), dates, False)
        fact = self.facts[-1]
        base = re.search(r"(?:由|从)(?P<base>[^\d]{0,16})$", pre)
        stated = any(clause.start <= d.start < token.start and d.date and d.date[0] for d in dates)
        if token.ratio == 1:
            self._ratio_base = bool(base and _LAST_YEAR.search(base["base"]))
            self._ratio_from = bool(base) and not stated
            plan = _PLAN_END.search(base["base"]) if base else None
            self._ratio_year = plan_start(plan.group(1)) + 4 if plan else None
        if getattr(self, "_ratio_base", False) and self.scope.years[1]:
            fact.period_start = fact.period_end = self.scope.years[1] - 1
        elif getattr(self, "_ratio_from", False):
            fact.period_start = fact.period_end = getattr(self, "_ratio_year", None)
        self.state.subject = self.state.root = "三次产业结构"

    def _range_high(self, clause: Clause, figure: _Figure, low: Fact) -> None:
        token = figure.token
        value = token.value if low.value >= 0 else -token.value
        fact = replace(low, start=token.num_start, end=token.num_end, value=value, unit=token.unit, qualifier="range_high", checks=[], rule="G16.range")
        self.state.facts.append(len(self.facts))
        self.facts.append(fact)

    # writing facts down

    def _emit(self, clause: Clause, figure: _Figure, name: str, reading: Reading, tail: Tail, dates: list[Token], carried: bool) -> None:
        token = figure.token
        follows = carried or not tail.kind and reading.rule in ("G9.share", "G2.level", "G3.flow") and not names.split_verb(name)[0]
        frame = self.scope.frame(clause, self.text, token.start, dates, follows)
        name = names.tidy(strip_leading(name)) or names.tidy(name)
        if reading.rule == "G9.share" and not tail.kind or reading.rule == "G5.carried" and reading.measure == "share" and not tail.kind:
            before = self._first_of(name, "%")
            implied = before.measure if before and clause.bracket else self._implied(name)
            reading = replace(reading, measure=implied, rule="G1.implied" if implied == "growth" else reading.rule)
        goal = _GOAL_NOUN.search(name)
        if goal and goal.start() >= 2:
            name = name[: goal.start()]
            if name.endswith(("增长", "增速")) and reading.measure == "share":
                reading = replace(reading, measure="growth")
        region, name = self._region(name)
        qualifier = figure.qualifier or ("" if reading.measure in ("gap", "rank") else tail.qualifier)
        if not figure.qualifier and qualifier == "" and re.search(r"(?:约|近)$", figure.pre):
            qualifier = "approx"
        if tail.verb in ("控制在", "控制到") and not qualifier:
            qualifier = ""
        statement = frame.statement
        if clause.bracket and _PLAN_BRACKET.search(figure.pre) or _PLAN_BRACKET.search(tail.name) and reading.measure == "level" and statement == "actual" and figure.gap.startswith("的"):
            statement = "target"
        if reading.measure == "level" and re.search(r"(?:年)?计划$|计划完成$", figure.pre) and statement == "actual":
            statement = "target"
        value = signed(token.value, reading.sign, token.negative)
        rule = reading.rule
        if clause.bracket and not names.has_words(figure.pre) and _OTHER_SCOPE.search(self.open_words):
            region = _OTHER_SCOPE.search(self.open_words).group(1)
        if token.range_end == 1:
            qualifier, rule = "range_low", "G16.range"
        start, end = frame.year_start, frame.year_end
        if "年均" in tail.adverbs and self.state.facts and start == end:
            since = next((self.facts[k].period_start for k in self.state.facts if self.facts[k].rule == "G8.from"), None)
            start = since if since and end and since < end else start
        base = _base_year(self.text, clause, token.start, dates) if reading.measure in ("growth", "change") else None
        if base and end and base < end:
            start = base
        whole = self.state.facts[0] if self.state.facts and "其中" in self.text[max(0, clause.start - 4) : token.start] else None
        fact = Fact(
            token.num_start, token.num_end, value, token.unit if token.kind != "ratio" else "", name,
            reading.measure, statement, start, end, frame.label or ("" if end is None else (f"{start}-{end}" if start != end else str(end))),
            qualifier, region, clause.start, clause.end, rule, _confidence(rule, carried, token, name), [], whole,
        )  # fmt: skip
        if token.unit == "" and token.kind == "quantity":
            fact.checks.append("unit_missing")
        self.state.facts.append(len(self.facts))
        self.facts.append(fact)

    def _region(self, name: str) -> tuple[str, str]:
        scope = _SCOPE.match(name)
        if scope and len(name) > scope.end() and not _own_scope(scope.group(1), self.context.region):
            return scope.group(1), name[scope.end() :]
        return self.state.region, name


_OTHER_SCOPE = re.compile(r"(全国|全省|全市|全州|西部|东部|全球)(?:平均(?:水平)?|平均增速|增速)?$")
_SCOPE = re.compile(r"(全国|全省|全市|全球|世界|西部地区|东部地区|中部地区|全自治区|全州)(?!性|域|面|首|第|最|统一|重点|先进|文明|示范|百强)")
_ZONE = re.compile(r"(高新区|经开区|综保区|保税区)(?=完成|实现|规上|工业|新增|累计)|(?![该占建成在本各全我是将为以从对向入获批升进引推加支])([\u4e00-\u9fff]{2,6}?(?:综合保税区|综保区|高新技术产业开发区|高新区|经济技术开发区|经开区|自贸区|自贸试验区|保税区))(?!列入|建设|入驻企业|管委会)")


def _own_scope(scope: str, region: str) -> bool:
    """Whether 全市, 全省 means the document's own region."""
    if scope == "全市":
        return region.endswith(("市", "州", "盟", "地区")) or not region
    if scope in ("全省", "全自治区", "全州"):
        return region.endswith(("省", "自治区", "自治州", "州")) or not region
    return False


def _base_year(text: str, clause: Clause, position: int, dates: list[Token]) -> int | None:
    """The year that a change is measured from (比2020年累计下降), where one is printed."""
    for token in dates:
        if clause.start <= token.start < position and token.date and token.date[0]:
            if re.search(r"(?:比|较|与)$", text[max(0, token.start - 2) : token.start]):
                return token.date[0]
    return None


def _confidence(rule: str, carried: bool, token: Token, name: str) -> float:
    value = 0.95
    if carried:
        value -= 0.04
    if rule.startswith("G4"):
        value -= 0.02
    if token.unit == "" and token.kind == "quantity":
        value = 0.4
    if len(name) > 25:
        value -= 0.1
    return round(value, 2)


def quantities(text: str) -> list[tuple[int, int, Decimal, str, str]]:
    """Numerals with unit and qualifier in a short text: (start, end, value, unit, qualifier)."""
    found = []
    for token in scan(text):
        if token.kind == "quantity":
            after = _AFTER.match(text, token.end)
            before = read_tail(text[max(0, token.start - 6) : token.start])
            qualifier = (after.lastgroup or "") if after else ("gt" if token.many else before.qualifier)
            found.append((token.num_start, token.num_end, token.value, token.unit, qualifier))
    return found
