"""Blank forms written as data, each blank with what it must get; and how a filled one is judged.

A cell `?x` is blank and must get x; `?!words` must stay blank with these words in its reason; `?~words` must get a text that
holds one of the words (parted by |); `?` alone is blank and not counted. Everything else is printed in the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import docx
import openpyxl
import yaml
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from pipelines.serve.fill.decide import Decision
from pipelines.serve.fill.fill import Filled


def read(path: Path) -> dict[str, dict[str, Any]]:
    """The forms of a file, by name."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def make(name: str, spec: dict[str, Any], folder: Path) -> Path:
    """The blank form as a file, with the formats that such forms have."""
    return _word(name, spec, folder) if spec.get("kind") == "word" else _sheet(name, spec, folder)


def _blank(cell: Any) -> Any:
    return None if cell == "" or (isinstance(cell, str) and cell.startswith("?")) else cell


def _sheet(name: str, spec: dict[str, Any], folder: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "表"
    thin = Side(style="thin")
    width = max(len(row) for row in spec["rows"])
    for number, line in enumerate(spec["title"], 1):
        page.append([line])
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
        page.cell(number, 1).font = Font(bold=number == 1, size=16 if number == 1 else 10)
        page.cell(number, 1).alignment = Alignment(horizontal="center" if number == 1 else "right")
    for row in spec["rows"]:
        page.append([_blank(cell) for cell in row])
        for column in range(1, width + 1):
            cell = page.cell(page.max_row, column)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    first = len(spec["title"]) + 1
    for column in range(1, width + 1):
        page.cell(first, column).fill = PatternFill("solid", fgColor="DDEBF7")
        page.column_dimensions[page.cell(first, column).column_letter].width = 24
    for span in spec.get("merge", ()):
        page.merge_cells(_down(span, len(spec["title"])))
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


def _down(span: str, rows: int) -> str:
    return re.sub(r"\d+", lambda match: str(int(match[0]) + rows), span)


def _word(name: str, spec: dict[str, Any], folder: Path) -> Path:
    document = docx.Document()
    for table in spec["tables"]:
        for line in table["lines"]:
            document.add_paragraph(line)
        made = document.add_table(rows=0, cols=len(table["rows"][0]), style="Table Grid")
        for row in table["rows"]:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = str(_blank(words) or "")
    path = folder / f"{name}.docx"
    document.save(str(path))
    return path


def expected(spec: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(locator without the sheet's name, what its cell must get) of every blank that is counted."""
    if spec.get("kind") == "word":
        for number, table in enumerate(spec["tables"], 1):
            for r, row in enumerate(table["rows"], 1):
                for c, cell in enumerate(row, 1):
                    if isinstance(cell, str) and cell.startswith("?") and len(cell) > 1:
                        yield f"table {number} row {r} col {c}", cell[1:]
        return
    for r, row in enumerate(spec["rows"], len(spec["title"]) + 1):
        for c, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("?") and len(cell) > 1:
                yield f"{chr(ord('A') + c)}{r}", cell[1:]


@dataclass(slots=True)
class Verdict:
    """Counts of a filled form: cells that could be filled and were rightly; those filled wrongly; blanks with their reason."""

    fillable: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unfillable: int = 0
    named: int = 0

    def add(self, other: Verdict) -> None:
        for name in ("fillable", "right", "wrong", "missing", "unfillable", "named"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def judge(name: str, spec: dict[str, Any], done: Filled) -> Verdict:
    """What became of every counted blank."""
    found = {decision.asked.locator.rpartition("!")[2]: decision for decision in (*done.filled, *done.left)}
    verdict = Verdict()
    for locator, wanted in expected(spec):
        decision = found.get(locator)
        where = f"{name} {locator}"
        if wanted.startswith("!"):
            verdict.unfillable += 1
            if decision is not None and not decision.given and wanted[1:] in decision.reason:
                verdict.named += 1
            elif decision is not None and decision.given:
                verdict.wrong.append(f"{where}: {decision.given} where nothing is stated")
            else:
                verdict.missing.append(f"{where}: {decision.reason if decision else 'not seen'} for {wanted}")
            continue
        verdict.fillable += 1
        if decision is None or not decision.given:
            verdict.missing.append(f"{where}: {decision.reason if decision else 'not seen'} for {wanted}")
        elif _same(decision, wanted):
            verdict.right += 1
        else:
            verdict.wrong.append(f"{where}: {decision.given[:60]} for {wanted}")
    return verdict


def _same(decision: Decision, wanted: str) -> bool:
    if wanted.startswith("~"):
        return re.search(wanted[1:], decision.given) is not None
    try:
        return decision.value is not None and decision.value == Decimal(wanted)
    except InvalidOperation:
        return decision.given == wanted
