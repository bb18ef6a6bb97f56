"""The measure on competition files is the one that the samples are held to."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from . import icdar, table_samples
from .adjacency import TrueCell


def xml_of(tables: list[list[TrueCell]]) -> str:
    """Tables as the competition writes them; the second half of a table's rows as a region of its own."""
    lines = ["<?xml version='1.0' encoding='UTF-8'?>", "<document>"]
    for number, cells in enumerate(tables, 1):
        middle = max(c.row for c in cells if c.row_span == 1) // 2 + 1
        lines.append(f"<table id='{number}'>")
        for region, (begin, end) in enumerate([(0, middle), (middle, 10**6)], 1):
            lines.append(f"<region id='{region}' page='{region}' col-increment='0' row-increment='{begin}'>")
            for n, c in enumerate(c for c in cells if begin <= c.row < end):
                first, last = c.row - begin, c.row - begin + c.row_span - 1
                more = f" end-row='{last}'" * (last > first) + f" end-col='{c.col + c.col_span - 1}'" * (c.col_span > 1)
                lines.append(
                    f"<cell id='{n}' start-row='{first}' start-col='{c.col}'{more}><content>{escape(c.text)}</content></cell>"
                )
            lines.append("</region>")
        lines.append("</table>")
    return "\n".join([*lines, "</document>"])


def test_files_of_the_competition(tmp_path: Path) -> None:
    for name in ("two-levels-wps", "long-three", "two-tables"):
        sample = table_samples.make(name)
        (tmp_path / f"{name}.pdf").write_bytes(sample.data)
        (tmp_path / f"{name}-str.xml").write_text(xml_of(sample.tables), encoding="utf-8")
        assert sorted(map(repr, icdar.tables_of(xml_of(sample.tables))[0])) == sorted(map(repr, sample.tables[0]))
    (tmp_path / "alone.pdf").write_bytes(b"no xml beside it")
    (tmp_path / "broken.pdf").write_bytes(b"no PDF")
    (tmp_path / "broken.xml").write_text(xml_of(table_samples.make("simple-grid").tables), encoding="utf-8")
    scores = dict(icdar.measure(tmp_path))
    assert {name: round(one.f1, 2) for name, one in scores.items()} == {
        "broken.pdf": 0.0, "long-three.pdf": 1.0, "two-levels-wps.pdf": 1.0, "two-tables.pdf": 1.0,
    }  # fmt: skip
