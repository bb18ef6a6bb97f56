"""A document to its staged rows, step by step: structure, tables, statements, projects, livelihood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipelines.documents.model import Document, Table
from pipelines.extract.letters import as_printed
from pipelines.extract.livelihood.read import livelihood_quantities, read_livelihood, read_promises
from pipelines.extract.observations import fact_rows
from pipelines.extract.pages import box_of, locator_of, page_of
from pipelines.extract.projects.listed.read import list_rows, paragraph_lists, project_lists
from pipelines.extract.projects.plan import project_plan_rows
from pipelines.extract.projects.read import read_projects
from pipelines.extract.structure import cell_rows, document_row, part_row, passage_row

Row = dict[str, Any]


def extract(document: Document) -> dict[str, list[Row]]:
    """All staged rows of a document by table name, in reading order; outcome and quarantine are the caller's."""
    return {table: rows for step in STEPS for table, rows in rows_of(step, document).items()}


def rows_of(step: str, document: Document) -> dict[str, list[Row]]:
    """The rows of one of STEPS by table name, with the letters of the document."""
    rows = STEPS[step](document)
    return as_printed(rows, document) if document.printed else rows


def _structure(document: Document) -> dict[str, list[Row]]:
    return {
        "document": [document_row(document)],
        "document_part": [part_row(document, part) for part in document.parts],
        "passage": [passage_row(document, p) for p in document.passages],
    }


def _tables(document: Document) -> dict[str, list[Row]]:
    return {"cell": [row for table in document.tables for row in cell_rows(document, table)]}


def _statements(document: Document) -> dict[str, list[Row]]:
    facts, qualitative = fact_rows(document)
    return {"observation": [row for row, _ in facts], "qualitative_target": qualitative}


def _projects(document: Document) -> dict[str, list[Row]]:
    lists = project_lists(document)
    return {
        "key_project": [_on_page(document, row) for row in read_projects(document, lists)],
        "project_list": list_rows(document, [*lists, *paragraph_lists(document)]),
        "project_plan": [row for t in document.tables for row in _plan_rows(document, t)],
    }


def _livelihood(document: Document) -> dict[str, list[Row]]:
    read = read_promises(document)
    projects, tasks = read_livelihood(document, read)
    return {
        "livelihood_project": _placed(document, projects, "char_start"),
        "livelihood_task": _placed(document, tasks, "completion_start", "plan_start"),
        "livelihood_quantity": livelihood_quantities(document, read),
    }


# What is extracted one after another; the names are those of the column `step` of an outcome.
STEPS: dict[str, Callable[[Document], dict[str, list[Row]]]] = {
    "structure": _structure,
    "tables": _tables,
    "statements": _statements,
    "projects": _projects,
    "livelihood": _livelihood,
}


def _on_page(document: Document, row: Row) -> Row:
    """A project's row with its page, box and place in the file."""
    span = row["name_start"], row["name_end"]
    placed = {"page": page_of(document.pages, span[0]), "bbox": box_of(document.pages, *span)}
    return row | placed | {"locator": locator_of(document, span[0])}


def _placed(document: Document, rows: list[Row], *starts: str) -> list[Row]:
    """Rows with the place in the file of the first of their offsets that they have."""
    for row in rows:
        start = next((row[name] for name in starts if row[name] is not None), None)
        row["locator"] = None if start is None else locator_of(document, start)
    return rows


def _plan_rows(document: Document, table: Table) -> list[Row]:
    """The rows of a project-arrangement table with the place of their first cell."""
    rows = project_plan_rows(document, table)
    first: dict[int, int] = {}
    for cell in table.cells:
        if cell.text:
            first.setdefault(cell.row, cell.start)
    return [row | {"locator": locator_of(document, first.get(row["row_no"], table.start))} for row in rows]
