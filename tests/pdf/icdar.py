"""How well tables are read in a folder of PDFs with the ICDAR-2013 table competition's XML beside them.

    python -m tests.pdf.icdar FOLDER

For each `name.pdf` its cells are in `name-str.xml` (the competition's files) or `name.xml`. Prints every document's
precision, recall and F1 of adjacency relations, and the mean over documents.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from pipelines.readers.pdf.read import Limits, PdfError, read_pdf

from .adjacency import Score, TrueCell, mean_f1, score


def tables_of(xml: str) -> list[list[TrueCell]]:
    """The tables of a competition file; a table's regions on several pages are one grid, by their increments."""
    tables = []
    for table in ElementTree.fromstring(xml).iter("table"):
        cells = []
        for region in table.iter("region"):
            down, right = int(region.get("row-increment", 0)), int(region.get("col-increment", 0))
            for cell in region.iter("cell"):
                row, col = int(cell.get("start-row", 0)), int(cell.get("start-col", 0))
                last, end = int(cell.get("end-row", row)), int(cell.get("end-col", col))
                words = "".join(content.text or "" for content in cell.iter("content"))
                cells.append(TrueCell(row + down, col + right, words, last - row + 1, end - col + 1))
        tables.append(cells)
    return tables


def measure(folder: Path) -> Iterator[tuple[str, Score]]:
    """(name, score) of every PDF of a folder, and of those below it, that has its XML."""
    for path in sorted(folder.rglob("*.pdf")):
        truth = next(
            (p for p in (path.with_name(f"{path.stem}-str.xml"), path.with_suffix(".xml")) if p.is_file()), None
        )
        if truth is None:
            continue
        try:
            found = read_pdf(path.read_bytes(), Limits(ocr=False)).tables
        except PdfError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            found = []
        yield path.name, score(tables_of(truth.read_text(encoding="utf-8-sig")), [table.cells for table in found])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    scores = list(measure(parser.parse_args().folder))
    for name, one in scores:
        print(f"{name:32} precision {one.precision:.3f}  recall {one.recall:.3f}  F1 {one.f1:.3f}")
    if not scores:
        sys.exit("no PDF with an XML file beside it")
    all_together = Score(
        *(sum(values) for values in zip(*((s.right, s.found, s.there) for _, s in scores), strict=True))
    )
    print(
        f"{len(scores)} documents: mean F1 {mean_f1([s for _, s in scores]):.4f}, of all relations {all_together.f1:.4f}"
    )


if __name__ == "__main__":
    main()
