"""A document that leaves open what it is, or contradicts itself, says so, with the line of documents.yml that settles it."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
import yaml

from pipelines.commands import summary
from pipelines.documents.model import Document
from pipelines.documents.overrides import SETTLES, apply
from pipelines.extract.document import extract
from pipelines.extract.settle import contradicts_itself, to_settle
from pipelines.readers.read import described, parse_text

WORK = "我们坚持稳中求进，扎实办好民生实事。"
TWICE = "全县生产总值{0}.1亿元，增长{0}.2%。粮食产量{0}.3万吨。旅游收入{0}.4亿元。常住人口{0}.5万人。公路里程{0}.6公里。财政收入{0}.7亿元。用电量{0}.8亿千瓦时。"

MORE = "出口总额2.9亿元，新增就业1.6万人。造林面积3.3万亩。"


def _read(text: str, source_file: str = "a.txt", override: dict[str, Any] | None = None) -> tuple[Document, list[dict]]:
    document = parse_text(text, described(text, source_file, override), source_file)
    return document, extract(document)["observation"]


def _line(warning: str) -> dict[str, Any]:
    """What the line of a warning says, read as documents.yml is."""
    said = warning.split(f"{SETTLES} ")[1]
    return yaml.safe_load(said[: said.index("}") + 1])


def test_a_report_that_says_all_leaves_nothing_open():
    document, rows = _read(f"2021年甲县国民经济和社会发展统计公报\n{WORK}\n一、综合\n{TWICE.format(3)}\n")
    assert rows and to_settle(document, rows) == ()


def test_guesses_are_named_and_settled_by_their_line():
    text = f"大庆油田产量稳定，大庆高新区扩建，大庆加快转型。全市经济向好。{WORK}2014年，全市粮食产量63万吨。2014年完成投资9亿元。\n"
    document, rows = _read(text)
    assert {"region", "review_year"} <= document.meta.guessed
    assert all(row["confidence"] < 0.9 for row in rows if "region_guessed" in row["checks"])
    [warning] = to_settle(document, rows)
    assert "region 黑龙江省大庆市" in warning and "guesses" in warning
    said = _line(warning)
    assert said == {"a.txt": {"region": "黑龙江省大庆市", "review_year": 2014}}
    settled, rows = _read(text, override=said["a.txt"])
    assert settled.meta.guessed == frozenset() and to_settle(settled, rows) == ()
    assert not any({"region_guessed", "period_guessed"} & set(row["checks"]) for row in rows)


def test_a_kind_by_the_files_name_is_a_guess():
    text = f"全县经济平稳。{WORK}\n完成投资9亿元。\n"
    document, rows = _read(text, "甲县2021年国民经济和社会发展统计公报.txt")
    assert document.meta.kind == "communique" and "kind" in document.meta.guessed
    assert "kind communique" in to_settle(document, rows)[0]
    assert apply(document.meta, {"kind": "other"}).guessed.isdisjoint({"kind"})


def test_figures_without_a_period_ask_for_the_year():
    document, rows = _read(f"甲县经济运行情况分析\n{WORK}\n{TWICE.format(3)}{MORE}\n")
    assert all(row["period_end"] is None for row in rows)
    [warning] = [w for w in to_settle(document, rows) if "no period" in w]
    assert f"{len(rows)} of {len(rows)} figures" in warning and _line(warning) == {"a.txt": {"review_year": "YEAR"}}
    document, rows = _read(document.text, override={"review_year": 2021})
    assert to_settle(document, rows) == () and {row["period_end"] for row in rows} == {2021}


@pytest.mark.parametrize(("texts", "contradicts"), [([3], False), ([3, 3], False), ([3, 4], True)])
def test_two_reports_read_as_one_contradict_each_other(texts, contradicts):
    text = f"2021年甲县国民经济和社会发展统计公报\n{WORK}\n" + "\n".join(TWICE.format(n) for n in texts) + "\n"
    document, rows = _read(text)
    assert contradicts_itself(rows) is contradicts
    warnings = to_settle(document, rows)
    if not contradicts:
        assert warnings == ()
        return
    assert "contradicted" in warnings[0] and _line(warnings[0]) == {"a.txt": {"review_year": 2021}}
    assert all(row["confidence"] < 0.9 for row in rows)


def test_the_summary_of_a_build_names_the_documents_and_gives_the_lines():
    document, rows = _read(f"甲县经济运行情况分析\n{WORK}\n{TWICE.format(3)}{MORE}\n")
    [said] = to_settle(document, rows)
    with duckdb.connect() as con:
        ask = lambda sql: con.execute(sql).fetchall()  # noqa: E731
        con.execute("create table fct_extraction_outcome (source_file varchar, success boolean, warnings varchar[])")
        con.execute("insert into fct_extraction_outcome values ('b.txt', true, ['no title']), ('c.txt', true, [])")
        assert summary._to_settle(ask) == []
        con.execute("insert into fct_extraction_outcome values ('a.txt', true, [?])", [said])
        lines = summary._to_settle(ask)
    assert lines[1] == "To settle (1 document):"
    assert lines[2] == f"  a.txt: {len(rows)} of {len(rows)} figures have no period, for the text names no year"
    assert lines[3].startswith('    "a.txt": {review_year: YEAR}')
