"""Places beside each other: the highest, the position of one of them, and named places compared.

A position among the places of the ledger and a difference between two of them are worked out here and marked 〔计算〕; all
that they are worked out of stands in the answer with its source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.lexicon.units import unit_of
from pipelines.serve.ledger.choose import best_covered, comparable, first_of_each, is_in, part_of_year
from pipelines.serve.ledger.figures import Figure, Wanted, figures, plain
from pipelines.serve.ledger.forms import of_place
from pipelines.serve.ledger.names import Place, Places
from pipelines.serve.ledger.question import Question, default_measures
from pipelines.serve.ledger.sentences import NOT_STATED, SHOWN, Answer, doubts, figure_line, nothing, subject

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection

LEVELS = {"province": "省级地方", "prefecture": "市州", "county": "区县", "": "地方"}


def height(figure: Figure) -> Decimal:
    """By what figures of one indicator are ordered: the value in the base unit."""
    return figure.value_base if figure.value_base is not None else figure.value


def highest(connection: Connection, question: Question, places: Places) -> Answer:
    """The places of the ledger in the order of one indicator in one year."""
    year, best = _over_places(connection, question, question.level)
    if question.places and len(question.places) > 1:
        wanted = {place.code for place in question.places}
        best = [figure for figure in best if figure.region_code in wanted]
    if not best:
        return Answer((f"{subject(question, None, question.years)}：各地{NOT_STATED}。",), stated=False)
    ranked = sorted(best, key=height, reverse=not question.ascending)[:SHOWN]
    lines = [f"{number}. {figure_line(figure)}" for number, figure in enumerate(ranked, 1)]
    note = f"台账里有 {len(best)} 个{LEVELS[question.level]}的{year}年数据，没有载入的地方不在其中"
    return Answer(tuple(lines), tuple(ranked), notes=(note, *doubts(connection, ranked)))


def position(connection: Connection, question: Question, places: Places) -> Answer:
    """The rank of a place: as documents print it, and among the places of the ledger that are of its kind."""
    if not question.places:
        return Answer(("请写出地方，例如：祥云县2023年地区生产总值增速排第几",), understood=False, stated=False)
    place = question.places[0]
    printed = first_of_each(
        [f for f in of_place(connection, question, place, ("rank",)) if is_in(f, question.years) or not question.years]
    )
    level = _level(connection, place)
    year, found = _over_places(connection, question, level)
    own = next((figure for figure in found if figure.region_code == place.code), None)
    lines = [figure_line(figure) for figure in printed]
    shown = list(printed)
    if own is not None and len(found) > 1:
        before = sum(height(f) > height(own) for f in found)
        same = sum(height(f) == height(own) for f in found) - 1
        beside = f"（与另 {same} 个并列）" if same else ""
        lines += [
            figure_line(own),
            f"在台账有该项数据的 {len(found)} 个{LEVELS[level]}中由高到低居第 {before + 1} 位{beside}〔计算〕。",
        ]
        shown += [own, *(f for f in sorted(found, key=height, reverse=True) if f is not own)]
    if not lines:
        year_asked = question.years or ((year, year) if year else None)
        return Answer((f"{subject(question, place, year_asked)}的位次：{NOT_STATED}。",), stated=False)
    return Answer(tuple(lines), tuple(shown), notes=doubts(connection, shown))


def beside(connection: Connection, question: Question, places: Places) -> Answer:
    """Named places with one indicator in one year, the highest first; of two also the difference, marked as computed."""
    found = {place: of_place(connection, question, place) for place in question.places}
    done = [f for stated in found.values() for f in stated if f.statement != "target" and f.year_start == f.year]
    year = question.years[1] if question.years else best_covered(done)
    lines: list[str] = []
    shown: list[Figure] = []
    for place, stated in found.items():
        when = (year, year) if year else None
        best = [f for f in first_of_each([f for f in stated if f.statement != "target"], True) if is_in(f, when)]
        if best:
            shown.append(best[0])
        else:
            lines.append(nothing(question, place, when or (0, 0), stated))
    shown.sort(key=height, reverse=not question.ascending)
    said = [figure_line(figure) for figure in shown]
    if len(shown) == 2 and comparable(*shown):
        said.append(_difference(*shown))
    return Answer((*said, *lines), tuple(shown), stated=bool(shown), notes=doubts(connection, shown))


def _difference(one: Figure, other: Figure) -> str:
    """How much the one is above or below the other, in the one's unit where the factor between the units is exact."""
    unit = "个百分点" if one.unit == "%" else one.unit
    gap = one.value - other.value
    if one.unit != other.unit:
        known = unit_of(one.unit)
        gap = height(one) - height(other)
        if known and known.factor:
            gap /= known.factor
        else:
            unit = one.unit_base or ""
    verb = "高" if gap >= 0 else "低"
    return f"{one.region_name}比{other.region_name}{verb} {plain(abs(gap))}{unit}〔计算〕。"


def _over_places(connection: Connection, question: Question, level: str) -> tuple[int | None, list[Figure]]:
    """The year, and the surest figure of each place that has one of its own in it."""
    measures = default_measures(question.code, question.measure, question.name)
    statements = ("target",) if re.search("目标|计划|预期", question.text) else ("actual", "estimate")
    wanted = Wanted(
        codes=(question.code,) if question.code else (),
        names=() if question.code else (question.name,),
        measures=measures[:1],
        statements=statements,
        limit=5000,
    )
    kind = _levels(connection)
    found = [
        f
        for f in figures(connection, wanted)
        if f.region_code and f.year_start == f.year and f.chosen and not f.doubtful and not part_of_year(f)
        if not level or kind.get(f.region_code) == level
    ]
    year = question.years[1] if question.years else best_covered(found)
    best = {f.region_code: f for f in reversed(_of_one_unit(found)) if f.year == year}
    return year, list(best.values())


def _of_one_unit(found: Sequence[Figure]) -> list[Figure]:
    """Figures that can be put in one order: those of the base unit that most of them have."""
    bases = [figure.unit_base or figure.unit for figure in found]
    most = max(bases, key=bases.count, default="")
    return [figure for figure, base in zip(found, bases, strict=True) if base == most]


def _levels(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("select region_code, level from dim_region").fetchall())


def _level(connection: Connection, place: Place) -> str:
    return _levels(connection).get(place.code or "", "")
