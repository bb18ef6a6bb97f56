"""What documents of many layouts say about themselves, and of which time their figures are: one fault of reading each."""

from __future__ import annotations

from pipelines.documents.metadata import read_metadata
from pipelines.documents.model import Hints
from pipelines.extract.document import extract
from pipelines.readers.read import parse_text

_WORK = "我们坚持稳中求进，扎实办好民生实事，各项事业稳步推进。"


def _about(text: str, hints: Hints | None = None) -> tuple:
    meta = read_metadata(text, "", hints)
    return meta.kind, meta.region_name, meta.review_year, meta.plan_year


def _periods(text: str) -> dict[str, tuple]:
    """(period label, or both years; statement) by the printed numeral."""
    found = {}
    for row in extract(parse_text(text))["observation"]:
        years = (row["period_start"], row["period_end"])
        found[row["printed"]] = (row["period_label"] if row["period_label"] else years, row["statement"])
    return found


def test_a_title_over_three_lines_is_read_to_its_end():
    text = f"关于甲县2008年国民经济和社会发展计划\n执行情况与2009年国民经济和社会发展\n计划草案的报告\n（2009年2月24日）\n各位代表：\n{_WORK}\n一、2008年计划执行情况\n粮食总产6.2万吨。\n"
    meta = read_metadata(text)
    assert meta.title == "关于甲县2008年国民经济和社会发展计划执行情况与2009年国民经济和社会发展计划草案的报告"
    assert (meta.review_year, meta.plan_year) == (2008, 2009)


def test_a_path_names_columns_and_no_title():
    text = f"您的位置：首页 > 政务公开 > 政府工作报告\n2021年，全县经济平稳。{_WORK}\n一、综合\n全年粮食产量9万吨。\n甲县统计局\n注：本公报数据为初步数。\n"
    meta = read_metadata(text)
    assert (meta.title, meta.kind, meta.review_year) == (None, "communique", 2021)


def test_a_title_that_is_cited_is_none():
    text = (
        f"乙市人大会议开幕\n县长李四作《政府工作报告》\n本报讯（记者 王五）昨日，乙市第三届人民代表大会开幕。{_WORK}\n"
    )
    assert read_metadata(text).kind == "press"


def test_the_session_dates_the_report_and_the_page_does_not():
    text = f"丙县政府工作报告\n发布日期：2019-05-04\n2012年2月20日在丙县第八届人民代表大会第一次会议上\n各位代表：\n{_WORK}\n一、政府工作回顾\n完成投资3亿元。\n"
    meta = read_metadata(text)
    assert (meta.published_date, meta.review_year, meta.plan_year) == ("2012-02-20", 2011, 2012)


def test_a_page_put_up_years_later_does_not_say_what_last_year_is():
    text = f"丁市2007年政府工作报告\n更新时间：2014-04-14\n各位代表：\n一、过去四年工作回顾\n{_WORK}2006年生产总值达到90亿元，四年累计完成投资210亿元。\n二、今年的主要任务\n去年启动的改造要完成，今年新建公路26公里。\n"
    found = _periods(text)
    assert found["210"] == ("2003-2006", "actual") and found["26"] == ("2007", "target")


def test_parts_of_a_year_in_the_title_and_in_headings():
    text = f"戊县人民政府2015年上半年工作报告\n主任、各位委员：\n一、上半年工作情况\n{_WORK}全县完成投资78亿元。\n二、下半年工作安排\n下半年，力争完成工业投资45亿元，确保全年财政收入增长8%。\n"
    assert _about(text) == ("work_report", "戊县", 2015, None)
    found = _periods(text)
    assert (
        found["78"] == ("2015H1", "actual") and found["45"] == ("2015H2", "target") and found["8"] == ("2015", "target")
    )
    text = f"关于己县2018年财政决算的报告\n主任、各位委员：\n一、2018年财政收支决算\n{_WORK}全县收入完成5.2亿元。\n二、2019年上半年预算执行情况\n全县收入完成3.1亿元。\n"
    row = next(r for r in extract(parse_text(text))["observation"] if r["printed"] == "3.1")
    assert (row["period_label"], row["statement"]) == ("2019H1", "actual") and row["confidence"] < 0.9


def test_the_first_sentence_of_an_article_names_its_part_of_a_year():
    text = (
        f"2022年1—11月，全省经济运行平稳。{_WORK}\n一、工业\n1—11月，规模以上工业增加值增长6.4%。11月份，增长8.7%。\n"
    )
    meta = read_metadata(text)
    assert (meta.review_year, meta.period_label, meta.guessed) == (2022, "2022-01/2022-11", frozenset())
    assert _periods(text)["8.7"] == ("2022-11", "actual")


def test_an_article_of_this_year_is_dated_by_its_page_and_that_is_a_guess():
    text = f"今年以来，全区经济平稳。{_WORK}\n1-11月，完成投资57亿元。\n"
    for date, year in (("2025-02-25", 2024), ("2024-12-18", 2024)):
        meta = read_metadata(text, "", Hints(date=date))
        assert meta.review_year == year and "review_year" in meta.guessed
    assert read_metadata(text).review_year is None


def test_a_reporters_day_dates_his_article():
    text = f"前7个月投资增长8%\n庚市经济向好\n本报讯（记者陈六）2022年8月16日，记者从庚市统计局获悉，前7个月，全市完成投资62亿元。{_WORK}\n"
    assert _periods(text)["62"] == ("2022-01/2022-07", "actual")


def test_what_a_text_without_line_ends_says_of_a_plan_that_is_over():
    text = (
        "2006年辛市政府工作报告各位代表：现在，我代表辛市人民政府，向大会报告工作，请予审议。一、“十五”计划主要目标提前实现，发展站上新起点"
        f"新世纪头五年，成绩显著。{_WORK * 8}2005年生产总值达到126亿元，比“九五”末增长1.3倍。二、“十一五”时期奋斗目标“十一五”期间，"
        f"生产总值年均增长13%。三、2006年主要工作今年新建公路31公里。{_WORK * 4}"
    )
    assert _about(text) == ("work_report", "辛市", 2005, 2006)
    assert read_metadata(text).title == "2006年辛市政府工作报告"
    found = _periods(text)
    assert found["126"] == ("2005", "actual") and found["1.3"] == ("2000-2005", "actual")
    assert found["13"] == ("2006-2010", "target") and found["31"] == ("2006", "target")


def test_headings_without_numbers_inside_a_line():
    text = (
        f"壬市2006年政府工作报告各位代表：现在，我代表壬市人民政府，向大会报告工作。{_WORK * 8}全市生产总值从11亿元增加到24亿元，年均增长13.8%。"
        "“十一五”发展目标“十一五”时期，全市生产总值年均增长10%。2006年主要工作今年新增就业8万人。"
    )
    found = _periods(text)
    assert found["10"] == ("2006-2010", "target") and found["8"] == ("2006", "target")


def test_the_outline_of_a_plan_looks_back_from_before_its_years():
    text = f"癸县国民经济和社会发展第十三个五年规划纲要\n一、发展背景\n“十二五”时期是极不平凡的五年。{_WORK}2015年生产总值达85亿元，五年累计完成投资210亿元。\n二、发展目标\n到2020年，生产总值达到130亿元。\n"
    found = _periods(text)
    assert found["85"] == ("2015", "actual") and found["210"] == ("2011-2015", "actual")
    assert found["130"] == ("2020", "target")


def test_the_country_reports_through_its_state_council():
    text = f"政府工作报告\n──2008年3月5日在第十一届全国人民代表大会第一次会议上\n各位代表：\n现在，我代表国务院，向大会报告工作，请予审议。{_WORK}\n"
    meta = read_metadata(text)
    assert (meta.region_name, meta.published_date, meta.review_year) == ("中华人民共和国", "2008-03-05", 2007)


def test_a_plan_report_without_a_whole_title_is_known_by_its_first_heading():
    text = f"一、2015年国民经济和社会发展计划执行情况\n{_WORK}洞头区产业政策见效，洞头渔港扩建，洞头海岸整治。全区完成投资1.2亿元。\n二、2016年国民经济和社会发展主要预期目标\n投资增长12%。\n"
    assert _about(text) == ("plan_report", "浙江省温州市洞头区", 2015, 2016)


def test_a_report_in_one_line_is_cut_behind_the_name_of_who_gave_it():
    text = (
        "政府工作报告（摘要）—— 2013 年 1 月 16 日在祥云县第十七届人民代表大会第二次会议上 县长 李某某 一、2012 年工作回顾"
        "（一）稳增长取得新成效。预计全年实现生产总值 212 亿元，全社会固定资产投资 117 亿元，增长 23%。" + _WORK * 12
    )
    found = _periods(text)
    assert found["117"] == ("2012", "estimate") and found["23"] == ("2012", "estimate")
