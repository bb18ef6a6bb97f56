"""Tables that list projects one by one: a row is a project, a group, a sum or a head said again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipelines.documents.model import Cell, Document, Table
from pipelines.extract.projects.listed.groups import Path, stated_count
from pipelines.extract.projects.listed.model import Entry, Group, ProjectList
from pipelines.extract.projects.listed.rows import (
    Cells,
    Frame,
    entry_of,
    group_of,
    head_again,
    is_inner,
    stage_in,
    take_sums,
)
from pipelines.extract.projects.listed.words import column_kind, is_sum, listing, nature_in, pattern, plain
from pipelines.extract.projects.words import vocabulary
from pipelines.extract.tables.column import unit_in
from pipelines.extract.tables.index import TableIndex, index_of
from pipelines.extract.tables.lines import unit_of_line
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.words import squeeze
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("projects.listed.table")

_NUMBER = _P["number"]
_SURE = ("nature", "scale", "location", "years", "start", "end", "total_investment", "planned_investment", "progress")


@dataclass(slots=True)
class _Reading:
    """A list as far as its tables are read; a table on the next page goes on with it."""

    table: Table
    heads: tuple[tuple[str, ...], ...]
    frame: Frame
    groups: list[Group]
    path: Path = field(default_factory=Path)
    entries: list[Entry] = field(default_factory=list)
    category: Cell | None = None


def table_lists(document: Document) -> list[ProjectList]:
    """The lists that a document's tables are, one that goes on over several tables as one."""
    found: list[_Reading] = []
    for table in document.tables:
        index = index_of(table)
        columns = _columns(document, table, index)
        if table.kind != "other" or columns is None:
            continue
        before = found[-1] if found and _goes_on(found[-1], table, index) else None
        reading = (
            _continued(before, document, table, index, columns) if before else _begun(document, table, index, columns)
        )
        _rows(reading, index)
        if before is None and reading.entries:
            found.append(reading)
    return [ProjectList(tuple(r.entries), tuple(r.groups), r.table.caption) for r in found]


def _begun(document: Document, table: Table, index: TableIndex, columns: dict[str, int]) -> _Reading:
    first = min(c.start for c in table.cells)
    before = document.text[table.start : first] or document.text[: table.start].rstrip().rsplit("\n", 1)[-1]
    whole = Group("", (table.start, table.start), stated_count(before.split("\n")))
    return _Reading(table, index.heads, _frame(document, table, index, columns), [whole])


def _goes_on(before: _Reading, table: Table, index: TableIndex) -> bool:
    """Whether a table is the next page of the list before it: the same heads, and no title but 续表."""
    own = squeeze(table.caption)
    titled = own and own != squeeze(before.table.caption) and not pattern("continued").match(own)
    return index.heads == before.heads and table.section == before.table.section and not titled


def _continued(
    before: _Reading, document: Document, table: Table, index: TableIndex, columns: dict[str, int]
) -> _Reading:
    own, first = _frame(document, table, index, columns), before.frame
    units = {key: unit or first.units.get(key) for key, unit in own.units.items()}
    before.frame = replace(first, columns=columns, units=units)
    return before


def _rows(reading: _Reading, index: TableIndex) -> None:
    """Read the rows of a table into its list."""
    frame, path, groups, entries = reading.frame, reading.path, reading.groups, reading.entries
    for number, row in enumerate(index.rows.values()):
        cells = {key: row[col] for key, col in frame.columns.items() if col in row and row[col].text.strip()}
        filled = [c for c in row.values() if c.text.strip()]
        if not filled or head_again(filled):
            continue
        if any(is_sum(squeeze(c.text)) for c in filled[:2]):
            take_sums(frame, cells, groups[-1] if number and is_inner(filled) else groups[0])
            continue
        label = group_of(frame, cells, filled)
        if label is not None:
            where = path.enter(label)
            group = Group(where, (filled[0].start, filled[-1].end), label.count)
            take_sums(frame, cells, group)
            groups.append(group)
            reading.category = None
            continue
        _said_once(reading, cells)
        entry = entry_of(frame, path, cells, filled)
        if entry is not None:
            entries.append(entry)
            for group in groups:
                if not group.path or (entry.group_path or "").startswith(group.path):
                    group.entries.append(entry)


def _said_once(reading: _Reading, cells: Cells) -> None:
    """A category in front of the names holds for the rows below it that leave it empty."""
    columns = reading.frame.columns
    if "category" not in columns or columns["category"] > columns["name"]:
        return
    if "category" in cells:
        reading.category = cells["category"]
    elif reading.category is not None:
        cells["category"] = reading.category


# columns and what the table says of all rows


def _columns(document: Document, table: Table, index: TableIndex) -> dict[str, int] | None:
    """kind → column of a table that lists projects; None for one that does not."""
    found, strong = _kinds(index)
    told = [key for key in _SURE if key in found]
    if "name" not in found or not (told or strong and _announced(document, table)):
        return None
    if not strong and not {"nature", "scale", "location", "years"} & set(told):
        return None
    return None if _of_budget(table, index) else found


def _kinds(index: TableIndex) -> tuple[dict[str, int], bool]:
    """(kind → column by the heads, whether one says by itself that it holds names); the innermost head that says comes first."""
    found: dict[str, int] = {}
    strong = False
    for column, heads in enumerate(index.heads):
        kind, sure = next(((k, s) for head in reversed(heads) for k, s in [column_kind(head)] if k), ("", False))
        if kind == "name" and sure and not strong:
            found["name"], strong = column, True
        elif kind and kind not in found:
            found[kind] = column
    return found, strong


def _of_budget(table: Table, index: TableIndex) -> bool:
    """Whether caption or heads speak of a budget: then the rows are purposes of money."""
    words = " ".join([table.caption, *(head for heads in index.heads for head in heads)])
    budget = listing()["budget"]
    return any(w in words for w in budget["words"]) and not any(w in plain(words) for w in budget["unless"])


def _announced(document: Document, table: Table) -> bool:
    """Whether the title of a table of names alone says that it lists projects."""
    return bool(pattern("titles").search(plain(table.caption or _title_above(document, table))))


def _frame(document: Document, table: Table, index: TableIndex, columns: dict[str, int]) -> Frame:
    caption = table.caption or _title_above(document, table)
    head_years = [find_period(h, None) for h in _heads(index, columns, "planned_investment")]
    stated = next((p for p in [find_period(caption, None), *head_years] if p and p.end), None)
    year = stated.end if stated else document.meta.plan_year or document.meta.review_year
    done = any(w in caption for w in vocabulary()["tables"]["done"])
    body = [row.get(columns["sequence"]) for row in index.rows.values()] if "sequence" in columns else []
    numbered = sum(bool(cell and _NUMBER.fullmatch(cell.text.strip())) for cell in body)
    return Frame(
        document,
        columns,
        _units(document, table, index, columns),
        year,
        "actual" if done else "target",
        nature_in(caption),
        stage_in(caption),
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
