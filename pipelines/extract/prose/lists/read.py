"""A list of figures, from what stands before it to its facts."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from os.path import commonprefix

from pipelines.extract.prose import names
from pipelines.extract.prose.bases import base_period
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.lists.run import Run
from pipelines.extract.prose.lists.subjects import SUBJECTS
from pipelines.extract.prose.measures.model import Reading
from pipelines.extract.prose.measures.read import read_measure
from pipelines.extract.prose.predicates import Tail, read_tail
from pipelines.extract.prose.ranks import rank_subject
from pipelines.extract.prose.scope.frame import PARTS
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.extract.prose.writing.writer import Writer
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.years import part_label

_P = patterns("lists")
_PERIODS = _P["periods"]
_ONE_PERIOD = _P["one_period"]
_BEGAN = _P["began"]
_YEARS_ALONE = _P["years_alone"]


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
    if reading.measure in ("growth", "change"):
        subject = subject.removesuffix("累计")
    begun = _BEGAN.search(subject)  # A和B分别由a、b提高到c、d: where they began
    subject = names.without_inner_verb(subject[: begun.start()] if begun else subject)
    subject = "" if _YEARS_ALONE.fullmatch(subject) else subject
    return Run(writer, clause, figures, dates, "分别" in first.pre, tail, reading, subject, suffix, begun)


def _share_qualifier(run: Run) -> None:
    """分别达到95%、97%以上: the qualifier of the last is that of all, if the others have none."""
    last = run.figures[-1].qualifier
    if run.respectively and last and not any(figure.qualifier for figure in run.figures[:-1]):
        for figure in run.figures:
            figure.qualifier = last


def _write(run: Run, subjects: tuple[str, ...], own: list[Reading]) -> None:
    carried = not names.has_words(run.subject)
    first = _first_of_years(run, subjects)
    for i, (figure, name, reading) in enumerate(zip(run.figures, subjects, own, strict=True)):
        rule = ("G6." if run.respectively else "G6.list.") + reading.rule.split(".")[-1]
        reading = replace(reading, rule=rule)
        fact = run.writer.emit(run.clause, figure, name + run.suffix, reading, run.tail, run.dates, carried)
        if first is not None:
            fact.hold_in(first + i)
        if run.begun:
            fact.hold_in(*_base(run, run.begun["base"]))
            fact.rule, fact.statement = "G8.from", "actual"


def _first_of_years(run: Run, subjects: tuple[str, ...]) -> int | None:
    """2013—2017年，非税占比分别为a、b、c、d、e: the first of as many years as there are figures of one name, else None."""
    first, last = run.writer.scope.years
    one = run.respectively and len(set(subjects)) == 1 and not run.begun
    return first if one and first is not None and last is not None and last - first + 1 == run.count > 2 else None


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
