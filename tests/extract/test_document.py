"""A document as staged observations: stable ids, spans that are the printed numeral, quotes, wholes, sections."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.documents.model import Document, Metadata, PageMap
from pipelines.documents.scan import scan
from pipelines.documents.view import view
from pipelines.extract.document import extract
from pipelines.readers.read import parse_text, read_document

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT.parent / "shared" / "corpus", ROOT / "raw", ROOT / "tests" / "heldout"]

REPORT = """关于青山市2022年计划执行情况与2023年计划草案的报告
——2023年1月8日在青山市第三届人民代表大会第二次会议上

一、2022年计划执行情况
（一）经济运行平稳。全市地区生产总值达到 412.5亿元，增长3.8%。固定资产投资完成96亿元，其中：工业投资41亿元、房地产投资55亿元。
新增规上企业12家，１０00余户市场主体受益。

二、2023年主要目标
地区生产总值增长6%以上；居民收入增长与经济增长基本同步。

表1：2023年主要指标
\t指标
\t2022年完成
\t2023年目标

\t粮食产量（万吨）
\t32.1
\t33

\t城镇调查失业率（%）
\t5.1
\t5.5以内
"""
Row = dict[str, Any]


def rows(document: Document) -> list[Row]:
    return extract(document)["observation"]


def brief(row: Row) -> tuple[Any, ...]:
    return (
        row["indicator_name"],
        str(row["value"]),
        row["unit"],
        row["measure"],
        row["statement"],
        row["period_label"],
    )


@pytest.fixture(scope="module")
def report() -> Document:
    return parse_text(REPORT, source_file="plan.txt")


def test_prose_and_tables_in_one_order(report: Document) -> None:
    found = rows(report)
    assert [brief(r) for r in found] == [
        ("地区生产总值", "412.5", "亿元", "level", "actual", "2022"),
        ("地区生产总值", "3.8", "%", "growth", "actual", "2022"),
        ("固定资产投资", "96", "亿元", "level", "actual", "2022"),
        ("工业投资", "41", "亿元", "level", "actual", "2022"),
        ("房地产投资", "55", "亿元", "level", "actual", "2022"),
        ("新增规上企业", "12", "家", "level", "actual", "2022"),
        ("市场主体受益", "1000", "户", "level", "actual", "2022"),
        ("地区生产总值", "6", "%", "growth", "target", "2023"),
        ("粮食产量", "32.1", "万吨", "level", "actual", "2022"),
        ("粮食产量", "33", "万吨", "level", "target", "2023"),
        ("城镇调查失业率", "5.1", "%", "share", "actual", "2022"),
        ("城镇调查失业率", "5.5", "%", "share", "target", "2023"),
    ]
    assert [r["origin"] for r in found] == ["prose"] * 8 + ["table"] * 4
    assert {r["indicator_code"] for r in found[:2]} == {"gdp"}
    (quality,) = extract(report)["qualitative_target"]
    assert (quality["indicator_name"], quality["comparison"], quality["statement"]) == ("居民收入", "in_step", "target")


def test_a_numeral_cut_by_a_line_end_keeps_its_place() -> None:
    sentence = "青山市把企业培育作为头等大事来抓，全年新增规上企业312家，工业总产值增长10.5%，城乡面貌焕然一新。"
    at = sentence.index("312") + 1
    lines = [sentence[:at], *(sentence[i : i + at] for i in range(at, len(sentence), at))]
    document = parse_text("青山市：奋进之年\n\n" + "\n".join(lines) + "\n", Metadata(kind="press", review_year=2022))
    cut, growth = rows(document)
    assert cut["printed"] == "3\n12" == document.text[cut["value_start"] : cut["value_end"]]
    assert (cut["value"], growth["value"]) == (Decimal(312), Decimal("10.5"))
    assert "\n" not in cut["quote"] and "312家" in cut["quote"]


def test_values_in_the_base_unit_and_qualifiers(report: Document) -> None:
    gdp, *_ = rows(report)
    assert (gdp["value_base"], gdp["unit_base"], gdp["dimension"]) == (Decimal("41250000000"), "元", "currency")
    assert {str(r["value"]): r["qualifier"] for r in rows(report) if r["qualifier"]} == {
        "1000": "gt",
        "6": "ge",
        "5.5": "le",
    }


def test_ids_are_unique_and_come_from_document_and_place(report: Document) -> None:
    ids = [r["observation_id"] for r in rows(report)]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[0-9a-f]{16}", i) for i in ids)
    assert [r["observation_id"] for r in rows(parse_text(REPORT, source_file="elsewhere.txt"))] == ids
    longer = rows(parse_text(REPORT + "\n三、其他\n举办活动5场。\n", document_id=report.document_id))
    assert [r["observation_id"] for r in longer][: len(ids)] == ids, "what comes behind moves no id"
    other = rows(parse_text(REPORT, document_id="another"))
    assert not {r["observation_id"] for r in other} & set(ids)


def test_parts_point_to_their_whole(report: Document) -> None:
    found = {r["indicator_name"] + r["origin"]: r for r in rows(report)}
    whole = found["固定资产投资prose"]
    assert found["工业投资prose"]["whole_id"] == whole["observation_id"]
    assert whole["whole_id"] is None
    assert {r["whole_id"] for r in found.values()} <= {None} | {r["observation_id"] for r in found.values()}


def test_a_text_has_no_pages_and_a_pdf_has(report: Document) -> None:
    assert {(r["page"], r["bbox"]) for r in rows(report)} == {(None, None)}
    text = "二〇二三年\n粮食产量9万吨。"
    boxes = [None if c == "\n" else (10.0 * i, 5.0, 10.0 * i + 9, 15.0) for i, c in enumerate(text)]
    pages = PageMap(3, [2] * len(text), boxes)
    plain = parse_text(text, Metadata(review_year=2023))
    (row,) = rows(replace(plain, pages=pages))
    at = text.index("9")
    assert (row["page"], row["bbox"]) == (2, [10.0 * at, 5.0, 10.0 * at + 9, 15.0])


def test_passages_that_are_not_the_documents_own_yield_nothing() -> None:
    document = parse_text("粮食产量9万吨。\n税收收入3亿元。", Metadata(review_year=2023))
    assert len(rows(document)) == 2
    for kind in ("foreign", "furniture", "caption", "note"):
        passages = tuple(replace(p, kind=kind) for p in document.passages)
        assert rows(replace(document, passages=passages)) == [], kind


@pytest.mark.parametrize("text", ["", "\n", "。", "无数字的一句话。", "\ufeff", "表1：空\n\t指标\n\t数值\n\n\t\n\t\n"])
def test_documents_without_figures(text: str) -> None:
    staged = extract(parse_text(text))
    assert staged["observation"] == [] and len(staged["document"]) == 1


def corpus() -> Iterator[Any]:
    for folder in FOLDERS:
        files = [f for f in scan(folder) if not f.error and f.media_type == "text/plain"] if folder.is_dir() else []
        for file in files:
            yield pytest.param(file, id=f"{folder.name}/{file.source_file}")
        if not files:
            yield pytest.param(None, id=f"{folder.name}", marks=pytest.mark.skip(reason=f"{folder.name} is not there"))


@pytest.mark.parametrize("file", corpus())
def test_every_observation_of_a_report_stands_where_it_says(file: Any) -> None:
    document = read_document(file)
    found = rows(document)
    for row in found:
        start, end, printed = row["value_start"], row["value_end"], row["printed"]
        assert document.text[start:end] == printed
        digits = re.sub(r"[\s,]", "", view(printed, 0, len(printed)).text)
        if digits[0].isdigit():
            assert Decimal(digits.replace("..", ".")) == abs(row["value"]), row
        assert digits in re.sub(r"[\s,]", "", view(row["quote"], 0, len(row["quote"])).text), row
        assert row["indicator_name"] == row["indicator_name"].strip() != ""
    ids = [r["observation_id"] for r in found]
    assert len(set(ids)) == len(ids)
    assert [(r["value_start"], r["value_end"]) for r in found] == sorted(
        (r["value_start"], r["value_end"]) for r in found
    )


@pytest.mark.parametrize("seed", range(6))
def test_damaged_reports_are_read_too(seed: int) -> None:
    """Characters lost, put in and exchanged: nothing crashes, every row still stands where it says and has a name."""
    dice = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for folder in FOLDERS[1:] for path in sorted(folder.glob("*.txt"))]
    for _ in range(25):
        text = dice.choice(texts)
        begin = dice.randrange(len(text))
        chars = list(text[begin : begin + dice.randrange(50, 900)])
        for _ in range(dice.randrange(40)):
            at = dice.randrange(len(chars) + 1)
            chars[at : at + dice.randrange(2)] = dice.choice(
                [*"0123456789.,，、。；：（）%％年第分别由至占五\n\t|　", "其中", ""]
            )
        damaged = "".join(chars)
        for row in rows(parse_text(damaged)):
            assert damaged[row["value_start"] : row["value_end"]] == row["printed"]
            assert row["indicator_name"].strip() and row["rule"], row


_DUMP = """
import json, sys
from pipelines.readers.read import parse_text
from pipelines.extract.document import extract
json.dump(extract(parse_text(sys.stdin.buffer.read().decode())), sys.stdout, default=str, ensure_ascii=True)
"""


def test_a_second_run_writes_the_same_bytes() -> None:
    """Another process, another hash seed: no set or dict order reaches the rows."""
    text = (FOLDERS[1] / "yongchuan-2023-plan-report.txt").read_bytes()
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", _DUMP], input=text, capture_output=True, cwd=ROOT, env=environment, check=True
    )
    assert done.stdout.decode() == json.dumps(extract(parse_text(text.decode())), default=str, ensure_ascii=True)
