"""Every row says where in its file it was read, and a plain text says nothing beside its offsets."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.documents.model import Document, Metadata, PageMap
from pipelines.documents.scan import SourceFile
from pipelines.extract.document import extract
from pipelines.extract.pages import locator_of
from pipelines.readers.read import read_document
from tests.readers.test_docx import file, p, tc

PROSE = "2024年，全县粮食产量32万吨，增长4.5%。"
GRID = [["指标", "单位", "2024年"], ["粮食产量", "万吨", "32.7"], ["油料产量", "万吨", "2.1"]]


def rows(folder: Path, name: str, data: bytes) -> dict[str, list[dict[str, Any]]]:
    path = folder / name
    path.write_bytes(data)
    return extract(read_document(SourceFile(path, name, len(data)), {"review_year": 2024, "region": "甲县"}))


def places(found: list[dict[str, Any]]) -> dict[str, str | None]:
    return {row["printed"]: row["locator"] for row in found}


def sheet() -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.title = "主要产品"
    for row in [["甲县主要产品产量"], [], *GRID]:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def test_a_figure_of_a_sheet_has_its_cell(tmp_path: Path) -> None:
    staged = rows(tmp_path, "a.xlsx", sheet())
    assert places(staged["observation"]) == {"32.7": "主要产品!C4", "2.1": "主要产品!C5"}
    assert {c["text"]: c["locator"] for c in staged["cell"]}["油料产量"] == "主要产品!A5"


def test_figures_of_a_word_file_have_paragraph_and_cell(tmp_path: Path) -> None:
    table = "".join("<w:tr>" + "".join(map(tc, row)) + "</w:tr>" for row in GRID)
    staged = rows(
        tmp_path,
        "a.docx",
        file(p("甲县2024年统计公报") + p(PROSE) + f"<w:tbl>{table}</w:tbl>" + p("城镇新增就业9000人。")),
    )
    assert places(staged["observation"]) == {
        "32": "paragraph 2", "4.5": "paragraph 2", "9000": "paragraph 3",
        "32.7": "table 1 row 2 col 3", "2.1": "table 1 row 3 col 3",
    }  # fmt: skip


def test_figures_of_a_page_have_paragraph_and_cell(tmp_path: Path) -> None:
    table = "".join("<tr>" + "".join(f"<td>{word}</td>" for word in row) + "</tr>" for row in GRID)
    page = f"<html><body><p>甲县2024年统计公报</p><p>{PROSE}</p><table>{table}</table></body></html>"
    found = places(rows(tmp_path, "a.html", page.encode())["observation"])
    assert found == {
        "32": "paragraph 2", "4.5": "paragraph 2", "32.7": "table 1 row 2 col 3", "2.1": "table 1 row 3 col 3"
    }  # fmt: skip


def test_a_table_in_markdown_has_its_place_and_its_prose_has_none(tmp_path: Path) -> None:
    table = "\n".join("|" + "|".join(row) + "|" for row in [GRID[0], ["---"] * 3, *GRID[1:]])
    written = "".join("<tr>" + "".join(f"<td>{word}9</td>" for word in row) + "</tr>" for row in GRID)
    for more in ("", f"\n\n<table>{written}</table>\n"):
        found = places(rows(tmp_path, "a.md", f"{PROSE}\n\n{table}\n{more}".encode())["observation"])
        assert found["32"] is None and found["32.7"] == "table 1 row 2 col 3" and found["2.1"] == "table 1 row 3 col 3"
        assert not more or found["32.79"] == "table 2 row 2 col 3"


def test_a_text_has_no_place(tmp_path: Path) -> None:
    staged = rows(tmp_path, "a.txt", PROSE.encode())
    assert places(staged["observation"]) == {"32": None, "4.5": None}


def test_a_grid_that_is_no_table_is_a_paragraph(tmp_path: Path) -> None:
    box = "<w:tbl><w:tr>" + tc(PROSE) + "</w:tr></w:tbl>"
    assert places(rows(tmp_path, "a.docx", file(box))["observation"]) == {"32": "paragraph 1", "4.5": "paragraph 1"}


@pytest.mark.parametrize(("member", "said"), [("", "p.2"), ("一/b.pdf", "一/b.pdf p.2")])
def test_a_page_is_named_behind_the_member_of_an_archive(member: str, said: str) -> None:
    pages = PageMap(2, [1, 2], [None, None])
    assert locator_of(Document("0a", "a", "12", Metadata(), pages=pages, member=member), 1) == said
