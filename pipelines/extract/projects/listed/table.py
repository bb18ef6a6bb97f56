"""Tables that list projects one by one: a row is a project, a group, a sum or a head said again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from pipelines.documents.model import Cell, Document, Statement, Table
from pipelines.extract.projects.listed.details import details_in, in_unit, years_in
from pipelines.extract.projects.listed.groups import Label, Path, read_label
from pipelines.extract.projects.listed.model import STAGE_OF, Details, Entry, Group, Nature, ProjectList
from pipelines.extract.projects.listed.words import column_kind, is_sum, listing, nature_in, pattern, plain
from pipelines.extract.projects.mentions import stage_of_text
from pipelines.extract.projects.words import STAGES, Stage, vocabulary
from pipelines.extract.tables.columns import unit_in
from pipelines.extract.tables.index import TableIndex, index_of
from pipelines.extract.tables.lines import unit_of_line
from pipelines.extract.tables.numbers import is_empty_value, read_cell_numbers
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.words import squeeze
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("projects.listed.table")

_NUMBER = _P["number"]
_ITEM = _P["item"]
_OWN = ("nature", "scale", "location", "years", "start", "end", "owner", "progress", "category")
_SURE = ("nature", "scale", "location", "years", "start", "end", "total_investment", "planned_investment", "progress")
_SHORTEST = 3

Cells = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all rows of a table share."""

    document: Document
    columns: dict[str, int]
    units: dict[str, str | None]
    year: int | None
    statement: Statement
    nature: Nature | None
    stage: Stage | None
    counts: bool
    width: int


def read_table_list(document: Document, table: Table) -> ProjectList | None:
    """The list that a table is, None for any other table."""
    index = index_of(table)
    columns = _columns(table, index)
    if table.kind != "other" or columns is None:
        return None
    frame = _frame(document, table, index, columns)
    whole = Group("", (table.start, table.start))
    groups, path, entries = [whole], Path(), list[Entry]()
    last: Cells = {}
    for number, row in enumerate(index.rows.values()):
        cells = {key: row[col] for key, col in columns.items() if col in row and row[col].text.strip()}
        filled = [c for c in row.values() if c.text.strip()]
        if not filled or _head_again(filled):
            continue
        if any(is_sum(squeeze(c.text)) for c in filled[:2]):
            _sums(frame, cells, groups[-1] if number and _inner(filled) else whole)
            continue
        label = _group(frame, cells, filled)
        if label is not None:
            where = path.enter(label)
            group = Group(where, (filled[0].start, filled[-1].end), label.count)
            _sums(frame, cells, group)
            groups.append(group)
            last = {}
            continue
        entry = _entry(frame, path, cells, filled, last)
        if entry is not None:
            entries.append(entry)
            for group in groups:
                if not group.path or (entry.group_path or "").startswith(group.path):
                    group.entries.append(entry)
            last = cells
    return ProjectList(tuple(entries), tuple(groups), table.caption) if entries else None


# columns and what the table says of all rows


def _columns(table: Table, index: TableIndex) -> dict[str, int] | None:
    """kind → column of a table that lists projects; None for one that does not."""
    found: dict[str, int] = {}
    strong = False
    for column, heads in enumerate(index.heads):
        for head in reversed(heads):
            kind, sure = column_kind(head)
            if kind == "name" and sure and not strong:
                found["name"], strong = column, True
            elif kind and kind not in found:
                found[kind] = column
            if kind:
                break
    told = [key for key in _SURE if key in found]
    if "name" not in found or not told:
        return None
    own = {"nature", "scale", "location", "years"} & set(told)
    if not strong and not own:
        return None
    words = " ".join([table.caption, *(head for heads in index.heads for head in heads)])
    budget = listing()["budget"]
    if any(w in words for w in budget["words"]) and not any(w in plain(words) for w in budget["unless"]):
        return None
    return found


def _frame(document: Document, table: Table, index: TableIndex, columns: dict[str, int]) -> _Frame:
    caption = table.caption or _title_above(document, table)
    head_years = [find_period(h, None) for h in _heads(index, columns, "planned_investment")]
    stated = next((p for p in [find_period(caption, None), *head_years] if p and p.end), None)
    year = stated.end if stated else document.meta.plan_year or document.meta.review_year
    done = any(w in caption for w in vocabulary()["tables"]["done"])
    body = [row.get(columns["sequence"]) for row in index.rows.values()] if "sequence" in columns else []
    numbered = sum(bool(cell and _NUMBER.fullmatch(cell.text.strip())) for cell in body)
    return _Frame(
        document,
        columns,
        _units(document, table, index, columns),
        year,
        "actual" if done else "target",
        nature_in(caption),
        _stage(caption),
        numbered * 2 >= max(len(body), 1),
        index.width,
    )


def _title_above(document: Document, table: Table) -> str:
    """The heading that a table without a caption stands under, else the document's title."""
    section = document.sections[table.section - 1] if table.section is not None else None
    return section.title if section else document.meta.title or ""


def _heads(index: TableIndex, columns: dict[str, int], key: str) -> tuple[str, ...]:
    return index.heads[columns[key]] if key in columns else ()


def _units(document: Document, table: Table, index: TableIndex, columns: dict[str, int]) -> dict[str, str | None]:
    """The unit of each column of money: its head's, the caption's, else that of a line above the heads."""
    first = min(c.start for c in table.cells)
    lines = [unit_of_line(line.strip()) for line in document.text[table.start : first].split("\n")]
    above = next((u for line in lines if line for u in _P["marks"].split(line) if unit_of(u)), None)
    shared = unit_in(table.caption) or above
    found: dict[str, str | None] = {}
    for key in ("total_investment", "planned_investment"):
        found[key] = next((u for h in _heads(index, columns, key) if (u := unit_in(h))), "") or shared or None
    return found


# what a row is


def _head_again(filled: list[Cell]) -> bool:
    """The heads, repeated on a further page."""
    return sum(bool(column_kind(c.text)[0]) for c in filled) * 2 > len(filled) >= 2


def _inner(filled: list[Cell]) -> bool:
    return any("小计" in c.text for c in filled[:2])


def _group(frame: _Frame, cells: Cells, filled: list[Cell]) -> Label | None:
    """The group that a row opens, None for the row of a project."""
    name = cells.get("name")
    sequence = cells.get("sequence")
    told = [key for key in _OWN if key in cells and key != "progress"]
    words = [c for c in filled if not _is_number(frame, c)]
    first = words[0] if words else filled[0]
    label = read_label(first.text)
    if label.style in ("a", "b", "c", "e", "f") and first is sequence and name is not None and not told:
        inner = read_label(name.text)
        return Label(inner.name, label.style, inner.count if inner.count is not None else _beside(frame, cells))
    if first is sequence and label.style in ("a", "b", "c") and len(words) == 1:
        return label
    if told and len(told) > 1:
        return None
    if label.style in ("a", "b", "c", "e", "f") and len(words) <= 2 and (label.name != plain(first.text)):
        return label
    lone = len(words) == 1 and frame.width > 2
    numbered = sequence is not None and bool(_NUMBER.fullmatch(sequence.text.strip()))
    if lone and not numbered and (label.count is not None or len(filled) == 1):
        return label
    uncounted = frame.counts and not numbered and not told and len(words) == 1
    return label if uncounted else None


def _beside(frame: _Frame, cells: Cells) -> int | None:
    return None


def _is_number(frame: _Frame, cell: Cell) -> bool:
    return bool(read_cell_numbers(frame.document.text, cell.start, cell.end)) or is_empty_value(cell.text)


def _sums(frame: _Frame, cells: Cells, group: Group) -> None:
    """Take what a group's row or a sum says of the money, and a count in brackets or in the column of names."""
    for key, field in (("total_investment", "declared_total"), ("planned_investment", "declared_planned")):
        amount = _amount(frame, cells.get(key), key)
        if amount is not None:
            group.unit = group.unit or amount[1]
            setattr(group, field, in_unit(*amount, group.unit) if group.unit else amount[0])
    if group.declared_count is None:
        for key in ("sequence", "name", "nature", "scale"):
            cell = cells.get(key)
            match = pattern("groups", "counted").search(plain(cell.text)) if cell else None
            if match:
                group.declared_count = int(match["n"])


# a project


def _entry(frame: _Frame, path: Path, cells: Cells, filled: list[Cell], last: Cells) -> Entry | None:
    cell = cells.get("name")
    if cell is None:
        return None
    start = cell.start + (m.end() if (m := _ITEM.match(cell.text)) else 0)
    name = plain(frame.document.text[start : cell.end])
    if len(name) < _SHORTEST or pattern("not_projects").search(name) or _is_number(frame, cell):
        return None
    nature = _nature(frame, path, cells)
    details = _details(frame, cells, nature)
    progress = plain(cells["progress"].text) if "progress" in cells else ""
    stage, actual = _stage_of(frame, cells, path, progress, nature)
    category = plain(cells["category"].text) if "category" in cells else ""
    group = " / ".join(part for part in (path.now(), category) if part) or None
    year = _year(frame, path)
    quote = "｜".join(squeeze(c.text) for c in filled)
    statement: Statement = "actual" if actual else frame.statement
    return Entry((start, cell.end), stage, statement, year, quote, "table.list", 0.95, details, group)


def _nature(frame: _Frame, path: Path, cells: Cells) -> Nature | None:
    own = nature_in(plain(cells["nature"].text)) if "nature" in cells else None
    groups = (nature_in(name) for name in path.names())
    return own or next((n for n in groups if n), None) or frame.nature


def _year(frame: _Frame, path: Path) -> int | None:
    periods = (find_period(name, None) for name in path.names())
    return next((p.end for p in periods if p and p.end), frame.year)


def _stage_of(
    frame: _Frame, cells: Cells, path: Path, progress: str, nature: Nature | None
) -> tuple[Stage | None, bool]:
    """(stage, whether its words tell what was done): by the progress, the nature, the group, the caption."""
    said = _stage(progress) or stage_of_text(progress) if progress else None
    done = bool(said and _P["under_way"].search(progress) and not _P["meant"].search(progress))
    own = _stage(plain(cells["nature"].text)) if "nature" in cells else None
    groups = next((s for name in path.names() if (s := _stage(name))), None)
    if done and stage_of_text(progress):
        return stage_of_text(progress), True
    return (STAGE_OF[nature] if nature else None) or own or said or groups or frame.stage, False


def _stage(text: str) -> Stage | None:
    """The stage that a cell, a group or a caption names."""
    groups = vocabulary()["tables"]["stages"]
    return cast("Stage | None", next((s for s in STAGES if any(word in text for word in groups[s])), None))


def _details(frame: _Frame, cells: Cells, nature: Nature | None) -> Details:
    total = _amount(frame, cells.get("total_investment"), "total_investment")
    planned = _amount(frame, cells.get("planned_investment"), "planned_investment")
    unit = (total or planned or (None, None))[1]
    start, end = _years(cells)
    scale = _text(cells, "scale")
    in_words = details_in(scale) if scale and total is None else None
    if in_words and in_words.total_investment is not None and planned is None:
        total, unit = (in_words.total_investment, in_words.investment_unit or ""), in_words.investment_unit
    return Details(
        nature,
        _text(cells, "location"),
        scale,
        start,
        end,
        total[0] if total else None,
        in_unit(*planned, unit) if planned and unit else (planned[0] if planned else None),
        unit or None,
        _text(cells, "owner"),
    )


def _years(cells: Cells) -> tuple[int | None, int | None]:
    if "years" in cells:
        return years_in(plain(cells["years"].text))
    start = years_in(plain(cells["start"].text))[0] if "start" in cells else None
    end = years_in(plain(cells["end"].text))[1] if "end" in cells else None
    return start, end


def _text(cells: Cells, key: str) -> str | None:
    words = squeeze(cells[key].text) if key in cells else ""
    return words if words and not is_empty_value(words) else None


def _amount(frame: _Frame, cell: Cell | None, key: str) -> tuple[Decimal, str] | None:
    """(number, unit) of a cell of money; None where it holds none or no unit is known."""
    numbers = read_cell_numbers(frame.document.text, cell.start, cell.end) if cell else []
    if len(numbers) != 1:
        return None
    own = {"亿": "亿元", "万": "万元"}.get(numbers[0].unit, numbers[0].unit)
    unit = own if own and unit_of(own) else frame.units[key]
    return (numbers[0].value, unit or "")


def entries_of(lists: list[ProjectList]) -> Iterator[Entry]:
    """The projects of several lists."""
    for each in lists:
        yield from each.entries
