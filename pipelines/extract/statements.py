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
from pipelines.extract.ranks import rank_subject
from pipelines.extract.scope import Frame, Scope
from pipelines.extract.sentences import Clause, clauses
from pipelines.extract.specs import is_spec
from pipelines.extract.tokens import Token, scan

_CONNECT = re.compile(r"^\s*(?:、|，|,|和|及|以及|与|或|并|；|;|/)(?:以及|和|及|与)?\s*")
_AFTER = re.compile(r"(?P<ge>及以上|以上)|(?P<approx>左右|上下|前后)|(?P<le>及以下|以内|以下|之内)|(?P<gt>有余|余|多(?=[，。；、）]|$)|开外)")
_FROM = re.compile(r"(?P<subject>.*?)(?:分别)?(?:由|从)(?P<base>[^，。；]{0,20})$")
_TO = re.compile(r"(?:至|到|为|成|达)$")
_YEAR_BEGIN = re.compile(r"年初(?:的)?$")
_LAST_YEAR = re.compile(r"(?:上年|去年)(?:同期|末|底)?(?:的)?$")
_PLAN_END = re.compile(r"“?十([一二三四五六七])五”?(?:时期)?(?:末|期末|末期)(?:的)?$")
_TOPIC_VERB = re.compile(r"(?:再|持续|稳步|不断|进一步|大幅|显著|明显|全面|加快)*(?:提升|增长|提高|扩大|增强|壮大|增加|攀升|完善|优化|改善|加强|回升|下降|减少)$")
_TOTAL = ("总量", "总数", "累计", "总计", "总人数")
_PLAN_BRACKET = re.compile(r"(?:计划|目标|任务|预算)(?:数|值|为)?$")
_EACH = re.compile(r"每[\u4e00-\u9fff]{1,4}$")


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
    behind: bool = False
    """Whether the last name stood behind its number."""
    facts: list[int] = field(default_factory=list)
    """Facts of the sentence, as indices."""
    region: str = ""
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

    def read(self) -> list[Fact]:
        sentence = -1
        for clause in clauses(self.text):
            if clause.sentence != sentence:
                sentence = clause.sentence
                self.state = replace(self.state, verb="", topic="", behind=False, facts=[], region="", span=False)
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
        if self.text[clause.end : clause.end + 1] in ("：", ":") and len(words) <= 24:
            self.label = names.tidy(strip_leading(words))
            self.state.topic = self.label
            return
        if clause.bracket:
            return
        topic = _TOPIC_VERB.search(words)
        if topic and 2 <= topic.start() <= 30:
            self.state.topic = names.tidy(strip_leading(words[: topic.start()]))
        elif not self.state.facts and 2 <= len(words) <= 12 and not names.split_verb(strip_leading(words))[0]:
            self.state.topic = self.state.topic or names.tidy(strip_leading(words))
        region = _ZONE.match(strip_leading(words))
        if region:
            self.state.region = region.group(1)

    # figures of a clause

    def _figures(self, clause: Clause, tokens: list[Token]) -> list[_Figure]:
        figures: list[_Figure] = []
        left = clause.start
        for i, token in enumerate(tokens):
            pre = self.text[left : token.start]
            joined = False
            if i:
                match = _CONNECT.match(pre)
                if match:
                    joined, pre = True, pre[match.end() :]
            end = min(token.end, clause.end)
            qualifier = ""
            after = _AFTER.match(self.text, end)
            if after and after.end() <= clause.end:
                end, qualifier = after.end(), after.lastgroup or ""
            elif token.many:
                qualifier = "gt"
            following = tokens[i + 1].start if i + 1 < len(tokens) else clause.end
            figures.append(_Figure(token, pre, joined, end, qualifier, self.text[end:following], i + 1 == len(tokens)))
            left = end
        return figures

    def _clause(self, clause: Clause, tokens: list[Token], dates: list[Token]) -> None:
        figures = self._figures(clause, tokens)
        head = figures[0].pre
        region = _ZONE.match(strip_leading(head))
        if region and len(region.group(1)) < len(strip_leading(head)):
            self.state.region = region.group(1)
        i = 0
        while i < len(figures):
            run = self._run(figures, i)
            if run > 1 and self._list(clause, figures[i : i + run], dates):
                i += run
                continue
            self._single(clause, figures, i, dates)
            i += 1

    def _run(self, figures: list[_Figure], i: int) -> int:
        """How many figures from i on form a list without names between (2.4%、20%)."""
        n = 1
        kind = figures[i].token.kind
        while i + n < len(figures):
            figure = figures[i + n]
            if not figure.joined or figure.token.range_end == 2 or figure.token.kind == "ratio":
                break
            tail = read_tail(figure.pre)
            if tail.name or (figures[i + n - 1].gap.strip("、，和及与以及") != tail.name and names.noun_behind(figures[i + n - 1].gap, True) and figures[i + n - 1].gap[0] not in "、，和及与"):
                break
            if kind == "rank" and figure.token.kind == "quantity" and figure.token.unit == "位":
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
        subjects: tuple[str, ...] | None = None
        if names.has_words(strip_leading(subject)) and not subject.endswith(("后", "中")):
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
            joint = names.tidy(strip_leading(subject)) or self.state.subject
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
        if is_spec(token, tail, figure.gap, figure.qualifier, self.text, figure.full_end, pre):
            return
        start = _FROM.fullmatch(tail.name if tail.kind == "" else "") if token.range_end == 0 else None
        if start and not figure.last and (_TO.search(figures[i + 1].pre) or read_tail(figures[i + 1].pre).kind):
            self._from(clause, figure, start, figures[i + 1], dates)
            return
        reading = read_measure(pre, tail, token.unit)
        name, carried, rule = self._name(figure, figures, i, tail, reading)
        if not name:
            return
        if rule:
            reading = replace(reading, rule=rule)
        self._emit(clause, figure, name, reading, tail, dates, carried)

    def _name(self, figure: _Figure, figures: list[_Figure], i: int, tail: Tail, reading: Reading) -> tuple[str, bool, str]:
        """Name, whether it was carried over, and the rule where it is not the measure's own."""
        state = self.state
        suffix = ""
        base = reading.name
        if "\x00" in base:
            base, suffix = base.split("\x00")
        clean = names.tidy(names.phrase(base))
        if "的" in clean and tail.kind == "" and clean.endswith("的"):
            clean = clean[:-1]
        verb, rest = names.split_verb(clean)
        bare = not names.has_words(clean) or (verb != "" and not names.has_words(rest)) or clean in ("等", "对", "将", "为", "在", "把", "向")
        dim = dimension(figure.token.unit)
        counted = dim in ("count", "people", "person_times", "") or figure.token.unit == ""
        if reading.measure in ("level", "share", "change") and not suffix:
            behind = self._behind(figure, figures, i, tail, bare, counted, reading)
            if behind:
                if bare or clean.endswith("等") or tail.kind in ("", "level") and counted:
                    lead = verb if verb else (state.verb if bare and (figure.joined or state.behind) and not verb else "")
                    if reading.measure == "share":
                        lead = clean if names.has_words(clean) and not verb else ""
                        name = names.tidy(lead + behind)
                    else:
                        name = names.without_empty_verb(names.tidy(lead + behind))
                    state.verb = verb or lead if lead != clean else verb
                    state.behind = True
                    state.subject = state.root = name
                    return name, bare and not lead, "G4.behind"
        if bare:
            return self._carried(figure, tail, reading, verb, suffix)
        if names.is_generic(clean) or (rest and names.is_generic(rest) and verb == "" ):
            root = self._root(clean, reading)
            name = root + clean if root and not root.endswith(clean) else clean
            state.subject = name + suffix
            return name + suffix, True, "G5.generic"
        if figure.joined and not verb and state.verb and tail.kind in ("", "level") and reading.measure == "level" and not tail.kind:
            clean = state.verb + clean
        elif not figure.joined or verb:
            state.verb = verb
        name = names.without_empty_verb(clean) if reading.measure in ("level", "growth", "share", "change") else clean
        if reading.measure == "growth":
            name = names.without_empty_verb(name)
        state.behind = False
        state.root = name
        state.subject = name
        return name + suffix, False, ""

    def _root(self, generic: str, reading: Reading) -> str:
        root = self.state.topic if self.state.topic and not self.state.facts else self.state.root or self.state.topic or self.label
        if generic in _TOTAL:
            root = names.split_verb(root)[1] or root
        return root

    def _behind(self, figure: _Figure, figures: list[_Figure], i: int, tail: Tail, bare: bool, counted: bool, reading: Reading) -> str:
        """The noun that the number counts, where it stands behind it."""
        gap = figure.gap
        if not figure.last and not gap.strip():
            following = figures[i + 1]
            gap = following.gap if bare and not following.joined else ""
            noun = names.noun_behind(gap, not following.last)
        else:
            noun = names.noun_behind(gap, not figure.last)
        if not noun:
            return ""
        if not counted and not bare:
            return ""
        if reading.measure == "share" and not bare and not figure.qualifier:
            return ""
        if reading.measure == "change":
            return ""
        if tail.kind == "level" and not bare and tail.verb not in ("有", "共有", "拥有", "完成", "实现", "共"):
            return ""
        return noun

    def _carried(self, figure: _Figure, tail: Tail, reading: Reading, verb: str, suffix: str) -> tuple[str, bool, str]:
        """The name of a figure that names nothing: the one before, or the topic of the clause before."""
        state = self.state
        name = state.subject
        if state.topic and (not state.facts or not name):
            name = state.topic
        if not name:
            name = self.label
        if suffix:
            return (name + suffix if name else suffix), True, reading.rule
        if verb and reading.measure == "level":
            name = verb if not name else (name if name.startswith(verb) else f"{name}{verb}" if state.topic else name)
        if reading.measure == "level" and tail.kind == "level" and state.facts:
            before = self.facts[state.facts[-1]]
            flow, rest = names.split_verb(before.indicator)
            if flow and rest and dimension(before.unit) == dimension(figure.token.unit) and before.indicator == name:
                name = rest
                state.root = state.subject = rest
        return name, True, "G5.carried"

    # special shapes

    def _from(self, clause: Clause, figure: _Figure, match: re.Match[str], following: _Figure, dates: list[Token]) -> None:
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
        growth = read_tail(subject).name != subject and False
        measure = "share" if dim == "percent" else "level"
        if figure.token.unit == "" and following.token.unit:
            figure.token.unit = following.token.unit
        self._emit(clause, figure, name, Reading(measure, 1, name, "G8.from"), Tail(""), dates, carried)
        fact = self.facts[-1]
        base = match["base"]
        year = self.scope.years[1]
        stated = any(d.start < figure.token.start and d.start >= clause.start and d.date and d.date[0] for d in dates)
        if stated:
            return
        fact.period_start = fact.period_end = None
        fact.period_label = ""
        plan = _PLAN_END.search(base)
        if plan:
            from pipelines.extract.scope import _PLAN_NUMBER

            fact.period_start = fact.period_end = 1955 + 5 * (9 + _PLAN_NUMBER[plan.group(1)])
        elif _LAST_YEAR.search(base) and year:
            fact.period_start = fact.period_end = year - 1
        elif _YEAR_BEGIN.search(base) and year:
            fact.period_start = fact.period_end = year
            fact.period_label = f"{year}-01"

    def _rank(self, clause: Clause, figure: _Figure, dates: list[Token]) -> None:
        subject, found = rank_subject(figure.pre)
        previous = self.facts[self.state.facts[-1]] if self.state.facts else None
        if not found and not (figure.joined and previous and previous.measure == "rank"):
            return
        clean = names.tidy(names.phrase(subject))
        carried = not names.has_words(clean)
        if carried:
            name = self.state.topic if self.state.topic and not self.state.facts else self.state.subject or self.state.topic or self.label
        elif names.is_generic(clean):
            name = self._root("", Reading("rank", 1, clean, "")) + clean
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
            self.state.topic = self.state.topic if not re.search(r"结构|比例|构成", pre) else pre
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
        if getattr(self, "_ratio_base", False) and self.scope.years[1]:
            fact.period_start = fact.period_end = self.scope.years[1] - 1
        elif getattr(self, "_ratio_from", False):
            fact.period_start = fact.period_end = None
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
        frame = self.scope.frame(clause, self.text, token.start, dates, carried)
        name = names.tidy(strip_leading(name)) or names.tidy(name)
        region, name = self._region(name)
        qualifier = figure.qualifier or tail.qualifier
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
        if token.range_end == 1:
            qualifier, rule = "range_low", "G16.range"
        start, end = frame.year_start, frame.year_end
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


_SCOPE = re.compile(r"(全国|全省|全市|全球|世界|西部地区|东部地区|中部地区|全自治区|全州)(?!性|域|面|首|第|最|统一|重点|先进|文明|示范|百强)")
_ZONE = re.compile(r"([\u4e00-\u9fff]{2,8}?(?:综合保税区|综保区|高新技术产业开发区|高新区|经济技术开发区|经开区|自贸区|自贸试验区|保税区))(?!列入|建设|入驻企业|管委会)")


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
