"""Pages a second and memory of the PDF reader beside pdfplumber's own text and tables, pdfium's text, and camelot's tables.

    python tests/pdf/bench.py [--font FILE] [PDF ...]

Without files: a report with few tables, pages full of tables, newspaper columns, and a report of 1,000 pages for the
memory; where a Chromium is installed, the report as it prints it, too. Times are CPU seconds of one process; memory is the most that a fresh process held.
pdfium alone gives the text of a page in its own order, without tables; camelot (flavor hybrid) the tables alone. It is asked only where it
is installed (`pip install camelot-py`, in an environment of its own).
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def ours(data: bytes) -> int:
    """Read as the pipeline does; returns the number of pages."""
    from pipelines.readers.pdf.read import Limits, read_pdf

    return read_pdf(data, Limits(ocr=False)).pages.page_count


def plumber(data: bytes) -> int:
    """pdfplumber's own text and tables, each page closed."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def pdfium(data: bytes) -> int:
    """pdfium's own text of each page: what any reader that goes through it pays at least."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        page.get_textpage().get_text_range()
        page.close()
    count = len(pdf)
    pdf.close()
    return count


def camelot(data: bytes) -> int:
    """camelot's tables of all pages, as its hybrid parser finds them."""
    from camelot import read_pdf  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        read_pdf(str(path), pages="all", flavor="hybrid", suppress_stdout=True)
    import pypdfium2

    return len(pypdfium2.PdfDocument(data))


def rate(reader, data: bytes, most: float = 4.0) -> float:  # type: ignore[no-untyped-def]
    """Pages per CPU second, over as many rounds as `most` seconds allow (the first one is not counted)."""
    reader(data)
    pages, started = 0, time.process_time()
    while time.process_time() - started < most:
        pages += reader(data)
    return pages / (time.process_time() - started)


def samples(font: Path | None) -> dict[str, bytes]:
    """The PDFs that are measured without files."""
    from tests.pdf import make_samples, outside, table_samples
    from tests.site.chromium import find

    text = make_samples.digest("yongchuan-2025-plan-report")
    browser = find()
    return {
        **({"printed report": outside.printed(text, "office", browser)} if browser else {}),
        "report": make_samples.render(text, "office", font),
        "columns": make_samples.render(text, "columns", font),
        "tables": table_samples.make("long-levels", font).data,
        "dense tables": table_samples.make("long-grid", font).data,
    }


def long_report(font: Path | None) -> bytes:
    """1,000 pages: a report again and again."""
    import pypdfium2

    from tests.pdf import make_samples

    text = make_samples.digest("yongchuan-2023-plan-report")
    one = pypdfium2.PdfDocument(make_samples.render(text, "office", font))
    long = pypdfium2.PdfDocument.new()
    while len(long) < 1000:
        long.import_pages(one, pages=list(range(min(len(one), 1000 - len(long)))))
    stream = io.BytesIO()
    long.save(stream)
    return stream.getvalue()


def memory(reader: str, path: Path) -> str:
    """Most memory in MB, and seconds, of a fresh process that reads a file."""
    ran = subprocess.run(
        [sys.executable, __file__, "--inner", reader, str(path)], capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def _inner(reader: str, path: str) -> None:
    data = Path(path).read_bytes()
    started = time.process_time()
    pages = {"ours": ours, "plumber": plumber}[reader](data)
    spent = time.process_time() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{pages} pages in {spent:.1f} CPU-s ({pages / spent:.0f} a second), {most} MB at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument(
        "--font", type=Path, help="a TrueType font with Chinese; pages of real reports bring theirs along"
    )
    parser.add_argument("--inner", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inner:
        _inner(arguments.inner, arguments.files[0])
        return
    files = {Path(f).name: Path(f).read_bytes() for f in arguments.files} or samples(arguments.font)
    peers = {"pdfium": pdfium} | ({"camelot": camelot} if importlib.util.find_spec("camelot") else {})
    heads = "".join(f"{name:>12}" for name in peers)
    print(f"{'':16}{'ours':>12}{'pdfplumber':>14}{'times':>8}{heads}   pages per CPU second")
    spent = {"ours": 0.0, "plumber": 0.0}
    for name, data in files.items():
        a, b = rate(ours, data), rate(plumber, data)
        pages = pdfium(data)
        spent = {"ours": spent["ours"] + pages / a, "plumber": spent["plumber"] + pages / b}
        others = "".join(f"{rate(reader, data):12.1f}" for reader in peers.values())
        print(f"{name[:16]:16}{a:12.1f}{b:14.1f}{a / b:8.1f}{others}", flush=True)
    print(f"all together: {spent['plumber'] / spent['ours']:.1f} times")
    if not arguments.files:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "long.pdf"
            path.write_bytes(long_report(arguments.font))
            print("1,000 pages:", memory("ours", path))


if __name__ == "__main__":
    main()
