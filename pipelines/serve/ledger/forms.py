"""The forms of questions, each with its answer. A form takes the connection, the question and the places of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipelines.serve.ledger.choose import comparable, first_of_each, is_in, latest
from pipelines.serve.ledger.figures import Figure, Wanted, figures, plain
from pipelines.serve.ledger.names import Place, Places, name_of, nearest_indicators, search_indicators
from pipelines.serve.ledger.question import LISTS, Question, default_measures, last_years
from pipelines.serve.ledger.sentences import (
    NOT_STATED,
    PLACES_SHOWN,
    SHOWN,
    Answer,
    doubts,
    figure_line,
    judgement,
    nothing,
    subject,
)

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection


def refusal(connection: duckdb.DuckDBPyConnection, question: Question) -> Answer | None:
    """An answer that says what was not understood, with the nearest that could be asked; None where all is.

    Lists and conflicts need no indicator, nor does a question for all targets.
    """
    of_all = question.form in ("target", "missed") and not (question.code or question.name or question.rest)
    if question.named or of_all or question.form in (*LISTS, "conflict"):
        return None
    words = question.rest if not question.code else f"{question.rest}{name_of(question.code)}"
    named = search_indicators(connection, question.rest, 5) if question.rest else []
    near = list(dict.fromkeys(k.name for k in [*named, *nearest_indicators(connection, words)]))[:6]
    said = f"没有看懂“{question.rest or question.text}”"
    offered = f"台账里相近的指标：{'、'.join(near)}" if near else "用 taizhang indicators 词 查找指标名称"
    return Answer((f"{NOT_STATED}：{said}。{offered}",), stated=False, understood=False)


def places_asked(question: Question, places: Places) -> list[Place]:
    """The places that an answer speaks of: the named ones, else those that the documents are of."""
    if question.places:
        return list(question.places)
    return places.own[:PLACES_SHOWN] or places.held[:1]


def of_place(
    connection: duckdb.DuckDBPyConnection, question: Question, place: Place, measures: Sequence[str] = ()
) -> list[Figure]:
    return figures(
        connection,
        Wanted(
            codes=(question.code,) if question.code else (),
            names=() if question.code else (question.name,),
            region_code=place.code,
            region_name=place.name,
            measures=measures or default_measures(question.code, question.measure, question.name),
            limit=1000,
        ),
    )


def compared_rows(connection: duckdb.DuckDBPyConnection, question: Question, place: Place) -> list[dict[str, Any]]:
    """Rows of fct_target_actual, the years in order; the growth first, which is what targets are mostly set for."""
    conditions: list[str] = ["region_code is not distinct from ?"]
    parameters: list[Any] = [place.code]
    if question.code:
        conditions.append("indicator_code = ?")
        parameters.append(question.code)
    elif question.name:
        conditions.append("indicator_name = ?")
        parameters.append(question.name)
    if question.years:
        conditions.append("year between ? and ?")
        parameters += question.years
    if question.measure:
        conditions.append("measure = ?")
        parameters.append(question.measure)
    cursor = connection.execute(
        f"from fct_target_actual where {' and '.join(conditions)} order by year, indicator_name, measure limit 200",
        parameters,
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def value(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    lines: list[str] = []
    shown: list[Figure] = []
    notes: list[str] = []
    for place in places_asked(question, places):
        found = of_place(connection, question, place)
        year = question.years or latest(found)
        done = [f for f in found if f.statement != "target" and is_in(f, year)]
        done = first_of_each(done)
        if not done:
            aims = first_of_each([f for f in found if f.statement == "target" and is_in(f, year)])
            if aims:
                lines.append(
                    f"{subject(question, place, year)}：完成情况{NOT_STATED}，文件只写了目标 {aims[0].text()}。"
                )
                shown += aims[:1]
            elif question.places or len(places.own) < 2:
                lines.append(nothing(question, place, year, found))
            continue
        lines += [figure_line(figure) for figure in done[:SHOWN]]
        shown += done[:SHOWN]
        if question.years is None and year:
            notes.append(f"没有写年份，取{place.name}最近有载的{year[1]}年")
    if not lines:
        lines = [f"{subject(question, None, question.years)}：{NOT_STATED}。"]
    return Answer(tuple(lines), tuple(shown), stated=bool(shown), notes=(*notes, *doubts(connection, shown)))


def target(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    if question.code is None and not question.name and not question.rest:
        return missed(connection, question, places, outcomes=("met", "missed", "pending", "no_target"))
    lines: list[str] = []
    shown: list[Figure] = []
    for place in places_asked(question, places):
        rows = compared_rows(connection, question, place)
        for row in rows[:SHOWN]:
            lines.append(judgement(row))
            shown += figures(
                connection, Wanted(ids=[i for i in (row["target_observation_id"], row["actual_observation_id"]) if i])
            )
        if not rows and (question.places or len(places.own) < 2):
            lines.append(f"{subject(question, place, question.years)}的目标：{NOT_STATED}。")
    return Answer(
        tuple(lines or (f"目标{NOT_STATED}。",)), tuple(shown), stated=bool(shown), notes=doubts(connection, shown)
    )


def missed(
    connection: duckdb.DuckDBPyConnection, question: Question, places: Places, outcomes: Sequence[str] = ("missed",)
) -> Answer:
    lines: list[str] = []
    shown: list[Figure] = []
    total = 0
    for place in places_asked(question, places):
        compared = compared_rows(connection, question, place)
        judged = [row for row in compared if row["outcome"] in ("met", "missed")]
        rows = [row for row in compared if row["outcome"] in outcomes]
        total += len(judged)
        for row in rows[:PLACES_SHOWN]:
            lines.append(judgement(row))
            shown += figures(
                connection, Wanted(ids=[i for i in (row["target_observation_id"], row["actual_observation_id"]) if i])
            )
        if judged and not rows:
            lines.append(f"{subject(question, place, question.years)}：可比的 {len(judged)} 项目标都完成了。")
    if not lines:
        return Answer((f"{NOT_STATED}：没有既有目标又有结果的指标可比。",), stated=False)
    return Answer(tuple(lines), tuple(shown), notes=(f"可比的目标共 {total} 项", *doubts(connection, shown)))


def trend(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    lines: list[str] = []
    shown: list[Figure] = []
    for place in places_asked(question, places):
        found = [f for f in of_place(connection, question, place) if f.statement != "target" and f.year is not None]
        found = [f for f in found if f.year_start == f.year and is_in(f, question.years)]
        best = first_of_each(found, whole_years=True)
        count = last_years(question.text)
        if count and best:
            newest = max(f.year or 0 for f in best)
            best = [f for f in best if (f.year or 0) > newest - count]
        best.sort(key=lambda f: (f.measure, f.year or 0))
        lines += [figure_line(figure) for figure in best]
        shown += best
    if not lines:
        return Answer((f"{subject(question, None, question.years)}：各年{NOT_STATED}。",), stated=False)
    return Answer(tuple(lines), tuple(shown), notes=doubts(connection, shown))


def difference(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    if question.years is None:
        return Answer(("请写出年份，例如：2024年一般公共预算收入比上年增加多少",), understood=False, stated=False)
    year = question.years[1]
    before = question.against or year - 1
    lines: list[str] = []
    shown: list[Figure] = []
    for place in places_asked(question, places):
        about = subject(question, place, (year, year))
        printed = _results(of_place(connection, question, place, ("growth", "change")), year)
        lines += [figure_line(figure) for figure in printed]
        shown += printed
        values = of_place(connection, question, place, ("level", "share"))
        now, then = (next(iter(_results(values, of)), None) for of in (year, before))
        if now and then and comparable(now, then):
            lines += [figure_line(then), figure_line(now), f"{about}比{before}年{_change(now, then)}〔计算〕。"]
            shown += [then, now]
        elif not printed:
            lines.append(f"{about}与{before}年的比较：{NOT_STATED}。")
    return Answer(tuple(lines), tuple(shown), stated=bool(shown), notes=doubts(connection, shown))


def _results(found: Sequence[Figure], year: int) -> list[Figure]:
    """What came of a year, the best figure of each kind."""
    return first_of_each([f for f in found if f.statement != "target" and is_in(f, (year, year))])


def _change(now: Figure, then: Figure) -> str:
    """How much more or less it is now, in the unit of both or else in base units."""
    if now.unit == then.unit:
        change, unit = now.value - then.value, now.unit
    else:
        change, unit = (now.value_base or now.value) - (then.value_base or then.value), now.unit_base or now.unit
    if now.measure == "share" and unit == "%":
        unit = "个百分点"
    return f"{'减少' if change < 0 else '增加'} {plain(abs(change))}{unit}"
