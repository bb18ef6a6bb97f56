"""Answers about named things: projects and 民生实事, with what the documents say of them year by year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipelines.serve.ledger.figures import plain
from pipelines.serve.ledger.forms import places_asked
from pipelines.serve.ledger.names import Place, Places
from pipelines.serve.ledger.question import Question
from pipelines.serve.ledger.sentences import NOT_STATED, PLACES_SHOWN, STATUS, Answer

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection

STAGES = {"preparation": "前期工作", "start": "开工", "construction": "建设", "completion": "建成"}
STATEMENTS = {"actual": "", "estimate": "预计", "target": "计划"}
_UNDONE = re.compile("哪.{0,12}(?:没有?|未)能?完成|(?:没有?|未)能?完成的")
MARKS = r"[\s“”‘’《》（）()·]"  # what a name may be written with or without
_DONE = re.compile("(?:建成|完工|投产|投用|通车|竣工)(?!了?[吗么没])")
_ITEMS = """
select t.year, t.project_number, p.name as project, t.task_name as name, t.status, t.plan_text, t.completion_text,
  t.source_file
from fct_livelihood_task as t
left join fct_livelihood_project as p
  on p.document_id = t.document_id and p.year = t.year and p.number = t.project_number
where (t.region_code = $place or $place is null) and t.year between $first and $last
union all
select p.year, p.number, p.name, p.name, p.status, p.plan_text, p.completion_text, p.source_file
from fct_livelihood_project as p
where (p.region_code = $place or $place is null) and p.year between $first and $last
  and not exists (
    from fct_livelihood_task as t
    where t.document_id = p.document_id and t.year = p.year and t.project_number = p.number
  )
order by 1, 2, 4"""


def life_of(life: str | None) -> str:
    """A project's life in words; the money behind a stage is left to the one who tells the project.

    >>> life_of("2022 actual start 2.4亿元 → 2023 target construction → 2024 actual completion")
    '2022年开工 → 2023年计划建设 → 2024年建成'
    """
    steps = []
    for step in (life or "").split(" → "):
        year, _, rest = step.partition(" ")
        statement, stage, *_ = (*rest.split(" "), "", "")
        if stage in STAGES:
            steps.append(f"{year}年{STATEMENTS.get(statement, '')}{STAGES[stage]}")
    return " → ".join(steps) or f"阶段{NOT_STATED}"


def bare(name: str) -> str:
    """A name without quotation marks and brackets.

    >>> bare("“四好农村路”建设（一期）")
    '四好农村路建设一期'
    """
    return re.sub(MARKS, "", name)


def projects(connection: Connection, question: Question, places: Places) -> Answer:
    """Named projects with their life over the documents, the money where it is stated, and the latest sentence."""
    name = bare(question.rest)
    if len(name) < 2 and not question.places and question.years is None and not question.latest:
        return Answer(("请写出项目名称、地方或年份，例如：生物技术产业园项目进展如何",), understood=False, stated=False)
    rows = _projects(connection, question, name)
    if not rows:
        said = f"文件里没有名称含“{name}”的项目" if name else "文件里没有这样的项目"
        return Answer((f"{NOT_STATED}：{said}。",), stated=False)
    if re.search("投资|谁负责", question.text) and not any(row[4] is not None or row[6] for row in rows):
        return Answer(tuple(f"{row[0]}的投资额和责任单位：{NOT_STATED}。" for row in rows[:3]), stated=False)
    lines = []
    for title, life, quote, file, amount, unit, owner in rows[:PLACES_SHOWN]:
        money = f"；投资 {plain(amount)}{unit or ''}" if amount is not None else ""
        who = f"；责任单位 {owner}" if owner else ""
        lines.append(f"{title}：{life_of(life)}{money}{who}（{file}：“{quote}”）")
    notes = ("还有更多，请加上项目名称、地方或年份",) if len(rows) > PLACES_SHOWN else ()
    told = tuple({"name": r[0], "life": r[1], "quote": r[2], "source_file": r[3]} for r in rows[:PLACES_SHOWN])
    return Answer(tuple(lines), rows=told, notes=notes)


def _projects(connection: Connection, question: Question, name: str) -> list[tuple[Any, ...]]:
    """(name, life, latest sentence, its file, amount, its unit, owner) of the projects that a question asks for."""
    conditions: list[str] = ["true"]
    parameters: list[Any] = []
    if len(name) > 1:
        conditions.append("contains(regexp_replace(p.name, ?, '', 'g'), ?)")
        parameters += [MARKS, name]
    if question.places:
        conditions.append("p.region_code = ?")
        parameters.append(question.places[0].code)
    if question.years and not name:
        conditions.append("p.project_id in (select project_id from fct_key_project where year between ? and ?)")
        parameters += question.years
    if _DONE.search(question.text) and not name:
        conditions.append("p.latest_stage = 'completion' and p.latest_statement = 'actual'")
    return connection.execute(
        f"""
        select p.name, p.life, m.quote, m.source_file, m.amount, m.unit, m.owner
        from dim_project as p
        left join (
          select project_id, arg_max(quote, coalesce(year, 0)) as quote,
            arg_max(source_file, coalesce(year, 0)) as source_file,
            arg_max(coalesce(total_investment, amount), coalesce(year, 0))
              filter (coalesce(total_investment, amount) is not null) as amount,
            arg_max(coalesce(investment_unit, amount_unit), coalesce(year, 0))
              filter (coalesce(total_investment, amount) is not null) as unit,
            arg_max(owner, coalesce(year, 0)) filter (owner is not null) as owner
          from fct_key_project group by 1
        ) as m using (project_id)
        where {" and ".join(conditions)}
        order by p.document_count desc, p.last_year desc, p.name
        limit {PLACES_SHOWN + 1}
        """,
        parameters,
    ).fetchall()


def livelihood(connection: Connection, question: Question, places: Places) -> Answer:
    """民生实事 of a place and year: each with its plan and what came of it, or those that hold a word."""
    lines: list[str] = []
    notes: list[str] = []
    told: list[dict[str, Any]] = []
    for place in places_asked(question, places):
        items = _items(connection, question, place)
        if question.latest and items:
            newest = max(item["year"] for item in items)
            items = [item for item in items if item["year"] == newest]
            notes.append(f"没有写年份，取{place.name}最近有载的{newest}年")
        if _UNDONE.search(question.text):
            items = [item for item in items if item["status"] not in ("completed", "exceeded")]
        told += items
        for year in sorted({item["year"] for item in items}):
            lines += _year(place, year, [item for item in items if item["year"] == year], bool(question.rest))
    if not lines:
        about = f"含“{question.rest}”的" if question.rest else ""
        return Answer((f"{about}民生实事：{NOT_STATED}。",), stated=False)
    return Answer(tuple(lines), rows=tuple(told), notes=tuple(notes))


def _items(connection: Connection, question: Question, place: Place) -> list[dict[str, Any]]:
    """The sub-items, and the items that have none, of which name, item or plan hold what is asked for."""
    first, last = question.years or (0, 9999)
    cursor = connection.execute(_ITEMS, {"place": place.code, "first": first, "last": last})
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    word = bare(question.rest)
    return [row for row in rows if word in bare(f"{row['project'] or ''}{row['name']}{row['plan_text'] or ''}")]


def _year(place: Place, year: int, items: list[dict[str, Any]], narrowed: bool) -> list[str]:
    done = sum(item["status"] in ("completed", "exceeded") for item in items)
    told = any(item["completion_text"] for item in items)
    said = f"{done} 个写明完成" if told else f"完成情况{NOT_STATED}"
    found = [f"{place.name}{year}年民生实事{'（所问的）' if narrowed else ''}：{len(items)} 个子项，{said}。"]
    for item in items:
        words = item["completion_text"] or item["plan_text"] or ""
        status = STATUS.get(item["status"], item["status"]) if told else "计划"
        found.append(f"  {item['name']}：{status}（{item['source_file']}：“{words}”）")
    return found
