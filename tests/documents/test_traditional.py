"""Texts in traditional characters give the rows of the same text in simplified ones, and show it as it is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC

from pipelines.documents.decode import DecodeError, decode
from pipelines.documents.scan import SourceFile
from pipelines.documents.traditional import Printed, is_traditional, simplified
from pipelines.extract.document import extract
from pipelines.readers.read import read_document
from pipelines.validate.rows import validate
from tests.readers.test_docx import file, p, tc
from tests.reports import COMMUNIQUE, plan_report

TRADITIONAL = OpenCC("s2t").convert
QUOTED = {"quote", "text", "printed", "caption", "name", "full_name", "plan_text", "completion_text", "task_name"}
QUOTED |= {"target_text", "location", "scale_text", "owner"}
IDS = {"document_id", "source_file", "observation_id", "mention_id", "encoding", "frame"}


def staged(folder: Path, name: str, data: bytes) -> dict[str, list[dict[str, Any]]]:
    path = folder / name
    path.write_bytes(data)
    document = read_document(SourceFile(path, name, len(data)), {"review_year": 2023, "plan_year": 2024})
    rows = extract(document)
    assert validate(rows, document).quarantine.is_empty()
    return rows


def compared(rows: list[dict[str, Any]], columns: bool) -> list[dict[str, Any]]:
    """The columns that are read, or those that quote, without blanks at the joints of lines."""
    return [{k: v for k, v in row.items() if (k in QUOTED) == columns and k not in IDS} for row in rows]


@pytest.mark.parametrize("text", [plan_report(), COMMUNIQUE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_report_gives_the_same_rows_and_quotes_itself(tmp_path: Path, text: str, encoding: str) -> None:
    one = staged(tmp_path, "a.txt", text.encode())
    other = staged(tmp_path, "b.txt", TRADITIONAL(text).encode(encoding))
    assert len(one["observation"]) > 3
    for table, rows in one.items():
        assert compared(rows, False) == compared(other[table], False), table
        for row, shown in zip(compared(rows, True), compared(other[table], True), strict=True):
            assert shown == {k: v and TRADITIONAL(v) for k, v in row.items()}, table


def test_a_table_of_another_medium_is_read_too(tmp_path: Path) -> None:
    rows = [
        ["指標", "單位", "總量", "增長（%）"],
        ["糧食產量", "萬噸", "32.7", "4.5"],
        ["財政收入", "億元", "2.1", "-0.6"],
    ]
    table = "".join("<w:tr>" + "".join(map(tc, row)) + "</w:tr>" for row in rows)
    prose = "二〇二三年，全縣經濟穩步增長，居民收入繼續提高，城鎮新增就業九千餘人，財政狀況良好。"
    found = staged(tmp_path, "a.docx", file(p("甲縣統計公報") + p(prose) + f"<w:tbl>{table}</w:tbl>"))
    seen = {(row["indicator_name"], str(row["value"]), row["unit"]) for row in found["observation"]}
    assert {("粮食产量", "32.7", "万吨"), ("财政收入", "-0.6", "%")} <= seen
    assert {cell["text"] for cell in found["cell"]} == {word for row in rows for word in row}
    assert any("糧食產量" in row["quote"] for row in found["observation"])


def test_simplified_texts_are_left_alone_and_wrong_encodings_are_still_refused() -> None:
    assert not is_traditional(plan_report()) and not is_traditional(
        "乾隆、後羿、於菟的研究" + "经济发展与财政收入" * 20
    )
    text = TRADITIONAL(plan_report())
    assert is_traditional(text) and simplified(text) == plan_report() and decode(text.encode()).text == text
    for data in (text.encode("big5", "ignore"), text.encode().decode("gb18030", "replace").encode()):
        with pytest.raises(DecodeError):
            decode(data)


def test_words_are_found_where_they_stand_nearest() -> None:
    read, shown = "发展\n后勤与王后，发\n展", "發展\n後勤與王后，發\n展"
    printed = Printed(read, shown)
    assert printed.of("王后，发展", 0) == "王后，發展" and printed.of("后勤", 9) == "後勤"
    assert printed.of("不在其中｜发展", 0) == "不在其中｜發展"
