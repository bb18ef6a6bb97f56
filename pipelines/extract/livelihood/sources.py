"""Where a document states its 民生实事: completion tables, boxed and numbered lists, enumerations in prose."""

from __future__ import annotations

from dataclasses import replace

from pipelines.documents.model import Cell, Document, Table
from pipelines.extract.livelihood.headed import chapters, counted, one_by_one
from pipelines.extract.livelihood.lined import line_lists
from pipelines.extract.livelihood.promise import Promise, Span, default_year
from pipelines.extract.livelihood.words import is_title, number_of
from pipelines.extract.tables.index import index_of
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.words import column_role, head_in, squeeze
from pipelines.extract.tables.words import words as table_words
from pipelines.lexicon.patterns import patterns

_P = patterns("livelihood.sources")


def promises(document: Document) -> list[Promise]:
    """All 民生实事 of a document; of two statements for one year the fuller table comes before lists and prose."""
    groups = [g for t in document.tables if _promises(t) and (g := promises_of_table(document, t))]
    groups += [g for g in (one_by_one(document), chapters(document), *line_lists(document)) if g]
    groups += counted(document, [(g[0].start, g[-1].end) for g in groups])
    best: dict[int | None, list[Promise]] = {}
    for group in _told_once(groups):
        known = best.get(group[0].year)
        if known is None or (known[0].origin == "prose" and (group[0].origin == "table" or len(group) > len(known))):
            best[group[0].year] = group
    return sorted((p for group in best.values() for p in group), key=lambda p: (p.start, p.number))


def _told_once(groups: list[list[Promise]]) -> list[list[Promise]]:
    """The groups without those that read words which a group of as many promises has read, whatever year they found."""
    kept: list[list[Promise]] = []
    for group in sorted(groups, key=len, reverse=True):
        if not any(k[0].start < group[-1].end and group[0].start < k[-1].end for k in kept):
            kept.append(group)
    return [group for group in groups if group in kept]


def _promises(table: Table) -> bool:
    """Whether a table promises: by its kind, or by its caption where plan and completion are columns of numbers."""
    return table.kind == "livelihood" or (
        table.kind == "target_actual" and is_title(table.caption) and {"name", "plan"} <= set(_columns(table))
    )


def promises_of_table(document: Document, table: Table) -> list[Promise]:
    """The 民生实事 of one table, in its order."""
    columns = _columns(table)
    stated = find_period(table.caption, None)
    year = stated.end if stated and stated.end else default_year(document, table.start, "completion" not in columns)
    found: list[Promise] = []
    numbered = False
    for cells in index_of(table).rows.values():
        by = {key: cells.get(col) for key, col in columns.items()}
        spans = (_span(by.get("plan" if "plan" in columns else "name")), _span(by.get("completion")))
        if not any(spans):
            continue
        own = _number(by.get("sequence")) or _number_in(_text(by.get("name")))
        if found and not own and _is_part(by, columns, numbered):
            last = found.pop()
            end = max(s[1] for s in spans if s)
            found.append(replace(last, end=end, parts=(*last.parts, spans), year=year, rate=None, unit=""))
            continue
        numbered = bool(own)
        label = (
            _P["number"].sub("", _text(by.get("name"))) or (_text(by.get("plan")) or _text(by.get("completion")))[:60]
        )
        unit = _text(by.get("unit")) if table.kind != "livelihood" else ""
        rate = _span(by.get("rate"))
        where = _reach(cells)
        found.append(Promise(own or len(found) + 1, label, *where, (spans,), year, "table", False, rate, unit=unit))
    numbers = [p.number for p in found]
    if len(set(numbers)) < len(numbers):
        found = [replace(p, number=n) for n, p in enumerate(found, 1)]
    return found


def _number_in(name: str) -> int:
    """The number that a name begins with (14.改扩建学校), 0 where it has none."""
    numbered = _P["number"].match(name)
    return int(numbered["n"]) if numbered else 0


def _is_part(by: dict[str, Cell | None], columns: dict[str, int], numbered: bool) -> bool:
    """Whether a row without a number is a further part of the promise above it: it has no name, or the one above has a
    number and names are all that the table says of plans."""
    if "name" in columns and not _text(by.get("name")):
        return True
    return numbered and "plan" not in columns


def _reach(cells: dict[int, Cell]) -> Span:
    """Where the words of a row begin and end."""
    filled = [c for c in cells.values() if c.text]
    return min(c.start for c in filled), max(c.end for c in filled)


def _text(cell: Cell | None) -> str:
    return squeeze(cell.text) if cell else ""


def _columns(table: Table) -> dict[str, int]:
    names = table_words()["livelihood"]
    heads = dict(enumerate(index_of(table).heads))
    found: dict[str, int] = {}
    for key in ("rate", "completion", "plan", "name"):
        col = next((c for c, h in heads.items() if h and head_in(h[-1], names[key]) and c not in found.values()), None)
        if col is not None:
            found[key] = col
    sequence = next(
        (c for c, h in heads.items() if h and head_in(h[-1], table_words()["roles"]["sequence"]["exact"])), None
    )
    if sequence is not None:
        found["sequence"] = sequence
    unit = next((c for c, h in heads.items() if h and column_role(h[-1]) == "unit"), None)
    if unit is not None:
        found["unit"] = unit
    return found


def _span(cell: Cell | None) -> Span | None:
    return (cell.start, cell.end) if cell and cell.text else None


def _number(cell: Cell | None) -> int:
    return number_of(squeeze(cell.text)) if cell and cell.text else 0
