"""Labels over several rows: 一般债券 beside 新增债券, 置换债券, 再融资债券, each a row of its own."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.documents.model import Cell
from pipelines.extract.tables.column import NOT_VALUES, Column
from pipelines.extract.tables.index import TableIndex
from pipelines.extract.tables.parents import compose
from pipelines.extract.tables.printed import clean_label, is_place, own_unit
from pipelines.extract.tables.stubs import label_columns
from pipelines.extract.tables.words import is_total, words


@dataclass(frozen=True, slots=True)
class Stub:
    """What stands before a row's values: its own label, the labels over it from the left, a place and a level among them, and the nearest unit."""

    own: Cell
    over: tuple[str, ...]
    place: str
    level: str
    unit: str = ""


def merged_stubs(index: TableIndex, columns: list[Column]) -> dict[int, Stub]:
    """Row → its stub, in a table some of whose rows have no label but a merged one; {} for all other tables."""
    stubs = _stub_columns(columns)
    covered = _covered(index, stubs)
    said = label_columns(columns) if covered else []
    if not any(row in covered and not _filled(cells, said) for row, cells in index.rows.items()):
        return {}
    found: dict[int, Stub] = {}
    for row, cells in index.rows.items():
        path = [cell for col in stubs if (cell := cells.get(col) or covered.get(row, {}).get(col)) and cell.text]
        if path:
            found[row] = _stub(path)
    return found


def names_of(stubs: dict[int, Stub]) -> dict[int, str]:
    """Row → its name: the own label with those over it where it names nothing alone or stands below several of them."""
    own = {row: clean_label(stub.own.text)[0] for row, stub in stubs.items()}
    owners: dict[str, set[tuple[str, ...]]] = {}
    for row, stub in stubs.items():
        owners.setdefault(own[row], set()).add(stub.over)
    return {row: _name(own[row], stub.over, len(owners[own[row]]) > 1) for row, stub in stubs.items()}


def _name(own: str, over: tuple[str, ...], shared: bool) -> str:
    if is_total(own) and over:
        return "".join(over)
    name = own
    for parent in reversed(over):
        composed = compose(parent, name, True)
        name = parent + name if composed == name and shared and parent not in name else composed
    return name


def _stub(path: list[Cell]) -> Stub:
    texts = [clean_label(cell.text)[0] for cell in path]
    place = next((text for text in texts[:-1] if is_place(text)), "")
    level = next((text for text in texts[:-1] if text in words()["level_heads"]), "")
    apart = (place, level, *words()["whole_heads"])
    unit = next((u for u in (own_unit(cell.text) for cell in reversed(path)) if u), "")
    return Stub(path[-1], tuple(text for text in texts[:-1] if text not in apart), place, level, unit)


def _stub_columns(columns: list[Column]) -> list[int]:
    """The columns of labels in front of the first column of values."""
    first = next((c.col for c in columns if c.role not in NOT_VALUES), 0)
    return [c.col for c in columns if c.role == "label" and c.col < first]


def _covered(index: TableIndex, stubs: list[int]) -> dict[int, dict[int, Cell]]:
    """Row → the merged cells that cover it from above, by column."""
    covered: dict[int, dict[int, Cell]] = {}
    for cells in index.rows.values():
        for col in stubs:
            cell = cells.get(col)
            if cell is None or cell.row_span < 2:
                continue
            for row in range(cell.row + 1, cell.row + cell.row_span):
                covered.setdefault(row, {})[col] = cell
    return covered


def _filled(cells: dict[int, Cell], cols: list[int]) -> bool:
    return any(col in cells and cells[col].text for col in cols)
