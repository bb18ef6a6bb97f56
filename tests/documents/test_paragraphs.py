"""Lines that belong together are read together, and no others."""

from pipelines.documents.paragraphs import read_paragraphs
from pipelines.documents.view import view


def paragraphs(text, skip=()):
    return [p.text for p in read_paragraphs(text, skip)]


COLUMN = """本报讯  今年以来，清溪县坚持稳中求
进，抢抓机遇，全县规模以上工业产值增长
12.5%，新引进项目31个，合同额达86

亿元，其中10亿元以上项目4个。
县发展改革局介绍，全县民营企业已达
2.3万户，占经营主体的9成。

据了解，清溪港年吞吐量突破300万
吨，货物运往13
个省市。
"""


def test_a_column_is_read_through_its_line_ends_and_gaps():
    assert paragraphs(COLUMN) == [
        "本报讯  今年以来，清溪县坚持稳中求进，抢抓机遇，全县规模以上工业产值增长12.5%，新引进项目31个，合同额达86亿元，其中10亿元以上项目4个。",
        "县发展改革局介绍，全县民营企业已达2.3万户，占经营主体的9成。",
        "据了解，清溪港年吞吐量突破300万吨，货物运往13个省市。",
    ]


def test_in_a_report_each_line_is_a_paragraph():
    text = "一、2021年计划执行情况\n全县生产总值增长6%。工业向好。\n（一）工业\n工业增长7%。\n一是投资增长。完成投资9亿元。\n二是消费回升。零售额增长3%。\n"
    assert paragraphs(text) == text.strip().split("\n")


def test_lists_and_topics_stay_apart():
    text = "\t专栏3：2022年民生实事\n\n1.新建公厕12座。\n2.改造小区5个\n3.新增学位800个。\n\n交通：建设农村公路30公里，\n水利：整治河道4条。\n"
    assert paragraphs(text) == [
        "专栏3：2022年民生实事", "1.新建公厕12座。", "2.改造小区5个", "3.新增学位800个。", "交通：建设农村公路30公里，", "水利：整治河道4条。",
    ]  # fmt: skip


def test_a_page_break_within_a_long_sentence_is_read_through():
    head = "农业生产保持稳定。全年粮食播种面积达到三十二万亩，总产量创下新高，高标准农田建设加快推进，特色产业稳"
    assert paragraphs(f"{head}\n\n步发展，茶叶产量增长4%。\n\n工业增长5%。") == [
        f"{head}步发展，茶叶产量增长4%。",
        "工业增长5%。",
    ]


def test_a_comma_an_open_quotation_or_a_closing_mark_hold_lines_together():
    assert paragraphs("物流：支持企业申报，\n\n\t争取新增2家。") == ["物流：支持企业申报，争取新增2家。"]
    assert paragraphs("治理：完善“网格+\n\n\t调解+热线”机制。") == ["治理：完善“网格+调解+热线”机制。"]
    assert paragraphs("完成投资3亿元（含续建\n）。") == ["完成投资3亿元（含续建）。"]


def test_bare_headings_are_not_joined_to_their_text():
    text = "产业提质\n\n“十四五”以来，全县工业产值突破百亿元，企业达到80家。\n\n开放提速\n\n口岸货运量增长9%，通道不断拓展，口岸功能更加完善。\n"
    assert paragraphs(text) == [line for line in text.split("\n") if line]


def test_a_heading_with_a_blank_in_it_stands_alone_within_a_column():
    text = COLUMN + "\n高质量发展 工业产值再上新台阶\n 县域经济加快崛起 清溪交出新答卷\n\n" + COLUMN
    found = paragraphs(text)
    assert found[3:5] == ["高质量发展 工业产值再上新台阶", "县域经济加快崛起 清溪交出新答卷"]


def test_a_title_over_several_lines_is_one_paragraph():
    text = (
        "关于清溪县2021年国民经济和社会\n\n发展计划执行情况与2022年计划草案的报告\n清溪县发展和改革局\n\n各位代表：\n"
    )
    assert paragraphs(text)[0] == "关于清溪县2021年国民经济和社会发展计划执行情况与2022年计划草案的报告"
    assert paragraphs(text)[1:] == ["清溪县发展和改革局", "各位代表："]


def test_a_numbered_heading_broken_at_the_columns_edge_is_one():
    text = "（二）坚持统筹城乡协调发展，加快建设宜居宜业的和美\n乡村新格局\n全县新建公路80公里，改造农房1200户，整治河道6条，农村面貌焕然一新。\n"
    assert paragraphs(text)[0].endswith("和美乡村新格局")
    assert len(paragraphs(text)) == 2


def test_page_numbers_stand_alone_and_within_a_sentence_do_not_cut_it():
    assert paragraphs("增长6%。\n— 3 —\n工业增长7%。") == ["增长6%。", "— 3 —", "工业增长7%。"]
    text = "全县生产总值增长6.5%，新建学校\n\n— 12 —\n\n3所，改造道路20公里。"
    [paragraph] = read_paragraphs(text)
    assert (paragraph.start, paragraph.end) == (0, len(text))
    assert view(text, 0, len(text)).text == "全县生产总值增长6.5%，新建学校3所，改造道路20公里。"


def test_nothing_is_joined_over_a_table():
    text = "主要指标完成较好，\n|a|b|\n总体平稳。"
    start = text.index("|a")
    assert paragraphs(text, [(start, start + 5)]) == ["主要指标完成较好，", "总体平稳。"]


def test_cells_that_no_table_took_are_not_glued_to_numbers():
    text = "\t地区生产总值\n\t1202.8\n\t3.5\n\n\t工业增加值\n\t461\n"
    assert paragraphs(text) == ["地区生产总值", "1202.8", "3.5", "工业增加值", "461"]


def test_other_line_ends():
    assert paragraphs("一、目标\r\n增长7%。\r\n\r\n（一）工业\r增长8%。") == [
        "一、目标",
        "增长7%。",
        "（一）工业",
        "增长8%。",
    ]
