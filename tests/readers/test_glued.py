"""Rows of a table that hold several rows, line by line, and rows whose cells only have lines."""

from __future__ import annotations

from pipelines.readers.glued import unglued
from pipelines.readers.grid import Grid


def _grid(rows: list[list[str]]) -> Grid:
    grid = Grid()
    for number, row in enumerate(rows):
        for words in row:
            grid.add(number, words)
    return grid


def _words(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def test_a_row_of_several_lines_is_as_many_rows() -> None:
    rows = [
        ["产业", "产值", "占比"],
        ["农业\n林业", "25.1\n3.3", ""],
        ["渔业", "4", "1"],
        ["其中：海水\n淡水", "3\n—", "2\n1"],
    ]
    assert _words(unglued(_grid(rows))) == [
        ["产业", "产值", "占比"], ["农业", "25.1", ""], ["林业", "3.3", ""], ["渔业", "4", "1"],
        ["其中：海水", "3", "2"], ["淡水", "—", "1"],
    ]  # fmt: skip


def test_lines_that_are_no_rows_stay() -> None:
    for row in (
        ["石坪县\n合计", "12"],  # a label over two lines
        ["生产总值", "88\n（5.1）"],  # a level over its growth
        ["石坪县\n云岭县", "建设中\n已完工"],  # words
        ["农业\n林业", "25.1\n3.3\n4"],  # lines that do not go together
    ):
        grid = _grid([["甲", "乙"], row])
        assert unglued(grid) is grid


def test_a_grid_keeps_its_spans_and_places() -> None:
    grid = Grid()
    grid.add(0, "全县", row_span=3)
    for number, words in enumerate(("农业\n林业", "渔业", "牧业")):
        grid.add(number, words)
        grid.add(number, "1\n2" if number == 0 else "3")
    assert unglued(grid) is grid  # the span reaches over the row
    other = _grid([["指标", "值"], ["农业\n林业", "1\n2"]])
    for cell in other.cells:
        cell.locator = f"row {cell.row + 1}"
    assert [cell.locator for cell in unglued(other).cells][2:] == ["row 2"] * 4
