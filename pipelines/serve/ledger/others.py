"""Answers that are no figures of indicators: projects, 民生实事, what documents say differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.serve.ledger.figures import Wanted, figures
from pipelines.serve.ledger.forms import places_asked
from pipelines.serve.ledger.names import Places
from pipelines.serve.ledger.question import Question
from pipelines.serve.ledger.sentences import KINDS, NOT_STATED, STATUS, Answer

if TYPE_CHECKING:
    import duckdb


def projects(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    conditions: list[str] = ["true"]
    parameters: list[Any] = []
    if question.rest and len(question.rest) > 1:
        conditions.append("contains(p.name, ?)")
        parameters.append(question.rest)
    elif not question.places and question.years is None:
        return Answer(("请写出项目名称、地方或年份，例如：生物技术产业园项目进展如何",), understood=False, stated=False)
    if question.places:
        conditions.append("p.region_code = ?")
        parameters.append(question.places[0].code)
    if question.years:
        conditions.append("? between p.first_year and p.last_year")
        parameters.append(question.years[1])
    done = "建成" in question.text or "完工" in question.text or "投产" in question.text or "竣工" in question.text
    if done and not question.rest:
        conditions.append("p.latest_stage = 'completion' and p.latest_statement = 'actual'")
    rows = connection.execute(
        f"""select p.name, p.life, p.latest_stage, p.latest_statement, p.last_year, m.quote, m.source_file
            from dim_project as p
            left join (select project_id, arg_max(quote, coalesce(year, 0)) as quote, arg_max(source_file, coalesce(year, 0)) as source_file
              from fct_key_project group by 1) as m using (project_id)
            where {" and ".join(conditions)} order by p.document_count desc, p.name limit 41""",
        parameters,
    ).fetchall()
    if not rows:
        return Answer(
            (f"{NOT_STATED}：文件里没有名称含“{question.rest}”的项目。" if question.rest else f"{NOT_STATED}。",),
            stated=False,
        )
    lines = [
        f"{name}：{life or '阶段' + NOT_STATED}（{file}：{quote}）" for name, life, _, _, _, quote, file in rows[:40]
    ]
    if len(rows) > 40:
        lines.append("……还有更多，请加上地方或年份")
    return Answer(
        tuple(lines), rows=tuple({"name": r[0], "life": r[1], "quote": r[5], "source_file": r[6]} for r in rows[:40])
    )


def livelihood(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    lines: list[str] = []
    for place in places_asked(question, places):
        rows = connection.execute(
            """select year, project_number, task_number, task_name, status, plan_text, completion_text, source_file
               from fct_livelihood_task where (region_code = ? or ? is null) and year between ? and ?
               order by year, project_number, task_number""",
            [place.code, place.code, *(question.years or (0, 9999))],
        ).fetchall()
        for year in sorted({row[0] for row in rows if row[0]}):
            tasks = [row for row in rows if row[0] == year]
            done = sum(row[4] in ("completed", "exceeded") for row in tasks)
            lines.append(f"{place.name}{year}年民生实事：{len(tasks)} 个子项，{done} 个写明完成。")
            lines += [
                f"  {name}：{STATUS.get(status, status)}（{file}：{completion or plan}）"
                for _, _, _, name, status, plan, completion, file in tasks
            ]
    if not lines:
        return Answer((f"民生实事：{NOT_STATED}。",), stated=False)
    return Answer(tuple(lines))


def conflicts(connection: duckdb.DuckDBPyConnection, question: Question, places: Places) -> Answer:
    conditions: list[str] = ["true"]
    parameters: list[Any] = []
    if question.code:
        conditions.append("indicator_code = ?")
        parameters.append(question.code)
    if question.places:
        conditions.append("region_code is not distinct from ?")
        parameters.append(question.places[0].code)
    if question.years:
        conditions.append("year between ? and ?")
        parameters += question.years
    rows = connection.execute(
        f"select indicator_name, year, kind, values_text, explanation, observation_ids from fct_conflict where {' and '.join(conditions)} order by year, indicator_name limit 40",
        parameters,
    ).fetchall()
    if not rows:
        return Answer(("台账里没有这样的矛盾：各文件对此说法一致，或只有一处说到。",))
    ids = [i for row in rows for i in row[5]]
    lines = [
        f"{name}（{year or '时期不明'}，{KINDS.get(kind, kind)}）：{values}" for name, year, kind, values, _, _ in rows
    ]
    return Answer(
        tuple(lines),
        tuple(figures(connection, Wanted(ids=ids))),
        notes=tuple(dict.fromkeys(row[4] for row in rows if row[4]))[:5],
    )
