"""Numbers of tables as facts, with the meaning that heads, labels, caption and document give them."""

from __future__ import annotations

from pipelines.documents.model import Cell, Document, Statement, Table
from pipelines.extract.facts import Fact, Measure, QualitativeFact
from pipelines.extract.tables.columns import Column
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.labels import RowLabel, bare_caption
from pipelines.extract.tables.numbers import CellNumber, read_cell_numbers
from pipelines.extract.tables.periods import Period
from pipelines.extract.tables.reading import TableReading, read_table
from pipelines.extract.tables.words import bare_head, head_in, squeeze, words
from pipelines.lexicon.units import unit_of


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
        label = reading.labels.get(cell.row)
        column = reading.columns[cell.col] if cell.col < len(reading.columns) else None
        if cell.header or label is None or column is None or column.role in ("sequence", "label", "unit", "remark"):
            continue
        for number in read_cell_numbers(document.text, cell.start, cell.end):
            fact = _fact(reading, cell, column, label, number)
            if label.part_of is not None and _adds_up(fact):
                fact.whole = at.get((label.part_of, cell.col))
            at.setdefault((cell.row, cell.col), len(facts))
            facts.append(fact)
    return facts


def _adds_up(fact: Fact) -> bool:
    return fact.measure == "level" and not any(word in fact.indicator for word in words()["not_additive"])


def table_qualitative(document: Document, table: Table) -> list[QualitativeFact]:
    """Targets and results without a number: 与经济增长基本同步, 持平. An empty cell gives nothing."""
    if table.kind == "livelihood":
        return []
    reading = read_table(document, table)
    found: list[QualitativeFact] = []
    for cell in table.cells:
        label = reading.labels.get(cell.row)
        column = reading.columns[cell.col] if cell.col < len(reading.columns) else None
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
            statement = _cell_statement(reading, column, period)
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
    period = _cell_period(reading, column, label)
    statement = _cell_statement(reading, column, period)
    fact = Fact(
        number.start, number.end, number.value * sign, unit, name, measure, statement, period.start, period.end,
        period.label(), number.qualifier, region, cell.start, cell.end, _rule(reading, column, measure, statement),
        _confidence(reading, column, unit, measure),
    )  # fmt: skip
    return fact


def _measure(reading: TableReading, column: Column, label: RowLabel, number: CellNumber) -> tuple[Measure, str, int]:
    """(measure, unit, sign) of a cell from its own unit, its column's head and its row's label, in this order."""
    stated = number.unit or column.unit
    own = stated or label.unit or reading.unit
    growth = label.growth or (1 if number.verb else 0)
    sign = -1 if label.growth < 0 and not number.verb else 1
    if own in ("个百分点", "百分点"):
        return "change", own, 1
    if column.measure in ("growth", "change", "gap") and column.measure != "level":
        if label.unit in ("%", "‰") and column.measure in ("growth", "change") and _is_rate(label):
            if column.statement == "target":  # what is planned of a rate is the rate (4以内), not its growth
                return "share", label.unit, 1
            return "change", "个百分点", 1
        return column.measure, stated or ("%" if column.measure == "growth" else own), 1
    if column.measure in ("share", "rank"):
        return column.measure, stated, 1
    if own in ("%", "‰"):
        row_is_amount = label.unit not in ("%", "‰", "") or (not label.unit and reading.unit not in ("%", "‰", ""))
        if growth or (number.unit == "%" and column.statement == "target" and not _is_rate(label) and row_is_amount):
            return "growth", own, sign
        is_growth = not _is_rate(label) and label.unit == "" and column.statement == "target"
        return ("growth" if is_growth else "share"), own, 1
    if own == "倍":
        return "multiple", own, 1
    if growth and not own:
        return "growth", "%", sign
    return "level", own, 1


def _is_rate(label: RowLabel) -> bool:
    """A percentage by its name: 城镇调查失业率, 森林覆盖率, 占比."""
    return label.name.endswith(("率", "比重", "占比", "比例", "度", "率（%）")) or "占" in label.name


def _name(reading: TableReading, column: Column, label: RowLabel) -> tuple[str, str]:
    """(indicator, region) of a cell."""
    if reading.table.kind == "project_plan":
        return _project_name(reading, column, label), ""
    if reading.stub_is_period:
        return column.name or bare_caption(reading.table.caption) or label.name, ""
    if reading.stub_is_region:
        subject = column.name or bare_caption(reading.table.caption)
        return subject, "" if label.total else label.name
    if label.total:
        subject = bare_caption(reading.table.caption) or label.label
        return subject + column.name, ""
    if column.name and column.name not in label.name:
        return label.name + column.name, ""
    return label.name, ""


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
    row = label.period if reading.stub_is_period else None
    period = column.period or row or base
    if row and column.period and column.period.start is None and row.start is not None:
        period = Period(row.start, row.end, column.period.part)
    return period.filled(base.start, base.end)


def _cell_statement(reading: TableReading, column: Column, period: Period) -> Statement:
    """The column's statement, else the table's; a year that is over is no target, one still to come no result."""
    if column.statement or period.end is None:
        return column.statement or reading.statement
    stated = column.period is not None and column.period.end is not None
    if reading.statement == "target" and stated and reading.reviewed and period.end <= reading.reviewed:
        return "actual"
    if reading.statement == "actual" and stated and reading.reviewed and period.end > reading.reviewed:
        return "target"
    return reading.statement


def _rule(reading: TableReading, column: Column, measure: Measure, statement: Statement) -> str:
    if reading.table.kind == "project_plan":
        counted = column.heads and head_in(column.heads[-1], words()["project_plan"]["count"])
        return "table.project_count" if counted else "table.project_investment"
    if column.role == "completion":
        return "table.completion"
    if reading.table.kind == "target_actual" and statement == "target":
        return "table.target"
    return f"table.{measure}"


def _confidence(reading: TableReading, column: Column, unit: str, measure: Measure) -> float:
    """Lower where the unit is missing or the column's head is not understood."""
    if reading.period.start is None and column.period is None:
        return 0.6
    if not unit and measure in ("level", "change", "gap"):
        return 0.6
    if measure == "change" and column.measure == "growth":
        return 0.8  # 比上年增长 of a rate: a difference by sense, not by its head
    if reading.table.kind in ("target_actual", "project_plan"):
        return 0.97
    return 0.93 if column.role or column.period else 0.85
