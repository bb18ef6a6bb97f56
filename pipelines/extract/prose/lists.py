"""Lists of figures that share what is said before them: A、B、C分别… a、b、c, and the same without 分别 (G6)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from os.path import commonprefix

from pipelines.extract.prose import names
from pipelines.extract.prose.bases import base_period
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import Reading
from pipelines.extract.prose.measures.read import read_measure
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.name_lists import members
from pipelines.extract.prose.predicates import Tail, read_tail, strip_leading
from pipelines.extract.prose.ranks import rank_subject
from pipelines.extract.prose.roots import is_head
from pipelines.extract.prose.rules import Rule, Table
from pipelines.extract.prose.scope.frame import PARTS
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.extract.prose.writing.writer import Writer
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.years import part_label

_P = patterns("lists")
_PERIODS = _P["periods"]
_ONE_PERIOD = _P["one_period"]
_COMPARED = _P["compared"]
_BEGAN = _P["began"]
_EACH_KIND = _P["each_kind"]
_OF_BODY = patterns("naming")["of_body"]
_LONGEST_GENERIC = 10


@dataclass(slots=True)
class Run:
    """Figures that share what is said before the first of them.

    respectively: 分别 stands there; tail: the words before the first figure as read_tail reads them; subject: the words
    that may hold the names; generic: the same as a name; begun: where they say from what the figures came.
    """

    writer: Writer
    clause: Clause
    figures: list[Figure]
    dates: list[Token]
    respectively: bool
    tail: Tail
    reading: Reading
    subject: str
    suffix: str
    begun: re.Match[str] | None

    @property
    def memory(self) -> Memory:
        return self.writer.memory

    @property
    def count(self) -> int:
        return len(self.figures)

    @property
    def generic(self) -> str:
        return names.tidy(names.phrase(self.subject))

    @property
    def is_named(self) -> bool:
        """Whether the words before the list name something, and do not only say after what or among what it was."""
        return names.has_words(strip_leading(self.subject)) and not self.subject.endswith(("后", "中"))

    @property
    def is_of_names_before(self) -> bool:
        """Whether the words before 分别 say nothing without the names of the figures before (金额分别为…)."""
        return self.respectively and (is_head(self.generic) or names.EFFECT.fullmatch(self.generic) is not None)


def read_list(writer: Writer, clause: Clause, figures: list[Figure], dates: list[Token]) -> bool:
    """Distribute the subjects of a list over its figures; False where it cannot be read as a list."""
    run = _run(writer, clause, figures, dates)
    if run is None:
        return False
    if run.respectively and _over_periods(run):
        return True
    own = [_own_reading(figure, run) for figure in figures]
    if not run.respectively and len({reading.measure for reading in own}) > 1:
        return False  # 进出口总值82亿元、增长17%: two figures of one thing
    subjects = SUBJECTS.first(run)
    if not subjects:
        return False
    _share_qualifier(run)
    _write(run, subjects, own)
    run.memory.listed_all(subjects[-1], _heads(subjects))
    return True


def _run(writer: Writer, clause: Clause, figures: list[Figure], dates: list[Token]) -> Run | None:
    """What stands before a list; None where its first figure is an ordinal that ranks nothing."""
    first = figures[0]
    if first.token.kind == "rank":
        subject, found = rank_subject(first.pre)
        if not found:
            return None
        tail, reading = Tail(subject), Reading("rank", 1, subject, "G12.rank")
    else:
        tail = read_tail(first.pre)
        reading = read_measure(first.pre, tail, first.token.unit)
    subject, _, suffix = reading.name.replace("分别", "").partition("\x00")
    begun = _BEGAN.search(subject)  # A和B分别由a、b提高到c、d: where they began
    subject = subject[: begun.start()] if begun else subject
    return Run(writer, clause, figures, dates, "分别" in first.pre, tail, reading, subject, suffix, begun)


def _share_qualifier(run: Run) -> None:
    """分别达到95%、97%以上: the qualifier of the last is that of all, if the others have none."""
    last = run.figures[-1].qualifier
    if run.respectively and last and not any(figure.qualifier for figure in run.figures[:-1]):
        for figure in run.figures:
            figure.qualifier = last


def _write(run: Run, subjects: tuple[str, ...], own: list[Reading]) -> None:
    carried = not names.has_words(run.subject)
    for figure, name, reading in zip(run.figures, subjects, own, strict=True):
        rule = ("G6." if run.respectively else "G6.list.") + reading.rule.split(".")[-1]
        reading = replace(reading, rule=rule)
        fact = run.writer.emit(run.clause, figure, name + run.suffix, reading, run.tail, run.dates, carried)
        if run.begun:
            fact.hold_in(*_base(run, run.begun["base"]))
            fact.rule, fact.statement = "G8.from", "actual"


def _heads(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """The members of a list without what all of them end in.

    >>> _heads(("东乡年平均气温", "西乡年平均气温")), _heads(("粮食产量", "蔬菜面积"))
    (('东乡', '西乡'), ())
    """
    shared = commonprefix([name[::-1] for name in subjects])[::-1]
    tail = names.tails().search(shared)
    shared = tail.group() if tail and len(set(subjects)) == len(subjects) else ""
    heads = tuple(name[: len(name) - len(shared)] for name in subjects) if shared else ()
    return heads if all(map(names.has_words, heads)) else ()


def _base(run: Run, words: str) -> tuple[int | None, str]:
    """The year in which the figures of a list began, and its label: the one printed before them, or that of 上年, 去年."""
    start, end = run.clause.start, run.figures[0].token.start
    printed = [date.date[0] for date in run.dates if start <= date.start < end and date.date and date.date[0]]
    return (printed[-1], str(printed[-1])) if printed else base_period(words, run.writer.scope.years[1])


@lru_cache(maxsize=1 << 12)
def _by_own_verb(pre: str, unit: str) -> Reading | None:
    """The reading of a number by the verb right before it, None where there is none; asked again for every longer list."""
    tail = read_tail(pre)
    return read_measure(pre, tail, unit) if tail.kind else None


def _own_reading(figure: Figure, run: Run) -> Reading:
    """The reading of a member: its own verb or unit where it has one, the list's otherwise."""
    first = run.figures[0]
    if figure is first or figure.token.kind != "quantity":
        return run.reading
    own = _by_own_verb(figure.pre, figure.token.unit)
    if own is not None:
        return replace(own)
    return (
        run.reading if figure.token.unit == first.token.unit else read_measure(first.pre, run.tail, figure.token.unit)
    )


# a name for each figure: () where the list has none, None leaves it to the next rule


def _compared(run: Run) -> tuple[str, ...] | None:
    compared = _COMPARED.fullmatch(strip_leading(run.subject))
    if not compared:
        return None
    name = names.tidy(compared["head"])
    name = run.memory.headed(name) if name and is_head(name) else name or run.memory.understood()
    return (name,) * run.count if name else ()


def _noun_of_last(run: Run) -> tuple[str, ...] | None:
    prior = run.memory.prior(run.count) if run.respectively and run.memory.behind else None
    generic = run.generic
    if not prior or len(generic) <= len(prior[-1]) or not generic.startswith(prior[-1]):
        return None
    return tuple(names.shorten(name + generic[len(prior[-1]) :]) for name in prior)


def _quantity_of_names_before(run: Run) -> tuple[str, ...] | None:
    prior = run.memory.prior(run.count) if run.is_of_names_before else None
    return tuple(names.shorten(name + run.generic) for name in prior) if prior else None


def _members_before(run: Run) -> tuple[str, ...] | None:
    found = members(run.subject, run.count) if run.is_named and not run.is_of_names_before else None
    if not found:
        return None
    topic = run.memory.topical()
    if topic and all(is_head(name) or _OF_BODY.fullmatch(name) for name in found):
        return tuple(topic + name for name in found)  # 民营经济发展加快，销售收入、增加值分别增长30%、29%
    found = tuple(_of_divided(name, run.memory.breakdown) for name in found)
    verb, _ = names.split_verb(found[0])
    return (names.without_empty_verb(found[0]), *(_with_verb(name, verb, run.reading) for name in found[1:]))


def _of_divided(name: str, whole: str) -> str:
    """固定资产投资增长7%。分产业看，第一、二、三产业分别增长…: what is divided, where the catalogue knows the part of it."""
    tail = names.tails().search(whole) if whole else None
    of_whole = name + tail.group() if tail else name
    return of_whole if names.canonical(of_whole) is not None else name


def _names_before(run: Run) -> tuple[str, ...] | None:
    if run.is_named or run.is_of_names_before:
        return None
    memory = run.memory
    said = memory.of_sentence()[-run.count :]
    if run.reading.measure == "rank" and len(said) == run.count and len({fact.indicator for fact in said}) == 1:
        prior: tuple[str, ...] | None = tuple(fact.indicator for fact in said)
    else:
        prior = memory.prior(run.count)
    prefix = strip_leading(run.subject) if run.subject.endswith("后") else ""
    return tuple(prefix + name for name in prior) if prior else None


def _heads_before(run: Run) -> tuple[str, ...] | None:
    heads, generic = run.memory.heads, run.generic
    of_heads = run.respectively and len(heads) == run.count and 2 <= len(generic) <= _LONGEST_GENERIC
    return tuple(head + generic for head in heads) if of_heads else None


def _each_kind(run: Run) -> tuple[str, ...] | None:
    each = _EACH_KIND.match(run.figures[0].pre.lstrip("，,")) if run.respectively else None
    prior = run.memory.prior(run.count) if each else None
    if not each or not prior:
        return None
    quantity = run.generic.removeprefix(each["kind"] or "")
    return tuple(names.shorten(name + quantity) for name in prior)


def _listed_before(run: Run) -> tuple[str, ...] | None:
    listed = run.memory.listed if run.respectively else ""
    quantity = _bare(run.generic)
    found = members(strip_leading(listed), run.count) if listed and is_head(quantity) else None
    return tuple(names.shorten(name + quantity) for name in found) if found else None


def _joint(run: Run) -> tuple[str, ...] | None:
    joint = (names.shorten(run.generic) or run.memory.subject) if run.respectively else ""
    return (joint,) * run.count if joint else None


SUBJECTS: Table[Run, tuple[str, ...]] = Table(
    "lists",
    (
        Rule(
            "compared", "较一季度、上半年分别提高7.9个、3.4个百分点: one name, compared with several times", _compared
        ),
        Rule(
            "noun_of_last",
            "5个省重点项目、61个市重点项目分别完成投资: the second's noun stands right before the verb",
            _noun_of_last,
        ),
        Rule("quantity_of_names", "…，金额分别为a、b: of the names before", _quantity_of_names_before),
        Rule("members", "茶叶、花椒产量分别增长a、b", _members_before),
        Rule("names", "…241.5亿元、增长6.4%，分居第4、第3位: of the names before, or of the one thing", _names_before),
        Rule("heads", "…年平均气温分别为9、8度，降水量分别为113、46毫米: another quantity of the same", _heads_before),
        Rule("each_kind", "各险种分别完成年任务的102%、96%: of each that was named before", _each_kind),
        Rule(
            "listed",
            "推进省级项目和市级项目建设，分别完成投资204、265亿元: of what the clause before lists",
            _listed_before,
        ),
        Rule("joint", "分别 with one name for all", _joint),
    ),
)
"""A name for each figure: members of the list in front, the names before, or one joint name."""


def _bare(generic: str) -> str:
    return names.without_empty_verb(generic)


def _with_verb(name: str, verb: str, reading: Reading) -> str:
    """A later member with the flow verb of the first."""
    counted = reading.rule.startswith(("G3", "G2"))
    if verb and verb not in ("完成", "实现") and counted and not names.split_verb(name)[0]:
        name = name if names.canonical(name) and not names.canonical(verb + name) else verb + name
    return names.without_empty_verb(name)


def _over_periods(run: Run) -> bool:
    """2021年、2022年…分别增长: one name, a period for each figure."""
    stripped = run.subject.lstrip("，、：全县区市省")
    periods = _PERIODS.match(stripped)
    if not periods or len(_ONE_PERIOD.findall(periods.group())) != run.count:
        return False
    name = names.tidy(names.phrase(stripped[periods.end() :])) or run.memory.subject
    if not name:
        return False
    run.memory.call(name)
    reading = replace(run.reading, rule="G6." + run.reading.rule.split(".")[-1])
    for figure, period in zip(run.figures, _ONE_PERIOD.finditer(periods.group()), strict=True):
        fact = run.writer.emit(run.clause, figure, name, reading, run.tail, run.dates, False)
        if period["year"]:
            fact.hold_in(int(period["year"]))
        elif fact.period_end:
            fact.period_label = part_label(fact.period_end, PARTS.get(period["part"], ""))
    return True
