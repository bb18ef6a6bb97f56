"""Marts of a build, and whether the places of their numerals hold on the PDF's own pages."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdfium2

from tests.command import House

# Without the columns that name the file or a place in it: what two builds of the same words must share.
MARTS = {
    "fct_indicator": "indicator_code, indicator_name, value, unit, value_base, unit_base, measure, statement, period_start, "
    "period_end, period_label, qualifier, region_code, region_name, sector_code, origin",
    "fct_livelihood_project": "region_code, year, number, name, plan_text, completion_text, status",
    "fct_livelihood_task": "year, project_number, task_number, task_name, plan_text, completion_text, planned_value, "
    "planned_unit, completed_value, completed_unit, completion_ratio, status, status_rule",
    "fct_project_plan": "year, breakdown, category, project_count, total_investment, planned_investment, investment_unit",
    "fct_key_project": "name, full_name, stage, statement, year, section, sector_code, amount, amount_unit",
    "fct_target_actual": "indicator_code, indicator_name, region_code, year, measure, target_value, target_unit, "
    "target_qualifier, target_text, actual_value, actual_unit, actual_statement, outcome, gap",
    "dim_document": "title, kind, issuer, region_code, published_date, review_year, plan_year",
}
_NEAR = 1.0  # points around a box: two readers round differently


def built_rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Build folder/raw and give the rows of the marts; observations with file, numeral, page and box."""
    house = House(folder)
    ran = house.run("build")
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    rows: dict[str, list[dict[str, Any]]] = {}
    for mart, columns in MARTS.items():
        names = [name.strip() for name in columns.split(",")]
        file = "regexp_replace(source_file, '[.][a-z]+$', '')" if mart != "fct_target_actual" else "''"
        place = ", printed, page, bbox" if mart == "fct_indicator" else ""
        names = ["source_file", *names, *(name for name in place.replace(" ", "").split(",") if name)]
        rows[mart] = [
            dict(zip(names, row, strict=True)) for row in house.ask(f"select {file}, {columns}{place} from {mart}")
        ]
    return rows


def placed(data: bytes, rows: Iterable[dict[str, Any]]) -> list[str]:
    """The numerals that do not stand in their box when the page is cropped, with what stands there instead."""
    lost: list[str] = []
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    pages: dict[int, tuple[Any, float]] = {}
    for row in rows:
        number, box = row["page"], row["bbox"]
        if number is None or box is None:
            lost.append(f"{row['printed']}: no place")
            continue
        if number not in pages:
            page = document[number - 1]
            pages[number] = (page.get_textpage(), page.get_height())
        text, height = pages[number]
        x0, top, x1, bottom = box
        inside = text.get_text_bounded(x0 - _NEAR, height - bottom - _NEAR, x1 + _NEAR, height - top + _NEAR)
        if not _holds(inside, "".join(row["printed"].split())):
            lost.append(f"{row['printed']}: page {number} {inside!r}")
    document.close()
    return lost


def _holds(cropped: str, numeral: str) -> bool:
    """Whether the numeral stands there; one that a line's end cuts has the rest of both lines in its box."""
    inside = "".join(cropped.split())
    if "\n" in cropped.strip():
        return Counter(numeral) <= Counter(inside)
    return numeral in inside and len(inside) <= 3 * len(numeral) + 6
