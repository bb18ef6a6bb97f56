"""Any bytes, any text: read or refused, never an exception; what is extracted stands where it is said to stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.documents.decode import Decoded, DecodeError, decode
from pipelines.documents.overrides import OverrideError, load_overrides
from pipelines.extract.document import extract
from pipelines.publish.corrections import CorrectionError
from pipelines.publish.corrections import read as read_corrections
from pipelines.readers.read import parse_text
from pipelines.validate.rows import validate
from tests.hostile.texts import REPORT

# What reports are made of, down to the pieces that rules look for; put together at random.
PIECES = """
一、|（一）|1.|（1）|一是|专栏1：事项|专栏|表1：2023年主要指标完成情况表|表2：民生实事|表3：重点项目安排|附件|备注：|单位：亿元|各位代表：|——
关于临江市东湖区2023年计划执行情况及2024年计划草案的报告|政府工作报告|统计公报|2024年1月10日|2023年|2021—2025年|上半年|1—6月|“十四五”|去年
地区生产总值|规上工业增加值|固定资产投资|城镇新增就业|森林覆盖率|其中|其中：|分别|累计|预计|力争|确保|同比|较上年|占|比重|排名|居全市第|连续
增长|下降|达到|达|完成|实现|突破|由|从|提高到|减至|翻一番|翻番|增速|高于全市|个百分点|不低于|左右|以上|以内|超过|约|近|余|多|每
亿元|万元|元|%|％|‰|个|家|户|公里|万亩|万吨|亿千瓦时|人次|微克/立方米|元/月|倍|位|成|吨标准煤|N|P|TEU
1|2|3.5|412.5|2097.5|14..3|0|00|-4|−4.9|10:40:50|1∶2|3/4|3-5|150%—260%|４１２．５|1,234.5|十八|两个|1e9|99999999999999999999|.5|5.
项目|工程|建设|开工建设|加快建设|建成投用|（二期）|产业园|基地|有限公司|路|桥|医院|G246|5G|PM2.5|500kV|12345热线|“1+4+13”|IPv6
，|。|；|、|：|（|）|(|)|“|”|《|》|[1]|【|】|—|…|·|／|+|=|@|#|*|`|{|}|<|>|&|'|"
序号|指标|计划任务|完成情况|预期目标|总量|增速（%）|合计|按投资来源分类|政府主导类|类别|个数|总投资（亿元）|已完成|正在推进|未开工|无
"""
SPECIAL = [
    "\t", "\n", "\n\n", "\r\n", "\t\n", " ", "\u3000", "\u200b", "\u202e", "\ufeff", "\f", "\u2028", "\u00a0", "|", "\n|-|-|\n",
    " - 1 -\n", "\U0001f600", "\U0002a6d6", "\\", "\0",
]  # fmt: skip
FRAGMENTS = [piece for line in PIECES.strip().splitlines() for piece in line.split("|")] + SPECIAL
PARTS = [line.split("|") for line in PIECES.strip().splitlines()]
# Half a sentence that says something: what, verb, number, unit, and a mark; now and then a piece from anywhere within.
CLAUSE = st.tuples(
    *map(st.sampled_from, (PARTS[2], PARTS[3], PARTS[5], PARTS[4])),
    st.sampled_from(["", "", "", *FRAGMENTS]),
    st.sampled_from("，。；、\n"),
).map("".join)
PROSE = st.lists(st.one_of(CLAUSE, CLAUSE, st.sampled_from(FRAGMENTS)), min_size=4, max_size=40).map("".join)
CELL = st.one_of(st.sampled_from(FRAGMENTS), CLAUSE)
ROWS = st.lists(st.lists(CELL, max_size=3).map(lambda c: "\t" + "".join(c)), min_size=4, max_size=30).map("\n".join)
PIPES = st.lists(st.lists(CELL, min_size=2, max_size=5).map("|".join), min_size=2, max_size=8).map("\n".join)
TEXTS = st.lists(st.one_of(PROSE, PROSE, ROWS, PIPES, st.text(max_size=30)), min_size=2, max_size=6).map("\n".join)
# The checks that only an extractor can fail, whatever the text.
OURS = (
    "type",
    "span_inside",
    "span_text",
    "span_numeral",
    "span_name",
    "base_value",
    "required",
    "values",
    "duplicate",
)


def read(text: str) -> None:
    """Read a text to the end; fails where a row points to the wrong place."""
    document = parse_text(text)
    rows = extract(document)
    result = validate(rows, document)
    wrong = [row for row in result.quarantine.to_dicts() if row["check_name"] in OURS]
    assert wrong == [], wrong[:2]
    for row in rows["observation"]:
        assert text[row["value_start"] : row["value_end"]] == row["printed"]


@given(TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_read(text: str) -> None:
    read(text)


@pytest.mark.slow
@given(TEXTS)
@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
def test_many_texts_are_read(text: str) -> None:
    read(text)


@given(st.integers(0, len(REPORT)), st.integers(0, 40), st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join))
@settings(max_examples=50, deadline=None)
def test_a_good_report_with_a_piece_torn_out_or_put_in_is_read(at: int, length: int, piece: str) -> None:
    read(REPORT[:at] + piece + REPORT[at + length :])


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        found = decode(data)
    except DecodeError as error:
        assert str(error)
    else:
        assert isinstance(found, Decoded) and found.text


@given(
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5", "latin-1"]),
    st.integers(0, 600),
    st.binary(max_size=6),
    st.integers(0, 6),
)
@settings(max_examples=200, deadline=None)
def test_a_damaged_file_is_decoded_or_refused_and_its_text_is_the_bytes(
    encoding: str, at: int, noise: bytes, gone: int
) -> None:
    whole = (REPORT * 3).encode(encoding, "ignore")
    data = whole[:at] + noise + whole[at + gone :]
    try:
        found = decode(data)
    except DecodeError:
        return
    again = found.text.encode(found.encoding.removesuffix("-sig"))
    assert again.removeprefix(b"\xff\xfe") in data, "the text is the bytes as they stand, but for a mark or a cut end"


@given(st.one_of(st.text(max_size=80), st.binary(max_size=80)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_companion_file_is_understood_or_refused(tmp_path: Path, content: str | bytes) -> None:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    for name in ("documents.yml", "corrections.yml"):
        (tmp_path / name).write_bytes(data)
    try:
        load_overrides(tmp_path, known=["a.txt"])
    except OverrideError as error:
        assert "documents.yml" in str(error)
    try:
        read_corrections(tmp_path / "corrections.yml")
    except CorrectionError as error:
        assert "corrections.yml" in str(error)
