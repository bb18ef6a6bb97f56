"""A table read as a whole: its columns, its rows, and the defaults that caption, section and document give."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.documents import dates
from pipelines.documents.frame.time import fold
from pipelines.documents.model import Document, Section, Statement, Table
from pipelines.extract.tables.column import Column
from pipelines.extract.tables.columns import read_columns
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.label import RowLabel
from pipelines.extract.tables.labels import read_labels
from pipelines.extract.tables.lines import unit_of_line
from pipelines.extract.tables.merged import merged_stubs
from pipelines.extract.tables.periods import Period, find_period
from pipelines.extract.tables.printed import bare_caption
from pipelines.extract.tables.ragged import ragged_rows
from pipelines.extract.tables.subjects import account_of, subject_of, whole_of
from pipelines.extract.tables.words import bare_head, is_region_head, quantity_tail, squeeze, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of
from pipelines.lexicon.years import part_of

_P = patterns("tables.reading")

_UNIT = _P["unit"]
_NUMBERED_CAPTION = _P["numbered_caption"]
_PLAN_CAPTION = _P["plan_caption"]
_DONE_CAPTION = _P["done_caption"]
_PROGRESS = _P["progress"]


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table's meaning: its axes (columns, rows), and the defaults that caption, section and document give.

    `labels` are the rows of a table with one column of labels; `halves` those of each half of a table side by side, by
    the column of its labels. `units` are all that caption and unit lines state, `unit` the one of its amounts. `noun`
    is what the caption says is measured where the heads do not (主要产品产量), `modifier` of what (规模以上工业);
    `account` is the caption's account and direction (政府性基金预算支出). `unit_is_lent` where the table states no unit
    and takes the one that all other budget tables of its document have; `ragged` are the rows whose empty cells are lost.
    """

    table: Table
    columns: tuple[Column, ...]
    labels: dict[int, RowLabel]
    unit: str
    period: Period
    statement: Statement
    reviewed: int | None
    stub_is_region: bool
    stub_is_period: bool
    halves: dict[int, dict[int, RowLabel]] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    noun: str = ""
    modifier: str = ""
    account: str = ""
    unit_is_lent: bool = False
    headings: tuple[str, ...] = ()
    ragged: frozenset[int] = frozenset()

    def unit_for(self, name: str) -> tuple[str, bool]:
        """(the unit of an amount of this name among those that the table states, whether it can be no other of them)."""
        amounts = [u for u in self.units if u not in ("%", "‰", "个百分点")]
        if len(amounts) < 2:
            return self.unit, True
        if all(u.endswith("元") for u in amounts) and "元" in amounts and len(amounts) == 2:
            single = any(word in name for word in words()["in_single_money"])
            return next(u for u in amounts if (u == "元") == single), True
        told = {u: _said_at(name, (u[-1], *words()["counted_in"].get(u[-1], ()))) for u in amounts}
        last = max(told.values())
        best = [u for u, at in told.items() if at == last]
        return (best[0], True) if last and len(best) == 1 else (self.unit, False)

    @property
    def moves(self) -> bool:
        """Whether the caption says that all figures are growth (涨跌幅度, 增速)."""
        caption = bare_caption(self.table.caption)
        said = any(word in caption for word in words()["moving_captions"])
        return said and (not self.noun or bool(_P["growth_alone"].search(caption)))

    @property
    def outlines(self) -> bool:
        """Whether the table sets targets of several years (属性, or 年均 beside two years)."""
        heads = {squeeze(head) for c in self.columns for head in c.heads}
        return bool(heads & set(_PROPERTY)) or any(c.role == "annual" for c in self.columns)

    def label_at(self, row: int, column: Column) -> RowLabel | None:
        """The meaning of a row for one of its columns."""
        labels = self.halves.get(column.stub, self.labels) if column.stub is not None else self.labels
        return labels.get(row)


def _said_at(name: str, cues: tuple[str, ...]) -> int:
    """Where the last of some words ends in a name, 0 where none stands there: 在校学生数 is of 学生 more than of 校."""
    return max(name.rfind(cue) + len(cue) if cue in name else 0 for cue in cues)


def read_table(document: Document, table: Table) -> TableReading:
    """Columns, rows and defaults of a table in its document; the last one read is kept, since it is asked for thrice."""
    if _last and _last[0] is document and _last[1].table is table:
        return _last[1]
    reading = _read_table(document, table)
    _last[:] = [document, reading]
    return reading


_last: list = []
_PROPERTY = words()["property_heads"]


def _read_table(document: Document, table: Table) -> TableReading:
    statement = _statement(document, table)
    period = _period(document, table, statement)
    columns = read_columns(table, period.end)
    noun, modifier = subject_of(table.caption)
    account = account_of(table.caption)
    items = bool(account) or _is_budget(table, columns)
    halves, labels = _labels(document, table, columns, period, bool(noun or items) or _says_measure(columns), items)
    heads = [c.heads[-1] for c in columns if c.role == "label" and c.heads]
    stub = list(map(bare_head, heads))
    units = _table_units(document.text, table)
    section = next((s for s in document.sections if s.number == table.section), None)
    lent = _neighbours_unit(document, table) if items and not units else ""
    return TableReading(
        table, tuple(columns), labels, next((u for u in units if u not in ("%", "‰", "个百分点")), units[0] if units else lent),
        period, statement, document.meta.review_year, any(map(is_region_head, heads)) and not merged_stubs(index_of(table), columns),
        any(s in words()["period_heads"] for s in stub) or _all_periods(labels),
        halves, units, noun, modifier, account, bool(lent), tuple(section.path.split(" / ")) if section else (),
        ragged_rows(document.text, table),
    )  # fmt: skip


def _is_budget(table: Table, columns: list[Column]) -> bool:
    """Whether a head or the caption is one of a budget."""
    return any(_BUDGET_HEAD.search(head) for c in columns for head in c.heads) or bool(_BUDGET.search(table.caption))


def _says_measure(columns: list[Column]) -> bool:
    """Whether the heads say what is measured (产量), so that the rows need not."""
    values = (c for c in columns if c.role not in ("label", "sequence", "unit", "remark"))
    return any(quantity_tail(c.name) for c in values if c.measure in (None, "level"))


def _labels(
    document: Document, table: Table, columns: list[Column], period: Period, named: bool, items: bool
) -> tuple[dict[int, dict[int, RowLabel]], dict[int, RowLabel]]:
    """(labels of each half of a table side by side by its column of labels, those of its first half or of the whole)."""
    stubs = sorted({c.stub for c in columns if c.stub is not None})
    whole, text = whole_of(table.caption), document.text
    halves = {stub: read_labels(table, columns, text, period.end, stub, named, items, whole) for stub in stubs}
    if halves:
        return halves, halves[stubs[0]]
    return halves, read_labels(table, columns, text, period.end, None, named, items, whole)


_PERIOD_ONLY = _P["period_only"]


def _all_periods(labels: dict[int, RowLabel]) -> bool:
    """Whether the rows are years or months and nothing else."""
    return bool(labels) and all(
        label.period and label.period.start and _PERIOD_ONLY.fullmatch(label.label) for label in labels.values()
    )


def _statement(document: Document, table: Table) -> Statement:
    """What the table's figures are where its columns do not say."""
    caption = bare_caption(table.caption)
    aims = any(cell.header and squeeze(cell.text) in _PROPERTY for cell in table.cells)
    planned = table.kind == "project_plan" and not _PROGRESS.search(caption)
    if aims or planned or (_PLAN_CAPTION.search(caption) and not _DONE_CAPTION.search(caption)):
        return "target"
    if "预计" in caption:
        return "estimate"
    section = next((s for s in document.sections if s.number == table.section), None)
    return section.statement if section and not caption else "actual"


def _period(document: Document, table: Table, statement: Statement) -> Period:
    """The caption's period, else the section's, else the document's reviewed or planned year."""
    meta = document.meta
    stated = find_period(_NUMBERED_CAPTION.sub("", table.caption), None)
    section = next((s for s in document.sections if s.number == table.section), None)
    default = meta.plan_year if statement == "target" and table.kind != "target_actual" else meta.review_year
    start, end = (section.year_start, section.year_end) if section and section.year_start else (default, default)
    if stated:
        return stated.filled(start, end)
    if start is None or start != end:
        return Period(start, end, "")
    return Period(start, end, part_of(start, _label_above(document, section) or meta.period_label or ""))


def _label_above(document: Document, section: Section | None) -> str:
    """The part of a year that the nearest heading with a year names (二、2019年上半年预算执行情况)."""
    while section is not None:
        part = dates.period_label(fold(section.title))
        if part or dates.years(section.title):
            return part[1] if part else ""
        section = document.sections[section.parent - 1] if section.parent is not None else None
    return ""


_BUDGET_HEAD = _P["budget_head"]
_BUDGET = _P["budget"]


def _neighbours_unit(document: Document, table: Table) -> str:
    """The unit of the budget table before this one, else of the one behind it; '' where there is none.

    A table that goes on over pages, or one of a series under one cover, states its unit once.
    """
    budget = [
        t for t in document.tables if t is not table and any(_BUDGET_HEAD.search(c.text) for c in t.cells if c.header)
    ]
    near = sorted(budget, key=lambda t: (t.number > table.number, abs(t.number - table.number)))
    return next((units[0] for units in (_table_units(document.text, t) for t in near) if units), "")


def _table_units(text: str, table: Table) -> tuple[str, ...]:
    """The units stated above the grid: （单位：亿元） in the caption, on a line or in a row of its own, two of them (亿元、%)."""
    first = min((c.start for c in table.cells), default=table.start)
    inside = [c.text for c in table.cells if c.header and "单" in c.text]
    for line in [table.caption, *text[table.start : first].split("\n"), *inside]:
        m = _UNIT.search(line)
        stated = squeeze(unit_of_line(line.strip()) or (m[1] or m[2] if m else "")).removeprefix("单位：")
        if unit_of(stated):
            return (stated,)
        units = tuple(u for u in _P["marks"].split(stated) if unit_of(u))
        if units:
            return units
    return ()
