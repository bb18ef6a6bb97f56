"""What the rows of a table are about: the indicator of each row, its unit, its place under another row."""

from __future__ import annotations

from pipelines.documents.model import Cell, Table
from pipelines.extract.tables.column import Column
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.label import RowLabel, SeenRow, home_of, is_sibling, says_rate, under_number
from pipelines.extract.tables.loans import Tiers
from pipelines.extract.tables.merged import Stub, merged_stubs, names_of
from pipelines.extract.tables.parents import (
    compose,
    is_complete,
    is_generic,
    is_known_part,
    is_rate,
    named_part,
    same_division,
    same_noun,
    shares_noun,
    stands_alone,
    without_total,
)
from pipelines.extract.tables.periods import Period, find_period
from pipelines.extract.tables.printed import (
    UNNUMBERED,
    clean_label,
    dated,
    growth_said,
    is_division,
    is_place,
    own_unit,
    rank_of,
    said,
)
from pipelines.extract.tables.stubs import (
    half,
    holds_units,
    indent,
    label_cell,
    label_columns,
    same_dimension,
    unit_cell,
    unnumbered_row,
)
from pipelines.extract.tables.words import is_total, words


def read_labels(
    table: Table,
    columns: list[Column],
    text: str,
    this_year: int | None,
    stub: int | None = None,
    named: bool = False,
    itemised: bool = False,
    subject: tuple[str, bool] = ("", False),
) -> dict[int, RowLabel]:
    """Row number → meaning, for all rows below the header that have a label.

    stub: the column of labels of one half of a table side by side, None where one column serves all; named: the heads
    or the caption say what is measured (产量), so that a row without a mark is an item of its own; itemised: a budget,
    whose rows without figures (外交支出) are items like the others and no bands over those that follow; subject: what a
    total in the first row is the total of, where the caption says it, and whether the rows below divide it.
    """
    reader = _Reader(table, half(columns, stub), text, this_year, named, itemised)
    reader.subject, reader.divided = ("", False) if itemised else subject
    for number, cells in index_of(table).rows.items():
        reader.read(number, cells)
    return reader.labels


class _Reader:
    """Reads the labels of one half of a table from the top down."""

    def __init__(
        self, table: Table, columns: list[Column], text: str, this_year: int | None, named: bool, itemised: bool
    ) -> None:
        self.text, self.this_year, self.named, self.itemised = text, this_year, named, itemised
        self.label_cols = label_columns(columns)
        self.unit_col = next((c.col for c in columns if c.role == "unit"), None)
        self.trusted = holds_units(index_of(table).rows, self.unit_col)
        self.sequence = next((c.col for c in columns if c.role == "sequence"), None)
        self.cols = {c.col for c in columns}
        self.labels: dict[int, RowLabel] = {}
        self.band = self.band_printed = ""
        self.whole: int | None = None
        self.sub: int | None = None
        self.part_open = False
        self.over: Cell | None = None  # the last label left of another one, which may hold the unit of several rows
        self.indents: dict[int, int] = {}
        self.subject, self.divided, self.grouped = "", False, False
        self.office: RowLabel | None = None
        self.tiers = Tiers()
        self.chain: list[tuple[int, RowLabel]] = []
        self.stubs = merged_stubs(index_of(table), columns)
        self.names = names_of(self.stubs)

    def read(self, number: int, row: dict[int, Cell]) -> None:
        """One row; a row with nothing but a label is a band over those that follow."""
        cells = {col: cell for col, cell in row.items() if col in self.cols}
        merged = self.stubs.get(number)
        own = merged.own if merged else label_cell(cells, self.label_cols, self.sequence) if cells else None
        if own is None:
            return
        if merged is not None:
            self._merged(number, cells, merged)
            return
        name, marked = clean_label(own.text)
        filled = [c for c in cells.values() if c.text]
        if len(filled) == 1 and (own.col_span > 1 or len(cells) > 1):
            self._band(own, name)
        else:
            self._row(number, cells, own, name, marked)

    def _band(self, own: Cell, name: str) -> None:
        """A row with nothing but a label: it names what follows, or by what the whole above it is divided (按行业分)."""
        if is_division(own.text) and (self.whole is not None or not self.labels):
            self.sub, self.part_open, self.grouped = None, True, True
        else:
            self.band, self.whole, self.sub, self.part_open, self.grouped = name, None, None, False, False
            self.band_printed = own.text

    def _merged(self, number: int, cells: dict[int, Cell], stub: Stub) -> None:
        """A row below labels that are merged over several: whole by its path, of the place that is one of them."""
        period, name = dated(self.names[number], self.this_year)
        statement, name = said(name)
        unit = stub.unit or unit_cell(cells, self.unit_col, self.trusted)
        growth, name = growth_said(stub.level + name, "", unit)
        self.labels[number] = RowLabel(
            number, stub.place or name, stub.place or name, unit, None, growth, period, False, "",
            statement=statement, place=bool(stub.place), printed=stub.own.text, under=name,
        )  # fmt: skip

    def _place(self, number: int, name: str) -> bool:
        """A row that is a place: its figures are the whole's, there."""
        if not is_place(name):
            return False
        whole = self.labels[self.whole] if self.whole is not None else None
        self.labels[number] = RowLabel(
            number, name, name, whole.unit if whole else "", None, 0, whole.period if whole else None, False, self.band,
            statement=whole.statement if whole else None, place=True, under=whole.name if whole else self.band,
        )  # fmt: skip
        return True

    def _row(self, number: int, cells: dict[int, Cell], own: Cell, name: str, marked: bool) -> None:
        """A row with figures; it becomes the one that the rows below may hang on."""
        if self._place(number, name):
            return
        row = self._seen(cells, own, name, marked)
        parent, ruled, label = self._named(row)
        self.indents[number] = indent(self.text, own)
        self.labels[number] = self._label(
            number, row, own.text, label, parent, ruled, unnumbered_row(cells, self.sequence) and row.names_office
        )
        self.chain.append((row.rank, self.labels[number]))
        self.part_open = self.part_open or marked
        if ruled and is_complete(self.labels[number].name):
            self.sub = number
        elif row.alone and not row.soft and not ruled:
            self.whole, self.sub, self.part_open, self.grouped = number, None, False, False
        elif row.total and self.subject and len(self.labels) == 1:
            self.whole = number
            self.grouped = self.part_open = self.divided

    def _label(
        self, number: int, row: SeenRow, printed: str, label: str, parent: str, ruled: str, group: bool
    ) -> RowLabel:
        """The meaning of a row; parent: what its name was completed from; ruled: its name by a rule for parts."""
        composed = label != row.name
        growth, label = growth_said(label, row.before.name if row.before else "", row.unit)
        whole = row.whole if row.part or self.part_open else None
        known = not composed or row.generic or is_known_part(parent, row.name)
        return RowLabel(
            number,
            row.name,
            label,
            row.unit or (row.whole.unit if row.whole else ""),
            whole.row if whole else None,
            growth,
            self._period(row),
            row.total,
            self.band,
            sure=not row.soft or self.part_open or known,
            origin=parent if composed and not ruled else "",
            statement=row.statement or (row.above.statement if row.above else None),
            group=group,
            printed=printed,
            band_printed=self.band_printed,
        )

    def _seen(self, cells: dict[int, Cell], own: Cell, name: str, marked: bool) -> SeenRow:
        """What a row's label says, and the rows that it hangs on."""
        total = is_total(name)
        period, name = dated(name, self.this_year)
        statement, name = said(name)
        name = without_total(name)
        name = self.tiers.name_of(name, marked)
        rank = rank_of(own.text)
        above = self._above(rank)
        self.over = next((c for c in cells.values() if c.col < own.col and own_unit(c.text)), self.over)
        over = own_unit(self.over.text) if self.over and own.row < self.over.row + self.over.row_span else ""
        unit = own_unit(own.text) or over or unit_cell(cells, self.unit_col, self.trusted)
        if self.sub is not None and same_division(self.labels[self.sub].name, name):
            self.sub = None
        whole = self._whole(cells, own, name, marked)
        before = self.labels[self.whole] if self.whole is not None else None
        name = self.subject if total and self.subject and not self.labels else name
        row = SeenRow(name, period, statement, rank, above, unit, whole, before, whole is not None, total)
        row.generic = is_generic(name, before.name if before else self.band)
        open_row = self._owner(name, rank) or self._open()
        if row.alone and open_row is not None and (row.generic or self._follows(open_row, name, unit, own.text)):
            row.soft, row.whole = True, open_row
        return row

    def _owner(self, name: str, rank: int) -> RowLabel | None:
        """The office that an item of every office is of: 事业运行 behind 食品安全监管 is of the one whose 行政运行 stood above.

        A row called 事务 or one with a number begins another office or chapter.
        """
        items = words()["office_items"]
        if name == items[0]:
            self.office = self._open()
        elif name.endswith("事务") and name not in items or rank < UNNUMBERED:
            self.office = None
        return self.office if name in items else None

    def _named(self, row: SeenRow) -> tuple[str, str, str]:
        """(what the name is completed from, the name by a rule for parts, the name) of a row."""
        band = self.band if row.generic or not self.itemised else ""
        parent = (row.whole.origin or row.whole.name) if row.whole is not None else band
        label = row.name if row.total else compose(parent, row.name, row.part)
        home = home_of(row.name, self.labels.values()) if row.alone else None
        before = home or row.before
        ruled = named_part(before.name, row.name) if before and row.alone and (home or label == row.name) else ""
        label = ruled or label
        return parent, ruled, under_number(row) if label == row.name else label

    def _period(self, row: SeenRow) -> Period | None:
        above = row.above.period if row.above and not row.total and not row.name.endswith(("总计", "合计")) else None
        return row.period or above or find_period(row.name, self.this_year)

    def _above(self, rank: int) -> RowLabel | None:
        """The row that this one's number puts it under: （一） under 一、, a row without a number under the last that has one."""
        while self.chain and self.chain[-1][0] >= rank:
            self.chain.pop()
        return self.chain[-1][1] if self.chain else None

    def _open(self) -> RowLabel | None:
        """The row that parts hang on: the part named last, but of an index the whole: 粮食 below 食品烟酒 is a part of it, too."""
        whole = self.labels[self.whole] if self.whole is not None else None
        if whole is None or self.sub is None or "价格" in whole.name:
            return whole
        return self.labels[self.sub]

    def _whole(self, cells: dict[int, Cell], own: Cell, name: str, marked: bool) -> RowLabel | None:
        """The row that a mark (其中), blanks before it or a missing number make this one a part of."""
        if self.whole is None:
            return None
        whole, pushed = self._open(), indent(self.text, own)
        assert whole is not None
        deeper = pushed > 1 and pushed > self.indents[self.whole]
        divided = self.grouped and not (is_complete(name) and not same_noun(whole.name, name))
        return (
            whole if marked or deeper or divided or (self.part_open and unnumbered_row(cells, self.sequence)) else None
        )

    def _follows(self, whole: RowLabel, name: str, unit: str, printed: str) -> bool:
        """A thing or class without a noun of its own, behind a row that has one: 公路 behind 旅客运输总量."""
        joined = self.part_open and shares_noun(whole.name, name)
        known = name in words()["always_parts"] and same_dimension(unit, whole.unit)
        own = self.part_open and own_unit(printed) and not joined and not known
        if is_rate(whole.name) or says_rate(name) or own:
            return False  # a unit of its own ends the run of parts that take the whole's; 民航（吨） of 货运量（万吨） goes on
        if not joined and (is_complete(name) or stands_alone(name) or not is_complete(whole.name)):
            return False
        if is_sibling(whole, unit, printed, known):
            return False
        return self.part_open or not self.named or known
