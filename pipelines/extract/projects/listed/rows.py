"""What a row of a list of projects is: a group, a sum, a head said again, or a project with its details."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from pipelines.documents.model import Cell, Document, Statement
from pipelines.extract.projects.listed.belongs import with_group
from pipelines.extract.projects.listed.details import details_in, in_unit, years_in
from pipelines.extract.projects.listed.groups import Label, Path, read_label
from pipelines.extract.projects.listed.model import STAGE_OF, Details, Entry, Group, Nature
from pipelines.extract.projects.listed.words import column_kind, nature_in, pattern, plain
from pipelines.extract.projects.mentions import stage_of_text
from pipelines.extract.projects.words import STAGES, Stage, vocabulary
from pipelines.extract.tables.numbers import is_empty_value, read_cell_numbers
from pipelines.extract.tables.periods import find_period
from pipelines.extract.tables.words import squeeze
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.units import unit_of

_P = patterns("projects.listed.rows")

_NUMBER = _P["number"]
_ITEM = _P["item"]
_OWN = ("nature", "scale", "location", "years", "start", "end", "owner", "progress", "category")
_SHORTEST = 3
_STYLES = ("a", "b", "c", "e", "f")  # of numbers that a group has and a project has not

Cells = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Frame:
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


# what a row is


def head_again(filled: list[Cell]) -> bool:
    """The heads, repeated on a further page."""
    return sum(bool(column_kind(c.text)[0]) for c in filled) * 2 > len(filled) >= 2


def is_inner(filled: list[Cell]) -> bool:
    return any("小计" in c.text for c in filled[:2])


def group_of(frame: Frame, cells: Cells, filled: list[Cell]) -> Label | None:
    """The group that a row opens, None for the row of a project."""
    told = [key for key in _OWN if key in cells and key != "progress"]
    words = [c for c in filled if not _is_number(frame, c)]
    first = words[0] if words else filled[0]
    label = read_label(first.text)
    if first is cells.get("sequence") and (own := _by_sequence(cells, label, told, len(words))):
        return own
    if len(told) > 1:
        return None
    numbered = label.style in _STYLES and label.name != plain(first.text)
    return (
        label if numbered and len(words) <= 2 or _stands_alone(frame, cells, filled, label, len(words), told) else None
    )


def _by_sequence(cells: Cells, label: Label, told: list[str], words: int) -> Label | None:
    """The group whose number (一, （二）) stands in the column of numbers, its name beside it or behind the number."""
    name = cells.get("name")
    if label.style in _STYLES and name is not None and not told:
        inner = read_label(name.text)
        return Label(inner.name, label.style, inner.count)
    return label if label.style in ("a", "b", "c") and words == 1 else None


def _stands_alone(frame: Frame, cells: Cells, filled: list[Cell], label: Label, words: int, told: list[str]) -> bool:
    """Whether a row with a single cell of words opens a group: it counts, has nothing else, or has no number of its own."""
    sequence = cells.get("sequence")
    if words != 1 or sequence is not None and _NUMBER.fullmatch(sequence.text.strip()):
        return False
    if frame.width > 2 and (label.count is not None or len(filled) == 1):
        return True
    return frame.counts and not told


def _is_number(frame: Frame, cell: Cell) -> bool:
    return bool(read_cell_numbers(frame.document.text, cell.start, cell.end)) or is_empty_value(cell.text)


def take_sums(frame: Frame, cells: Cells, group: Group) -> None:
    """Take what a group's row or a sum says of the money, and a count in brackets or in the column of names."""
    for key, field in (("total_investment", "declared_total"), ("planned_investment", "declared_planned")):
        amount = _amount(frame, cells.get(key), key)
        if amount is not None:
            group.unit = group.unit or amount[1]
            setattr(group, field, in_unit(*amount, group.unit) if group.unit else amount[0])
    said = details_in(plain(frame.document.text[slice(*group.span)])) if group.path else Details()
    for key, field in (("total_investment", "declared_total"), ("planned_investment", "declared_planned")):
        if getattr(group, field) is None and getattr(said, key) is not None:
            group.unit = group.unit or said.investment_unit
            setattr(group, field, in_unit(getattr(said, key), said.investment_unit or "", group.unit or ""))
    if group.declared_count is None:
        for key in ("sequence", "name", "nature", "scale"):
            cell = cells.get(key)
            match = pattern("groups", "counted").search(plain(cell.text)) if cell else None
            if match:
                group.declared_count = int(match["n"])


# a project


def entry_of(frame: Frame, path: Path, cells: Cells, filled: list[Cell]) -> Entry | None:
    cell = cells.get("name")
    if cell is None:
        return None
    start = cell.start + (m.end() if (m := _ITEM.match(cell.text)) else 0)
    name = plain(frame.document.text[start : cell.end])
    if len(name) < _SHORTEST or pattern("not_projects").search(name) or _is_number(frame, cell):
        return None
    nature = _nature(frame, path, cells)
    details = with_group(_details(frame, cells, nature), path.names())
    progress = plain(cells["progress"].text) if "progress" in cells else ""
    stage, actual = _stage_of(frame, cells, path, progress, nature)
    category = plain(cells["category"].text) if "category" in cells else ""
    group = " / ".join(part for part in (path.now(), category) if part) or None
    year = _year(frame, path)
    quote = "｜".join(squeeze(c.text) for c in filled)
    statement: Statement = "actual" if actual else frame.statement
    return Entry((start, cell.end), stage, statement, year, quote, "table.list", 0.95, details, group)


def _nature(frame: Frame, path: Path, cells: Cells) -> Nature | None:
    own = nature_in(plain(cells["nature"].text)) if "nature" in cells else None
    groups = (nature_in(name) for name in path.names())
    return own or next((n for n in groups if n), None) or frame.nature


def _year(frame: Frame, path: Path) -> int | None:
    periods = (find_period(name, None) for name in path.names())
    return next((p.end for p in periods if p and p.end), frame.year)


def _stage_of(
    frame: Frame, cells: Cells, path: Path, progress: str, nature: Nature | None
) -> tuple[Stage | None, bool]:
    """(stage, whether its words tell what was done): by the progress, the nature, the group, the caption."""
    said = stage_in(progress) or stage_of_text(progress) if progress else None
    done = bool(said and _P["under_way"].search(progress) and not _P["meant"].search(progress))
    own = stage_in(plain(cells["nature"].text)) if "nature" in cells else None
    groups = next((s for name in path.names() if (s := stage_in(name))), None)
    if done and stage_of_text(progress):
        return stage_of_text(progress), True
    return (STAGE_OF[nature] if nature else None) or own or said or groups or frame.stage, False


def stage_in(text: str) -> Stage | None:
    """The stage that a cell, a group or a caption names."""
    groups = vocabulary()["tables"]["stages"]
    return cast("Stage | None", next((s for s in STAGES if any(word in text for word in groups[s])), None))


def _details(frame: Frame, cells: Cells, nature: Nature | None) -> Details:
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


def _amount(frame: Frame, cell: Cell | None, key: str) -> tuple[Decimal, str] | None:
    """(number, unit) of a cell of money; None where it holds none or no unit is known."""
    numbers = read_cell_numbers(frame.document.text, cell.start, cell.end) if cell else []
    if len(numbers) != 1:
        return None
    own = {"亿": "亿元", "万": "万元"}.get(numbers[0].unit, numbers[0].unit)
    unit = own if own and unit_of(own) else frame.units[key]
    return (numbers[0].value, unit or "")
