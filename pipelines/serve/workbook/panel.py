"""The sheet 指标面板: a row per indicator, place, measure and unit; each year's target beside its outcome.

Of several places each has a sheet of its own (up to MOST_SHEETS), with the years that it has figures of and no others, so
that it can be printed. Cells carry the passage and the document as a comment while there are few enough of them; the sheet 目标与结果 has both
for every row. Rows: indicators with a target, and those of the catalogue that have a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.serve.workbook.layout import MOST_ROWS, Layout
from pipelines.serve.workbook.styles import MOST_TEXT, QUALIFIERS, Styles

if TYPE_CHECKING:
    import duckdb

NAME = "指标面板"
LABELS = ("地区", "领域", "指标", "类型", "单位")
WIDTHS = (14, 16, 26, 8, 9)
MOST_SHEETS = 40  # places with a sheet of their own; of more, one sheet holds all
PRINTED_YEARS, PRINT_SCALE = 4, 58  # years on a page across, and the percentage at which they fit
MOST_NAME = 31  # letters of a sheet's name
MOST_COMMENTS = 5_000  # a spreadsheet holds each as a drawing
COLOURS = {"met": "good", "missed": "bad", "not_comparable": "doubt", "no_target": "open", "pending": "open"}
SQL = (Path(__file__).with_name("panel.sql")).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Side:
    """A target or an outcome: a number, or words where there is none."""

    value: Decimal | None
    unit: str | None
    qualifier: str
    text: str | None
    estimate: bool
    source: str


@dataclass(slots=True)
class Row:
    """One line of the panel: year → (target, outcome, colour)."""

    labels: tuple[str, ...]
    years: dict[int, tuple[Side | None, Side | None, str]] = field(default_factory=dict)


def read(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The panel's rows: places by code, sectors by number, headline indicators first."""
    rows: dict[tuple[Any, ...], Row] = {}
    cursor = connection.execute(SQL)
    names = [column[0] for column in cursor.description or ()]
    for values in cursor.fetchall():
        cell = dict(zip(names, values, strict=True))
        labels = tuple(cell[name] or "" for name in ("place", "sector", "indicator", "measure", "unit"))
        target, outcome = _target(cell), _outcome(cell)  # without a target there is nothing to be coloured
        if target or outcome:  # a year without either would be two empty columns
            row = rows.setdefault((cell["region_code"], *labels), Row(labels))
            row.years[cell["year"]] = (target, outcome, COLOURS.get(cell["outcome"], "") if target else "")
    return list(rows.values())


def sheets(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """(sheet, rows): the panel as one sheet, or one for each place where there are several and not too many.

    >>> [name for name, _ in sheets([Row(("甲省乙县", "", "", "", "")), Row(("丙[市]", "", "", "", ""))])]
    ['面板 甲省乙县', '面板 丙 市 ']
    """
    places = list(dict.fromkeys(row.labels[0] for row in rows))
    if not 1 < len(places) <= MOST_SHEETS:
        return [(NAME, rows)]
    made: dict[str, list[Row]] = {}
    for place in places:
        plain = f"面板 {place or '地区不明'}".translate(str.maketrans("[]:*?/\\'", "        "))
        name, number = plain[:MOST_NAME], 2
        while name.lower() in {other.lower() for other in made}:
            name, number = f"{plain[: MOST_NAME - 3]} {number}", number + 1
        made[name] = [row for row in rows if row.labels[0] == place]
    return list(made.items())


def _target(cell: dict[str, Any]) -> Side | None:
    if cell["target_value"] is None and not cell["target_text"]:
        return None
    return Side(
        cell["target_value"], cell["target_unit"], cell["target_qualifier"] or "", cell["target_text"], False,
        _source(cell["target_quote"], cell["target_document"], cell["target_id"], cell["adjusted"]),
    )  # fmt: skip


def _outcome(cell: dict[str, Any]) -> Side | None:
    if cell["actual_value"] is None:
        return None
    source = _source(cell["actual_quote"], cell["actual_document"], cell["actual_id"], cell["explanation"])
    return Side(
        cell["actual_value"],
        cell["actual_unit"],
        cell["actual_qualifier"] or "",
        None,
        cell["statement"] == "estimate",
        source,
    )


def _source(quote: str | None, document: str | None, observation: str | None, said: str | None) -> str:
    lines = [said, f"原文：{quote}" if quote else None, f"文件：{document}" if document else None]
    return "\n".join(line for line in (*lines, f"观测：{observation}" if observation else None) if line)[:MOST_TEXT]


def write(book: Any, styles: Styles, rows: list[Row], name: str = NAME, *, one_place: bool = False) -> int:
    """Write a sheet; returns how many rows it has. Raises PublishError for more than a sheet takes.

    In the workbook of `one_place` no column says the place. On paper, more than PRINTED_YEARS years go over several pages
    side by side, each with the names in front.
    """
    if len(rows) + 2 > MOST_ROWS:
        raise PublishError(f"{name} would have {len(rows)} rows, more than a worksheet holds; export as parquet or csv")
    years = sorted({year for row in rows for year in row.years})
    sheet = book.add_worksheet(name)
    names = LABELS[one_place:]
    layout = _headed(sheet, styles, names, WIDTHS[one_place:], years)
    layout.finish(len(rows), len(names) + 2 * len(years))
    if len(years) > PRINTED_YEARS:
        _print_side_by_side(sheet, len(names), len(years))
    comments = (
        sum(side is not None for row in rows for cell in row.years.values() for side in cell[:2]) <= MOST_COMMENTS
    )
    for number, row in enumerate(rows, 2):
        words = [(side.text, 13) for cell in row.years.values() for side in cell[:2] if side and side.value is None]
        layout.fit(number, [*words, (row.labels[2], WIDTHS[2])])
        for column, text in enumerate(row.labels[one_place:]):
            named = names[column] == "指标"
            sheet.write_string(number, column, text, styles.cell(wrap=True, bold=True) if named else styles.cell())
        for column, side, colour in _cells(row, years, len(names)):
            _write_side(sheet, styles, number, column, side, colour, row.labels[4])
            if side and side.source and comments:
                sheet.write_comment(number, column, side.source, {"author": "台账", "x_scale": 2.6, "y_scale": 1.6})
    return len(rows)


def _headed(sheet: Any, styles: Styles, names: Sequence[str], widths: Sequence[float], years: list[int]) -> Layout:
    """The two rows of heads: the labels, then each year over its target and its outcome."""
    layout = Layout(sheet, styles, head_rows=2, labels=len(names))
    for column, (label, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, "", styles.head())
        layout.headings[column] = label
    for number, year in enumerate(years):
        first = len(names) + 2 * number
        sheet.set_column(first, first + 1, 13)
        sheet.merge_range(0, first, 0, first + 1, f"{year}年", styles.head(align="center"))
        layout.headings |= {first: "目标", first + 1: "结果"}
    return layout


def _print_side_by_side(sheet: Any, labels: int, years: int) -> None:
    """Some years to a page, the names on each; a page as wide as all of them could not be read."""
    sheet.fit_to_pages(0, 0)
    sheet.set_print_scale(PRINT_SCALE)
    sheet.repeat_columns(0, labels - 1)
    sheet.set_v_pagebreaks([labels + 2 * number for number in range(PRINTED_YEARS, years, PRINTED_YEARS)])


def _cells(row: Row, years: list[int], labels: int) -> Iterator[tuple[int, Side | None, str]]:
    """(column, side, colour) of every cell of a row behind its labels, empty ones too."""
    for number, year in enumerate(years):
        target, outcome, colour = row.years.get(year, (None, None, ""))
        first = labels + 2 * number
        yield first, target, ""
        yield first + 1, outcome, colour if outcome else ""


def _write_side(sheet: Any, styles: Styles, row: int, column: int, side: Side | None, colour: str, unit: str) -> None:
    if side is None:
        sheet.write_blank(row, column, None, styles.cell(colour))
    elif side.value is None:
        sheet.write_string(row, column, (side.text or "")[:MOST_TEXT], styles.cell(colour, wrap=True))
    elif (
        side.unit and unit and side.unit != unit
    ):  # another unit than the row's: as printed, so that nobody adds them up
        sign = QUALIFIERS.get(side.qualifier, "")
        sheet.write_string(
            row, column, f"{sign}{side.value.normalize():f}{side.unit}", styles.cell(colour, align="right")
        )
    else:
        wanted = styles.figure(side.value, colour, qualifier=side.qualifier, estimate=side.estimate)
        sheet.write_number(row, column, side.value, wanted)
