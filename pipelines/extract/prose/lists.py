"""Lists of figures that share what is said before them: A、B、C分别… a、b、c, and the same without 分别 (G6)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from os.path import commonprefix
from typing import TYPE_CHECKING

from pipelines.extract.prose import names
from pipelines.extract.prose.bases import base_period
from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures import Reading, read_measure
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.name_lists import members
from pipelines.extract.prose.predicates import Tail, read_tail, strip_leading
from pipelines.extract.prose.ranks import rank_subject
from pipelines.extract.prose.roots import is_head
from pipelines.extract.prose.scope import PARTS
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.years import part_label

if TYPE_CHECKING:
    from pipelines.extract.prose.statements import Reader

_P = patterns("lists")
_PERIODS = _P["periods"]
_ONE_PERIOD = _P["one_period"]


_COMPARED = _P["compared"]
_BEGAN = _P["began"]
_EACH_KIND = _P["each_kind"]
_LONGEST_GENERIC = 10


def read_list(reader: Reader, clause: Clause, run: list[Figure], dates: list[Token]) -> bool:
    """Distribute the subjects of a list over its figures; False where it cannot be read as a list."""
    first = run[0]
    respectively = "分别" in first.pre
    if first.token.kind == "rank":
        subject, found = rank_subject(first.pre)
        if not found:
            return False
        tail, reading = Tail(subject), Reading("rank", 1, subject, "G12.rank")
    else:
        tail = read_tail(first.pre)
        reading = read_measure(first.pre, tail, first.token.unit)
    subject, _, suffix = reading.name.replace("分别", "").partition("\x00")
    begun = _BEGAN.search(subject)  # A和B分别由a、b提高到c、d: where they began
    subject = subject[: begun.start()] if begun else subject
    if respectively and _over_periods(reader, clause, run, subject, reading, tail, dates):
        return True
    own = [_own_reading(figure, first, tail, reading) for figure in run]
    if not respectively and len({reading.measure for reading in own}) > 1:
        return False  # 进出口总值82亿元、增长17%: two figures of one thing
    subjects = _subjects(reader, run, subject, reading, respectively)
    if subjects is None:
        return False
    if respectively and run[-1].qualifier and not any(f.qualifier for f in run[:-1]):
        for figure in run:  # 分别达到95%、97%以上
            figure.qualifier = run[-1].qualifier
    carried = not names.has_words(subject)
    for figure, name, read in zip(run, subjects, own, strict=True):
        rule = ("G6." if respectively else "G6.list.") + read.rule.split(".")[-1]
        fact = reader.emit(clause, figure, name + suffix, replace(read, rule=rule), tail, dates, carried)
        if begun:
            year, label = _base(reader, clause, first, begun["base"], dates)
            fact.period_start, fact.period_end, fact.period_label, fact.rule = year, year, label, "G8.from"
            fact.statement = "actual"
    reader.memory.call(subjects[-1])
    reader.memory.keep(verb="", heads=_heads(subjects))
    return True


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


def _base(reader: Reader, clause: Clause, first: Figure, base: str, dates: list[Token]) -> tuple[int | None, str]:
    """The year in which the figures of a list began, and its label: the one printed before them, or that of 上年, 去年."""
    printed = [d.date[0] for d in dates if clause.start <= d.start < first.token.start and d.date and d.date[0]]
    return (printed[-1], str(printed[-1])) if printed else base_period(base, reader.scope.years[1])


@lru_cache(maxsize=1 << 12)
def _by_own_verb(pre: str, unit: str) -> Reading | None:
    """The reading of a number by the verb right before it, None where there is none; asked again for every longer list."""
    tail = read_tail(pre)
    return read_measure(pre, tail, unit) if tail.kind else None


def _own_reading(figure: Figure, first: Figure, tail: Tail, reading: Reading) -> Reading:
    """The reading of a member: its own verb or unit where it has one, the list's otherwise."""
    if figure is first or figure.token.kind != "quantity":
        return reading
    own = _by_own_verb(figure.pre, figure.token.unit)
    if own is not None:
        return replace(own)
    return reading if figure.token.unit == first.token.unit else read_measure(first.pre, tail, figure.token.unit)


def _subjects(
    reader: Reader, run: list[Figure], subject: str, reading: Reading, respectively: bool
) -> tuple[str, ...] | None:
    """A name for each figure: members of the list in front, the names before, or one joint name after 分别."""
    memory = reader.memory
    compared = _COMPARED.fullmatch(strip_leading(subject))
    if compared:  # 较一季度、上半年和前三季度分别提高7.9个、3.4个和1.7个百分点: one name, compared with several times
        name = names.tidy(compared["head"])
        name = memory.headed(name) if name and is_head(name) else name or memory.understood()
        return (name,) * len(run) if name else None
    generic = names.tidy(names.phrase(subject))
    found: tuple[str, ...] | None = None
    prior = memory.prior(len(run)) if respectively and memory.behind else None
    if prior and len(generic) > len(prior[-1]) and generic.startswith(prior[-1]):
        # 5个省重点项目、61个市重点项目分别完成投资: the second's noun stands right before the verb
        return tuple(names.shorten(name + generic[len(prior[-1]) :]) for name in prior)
    if respectively and (is_head(generic) or names.EFFECT.fullmatch(generic)):
        prior = memory.prior(len(run))
        found = tuple(names.shorten(p + generic) for p in prior) if prior else None
    elif names.has_words(strip_leading(subject)) and not subject.endswith(("后", "中")):
        found = members(subject, len(run))
        if found:
            verb, _ = names.split_verb(found[0])
            found = (names.without_empty_verb(found[0]), *(_with_verb(name, verb, reading) for name in found[1:]))
    else:
        prior = memory.prior(len(run))
        said = memory.of_sentence()[-len(run) :]
        if reading.measure == "rank" and len(said) == len(run) and len({f.indicator for f in said}) == 1:
            prior = tuple(f.indicator for f in said)  # …241.5亿元、增长6.4%，分居第4、第3位: of one thing
        prefix = strip_leading(subject) if subject.endswith("后") else ""
        found = tuple(prefix + p for p in prior) if prior else None
    if found is None and respectively:
        found = _of_list_before(memory, run, generic)
    if found is None and respectively:
        joint = names.shorten(generic) or memory.subject
        found = (joint,) * len(run) if joint else None
    return found


def _of_list_before(memory: Memory, run: list[Figure], generic: str) -> tuple[str, ...] | None:
    """…年平均气温分别为9、8度，降水量分别为113、46毫米; 推进省级项目和市级项目建设，分别完成投资204、265亿元; 各险种分别完成年任务的102%、96%."""
    count = len(run)
    if len(memory.heads) == count and 2 <= len(generic) <= _LONGEST_GENERIC:
        return tuple(head + generic for head in memory.heads)
    each = _EACH_KIND.match(run[0].pre.lstrip("，,"))
    prior = memory.prior(count) if each else None
    if each and prior:
        quantity = generic.removeprefix(each["kind"] or "")
        return tuple(names.shorten(name + quantity) for name in prior)
    listed = members(strip_leading(memory.listed), count) if memory.listed and is_head(_bare(generic)) else None
    return tuple(names.shorten(name + _bare(generic)) for name in listed) if listed else None


def _bare(generic: str) -> str:
    return names.without_empty_verb(generic)


def _with_verb(name: str, verb: str, reading: Reading) -> str:
    """A later member with the flow verb of the first."""
    if (
        verb
        and verb not in ("完成", "实现")
        and reading.rule.startswith(("G3", "G2"))
        and not names.split_verb(name)[0]
    ):
        name = name if names.canonical(name) and not names.canonical(verb + name) else verb + name
    return names.without_empty_verb(name)


def _over_periods(
    reader: Reader, clause: Clause, run: list[Figure], subject: str, reading: Reading, tail: Tail, dates: list[Token]
) -> bool:
    """2021年、2022年…分别增长: one name, a period for each figure."""
    stripped = subject.lstrip("，、：全县区市省")
    periods = _PERIODS.match(stripped)
    if not periods or len(_ONE_PERIOD.findall(periods.group())) != len(run):
        return False
    name = names.tidy(names.phrase(stripped[periods.end() :])) or reader.memory.subject
    if not name:
        return False
    reader.memory.call(name)
    reading = replace(reading, rule="G6." + reading.rule.split(".")[-1])
    for figure, period in zip(run, _ONE_PERIOD.finditer(periods.group()), strict=True):
        fact = reader.emit(clause, figure, name, reading, tail, dates, False)
        if period["year"]:
            fact.period_start = fact.period_end = int(period["year"])
            fact.period_label = period["year"]
        elif fact.period_end:
            fact.period_label = part_label(fact.period_end, PARTS.get(period["part"], ""))
    return True
