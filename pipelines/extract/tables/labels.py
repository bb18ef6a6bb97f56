"""What the rows of a table are about: the indicator of each row, its unit, its place under another row."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.documents.model import Cell, Statement, Table
from pipelines.extract.tables.columns import Column, unit_in
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.parents import (
    compose,
    is_complete,
    is_known_part,
    named_part,
    shares_noun,
    stands_alone,
)
from pipelines.extract.tables.periods import Period, find_period
from pipelines.extract.tables.words import bare_head, column_role, is_total, squeeze, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.regions import find_region
from pipelines.lexicon.units import unit_of

_P = patterns("tables.labels")

_NUMBERING = _P["numbering"]
_PART = _P["part"]
_UNIT_TAIL = _P["unit_tail"]
_GROWTH = _P["growth"]
_ONLY_GROWTH = _P["only_growth"]


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A row's meaning. `name` is completed from the row above where the label alone names nothing.

    `part_of` is the row that this one is a part of (其中), None for a row of its own. `growth` is 1 or -1 where the
    label itself says that the figure is a growth or a decline (地区生产总值增速, 能耗下降), 0 otherwise. `sure` is
    False where nothing but the order of the rows makes it a part of the row above; `origin` is what the name was
    completed from. `statement` is set where the label itself says plan or result (发行预计执行数), `place` where it is a
    place, `group` where a row without a number names the office whose numbered rows follow; `under` then is what the rows of places belong to; `printed` and `band_printed` are the label and the band as
    printed.
    """

    row: int
    label: str
    name: str
    unit: str
    part_of: int | None
    growth: int
    period: Period | None
    total: bool
    band: str
    sure: bool = True
    origin: str = ""
    statement: Statement | None = None
    place: bool = False
    group: bool = False
    printed: str = ""
    band_printed: str = ""
    under: str = ""


def read_labels(
    table: Table,
    columns: list[Column],
    text: str,
    this_year: int | None,
    stub: int | None = None,
    named: bool = False,
    itemised: bool = False,
) -> dict[int, RowLabel]:
    """Row number → meaning, for all rows below the header that have a label.

    stub: the column of labels of one half of a table side by side, None where one column serves all; named: the heads
    or the caption say what is measured (产量), so that a row without a mark is an item of its own; itemised: a budget,
    whose rows without figures (外交支出) are items like the others and no bands over those that follow.
    """
    reader = _Reader(table, _half(columns, stub), text, this_year, named, itemised)
    for number, cells in index_of(table).rows.items():
        reader.read(number, cells)
    return reader.labels


def _label_columns(columns: list[Column]) -> list[int]:
    """The columns that hold the labels: those whose heads say so, else all words in front of the values.

    项目名称 | 项目领域 | 债券性质 | 债券规模: the project is the label, what follows it describes it.
    """
    labels = [c for c in columns if c.role == "label"]
    said = [c for c in labels if any(column_role(head) == "label" for head in c.heads)]
    last = max((c.col for c in said), default=-1)
    named = [c for c in labels if c.col <= last]
    return [c.col for c in (named if said and len(named) < len(labels) else labels)]


def _half(columns: list[Column], stub: int | None) -> list[Column]:
    if stub is None:
        return columns
    own = [c for c in columns if c.col == stub or (c.stub == stub and c.role != "label")]
    lead = [c for c in columns if c.col < own[0].col and c.role == "sequence"] if own else []
    return [*lead[-1:], *own]


class _Reader:
    """Reads the labels of one half of a table from the top down."""

    def __init__(
        self, table: Table, columns: list[Column], text: str, this_year: int | None, named: bool, itemised: bool
    ) -> None:
        self.text, self.this_year, self.named, self.itemised = text, this_year, named, itemised
        self.label_cols = _label_columns(columns)
        self.unit_col = next((c.col for c in columns if c.role == "unit"), None)
        self.sequence = next((c.col for c in columns if c.role == "sequence"), None)
        self.cols = {c.col for c in columns}
        self.labels: dict[int, RowLabel] = {}
        self.band = ""
        self.whole: int | None = None
        self.sub: int | None = None
        self.part_open = False
        self.indents: dict[int, int] = {}
        self.band_printed = ""
        self.chain: list[tuple[int, RowLabel]] = []

    def read(self, number: int, row: dict[int, Cell]) -> None:
        """One row; a row with nothing but a label is a band over those that follow."""
        cells = {col: cell for col, cell in row.items() if col in self.cols}
        own = _label_cell(cells, self.label_cols, self.sequence) if cells else None
        if own is None:
            return
        name, marked = clean_label(own.text)
        filled = [c for c in cells.values() if c.text]
        if len(filled) == 1 and (own.col_span > 1 or len(cells) > 1):
            self.band, self.whole, self.sub, self.part_open = name, None, None, False
            self.band_printed = own.text
            return
        self._row(number, cells, own, name, marked)

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
        if self._place(number, name):
            return
        dated, name = _dated(name, self.this_year)
        said, name = _said(name)
        rank = rank_of(own.text)
        above = self._above(rank)
        unit = _own_unit(own.text) or _unit_cell(cells, self.unit_col)
        whole = self._whole(cells, own, marked)
        part = whole is not None
        total = is_total(name)
        before = self.labels[self.whole] if self.whole is not None else None
        generic = name in words()["generic_items"]
        soft = (
            not part and not total and before is not None and (generic or self._follows(before, name, unit, own.text))
        )
        whole = before if soft else whole
        band = self.band if generic or not self.itemised else ""
        parent = (whole.origin or whole.name) if whole is not None else band
        label = name if total else compose(parent, name, part)
        ruled = ""
        if label == name and before is not None and not part and not total:
            ruled = named_part(before.name, name)
        label = ruled or label
        if label == name and above and rank < _UNNUMBERED and not total and not is_complete(name + above.name[-2:]):
            label = above.name + name if not stands_alone(name) and not is_complete(above.name) else label
        composed = label != name
        growth, label = _growth(label, before.name if before else "", unit)
        if not unit and whole is not None and (part or self.part_open):
            unit = whole.unit
        self.indents[number] = _indent(self.text, own)
        group = unnumbered_row(cells, self.sequence) and not part and not total and bool(_OFFICE.search(name))
        self.labels[number] = RowLabel(
            number, name, label, unit, whole.row if whole is not None and (part or self.part_open) else None, growth,
            dated or (above.period if above else None) or find_period(name, self.this_year), total, self.band,
            origin=parent if composed and not ruled else "",
            group=group, sure=not soft or not composed or generic or self.part_open or is_known_part(parent, name),
            statement=said or (above.statement if above else None), printed=own.text, band_printed=self.band_printed,
        )  # fmt: skip
        self.chain.append((rank, self.labels[number]))
        self.part_open = self.part_open or marked
        if ruled and is_complete(label):
            self.sub = number
        elif not part and not soft and not ruled and not total:
            self.whole, self.sub, self.part_open = number, None, False

    def _above(self, rank: int) -> RowLabel | None:
        """The row that this one's number puts it under: （一） under 一、, a row without a number under the last that has one."""
        while self.chain and self.chain[-1][0] >= rank:
            self.chain.pop()
        return self.chain[-1][1] if self.chain else None

    def _whole(self, cells: dict[int, Cell], own: Cell, marked: bool) -> RowLabel | None:
        """The row that a mark (其中), blanks before it or a missing number make this one a part of."""
        if self.whole is None:
            return None
        whole = self.labels[self.whole if self.sub is None else self.sub]
        indent = _indent(self.text, own)
        unnumbered = unnumbered_row(cells, self.sequence)
        deeper = indent > 1 and indent > self.indents[self.whole]
        return whole if marked or deeper or (self.part_open and unnumbered) else None

    def _follows(self, whole: RowLabel, name: str, unit: str, printed: str) -> bool:
        """A thing or class without a noun of its own, behind a row that has one: 公路 behind 旅客运输总量."""
        joined = self.part_open and shares_noun(whole.name, name)
        if self.part_open and _own_unit(printed) and not joined:
            return False  # a unit of its own ends the run of parts that take the whole's
        if not joined and (is_complete(name) or stands_alone(name) or not is_complete(whole.name)):
            return False
        style = _style(printed)
        if (style and style == _style(whole.label)) or (unit and whole.unit and unit != whole.unit):
            return False
        return self.part_open or not self.named or name in words()["always_parts"]


def _own_unit(printed: str) -> str:
    """The unit in a label's brackets, '' where there is none: 羊（万只）, not 18-34岁（含不满35周岁）, 其他支出（项）."""
    unit = unit_in(printed) if _UNIT_TAIL.search(squeeze(printed)) else ""
    return "" if unit in words()["account_levels"] else unit


_BEGINS_DATED = _P["begins_dated"]


def _dated(name: str, this_year: int | None) -> tuple[Period | None, str]:
    """(period, name) of a label that begins with its year: 2024年末地方政府债务余额."""
    m = _BEGINS_DATED.match(name)
    return (find_period(m.group(), this_year), name[m.end() :]) if m else (None, name)


def _said(name: str) -> tuple[Statement | None, str]:
    """(statement, name) of a label that ends with plan or result: 专项债券发行预计执行数."""
    for tail, statement in words()["said_behind"].items():
        if name.endswith(tail) and len(name) > len(tail) + 1:
            return statement, name.removesuffix(tail)
    return None, name


def is_place(name: str) -> bool:
    """Whether a label is a place: 维西县, 迪庆州本级.

    >>> is_place("维西县"), is_place("迪庆州本级"), is_place("税收返还"), is_place("城镇")
    (True, True, False, False)
    """
    bare = name.removesuffix("本级")
    return len(bare) > 2 and bare[-1] in "省市州县区旗盟" and find_region(bare) is not None


_UNNUMBERED = 9
_RANKS = (_P["rank_1"], _P["rank_2"], _P["rank_3"], _P["rank_4"], _P["rank_5"])


_OFFICE = _P["office"]


def unnumbered_row(cells: dict[int, Cell], sequence: int | None) -> bool:
    """Whether a row has no number in a table whose rows are numbered."""
    return sequence is not None and sequence in cells and not cells[sequence].text


def rank_of(printed: str) -> int:
    """How deep a label's numbering stands: 1 for 一、, 2 for （一）, 3 for 1., 9 where there is none."""
    word = squeeze(printed)
    return next((k for k, pattern in enumerate(_RANKS, start=1) if pattern.match(word)), _UNNUMBERED)


def _style(printed: str) -> str:
    """How a label is numbered: its first number's kind, '' where it is not."""
    m = _NUMBERING.match(squeeze(printed))
    return _P["numeral"].sub("1", _P["han_numeral"].sub("一", m.group())) if m else ""


def clean_label(text: str) -> tuple[str, bool]:
    """A label without numbering, part marks and its unit; and whether it was marked as a part.

    >>> clean_label("其中：税收收入（亿元）"), clean_label("一、地区生产总值"), clean_label("##粮食"), clean_label("2.1.茶叶")
    (('税收收入', True), ('地区生产总值', False), ('粮食', True), ('茶叶', False))
    """
    label = _NUMBERING.sub("", squeeze(text))
    marked = bool(_PART.match(label))
    label = _NUMBERING.sub("", _PART.sub("", label)).removesuffix("（季度）").removesuffix("（季报）")
    label = _UNIT_TAIL.sub(lambda m: "" if unit_of(m[1].removeprefix("±")) else m[0], label)
    return label.strip("：:#*※★☆、，") or squeeze(text), marked


def _label_cell(cells: dict[int, Cell], label_cols: list[int], sequence: int | None) -> Cell | None:
    filled = [cells[c] for c in label_cols if c in cells and cells[c].text]
    if filled:
        return filled[-1]
    first = cells.get(min(cells))
    if first and first.text and (first.col_span > 1 or sequence == first.col) and not first.text.isdigit():
        return first
    return None


def _unit_cell(cells: dict[int, Cell], unit_col: int | None) -> str:
    unit = squeeze(cells[unit_col].text) if unit_col is not None and unit_col in cells else ""
    return unit if unit_of(unit) else ""


def _indent(text: str, cell: Cell) -> int:
    """How far blanks push a label in, in half characters; blanks behind another cell only keep columns apart."""
    before = text[max(0, cell.start - 40) : cell.start]
    blanks = before[len(before.rstrip(" \u3000\u00a0\u2002\u2003")) :]
    edge = before[: len(before) - len(blanks)][-1:]
    if edge not in ("", "\n", "\r", "\t", "|", "｜", "│"):
        return 0
    return sum(1 if c in " \u00a0\u2002" else 2 for c in blanks)


def _growth(label: str, parent: str, unit: str) -> tuple[int, str]:
    """(sign, name) of a label that says growth itself: 规上工业增加值增速 with unit %, or 增速 alone under another row."""
    if _ONLY_GROWTH.match(label):
        return 1, parent or label
    if unit not in ("%", "‰", ""):
        return 0, label
    m = _GROWTH.search(label)
    if m and m.start() >= 2:
        return (-1 if m["down"] else 1), label[: m.start()]
    return 0, label


def bare_caption(caption: str) -> str:
    """A caption without its number and year: 表3：2023年区级重点项目暂定安排 → 区级重点项目暂定安排.

    >>> bare_caption("表3：2023年区级重点项目暂定安排（单位：亿元）"), bare_caption("表32023年产量"), bare_caption("1-22026年支出表")
    ('区级重点项目暂定安排', '产量', '支出表')
    """
    caption = _P["caption_number"].sub("", caption.strip())
    caption = _P["yearbook_number"].sub("", squeeze(caption))
    return bare_head(_P["before_year"].sub("", caption))
