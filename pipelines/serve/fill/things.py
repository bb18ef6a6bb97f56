"""What rows of a list form get: 民生实事, projects and their arrangement, with the words and figures that documents print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.lexicon.units import unit_of
from pipelines.serve.fill.decide import Decision, Said
from pipelines.serve.fill.meaning import Asked
from pipelines.serve.ledger.figures import SURE
from pipelines.serve.ledger.names import Place
from pipelines.serve.ledger.sentences import NOT_STATED, STATUS
from pipelines.serve.ledger.things import STAGES

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection

NATURES = {"new": "新建", "continuing": "续建", "completing": "收尾", "reserve": "储备"}
_NONE = Asked("")


@dataclass(slots=True)
class Thing:
    """One thing of a list with the cells that it can fill: kind of column → value, or why there is none."""

    name: str
    said: Said
    words: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Said] = field(default_factory=dict)

    def cell(self, kind: str, unit: str) -> Decision:
        """What a column of this kind gets, in the unit that its head asks for; a reason where nothing is stated."""
        said = self.sources.get(kind, self.said)
        if kind in self.reasons:
            return Decision(_NONE, reason=self.reasons[kind], said=said)
        if kind in self.words:
            return Decision(_NONE, text=self.words[kind], said=said)
        if kind not in self.numbers:
            return Decision(_NONE, reason=NOT_STATED, said=said)
        value, own = self.numbers[kind]
        converted = converted_to(value, own, unit)
        if converted is None:
            return Decision(_NONE, reason=f"单位换算不了：文件是 {own}，表格要 {unit}", said=said)
        return Decision(_NONE, value=converted, said=said)


def converted_to(value: Decimal, own: str, unit: str) -> Decimal | None:
    """A value in another unit by exact factors; None where the units are of different kinds.

    >>> converted_to(Decimal("1.15"), "亿元", "万元"), converted_to(Decimal(3), "所", "万元")
    (Decimal('11500'), None)
    """
    if not unit or unit == own:
        return value
    one, other = unit_of(own), unit_of(unit)
    if one is None or other is None or one.base_unit != other.base_unit or not one.factor or not other.factor:
        return None
    number = (value * one.factor / other.factor).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def _rows(connection: Connection, sql: str, parameters: Sequence[Any]) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def livelihood(connection: Connection, place: Place, year: int, tasks: bool) -> list[Thing]:
    """The 民生实事 of a place and year in their order; with `tasks` their parts, each with its quantities."""
    items = _rows(
        connection,
        """select p.number, p.name, p.status, p.plan_text, p.completion_text, p.source_file, p.locator, d.title
           from fct_livelihood_project as p inner join dim_document as d using (document_id)
           where p.region_code = ? and p.year = ? order by p.source_file, p.number""",
        [place.code, year],
    )
    parts = _rows(
        connection,
        """select t.project_number as number, t.task_name as name, t.status, t.plan_text, t.completion_text, t.source_file, t.locator,
             d.title, t.planned_value, t.planned_unit, t.completed_value, t.completed_unit, t.completion_ratio, t.checks
           from fct_livelihood_task as t inner join dim_document as d using (document_id)
           where t.region_code = ? and t.year = ? order by t.source_file, t.project_number, t.task_number""",
        [place.code, year],
    )
    found = []
    for row in parts if tasks else items:
        own = [part for part in parts if part["number"] == row["number"] and part["source_file"] == row["source_file"]]
        quantities = row if tasks else own[0] if len(own) == 1 else {}
        found.append(_livelihood(row, quantities, year))
    return found


def _livelihood(row: dict[str, Any], quantities: dict[str, Any], year: int) -> Thing:
    quote = "｜".join(text for text in (row["name"], row["plan_text"], row["completion_text"]) if text)
    key = f"民生实事 {year} 第{row['number']}项"
    thing = Thing(row["name"], Said(row["source_file"], row["title"], None, quote, key, locator=row["locator"]))
    texts = {
        "item": row["name"],
        "task": row["name"],
        "plan_text": row["plan_text"],
        "completion_text": row["completion_text"],
    }
    thing.words = {kind: text for kind, text in texts.items() if text}
    if row["status"] in STATUS and row["status"] != "unknown":
        thing.words["status"] = STATUS[row["status"]]
    if quantities.get("planned_unit") or quantities.get("completed_unit"):
        thing.words["unit"] = quantities.get("planned_unit") or quantities["completed_unit"]
    for kind in ("planned", "completed"):
        value = quantities.get(f"{kind}_value")
        if value is not None and quantities.get("checks"):
            thing.reasons[f"{kind}_value"] = f"存疑（{'、'.join(quantities['checks'])}）"
        elif value is not None:
            thing.numbers[f"{kind}_value"] = (value, quantities.get(f"{kind}_unit") or "")
    return thing


def plans(connection: Connection, place: Place, year: int) -> list[Thing]:
    """The categories of an arrangement of projects, with their number and their money."""
    rows = _rows(
        connection,
        """select p.category, p.project_count, p.total_investment, p.planned_investment, p.investment_unit, p.table_no, p.row_no,
             p.source_file, p.locator, d.title
           from fct_project_plan as p inner join dim_document as d using (document_id)
           where p.region_code = ? and p.year = ? order by p.source_file, p.table_no, p.row_no""",
        [place.code, year],
    )
    found = []
    for row in rows:
        unit = row["investment_unit"] or ""
        numbers = {
            kind: (Decimal(row[kind]), unit if kind != "project_count" else "")
            for kind in ("project_count", "total_investment", "planned_investment")
            if row[kind] is not None
        }
        quote = "｜".join([row["category"], *(f"{value.normalize():f}{own}" for value, own in numbers.values())])
        key = f"重点项目安排 {year} 表{row['table_no']} 第{row['row_no']}行"
        said = Said(row["source_file"], row["title"], None, quote, key, locator=row["locator"])
        found.append(Thing(row["category"], said, {"category": row["category"]}, numbers))
    return found


def projects(connection: Connection, place: Place, year: int) -> list[Thing]:
    """The projects that the documents of a place tell of in a year, each with what is said surely; lists come before prose."""
    rows = _rows(
        connection,
        """select m.*, d.title, p.name as project
           from fct_key_project as m
           inner join dim_document as d using (document_id)
           inner join dim_project as p using (project_id)
           where m.region_code = ? and m.year is not null and m.year <= ?
           order by m.rule <> 'table.list', m.source_file, m.name_start""",
        [place.code, year],
    )
    mentions: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        mentions.setdefault(row["project_id"], []).append(row)
    told = [found for found in mentions.values() if any(row["year"] == year for row in found)]
    return [_project(found, year) for found in told]


def _project(mentions: list[dict[str, Any]], year: int) -> Thing:
    now = [row for row in mentions if row["year"] == year]
    thing = Thing(now[0]["project"], _said(now[0]))
    sure = [row for row in now if row["confidence"] >= SURE]
    if sure:
        thing.words["name"] = thing.name
        thing.words["year"] = str(year)
    else:
        thing.reasons["name"] = "存疑"
    _stage(thing, now, sure)
    for kind in ("total_investment", "planned_investment"):
        _money(thing, kind, now if kind == "planned_investment" else mentions)
    for kind, column in (("owner", "owner"), ("location", "location"), ("scale", "scale_text"), ("nature", "nature")):
        _words(thing, kind, column, mentions)
    spans = {(row["year_start"], row["year_end"]) for row in mentions if row["year_start"] and row["year_end"]}
    if len(spans) == 1:
        first, last = spans.pop()
        thing.words["years"] = f"{first}—{last}" if first != last else str(first)
    return thing


def _stage(thing: Thing, now: list[dict[str, Any]], sure: list[dict[str, Any]]) -> None:
    """The stage that the year reached; a plan is named as the reason, and is not taken for what came of it."""
    order = list(STAGES)
    done = [row for row in sure if row["statement"] == "actual" and row["stage"] in STAGES]
    if done:
        last = max(done, key=lambda row: order.index(row["stage"]))
        thing.words["stage"] = thing.words["progress"] = STAGES[last["stage"]]
        thing.sources["stage"] = thing.sources["progress"] = _said(last)
        return
    planned = next((row for row in sure if row["stage"] in STAGES), None)
    said = (
        f"{NOT_STATED}；只有计划：{STAGES[planned['stage']]}"
        if planned
        else ("存疑" if now and not sure else NOT_STATED)
    )
    thing.reasons["stage"] = thing.reasons["progress"] = said


def _money(thing: Thing, kind: str, mentions: list[dict[str, Any]]) -> None:
    stated = [(row, row[kind], row["investment_unit"]) for row in mentions if row[kind] is not None]
    if kind == "total_investment" and not stated:
        stated = [(row, row["amount"], row["amount_unit"]) for row in mentions if row["amount"] is not None]
    sure = [(row, value, unit or "") for row, value, unit in stated if row["confidence"] >= SURE]
    if not stated:
        return
    thing.sources[kind] = _said((sure or stated)[0][0])
    if not sure:
        thing.reasons[kind] = "存疑"
    elif len({converted_to(value, unit, "万元") or value for _, value, unit in sure}) > 1:
        thing.reasons[kind] = f"各处说法不一：{'、'.join(f'{v.normalize():f}{u}' for _, v, u in sure[:4])}"
    else:
        thing.numbers[kind] = (sure[0][1], sure[0][2])


def _words(thing: Thing, kind: str, column: str, mentions: list[dict[str, Any]]) -> None:
    stated = {row[column]: row for row in reversed(mentions) if row[column] and row["confidence"] >= SURE}
    if not stated:
        return
    text, row = list(stated.items())[-1]
    thing.sources[kind] = _said(row)
    if len(stated) > 1 and kind == "owner":
        thing.reasons[kind] = f"各处说法不一：{'、'.join(stated)}"
    else:
        thing.words[kind] = NATURES.get(text, text) if kind == "nature" else text


def _said(row: dict[str, Any]) -> Said:
    return Said(
        row["source_file"],
        row["title"],
        row["page"],
        row["quote"] or row["name"],
        row["mention_id"],
        row["confidence"],
        row.get("locator"),
    )
