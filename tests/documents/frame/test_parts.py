"""Several reports in one file, and what only looks like several."""

from __future__ import annotations

import pytest

from pipelines.documents.frame.parts import PartError, read_parts
from pipelines.documents.metadata import read_metadata
from pipelines.documents.model import Metadata
from pipelines.readers.read import parse_text

FIRST = "2023年甲县国民经济和社会发展统计公报\n甲县统计局\n一、综合\n全县生产总值201.5亿元，增长5.2%。\n二、农业\n粮食产量31万吨。\n"
SECOND = "2022年甲县国民经济和社会发展统计公报\n甲县统计局\n一、综合\n全县生产总值190.4亿元，增长4.1%。\n"


def parts(text: str, given: list[dict] | None = None) -> list[tuple[int | None, str]]:
    """Year and first characters of each part."""
    found = read_parts(text, read_metadata(text), read_metadata, given or ())
    assert found[0].start == 0 and found[-1].end == len(text)
    assert all(a.end == b.start for a, b in zip(found, found[1:], strict=False))
    return [(part.meta.review_year, text[part.start : part.start + 7]) for part in found]


def test_two_communiques() -> None:
    assert parts(FIRST + "\n" + SECOND) == [(2023, "2023年甲县"), (2022, "2022年甲县")]


def test_a_plan_report_with_the_budget_behind_it() -> None:
    text = (
        "关于甲县2023年国民经济和社会发展计划执行情况与2024年计划草案的报告\n一、2023年计划执行情况\n投资增长6%，完成80亿元。\n"
        "二、2024年安排\n投资增长7%。\n\n关于甲县2023年预算执行情况\n和2024年预算草案的报告\n一、2023年预算执行情况\n收入完成9.1亿元，增长3%。\n"
    )
    found = read_parts(text, read_metadata(text), read_metadata)
    assert [(p.meta.kind, p.meta.review_year, p.meta.plan_year) for p in found] == [
        ("plan_report", 2023, 2024), ("budget_report", 2023, 2024),
    ]  # fmt: skip


def test_the_first_heading_again_with_a_year_above_it() -> None:
    text = FIRST + "\n2022年，全县上下共克时艰。\n一、综合\n全县生产总值190.4亿元，增长4.1%。\n"
    assert parts(text) == [(2023, "2023年甲县"), (2022, "2022年，全")]


def test_a_cover_is_no_part() -> None:
    assert parts("甲县统计公报汇编\n\n" + FIRST + SECOND) == [(2023, "甲县统计公报汇"), (2022, "2022年甲县")]


@pytest.mark.parametrize(
    "text",
    [
        FIRST + "\n附件：2023年甲县主要指标公报\n",
        FIRST
        + "\n相关公报\n2022年甲县国民经济和社会发展统计公报\n2021年甲县国民经济和社会发展统计公报\n2020年甲县国民经济和社会发展统计公报\n版权所有，转载请注明。\n",
        FIRST
        + "\n2023年甲县国民经济和社会发展统计公报\n三、工业\n增加值70亿元，增长6%。\n",  # the running title of a page
        "目录\n一、综合\n二、农业\n" + FIRST,
        "（一）工业\n一、钢铁\n产量30万吨。\n二、水泥\n产量9万吨。\n（二）农业\n一、钢铁\n产量3万吨。\n",
    ],
)
def test_what_is_no_part(text: str) -> None:
    assert len(parts(text)) == 1


def test_articles_of_a_newspapers_page() -> None:
    text = (
        "甲县日报\n\n产业向新\n本报讯（记者 张三）2024年，全县完成投资20亿元，新增企业30家。\n"
        "\n民生更暖\n本报讯（记者 李四）全县新增学位900个，改造道路12公里。\n"
    )
    assert [words for _, words in parts(text)] == ["甲县日报\n\n产", "民生更暖\n本报"]


def test_parts_of_documents_yml_win() -> None:
    text = "甲文\n投资9亿元。\n乙文\n投资8亿元。\n"
    assert [words for _, words in parts(text, [{"starts": "甲文"}, {"starts": "乙文", "review_year": 2019}])] == [
        "甲文\n投资9亿",
        "乙文\n投资8亿",
    ]
    found = read_parts(text, Metadata(), read_metadata, [{"starts": "甲文"}, {"starts": "乙文", "review_year": 2019}])
    assert found[1].meta.review_year == 2019


def test_each_part_has_its_own_frame() -> None:
    document = parse_text(FIRST + "\n" + SECOND)
    years = {
        document.text[p.start : p.start + 12]: f.year_end
        for p, f in zip(document.passages, document.frames, strict=True)
    }
    assert years["全县生产总值201.5亿"] == 2023 and years["全县生产总值190.4亿"] == 2022
    assert [section.number for section in document.sections] == list(range(1, len(document.sections) + 1))


def test_parts_of_documents_yml_that_the_text_does_not_have_are_an_error() -> None:
    with pytest.raises(PartError, match="丙文.*write the words"):
        read_parts("甲文\n投资9亿元。\n", Metadata(), read_metadata, [{"starts": "丙文"}])
