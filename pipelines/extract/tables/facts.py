"""Numbers of tables as facts, with the meaning that heads, labels, caption and document give them."""

from __future__ import annotations

from pipelines.documents.model import Cell, Document, Statement, Table
from pipelines.extract.accounts import qualified, scope_of
from pipelines.extract.facts import Fact, Measure, QualitativeFact
from pipelines.extract.tables.columns import Column
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.labels import RowLabel
from pipelines.extract.tables.numbers import CellNumber, read_cell_numbers
from pipelines.extract.tables.parents import is_complete, is_rate, stands_alone
from pipelines.extract.tables.periods import Period
from pipelines.extract.tables.printed import bare_caption
from pipelines.extract.tables.reading import TableReading, read_table
from pipelines.extract.tables.subjects import object_of, place_of, with_account
from pipelines.extract.tables.totals import flag_counts, flag_totals
from pipelines.extract.tables.words import bare_head, head_in, squeeze, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("tables.facts")


def table_facts(document: Document, table: Table) -> list[Fact]:
    """Every numeral of a numeric table that is an observation; spans are offsets in document.text.

    Numbers of rows (序号), of remark columns and cells of prose are not among them. `whole` points to the fact of the
    row that 其中 names, in the same column, where the two add up: amounts, not averages, prices or growth.
    """
    if table.kind == "livelihood":
        return []
    reading = read_table(document, table)
    facts: list[Fact] = []
    at: dict[tuple[int, int], int] = {}
    for cell in table.cells:
        column = reading.columns[cell.col] if cell.col < len(reading.columns) else None
        label = reading.label_at(cell.row, column) if column else None
        if cell.header or label is None or column is None or column.role in ("sequence", "label", "unit", "remark"):
            continue
        for number in read_cell_numbers(document.text, cell.start, cell.end):
            if number.summed and not reading.outlines:
                continue
            fact = _fact(reading, cell, column, label, number)
            if label.part_of is not None and _adds_up(fact):
                fact.whole = at.get((label.part_of, cell.col))
            at.setdefault((cell.row, cell.col), len(facts))
            facts.append(fact)
    _flag(reading, facts, at)
    return facts


def _flag(reading: TableReading, facts: list[Fact], at: dict[tuple[int, int], int]) -> None:
    """The table's own sums and counts against its rows, half by half."""
    if reading.stub_is_period:
        return
    for labels in reading.halves.values() or [reading.labels]:
        cols = [
            c
            for c in reading.columns
            if reading.label_at(next(iter(labels), 0), c) is labels.get(next(iter(labels), 0))
        ]
        columns = [[(r, facts[at[r, c.col]]) for r in labels if (r, c.col) in at] for c in cols]
        flag_totals(labels, {r: label.printed for r, label in labels.items()}, columns)
        bands = dict.fromkeys(label.band_printed for label in labels.values() if label.band_printed)
        flag_counts(
            (words, [f for column in columns for r, f in column if r in rows], len(rows))
            for words in bands
            for rows in [{r for r, label in labels.items() if label.band_printed == words and not label.total}]
        )


def _adds_up(fact: Fact) -> bool:
    return fact.measure == "level" and not any(word in fact.indicator for word in words()["not_additive"])


def table_qualitative(document: Document, table: Table) -> list[QualitativeFact]:
    """Targets and results without a number: 与经济增长基本同步, 持平. An empty cell gives nothing."""
    if table.kind == "livelihood":
        return []
    reading = read_table(document, table)
    found: list[QualitativeFact] = []
    for cell in table.cells:
        column = reading.columns[cell.col] if cell.col < len(reading.columns) else None
        label = reading.label_at(cell.row, column) if column else None
        if (
            cell.header
            or not cell.text
            or label is None
            or column is None
            or column.role in ("label", "unit", "remark")
        ):
            continue
        printed = squeeze(cell.text)
        comparison = next(
            (name for name, cues in words()["comparisons"].items() if any(cue in printed for cue in cues)), None
        )
        if comparison and len(printed) <= 20 and not any(c.isdigit() for c in printed):
            period = _cell_period(reading, column, label)
            statement = _cell_statement(reading, column, label, period)
            found.append(
                QualitativeFact(
                    cell.start, cell.end, label.name, comparison, printed, "growth", statement, period.start, period.end,
                    "table.qualitative",
                )
            )  # fmt: skip
    return found


def cell_quote(table: Table, cell: Cell) -> str:
    """A cell with its row label and its heads, as printed but for line ends: 地区生产总值（亿元）｜预期目标｜7.5%以上."""
    index = index_of(table)
    row = index.rows.get(cell.row, {})
    label = next((c.text for col, c in sorted(row.items()) if col < cell.col and _is_name(c.text)), "")
    heads = index.heads[cell.col] if not cell.header else ()
    return "｜".join(squeeze(t) for t in (label, *heads, cell.text) if t)


def _is_name(text: str) -> bool:
    return bool(text) and not text.strip().isdigit() and unit_of(squeeze(text)) is None


def fact_cell(table: Table, start: int) -> Cell | None:
    """The cell that covers an offset of the document's text."""
    return index_of(table).cell_at(start)


def _fact(reading: TableReading, cell: Cell, column: Column, label: RowLabel, number: CellNumber) -> Fact:
    measure, unit, sign = _measure(reading, column, label, number)
    name, region = _name(reading, column, label)
    period = _years_of_plan(reading) if number.summed else _cell_period(reading, column, label)
    statement = _cell_statement(reading, column, label, period)
    doubts = doubts_of(reading, column, label, unit, measure, name, number.value * sign < 0)
    heads = () if measure in ("rank", "gap") else column.heads[::-1]  # 全市位次: the field of the rank, no scope
    scope = scope_of(name, [column.level, *heads, label.band, reading.table.caption], reading.headings[::-1])
    name = qualified(name, scope)
    return Fact(
        number.start, number.end, number.value * sign, unit, name, measure, statement, period.start, period.end,
        period.label(), number.qualifier, region, cell.start, cell.end, _rule(reading, column, measure, statement),
        _confidence(reading, column, doubts), doubts, scope,
    )  # fmt: skip


def _measure(reading: TableReading, column: Column, label: RowLabel, number: CellNumber) -> tuple[Measure, str, int]:
    """(measure, unit, sign) of a cell from its own unit, its column's head and its row's label, in this order."""
    stated = number.unit or column.unit
    own = stated or label.unit or reading.unit
    growth = label.growth or (1 if number.verb else 0)
    sign = -1 if label.growth < 0 and not number.verb else 1
    if number.summed:
        return _summed(label, number.unit or label.unit or stated, sign)
    if own in ("个百分点", "百分点"):
        return "change", own, 1
    if column.measure in ("growth", "change", "gap"):
        return _moved(reading, column, label, number, stated, own)
    if column.measure in ("share", "rank"):
        return column.measure, stated, 1
    if own in ("%", "‰"):
        return _percentage(reading, column, label, number, growth), own, sign if growth else 1
    if own == "倍":
        return "multiple", own, 1
    if growth and not own:
        return "growth", "%", sign
    return "level", own, 1


def _summed(label: RowLabel, unit: str, sign: int) -> tuple[Measure, str, int]:
    """A figure in 〔〕: of a rate the change over the plan's years, of amounts their sum."""
    if unit in ("%", "‰", "个百分点"):
        return ("growth" if label.growth else "change"), unit, sign
    return "level", unit, 1


def _percentage(reading: TableReading, column: Column, label: RowLabel, number: CellNumber, growth: int) -> Measure:
    """Whether a percentage is a growth or a share, where the column's head does not say it."""
    row_is_amount = label.unit not in ("%", "‰", "") or (not label.unit and reading.unit not in ("%", "‰", ""))
    target, rate = column.statement == "target", is_rate(label.name)
    planned = target and not rate and (label.unit == "" or (number.unit == "%" and row_is_amount))
    return "growth" if growth or planned or (reading.moves and not rate) else "share"


def _moved(
    reading: TableReading, column: Column, label: RowLabel, number: CellNumber, stated: str, own: str
) -> tuple[Measure, str, int]:
    """The same under a head of growth, change or distance: of a rate the growth is a change in points."""
    if label.unit in ("%", "‰") and is_rate(label.name) and column.measure in ("growth", "change"):
        if column.statement == "target":  # what is planned of a rate is the rate (4以内), not its growth
            return "share", label.unit, 1
        return "change", "个百分点", 1
    if column.measure == "change":
        return "change", stated or label.unit or reading.unit, 1
    if column.measure == "growth" and not stated:
        return "growth", "%" if "%" in reading.units else "", 1
    return column.measure or "growth", stated or own, 1


def _name(reading: TableReading, column: Column, label: RowLabel) -> tuple[str, str]:
    """(indicator, region) of a cell."""
    if reading.table.kind == "project_plan":
        return _project_name(reading, column, label), ""
    subject = reading.account or bare_caption(reading.table.caption)
    if reading.stub_is_period:
        share = "比重" if column.name and ("结构" in subject or "构成" in subject) and "%" in reading.units else ""
        return column.level + (column.name or subject or label.name) + share, ""
    if label.place or reading.stub_is_region:
        region, level = place_of(label.name)
        under = "" if reading.stub_is_region else label.under
        told = object_of(reading.table.caption) if column.name in words()["bare_measures"] else ""
        subject = under or told or ("" if column.name else subject)
        named = subject + (column.name if column.name not in subject else "")
        return (named if level and level in named else level + named), "" if label.total else region
    if label.total:
        subject = subject or label.label
        return (subject if column.name in subject else subject + column.name), ""
    name = column.level + with_account(reading.account, label.name) + _against(reading, column)
    if column.name:
        return (name if column.name in name else _with_noun(reading, name, column, label)), ""
    if reading.noun and not label.origin and not is_complete(label.name) and not stands_alone(label.name):
        return reading.modifier + name + reading.noun, ""
    return name, ""


def _against(reading: TableReading, column: Column) -> str:
    """What a percentage of a plan is a completion of, and which of two budgets a figure is.

    决算数为调整预算数的% is 完成调整预算; beside 预算数 the 调整预算数 is an amount of its own.
    """
    head = squeeze("".join(column.heads))
    changed = next((word for word in words()["changed_budgets"] if word in head), "")
    if column.role == "completion":
        plan = next((word for word in words()["plans"] if word in head), "")
        return f"完成{changed if plan == '预算' else ''}{plan}" if plan else ""
    if column.statement == "target" and changed in ("调整", "变动") and "预算" in head:
        return f"{changed}预算"
    return ""


def _with_noun(reading: TableReading, name: str, column: Column, label: RowLabel) -> str:
    """A row's name with what its column measures: 水稻 and 产量; 发电量 needs none."""
    item = column.name in words()["item_nouns"]
    if item and (is_complete(label.name) or label.origin):
        return name
    return (reading.modifier if item else "") + name + column.name


def _project_name(reading: TableReading, column: Column, label: RowLabel) -> str:
    """交通 under 个数 → 交通项目个数; the total takes the thing that the caption arranges: 区级重点项目个数."""
    subject = label.label
    if label.total:
        subject = bare_caption(reading.table.caption)
        for tail in words()["project_plan"]["caption_tail"]:
            subject = subject.removesuffix(tail)
    head = bare_head(column.heads[-1]) if column.heads else ""
    if not subject.endswith(("项目", "工程")):
        subject += "项目"
    return subject + head.removeprefix("项目")


def _cell_period(reading: TableReading, column: Column, label: RowLabel) -> Period:
    base = reading.period
    row = label.period if reading.stub_is_period or (label.period and label.period.start) else None
    period = column.period or row or base
    if row and column.period and column.period.start is None and row.start is not None:
        period = Period(row.start, row.end, column.period.part)
    return period.filled(base.start, base.end)


def _cell_statement(reading: TableReading, column: Column, label: RowLabel, period: Period) -> Statement:
    """The column's statement, else the row's, the table's; a year that is over is no target, one to come no result."""
    if label.statement and column.statement in (None, "actual"):
        return label.statement
    if column.statement or period.end is None:
        return column.statement or reading.statement
    stated = column.period is not None and column.period.end is not None
    if reading.statement == "target" and reading.reviewed is None and stated and _is_base(reading, period):
        return "actual"
    if reading.statement == "target" and stated and reading.reviewed and period.end <= reading.reviewed:
        return "actual"
    if reading.statement == "actual" and stated and reading.reviewed and period.end > reading.reviewed:
        return "target"
    return reading.statement


def _years_of_plan(reading: TableReading) -> Period:
    """From the year after a plan's base to its last: 2020年 | 2025年 is 2021-2025."""
    years = [c.period.end for c in reading.columns if c.period and c.period.end and c.role != "annual"]
    return Period(min(years) + 1, max(years)) if len(set(years)) > 1 else reading.period


def _is_base(reading: TableReading, period: Period) -> bool:
    """The first of several years under the heads of a plan (2020年 | 2025年): where it sets out from."""
    years = {c.period.end for c in reading.columns if c.period and c.period.end and c.role != "annual"}
    return len(years) > 1 and period.start == period.end == min(years)


def _rule(reading: TableReading, column: Column, measure: Measure, statement: Statement) -> str:
    if reading.table.kind == "project_plan":
        counted = column.heads and head_in(column.heads[-1], words()["project_plan"]["count"])
        return "table.project_count" if counted else "table.project_investment"
    if column.role == "completion":
        return "table.completion"
    if reading.table.kind == "target_actual" and statement == "target":
        return "table.target"
    return f"table.{measure}"


def doubts_of(
    reading: TableReading,
    column: Column,
    label: RowLabel,
    unit: str,
    measure: Measure,
    name: str,
    negative: bool = False,
) -> list[str]:
    """What the model of the table could not make sure of for a cell, by name."""
    doubts = []
    if reading.period.start is None and column.period is None and not (label.period and label.period.start):
        doubts.append("table_period_unknown")
    if not unit and measure in ("level", "change", "gap") and not _is_index(name):
        doubts.append("table_unit_unknown")
    if reading.unit_is_lent and unit == reading.unit:
        doubts.append("table_unit_of_neighbour")
    if measure == "change" and column.measure == "growth":
        doubts.append("table_change_by_sense")  # 比上年增长 of a rate: a difference by sense, not by its head
    if negative and measure == "level":
        doubts.append("negative_level")
    if label.group:
        doubts.append("table_group_row")  # its figures may be a count and a sum under heads of single projects
    if not label.sure:
        doubts.append("table_parent_by_order")
    if not _says(label, name, reading):
        doubts.append("label_not_in_name")
    if not column.role and not column.period and not column.heads:
        doubts.append("table_head_unread")
    return doubts


def _is_index(name: str) -> bool:
    return "指数" in name or name.endswith("价格")


def _says(label: RowLabel, name: str, reading: TableReading) -> bool:
    """Whether the row's label stands in the name, which a name from another row or half would not show."""
    if (
        label.total
        or label.place
        or reading.stub_is_period
        or reading.stub_is_region
        or reading.table.kind == "project_plan"
    ):
        return True
    core = _GROWTH_TAIL.sub("", label.label)
    return core in name


_GROWTH_TAIL = _P["growth_tail"]
_BY_CHECK = {
    "table_period_unknown": 0.6, "table_unit_unknown": 0.6, "table_change_by_sense": 0.8, "table_parent_by_order": 0.85,
    "table_unit_of_neighbour": 0.8, "negative_level": 0.8, "table_group_row": 0.5, "label_not_in_name": 0.5, "table_head_unread": 0.7,
}  # fmt: skip


def _confidence(reading: TableReading, column: Column, doubts: list[str]) -> float:
    """As sure as the least sure field: what the model doubts, else how well the column's head is known."""
    least = min((_BY_CHECK[doubt] for doubt in doubts), default=1.0)
    if reading.table.kind in ("target_actual", "project_plan"):
        return min(least, 0.97)
    return min(least, 0.93 if column.role or column.period or column.unit else 0.85)
