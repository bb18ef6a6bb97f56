"""What the rows of a table are about: the indicator of each row, its unit, its place under another row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.documents.model import Cell, Table
from pipelines.extract.tables.columns import Column, unit_in
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.periods import Period, find_period
from pipelines.extract.tables.words import bare_head, is_total, squeeze, words
from pipelines.lexicon.units import unit_of

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十0-9]{1,3}）|[0-9]{1,2}[.．、](?![0-9])|[①-⑳])"
)
_PART = re.compile(r"^(?:其中[：:]?|其：|#|＃|[—–\-－·•]{1,2})")
_UNIT_TAIL = re.compile(r"[（\[](?:单位[：:])?([^（）\[\]]{1,12})[）\]]")
_GROWTH = re.compile(
    r"(?:比上年|同比|年均|名义|实际)*(?:(?P<down>下降|降低|降幅|减少)(?:率|比例)?|(?:增长速度|增长率|增长|增速|增幅|上涨|涨幅|涨跌幅))$"
)
_WHOLE = re.compile(r"^(?:全社会|全区|全市|全县|全省|全部|年末)(?=.{3})")
_ONLY_GROWTH = re.compile(r"^(?:比上年|同比|年均|较上年)?(?:增长速度|增长率|增长|增速|增幅|增减)$")


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A row's meaning. `name` is completed from the row above where the label alone names nothing.

    `part_of` is the row that this one is a part of (其中), None for a row of its own. `growth` is 1 or -1 where the
    label itself says that the figure is a growth or a decline (地区生产总值增速, 能耗下降), 0 otherwise.
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


def read_labels(table: Table, columns: list[Column], text: str, this_year: int | None) -> dict[int, RowLabel]:
    """Row number → meaning, for all rows below the header that have a label."""
    label_cols = [c.col for c in columns if c.role == "label"]
    unit_col = next((c.col for c in columns if c.role == "unit"), None)
    sequence = next((c.col for c in columns if c.role == "sequence"), None)
    labels: dict[int, RowLabel] = {}
    band, whole, part_open = "", None, False
    for number, cells in index_of(table).rows.items():
        own = _label_cell(cells, label_cols, sequence)
        if own is None:
            continue
        filled = [c for c in cells.values() if c.text]
        if len(filled) == 1 and (own.col_span > 1 or len(cells) > 1):
            band, whole, part_open = clean_label(own.text)[0], None, False
            continue
        name, marked = clean_label(own.text)
        unit = unit_in(own.text) or (_unit_cell(cells, unit_col))
        unnumbered = sequence is not None and sequence in cells and not cells[sequence].text
        part = whole is not None and (marked or _indented(text, own) or (part_open and unnumbered))
        parent = labels[whole].name if whole is not None else band
        label = _complete(name, parent, part)
        completed = label != name
        growth, label = _growth(label, parent if part or whole is not None else "", unit)
        labels[number] = RowLabel(
            number,
            name,
            label,
            unit,
            whole if part else None,
            growth,
            find_period(name, this_year),
            is_total(name),
            band,
        )
        part_open = part_open or marked
        if not part and not completed:
            whole, part_open = number, False
    return labels


def clean_label(text: str) -> tuple[str, bool]:
    """A label without numbering, part marks and its unit; and whether it was marked as a part.

    >>> clean_label("其中：税收收入（亿元）"), clean_label("一、地区生产总值"), clean_label("#房地产开发")
    (('税收收入', True), ('地区生产总值', False), ('房地产开发', True))
    """
    label = _NUMBERING.sub("", squeeze(text))
    marked = bool(_PART.match(label))
    label = _PART.sub("", label)
    label = _UNIT_TAIL.sub(lambda m: "" if unit_of(m[1].removeprefix("±")) else m[0], label)
    return label.strip("：:#*※、，") or squeeze(text), marked


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


def _indented(text: str, cell: Cell) -> bool:
    """A stub that blanks push in: a part of the row above. Blanks behind another cell only keep columns apart."""
    before = text[max(0, cell.start - 40) : cell.start]
    blanks = before[len(before.rstrip(" \u3000")) :]
    edge = before[: len(before) - len(blanks)][-1:]
    return (len(blanks) > 1 or "\u3000" in blanks) and edge in ("", "\n", "\r", "\t", "|", "｜", "│")


def _complete(name: str, parent: str, part: bool) -> str:
    """税收收入 stays; 第一产业 under 地区生产总值 becomes 第一产业增加值."""
    if not parent:
        return name
    for rule in words()["parts_of"]:
        if rule["under"] in parent and name in rule["labels"] and (part or rule.get("unmarked")):
            return rule["name"].format(parent=_WHOLE.sub("", parent), label=name)
    return name


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

    >>> bare_caption("表3：2023年区级重点项目暂定安排（单位：亿元）")
    '区级重点项目暂定安排'
    """
    caption = re.sub(
        r"^(?:附?(?:表|图表|附件))\s?[0-9０-９一二三四五六七八九十]{0,3}(?:[-－—.．][0-9]{1,3})?[：:．.、]?",
        "",
        squeeze(caption),
    )
    return bare_head(re.sub(r"^.{0,6}?(?=(?:19|20)\d{2}年)", "", caption))
