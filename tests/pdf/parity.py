"""The same reports as text and as PDF: whether they give the same rows, each with its place.

    python -m tests.pdf.parity [--raw DIR] [--layout office|columns] [--outside] [--built] [--show N]

Renders every text of a folder (default: the real reports beside the repository where they are, else raw/) to PDF in a
temporary folder and compares what both give. --built compares the marts of two whole builds, without it what is
staged. Nothing is written into the repository.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.documents.decode import decode
from pipelines.documents.model import Document
from pipelines.documents.overrides import load_overrides
from pipelines.documents.scan import SourceFile, scan
from pipelines.extract.document import extract
from pipelines.readers.read import read_document

from . import make_samples, outside
from .built import MARTS, built_rows, placed

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
OBSERVED = (
    "indicator_code", "indicator_name", "value", "unit", "measure", "statement", "period_start", "period_end",
    "period_label", "qualifier", "region_code", "region_name", "sector_code", "origin",
)  # fmt: skip
TABLES: dict[str, tuple[str, ...]] = {
    "observation": OBSERVED,
    "livelihood_project": ("year", "number", "name", "plan_text", "completion_text", "status", "origin"),
    "livelihood_task": (
        "year", "project_number", "task_number", "task_name", "plan_text", "completion_text", "planned_value",
        "planned_unit", "completed_value", "completed_unit", "completion_ratio", "status",
    ),
    "project_plan": (
        "year", "breakdown", "category", "project_count", "total_investment", "planned_investment", "investment_unit",
    ),
    "key_project": ("name", "full_name", "stage", "statement", "year", "sector_code", "amount", "amount_unit"),
    "cell": ("table_kind", "row_no", "col_no", "row_span", "col_span", "is_header", "text"),
}  # fmt: skip


@dataclass(slots=True)
class Parity:
    """How many rows the text gives, how many of them the PDF gives too, and which are on one side only."""

    wanted: int = 0
    equal: int = 0
    missing: list[tuple[Any, ...]] = field(default_factory=list)
    extra: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.equal / self.wanted if self.wanted else 1.0

    def __add__(self, other: Parity) -> Parity:
        return Parity(
            self.wanted + other.wanted, self.equal + other.equal, self.missing + other.missing, self.extra + other.extra
        )


def compare(text: Iterable[dict[str, Any]], pdf: Iterable[dict[str, Any]], fields: Sequence[str]) -> Parity:
    """The rows of both sides as bags; whether line ends and blanks stand in a cell's text is the layout's matter."""
    one, other = (Counter(tuple(_plain(row[name]) for name in fields) for row in rows) for rows in (text, pdf))
    both = (one & other).total()
    return Parity(one.total(), both, list((one - other).elements()), list((other - one).elements()))


def _plain(value: Any) -> Any:
    return "".join(value.split()) if isinstance(value, str) else value


def as_pdf(text: str, folder: Path, name: str, layout: str, outer: bool = False) -> Path:
    """A text's PDF in a folder, made by our own renderer or by another program."""
    target = folder / f"{name}.pdf"
    target.write_bytes(outside.render(text, layout) if outer else make_samples.render(text, layout))
    return target


def document_of(path: Path, override: dict[str, Any] | None = None) -> Document:
    """The document in a file, as a build reads it."""
    found = next(file for file in scan(path.parent) if file.path.name == path.name)
    assert isinstance(found, SourceFile)
    return read_document(found, override)


def staged(source: Path, layout: str, outer: bool = False) -> tuple[dict[str, Parity], int, list[str]]:
    """By staged table how a text's rows and those of its PDF agree; observations of the PDF; those without a place."""
    override = load_overrides(source.parent).get(source.name)
    with tempfile.TemporaryDirectory() as folder:
        path = as_pdf(decode(source.read_bytes()).text, Path(folder), source.stem, layout, outer)
        text, pdf = extract(document_of(source, override)), document_of(path, override)
        rows = extract(pdf)
        lost = placed(path.read_bytes(), rows["observation"])
    return (
        {name: compare(text[name], rows[name], fields) for name, fields in TABLES.items()},
        len(rows["observation"]),
        lost,
    )


def built(texts: Sequence[Path], layout: str, outer: bool = False) -> tuple[dict[str, Parity], int, list[str]]:
    """The same of two whole builds, from the published marts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("text", "pdf"):
            (folder / kind / "raw").mkdir(parents=True)
        pdfs: dict[str, bytes] = {}
        for path in texts:
            text = decode(path.read_bytes()).text
            (folder / "text" / "raw" / path.name).write_bytes(path.read_bytes())
            pdf = as_pdf(text, folder / "pdf" / "raw", path.stem, layout, outer)
            pdfs[pdf.name] = pdf.read_bytes()
        text, pdf = built_rows(folder / "text"), built_rows(folder / "pdf")
    found = {mart: compare(text[mart], pdf[mart], _said(mart)) for mart in text}
    lost: list[str] = []
    for file, data in pdfs.items():
        lost += placed(data, [row for row in pdf["fct_indicator"] if row["source_file"] == Path(file).stem])
    return found, len(pdf["fct_indicator"]), lost


def _said(mart: str) -> list[str]:
    return ["source_file", *(name.strip() for name in MARTS[mart].split(","))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raw", type=Path, default=CORPUS if CORPUS.is_dir() else ROOT / "raw")
    parser.add_argument("--layout", choices=make_samples.LAYOUTS, action="append")
    parser.add_argument("--outside", action="store_true", help="PDFs made by WeasyPrint, where it is installed")
    parser.add_argument("--built", action="store_true", help="whole builds, and the marts")
    parser.add_argument("--show", type=int, default=0, help="how many rows of each side to print")
    arguments = parser.parse_args()
    texts = sorted(arguments.raw.glob("*.txt"))
    for layout in arguments.layout or make_samples.LAYOUTS:
        if arguments.built:
            report(layout, *built(texts, layout, arguments.outside), arguments.show)
        else:
            for path in texts:
                report(f"{path.stem} {layout}", *staged(path, layout, arguments.outside), arguments.show)


def report(title: str, found: dict[str, Parity], count: int, lost: list[str], show: int) -> None:
    """A line for each table, and the rows that only one side has."""
    print(title)
    for name, parity in found.items():
        print(
            f"  {name:24}{parity.equal:6} of {parity.wanted:6} equal ({parity.share:.2%}), {len(parity.extra)} others"
        )
        for sign, rows in (("-", parity.missing), ("+", parity.extra)):
            for row in rows[:show]:
                print(f"    {sign}", *(str(value)[:60] for value in row))
    print(f"  {count - len(lost)} of {count} observations whose box holds the numeral", *lost[:show])
    sys.stdout.flush()


if __name__ == "__main__":
    main()
