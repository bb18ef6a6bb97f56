"""How the lists of the genre are read: `python -m tests.extract.list_score [-v] [--heldout]`.

tests/extract/lists holds lists of our own wording with the rows expected, tests/heldout/lists those that were written
before the rules and scored once. A row is right where it agrees in every field that is expected of it (`*`: not judged).
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from pipelines.documents.model import Document
from pipelines.documents.scan import scan
from pipelines.extract.document import extract
from pipelines.readers.read import parse_text, read_document

TESTS = Path(__file__).resolve().parents[1]
OWN, HELD = TESTS / "extract" / "lists", TESTS / "heldout" / "lists"

Row = dict[str, Any]
PROJECT = ("full_name", "group_path", "nature", "stage", "total_investment", "planned_investment", "investment_unit",
           "years", "location", "owner")  # fmt: skip
TASK = ("task_name", "planned_value", "completed_value", "status", "checks")
PLAN = ("amount", "indicator_name", "measure", "statement", "qualifier", "period_label", "obligation")


@dataclass(frozen=True, slots=True)
class Case:
    """A list: what it is called, of which kind its rows are, its own keys."""

    name: str
    kind: str
    spec: Row


@dataclass
class Result:
    """Rows as expected and as found; `wrong` names those that differ."""

    expected: int = 0
    right: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)


def cases(folder: Path = OWN) -> list[Case]:
    """The lists of a folder."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        for spec in yaml.safe_load(path.read_text(encoding="utf-8")):
            kind = next(k for k in ("projects", "tasks", "rows") if k in spec)
            found.append(Case(spec["case"], kind, spec))
    return found


def document_of(case: Case, folder: Path) -> Document:
    """The list as a document of its medium; `folder` takes the file of one that is no plain text."""
    spec = case.spec
    if "text" in spec:
        return parse_text(spec["text"])
    name, data = ("list.html", spec["html"].encode()) if "html" in spec else ("list.xlsx", _workbook(spec["sheets"]))
    (folder / name).write_bytes(data)
    (source,) = scan(folder)
    return read_document(source)


def _workbook(sheets: list[Row]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for each in sheets:
        sheet = book.create_sheet(each["name"])
        for row in each["rows"]:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def rows_of(case: Case, folder: Path) -> list[Row]:
    """What is read of a list, as far as it is judged."""
    staged = extract(document_of(case, folder))
    if case.kind == "projects":
        return [_project(r) for r in staged["key_project"]]
    if case.kind == "tasks":
        return [r | {"checks": " ".join(r["checks"])} for r in staged["livelihood_task"]]
    return [r | {"amount": f"{printed(r['value'])} {r['unit']}"} for r in staged["observation"]]


def _project(row: Row) -> Row:
    return row | {"years": f"{row['year_start']}-{row['year_end']}" if row["year_start"] else ""}


def printed(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def judge(case: Case, folder: Path) -> Result:
    """The rows of a list beside those expected, one by one in their order; what is too much is wrong as well."""
    keys = {"projects": PROJECT, "tasks": TASK, "rows": PLAN}[case.kind]
    wanted = [w.split("|") for w in case.spec[case.kind]]
    found = rows_of(case, folder)
    year = case.spec.get("year")
    result = Result(expected=len(wanted))
    rest = list(found)
    for want in wanted:
        near = [r for r in rest if printed(r[keys[0]]) == want[0]]
        row = next((r for r in near if _agrees(r, keys, want, year)), near[0] if near else None)
        if row is None:
            result.wrong.append(("|".join(want), "missing"))
            continue
        rest.remove(row)
        if _agrees(row, keys, want, year):
            result.right += 1
        else:
            result.wrong.append(
                ("|".join(want), "|".join(printed(row.get(k)) for k in keys[: len(want)]) + _of_year(row))
            )
    if case.kind != "rows" or not wanted:
        for row in rest:
            result.expected += 1
            result.wrong.append(("nothing", "|".join(printed(row.get(k)) for k in keys) + _of_year(row)))
    return result


def _of_year(row: Row) -> str:
    return f" @{row['year']}" if "year" in row else ""


def _agrees(row: Row, keys: tuple[str, ...], want: list[str], year: int | None) -> bool:
    fields = zip(keys, want, strict=False)
    return all(w == "*" or printed(row.get(k)) == w for k, w in fields) and (year is None or row["year"] == year)


def main() -> None:
    import tempfile

    right = expected = 0
    for case in cases(HELD if "--heldout" in sys.argv else OWN):
        with tempfile.TemporaryDirectory() as folder:
            result = judge(case, Path(folder))
        right, expected = right + result.right, expected + result.expected
        print(f"{result.right:3} of {result.expected:3}  {case.name}")
        if "-v" in sys.argv:
            for want, got in result.wrong:
                print("      wanted", want, "\n      got   ", got)
    print(f"{right} of {expected} rows right, {right / expected:.3f}")


if __name__ == "__main__":
    main()
