"""What documents of all kinds say about themselves."""

import pytest

from pipelines.documents.document_years import document_years
from pipelines.documents.metadata import published_year, read_metadata
from pipelines.documents.model import Metadata
from pipelines.documents.report_years import Given

BODY = "全年地区生产总值增长6%，一般公共预算收入增长5%，城镇新增就业1.2万人，经济运行总体平稳，发展质量稳步提升，社会大局保持稳定，民生福祉持续增进。\n"


def meta(text, **expected):
    found = read_metadata(text)
    assert {name: getattr(found, name) for name in expected} == expected
    return found


def test_plan_report_with_a_broken_title():
    meta(
        "\n关于大足区2021年国民经济和社会\n\n发展计划执行情况及2022年计划草案的报告\n（2022年1月6日在大足区第三届人民代表大会第一次会议上）\n"
        "大足区发展和改革委员会\n\n各位代表：\n受区人民政府委托，现将情况报告如下。\n一、2021年计划执行情况\n" + BODY,
        title="关于大足区2021年国民经济和社会发展计划执行情况及2022年计划草案的报告",
        kind="plan_report", issuer="大足区发展和改革委员会", region_name="重庆市大足区", region_code="500111",
        published_date="2022-01-06", review_year=2021, plan_year=2022, period_label=None,
    )  # fmt: skip


def test_a_title_whose_first_line_could_be_all_of_it():
    meta(
        "关于甲县2020年国民经济和社会发展计划执行情况\n与2021年国民经济和社会发展计划草案的报告\n\n各位代表：\n" + BODY,
        title="关于甲县2020年国民经济和社会发展计划执行情况与2021年国民经济和社会发展计划草案的报告",
        review_year=2020, plan_year=2021, region_name="甲县", region_code=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "title, kind, review, plan, label",
    [
        ("甲市2023年上半年国民经济和社会发展计划执行情况的报告", "plan_report", 2023, None, "2023H1"),
        ("关于2022年预算执行情况和2023年预算草案的报告", "budget_report", 2022, 2023, None),
        ("关于甲县2022年财政决算的报告", "budget_report", 2022, None, None),
        ("甲县2023年国民经济和社会发展统计公报", "communique", 2023, None, None),
        ("二〇一九年甲县国民经济和社会发展统计公报", "communique", 2019, None, None),
        ("甲县2023年一季度经济运行情况", "other", 2023, None, "2023Q1"),
        ("2023年1-7月甲市经济运行情况", "other", 2023, None, "2023-01/2023-07"),
        ("甲市2023年前三季度经济形势分析", "other", 2023, None, "2023Q1-Q3"),
        ("甲县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "other", None, None, None),
        ("甲县2024年国民经济和社会发展计划", "plan_report", 2023, 2024, None),
        ("甲县2024年政府工作要点", "other", None, 2024, None),
    ],
)
def test_kind_and_years_from_the_title(title, kind, review, plan, label):
    meta(f"{title}\n\n{BODY}", title=title, kind=kind, review_year=review, plan_year=plan, period_label=label)


def test_work_report_by_its_headings():
    meta(
        "政府工作报告\n——2023年1月15日在四川省第十四届人民代表大会第一次会议上\n四川省省长 李某某\n各位代表：\n现在报告工作。\n"
        "一、过去五年工作回顾\n" + BODY + "二、2023年工作建议\n" + BODY,
        title="政府工作报告", kind="work_report", issuer="四川省人民政府", region_name="四川省", region_code="510000",
        published_date="2023-01-15", review_year=2022, plan_year=2023,
    )  # fmt: skip


def test_work_report_by_the_date_of_its_session():
    text = (
        "甲县人民政府工作报告\n（{}在甲县第九届人民代表大会第四次会议上）\n甲县人民政府县长　王某\n\n各位代表：\n一、工作回顾\n"
        + BODY
    )
    meta(text.format("2024年1月9日"), review_year=2023, plan_year=2024, issuer="甲县人民政府", region_name="甲县")
    meta(text.format("2023年12月27日"), review_year=2023, plan_year=2024, published_date="2023-12-27")


def test_communique_with_two_offices_and_a_date_at_the_end():
    meta(
        "2022年鼓楼区国民经济和社会发展统计公报\n南京市鼓楼区统计局　国家统计局鼓楼调查队\n\n一、综合\n" + BODY * 3 + "二、农业\n" + BODY * 3
        + "三、工业\n" + BODY + "四、人口\n" + BODY + "五、教育\n" + BODY + "六、环境\n" + BODY + "二〇二三年四月十日\n",
        kind="communique", issuer="南京市鼓楼区统计局、国家统计局鼓楼调查队", region_name="江苏省南京市鼓楼区", region_code="320106",
        published_date="2023-04-10", review_year=2022, plan_year=None,
    )  # fmt: skip


def test_a_newspaper_page_whose_headline_comes_after_text():
    column = "2022年，清溪县坚持稳中求进，抢抓\n机遇，全县产值增长12%，新引进项目\n31个，清溪县合同额达86亿元，创历\n史新高。\n\n"
    meta(
        column + "2022年，清溪港开工。自2016年签约\n以来，清溪县投资增长8%，位居全市\n前列，企业达到40家。\n\n"
        "县域经济加快崛起 清溪交出优异答卷\n\n2023年全市两会专题·清溪\n\n乡村振兴\n" + column,
        title="县域经济加快崛起 清溪交出优异答卷", kind="press", issuer=None, region_name="清溪县", review_year=2022, plan_year=None,
        published_date=None,
    )  # fmt: skip


def test_a_newspaper_page_without_years():
    found = meta(
        "石桥高新区以创新塑造发展新优势\n\n张三 李四\n\n“十四五”以来，石桥高新区加快建设，产值突破300亿元，石桥高新区企业达到90家。\n",
        title="石桥高新区以创新塑造发展新优势", kind="press", review_year=None, plan_year=None, region_name=None,
    )  # fmt: skip
    assert published_year(found) is None


def test_a_site_around_the_report_does_not_hide_it():
    meta(
        "首页 > 政务公开 > 统计公报\n发布时间：2023-05-04 10:20\n来源：县统计局\n甲县2022年国民经济和社会发展统计公报\n\n一、综合\n" + BODY,
        title="甲县2022年国民经济和社会发展统计公报", published_date="2023-05-04", region_name="甲县",
    )  # fmt: skip


def test_dates_within_sentences_are_not_the_documents_date():
    meta(
        "甲县2022年国民经济和社会发展统计公报\n\n2022年3月5日，甲县大桥通车，全年投资增长6%，经济运行平稳。\n" + BODY,
        published_date=None,
    )


def test_a_text_that_says_nothing_is_other_with_nothing():
    assert read_metadata("今天天气很好，我们去公园散步，看见很多花。") == Metadata(kind="other")
    assert read_metadata("") == Metadata(kind="other")
    assert read_metadata("1" * 1000).title is None


def test_the_year_that_last_year_is_counted_from():
    assert published_year(Metadata(published_date="2024-12-30", plan_year=2025)) == 2024
    assert published_year(Metadata(review_year=2024, plan_year=2025)) == 2025
    assert published_year(Metadata(review_year=2023)) == 2024
    assert published_year(Metadata(review_year=2024, period_label="2024H1")) == 2024


def test_work_report_whose_title_names_the_congress():
    meta(
        "在江油市第十八届人民代表大会第三次会议上的政府工作报告\n\n（2023年12月20日）\n\n各位代表：\n一、2023年工作回顾\n" + BODY,
        kind="work_report", region_name="四川省绵阳市江油市", published_date="2023-12-20", review_year=2023, plan_year=2024,
    )  # fmt: skip


def test_a_title_of_figures():
    meta(
        "安仁县2024年主要经济指标\n2025年3月\n\n" + BODY,
        kind="other",
        region_name="湖南省郴州市安仁县",
        review_year=2024,
    )


def test_an_explanation_of_a_budget_is_about_the_year_planned() -> None:
    """Figures of a text that explains a budget are planned; of one on how it was carried out they are results."""
    planned = document_years("other", "2014年甲省社会保险基金预算的说明", Given(), "汇总各市预算，基金收入37亿元。")[0]
    assert (planned.review, planned.plan) == (None, 2014)
    carried_out = document_years("other", "2014年甲省社会保险基金预算执行情况", Given(), "基金收入37亿元。")[0]
    assert carried_out.review == 2014
