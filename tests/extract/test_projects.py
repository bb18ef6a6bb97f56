"""Named projects as rows: what is a project's name, what it is called in full, its stage, statement, year and amount."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents.model import Document, Metadata
from pipelines.extract.projects.read import read_projects
from pipelines.extract.projects.refusals import refused
from pipelines.extract.projects.words import vocabulary
from pipelines.readers.read import parse_text
from tests.clock import processor_seconds

SOURCES = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "staging" / "_sources.yml"
META = Metadata(kind="plan_report", region_name="云岭市澜江区", review_year=2022, plan_year=2023)
REVIEW, PLAN = "一、2022年计划执行情况", "二、2023年重点工作"


def document(sentence: str, heading: str = REVIEW) -> Document:
    return parse_text(f"澜江区2023年计划报告\n\n{heading}\n{sentence}\n", META)


def rows(sentence: str, heading: str = REVIEW) -> list[dict[str, Any]]:
    return read_projects(document(sentence, heading))


def names(sentence: str, heading: str = REVIEW) -> list[str]:
    return [row["name"] for row in rows(sentence, heading)]


NAMED = [
    # a verb before the list
    ("开工建设云沙高速、白鹭大桥等项目。", ["云沙高速", "白鹭大桥"], "start"),
    ("建成投用石坪变电站、实验二小滨江校区。", ["石坪变电站", "实验二小滨江校区"], "completion"),
    ("谋划川西药材交易中心、澜江跨境电商产业园等项目。", ["川西药材交易中心", "澜江跨境电商产业园"], "preparation"),
    ("加快建设凯路轨道装备产业园。", ["凯路轨道装备产业园"], "construction"),
    ("扩建石坪职业学院、沙洲理工学院等院校。", ["石坪职业学院", "沙洲理工学院"], "construction"),
    # a predicate behind it
    ("云沙高速、白鹭大桥等项目进展顺利。", ["云沙高速", "白鹭大桥"], "construction"),
    ("澜西快速通道等项目前期工作加快推进。", ["澜西快速通道"], "preparation"),
    ("花溪水库下闸蓄水。", ["花溪水库"], "completion"),
    ("凤鸣中学新校区主体封顶。", ["凤鸣中学新校区"], "construction"),
    ("石坪综合保税区封关运行。", ["石坪综合保税区"], "completion"),
    ("白石铁路专用线完成路基工程量的62%。", ["白石铁路专用线"], "construction"),
    ("石白高速石坪段进入路面施工阶段。", ["石白高速石坪段"], "construction"),
    ("石白铁路锦峰段进入铺轨阶段。", ["石白铁路锦峰段"], "construction"),
    ("白鹭疏港铁路进入勘察设计招标阶段。", ["白鹭疏港铁路"], "preparation"),
    ("白鹭大桥完成承台施工。", ["白鹭大桥"], "construction"),
    ("石坪机场基本完成前期工作。", ["石坪机场"], "preparation"),
    ("总投资5亿元的柳岸物流园、3亿元的青山冷链项目加快建设。", ["柳岸物流园", "青山冷链项目"], "construction"),
    ("白石医院扩建项目即将完工。", ["白石医院扩建项目"], "construction"),
    # both, and the predicate decides
    ("推动恒易达电池项目建成投产。", ["恒易达电池项目"], "completion"),
    ("力争华岳商用车基地启动建设。", ["华岳商用车基地"], "start"),
    ("启动白鹭美术馆建设。", ["白鹭美术馆"], "start"),
    ("做好云沙高速、澜自铁路等项目前期工作。", ["云沙高速", "澜自铁路"], "preparation"),
    ("全力争取环湾城际铁路纳入国家规划。", ["环湾城际铁路"], "preparation"),
    # 和, 及 inside a name and between names
    ("开工建设石坪科创园和白鹭医院。", ["石坪科创园", "白鹭医院"], "start"),
    ("开工建设海丰家电及汽车零部件生产基地。", ["海丰家电及汽车零部件生产基地"], "start"),
    ("建成白鹭产业园及配套设施（一期）工程。", ["白鹭产业园及配套设施（一期）工程"], "completion"),
    # brackets, voltage, 至, codes, quotes
    ("加快建设渝成高铁（澜江段）、云岭220千伏变电站110千伏送出工程（二期）等项目。",
     ["渝成高铁（澜江段）", "云岭220千伏变电站110千伏送出工程（二期）"], "construction"),
    ("S208线黄泥坪至马鞍段改建工程完工。", ["S208线黄泥坪至马鞍段改建工程"], "completion"),
    ("石坪至两河口快速通道开工建设。", ["石坪至两河口快速通道"], "start"),
    ("启动白鹭中心“星光街”夜经济项目。", ["白鹭中心“星光街”夜经济项目"], "start"),
    # joined predicates in one clause; treated objects; ordinals
    ("云沙高速建成通车、白鹭大桥开工建设。", ["云沙高速", "白鹭大桥"], None),
    ("对柳树边、同心里等6条背街小巷实施整治。", ["柳树边", "同心里"], "construction"),
    ("完成石坪路口、红岩路口2个交叉路口改造。", ["石坪路口", "红岩路口"], "completion"),
    ("一是白鹭医院加快建设。", ["白鹭医院"], "construction"),
    # what leads a name is no part of it: a verb said again, money and its use
    ("建成用好白鹭创新研究院。", ["白鹭创新研究院"], "completion"),
    ("力促云沙高铁开工。", ["云沙高铁"], "start"),
    ("统筹2.6亿元支持白鹭湾实验室建设运行。", ["白鹭湾实验室"], "construction"),
    ("惠及30万人的引沙济澜工程开工建设。", ["引沙济澜工程"], "start"),
    # cuts: numbers of one thing, works of two, what follows 和 and is no name
    ("推进石坪电厂1、2号机组建设。", ["石坪电厂1、2号机组"], "construction"),
    ("推进石坪物流园项目和白鹭路网工程建设。", ["石坪物流园项目", "白鹭路网工程"], "construction"),
    ("云沙高速改扩建和一批城际快速路建成通车。", ["云沙高速改扩建"], "completion"),
    ("启动联合国粮食机构白鹭中心建设。", ["联合国粮食机构白鹭中心"], "start"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected", "stage"), NAMED, ids=[n[0][:16] for n in NAMED])
def test_named_projects_and_their_stage(sentence: str, expected: list[str], stage: str | None) -> None:
    found = rows(sentence)
    assert [row["name"] for row in found] == expected
    assert stage is None or {row["stage"] for row in found} == {stage}


def test_each_predicate_of_a_clause_has_its_own_name() -> None:
    found = {r["name"]: r["stage"] for r in rows("云沙高速建成通车、白鹭大桥开工建设。")}
    assert found == {"云沙高速": "completion", "白鹭大桥": "start"}


NOT_PROJECTS = [
    "改造老旧小区132个，新建口袋公园18处，新建5G基站1196个。",
    "新改建“四好农村路”260公里，改造农村供水管网86公里。",
    "加快推进成渝地区双城经济圈建设，打造高质量发展先行区。",
    "出台《石坪工业园区建设方案》，印发《白鹭大桥建设计划》。",
    "新落地宏泰科技、恒易达股份等知名企业。",
    "举办第三届茶马文化节、石坪马拉松等活动。",
    "深入实施“领航强工”人才集聚工程，推进“智融惠企”工程。",
    "建设内容包括厂房和道路，建设规模5万平方米。",
    "加快建设区域消费中心城市，构建现代化产业体系。",
    "推进白鹭医院创建三甲医院，启动石坪古镇4A级旅游景区创建。",
    "深化国资国企改革，持续优化营商环境，完成年度目标任务。",
    "实施一批强链补链项目，建成一批重点项目。",
    # programmes, slogans, classes and parts of works
    "实施基层医疗补短板工程、优秀剧目精品创作工程和新时代匠人培育工程。",
    "抓好工业“头号工程”，推进“三纵五横”铁路网建设。",
    "建设“2+6”省级开放创新平台。",
    "实施10大类50项民生实事项目，开工建设市县重点项目。",
    "一期工程开工建设，提标改造工程进展顺利。",
    # ranks among places, kinds of projects that are none
    "持续建设健康云岭，完成县乡公路建设210公里。",
    "世界最大单体免税店开业，建设面向南亚开放重要通道。",
    "推进石坪村寨、白鹭古镇等创建国家4A级旅游景区。",
    "实施石坪、白鹭2个公立医院改革示范项目。",
    "推进污水长效化治理，实施新城市管理系统工程。",
    # general tasks and clauses
    "建成社区综合服务中心，筹集危旧房1.2万套，开通客运班车。",
    "推进采煤沉陷治理，产业发展水平明显提升并全面启动。",
    "形成东西两环绕城，打通物流“断头路”建设。",
    # a budget's purposes and accounts
    "用于石坪新区管网更新改造等项目实施。",
    "重点项目资金：上年结转（14.6亿元）、专项债券（3.2亿元）。",
    "支持人才购房补贴、名师工作室等项目建设。",
    "推动财会监督与巡察、纪检监察、审计监督等贯通协调。",
]


@pytest.mark.parametrize("sentence", NOT_PROJECTS, ids=[s[:14] for s in NOT_PROJECTS])
def test_tasks_policies_events_and_companies_are_no_projects(sentence: str) -> None:
    assert names(sentence) == []


FULL = [
    (
        "建成五丰、久盛、远屹等汽车零部件生产项目。",
        ["五丰汽车零部件生产项目", "久盛汽车零部件生产项目", "远屹汽车零部件生产项目"],
    ),
    ("云泸、石沙等高速公路稳步实施。", ["云泸高速公路", "石沙高速公路"]),
    ("建成远屹轻型铸件、五丰精密轴承等项目。", ["远屹轻型铸件项目", "五丰精密轴承项目"]),
    ("云泸、石沙高速全线贯通。", ["云泸高速", "石沙高速"]),
]


@pytest.mark.parametrize(("sentence", "expected"), FULL, ids=[f[0][:12] for f in FULL])
def test_a_list_gives_its_members_what_they_share(sentence: str, expected: list[str]) -> None:
    assert [row["full_name"] for row in rows(sentence)] == expected


def test_the_section_tells_statement_and_year_and_words_overrule_it() -> None:
    sentence = "白鹭大桥建成通车。"
    assert [(r["statement"], r["year"]) for r in rows(sentence)] == [("actual", 2022)]
    assert [(r["statement"], r["year"]) for r in rows(sentence, PLAN)] == [("target", 2023)]
    assert [r["statement"] for r in rows("预计白鹭大桥年底建成通车。")] == ["estimate"]
    assert [(r["statement"], r["year"]) for r in rows("力争2024年白鹭大桥建成通车。")] == [("target", 2024)]
    assert [r["year"] for r in rows("白鹭大桥2021年开工建设。")] == [2021]


def test_a_general_name_tells_a_work_in_a_county_only() -> None:
    def of(code: str, sentence: str) -> list[str]:
        meta = Metadata(kind="plan_report", region_name="云岭", region_code=code, review_year=2022, plan_year=2023)
        text = f"云岭2023年计划报告\n\n{PLAN}\n{sentence}\n"
        return [row["name"] for row in read_projects(parse_text(text, meta))]

    building, opened = "加快建设新材料产业园。", "建成新材料产业园。"
    assert of("530111", building) == of("530111", opened) == of("530100", opened) == ["新材料产业园"]
    assert of("530000", building) == of("530000", opened) == of("530100", building) == []
    assert of("530000", "加快建设白鹭新材料产业园。") == ["白鹭新材料产业园"]


def test_a_year_ahead_of_the_plan_holds_for_its_sentence() -> None:
    found = {r["name"]: r["year"] for r in rows("2025年建成白鹭大桥。加快石坪水库建设。", PLAN)}
    assert found == {"白鹭大桥": 2025, "石坪水库": 2023}


def test_an_aim_of_years_ahead_holds_for_its_sentence() -> None:
    found = {r["name"]: r["year"] for r in rows("到2027年，建成白鹭大桥。加快石坪水库建设。", PLAN)}
    assert found == {"白鹭大桥": 2027, "石坪水库": 2023}


RULES = vocabulary()["refused"]


@pytest.mark.parametrize("rule", RULES, ids=[r["name"] for r in RULES])
def test_a_refusal_meets_its_examples_and_leaves_the_others(rule: dict[str, Any]) -> None:
    assert rule["why"] and {refused(name) for name in rule["examples"]} == {rule["name"]}
    assert [refused(name) for name in rule["not"]] == [""] * len(rule["not"])


def test_a_newspaper_carries_its_year_on() -> None:
    meta = Metadata(kind="press", region_name="北溪县", published_date="2025-01-16", review_year=2025)
    text = "北溪县：加速跑\n\n2024年，全县完成投资50亿元。\n白鹭大桥建成通车。\n今年，北溪县将开工建设石坪水库。\n"
    found = {r["name"]: (r["statement"], r["year"]) for r in read_projects(parse_text(text, meta))}
    assert found == {"白鹭大桥": ("actual", 2024), "石坪水库": ("target", 2025)}


def test_an_amount_is_the_projects_own() -> None:
    (row,) = rows("总投资26亿元的万汇仓储基地开工建设。")
    assert (row["name"], row["amount"], row["amount_unit"]) == ("万汇仓储基地", Decimal(26), "亿元")
    assert [r["amount"] for r in rows("总投资26亿元的万汇仓储基地、恒易达电池项目开工建设。")] == [None, None]


def test_a_panels_topic_and_the_sector_of_the_name() -> None:
    doc = parse_text(
        "澜江区2023年计划报告\n\n三、2023年重点工作\n\n专栏1：2023年基础设施重点事项\n\n"
        "交通：开工建设云沙高速公路。\n水利：建成花溪水库。\n", META,
    )  # fmt: skip
    found = {r["name"]: (r["topic"], r["sector_code"]) for r in read_projects(doc)}
    assert found["云沙高速公路"] == ("交通", 16)
    assert found["花溪水库"][0] == "水利"


TABLE = """澜江区2023年计划报告

一、2022年计划执行情况

表1：2022年民生实事完成情况表
\t序号\t项目名称\t计划任务\t完成情况
\t1\t教育惠民工程\t实施白石小学改扩建工程，望江幼儿园建设等2个子项工程。\t白石小学改扩建工程：完成综合楼建设。
"""


def test_cells_of_promises_plan_and_completion() -> None:
    found = [(r["name"], r["stage"], r["statement"], r["year"]) for r in read_projects(parse_text(TABLE, META))]
    assert ("白石小学改扩建工程", "construction", "target", 2022) in found
    assert ("望江幼儿园", "construction", "target", 2022) in found
    assert ("白石小学改扩建工程", "completion", "actual", 2022) in found


LISTED = """附件1 2024年区级重点项目清单
序号\t项目名称\t建设性质\t总投资（亿元）\t年度计划投资（亿元）
1\t石坪大桥工程\t续建\t3.2\t1.1
2\t锦峰产业园（一期）\t新开工\t12\t2
合计\t\t\t15.2\t3.1
"""


def test_a_table_of_projects_gives_a_row_for_each() -> None:
    found = read_projects(parse_text("澜江区2024年计划报告\n\n" + LISTED, META))
    assert [(r["name"], r["stage"], r["statement"], r["year"], r["amount"]) for r in found] == [
        ("石坪大桥工程", "construction", "target", 2024, Decimal("3.2")),
        ("锦峰产业园（一期）", "start", "target", 2024, Decimal(12)),
    ]


def test_rows_have_the_staged_columns_and_spans_hold_the_names() -> None:
    tables = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"][0]["tables"]
    columns = {c["name"] for t in tables if t["name"] == "key_project" for c in t["columns"]}
    path = Path(__file__).resolve().parents[1] / "heldout" / "projects" / "beixi-2024-press-feature.txt"
    doc = parse_text(path.read_text(encoding="utf-8"), source_file=path.name)
    found = read_projects(doc)
    assert any("\n" in doc.text[r["name_start"] : r["name_end"]] for r in found)
    for row in found:
        assert set(row) == columns - {"locator"}  # which extract/document.py gives to the rows of all tables
        printed = doc.text[row["name_start"] : row["name_end"]]
        assert "".join(printed.split()) == row["name"]
    assert len({r["mention_id"] for r in found}) == len(found)
    assert [r["mention_id"] for r in read_projects(doc)] == [r["mention_id"] for r in found]


_WORDS = st.sampled_from([
    "开工建设", "建成", "推动", "等", "项目", "、", "，", "。", "和", "（", "）", "“", "”", "云沙高速", "白鹭大桥", "一期",
    "2022年", "3个", "的", "：", "工程", "前期工作", "建设", "\n", "加快推进", "260公里", "《", "》", "甲", "A",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=40).map("".join))
def test_any_text_gives_disjoint_spans_that_hold_their_names(body: str) -> None:
    doc = document(body)
    found = read_projects(doc)
    for row in found:
        printed = doc.text[row["name_start"] : row["name_end"]]
        assert "".join(printed.split()) == "".join(row["name"].split())
        assert row["match_key"]
    for left, right in zip(found, found[1:], strict=False):
        assert left["name_end"] <= right["name_start"]


@pytest.mark.parametrize(
    "piece", ["建设", "甲、", "和乙", "（", "开工建设云沙高速、", "等项目", "2022年", "“甲", "工程及"]
)
def test_time_is_linear_in_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        doc = document(piece * count)
        return processor_seconds(lambda: read_projects(doc), 1)

    seconds(50)
    assert seconds(12000) < 2.0


def test_the_vocabulary_names_no_project_of_a_place() -> None:
    """Words of the vocabulary are common: none holds the name of a Chinese county town's kind or a company's."""
    flat = yaml.safe_dump(vocabulary(), allow_unicode=True)
    for word in ("永川", "重庆", "成渝", "渝", "长城", "松溉"):
        assert word not in flat


FULL = [
    # the words behind 等 complete a name, without what ranks them or says how far they are
    ("石东、白西等铁路建成通车。", ["石东铁路", "白西铁路"]),
    ("石东、白西等一级公路开工建设。", ["石东一级公路", "白西一级公路"]),
    ("锦城二期、沙洲等500千伏输变电工程加快建设。", ["锦城二期500千伏输变电工程", "沙洲500千伏输变电工程"]),
    ("加快中帆、远航等帆船制造项目建设。", ["中帆帆船制造项目", "远航帆船制造项目"]),
    ("加快建设石东、白西中等口岸设施。", ["石东口岸设施", "白西中口岸设施"]),
    ("推进石坪风光、沙洲储能两大清洁能源基地建设。", ["石坪风光清洁能源基地", "沙洲储能清洁能源基地"]),
    # what is done to all members is part of each name
    (
        "完成石坪路、白鹭路（东门-西门段）等6条道路升级改造工程。",
        ["石坪路升级改造工程", "白鹭路（东门-西门段）升级改造工程"],
    ),
    ("推进石坪露天矿、白鹭露天矿等矿坑综合治理。", ["石坪露天矿综合治理", "白鹭露天矿综合治理"]),
    ("改造石坪路、白鹭路等干线路网。", ["石坪路改造", "白鹭路改造"]),
    ("对柳河石坪段进行综合整治。", ["柳河石坪段综合整治"]),
    ("新建、改造石坪路。", ["石坪路"]),
    ("实施石坪大桥和白鹭大桥改造、柳岸公路等工程。", ["石坪大桥改造", "白鹭大桥改造", "柳岸公路"]),
    ("石坪大桥和白鹭大桥改造加快推进。", ["石坪大桥改造", "白鹭大桥改造"]),
    # a mere place takes the tail of the next name, where such things are called after places
    ("加快石新、白信高速公路等重大项目建设。", ["石新高速公路", "白信高速公路"]),
    ("着力建设新石江、柳西、西站等特色宜居片区。", ["新石江宜居片区", "柳西宜居片区", "西站宜居片区"]),
    ("抓好柳河、青石灌区等项目建设。", ["柳河灌区", "青石灌区"]),
    ("久盛、五丰电子产业园等项目加快建设。", ["久盛项目", "五丰电子产业园"]),
    ("久泰和五盛煤制油、远屹化肥等重大项目建成投产。", ["久泰煤制油", "五盛煤制油项目", "远屹化肥项目"]),
    (
        "开工建设东桥街道、石坪镇、柳岸街道社区卫生服务中心。",
        ["东桥街道社区卫生服务中心", "石坪镇社区卫生服务中心", "柳岸街道社区卫生服务中心"],
    ),
    ("柳岸大道、工业大道南、石坪大道三期开工建设。", ["柳岸大道", "工业大道南", "石坪大道三期"]),
    ("建成石坪、沙洲等重点口岸提升工程。", ["石坪口岸提升工程", "沙洲口岸提升工程"]),
    ("久盛动力、五丰电子等1.3万个重大产业项目投产达效。", ["久盛动力项目", "五丰电子项目"]),
    ("加快久盛动力、五丰电子等12个在建项目建设。", ["久盛动力项目", "五丰电子项目"]),
    ("久盛动力、五丰电子等重大外资项目落地。", ["久盛动力项目", "五丰电子项目"]),
    ("新建石岭大街、白鹭大街等城市主干道路60条。", ["石岭大街城市主干道路", "白鹭大街城市主干道路"]),
    ("建好石西、沙东等高速公路续建项目。", ["石西高速公路", "沙东高速公路"]),
    ("石坪、沙湖等实验室加快建设。", ["石坪实验室", "沙湖实验室"]),
    # the tail of the last name, as far back as the others have no head
    ("石西、沙东高速建成通车。", ["石西高速", "沙东高速"]),
    ("推动石西、沙东试点城市和锦峰基地建设。", ["锦峰基地"]),
    ("石粤直流、青石铁路沙洲段电气化改造工程开工建设。", ["石粤直流", "青石铁路沙洲段电气化改造工程"]),
    ("晶硅石坪、风电装备实现全产业链贯通。", []),
    # 和 between two things, and within one
    ("石坪航道扩能升级和沙洲水库河道整治工程进展顺利。", ["石坪航道扩能升级", "沙洲水库河道整治工程"]),
    ("确保石坪和沙洲社区文体馆建成投用。", ["石坪社区文体馆", "沙洲社区文体馆"]),
    ("完成石坪大街和沙洲路两处市民公园建设。", ["石坪大街市民公园", "沙洲路市民公园"]),
    ("久盛技改、远屹空分装置和五丰发酵豆粕等项目年内投产。", ["久盛技改", "远屹空分装置项目", "五丰发酵豆粕项目"]),
    ("支持柳坪水库改扩建及白溪、石沙中型水库等项目开展前期工作。", ["柳坪水库改扩建", "白溪中型水库", "石沙中型水库"]),
    ("推动石坪玻璃技术改造和白鹭航天智创产业园项目建设。", ["石坪玻璃技术改造", "白鹭航天智创产业园项目"]),
    ("新开工石白沙城际铁路与锦峰线间联络线等。", ["石白沙城际铁路与锦峰线间联络线"]),
    ("石坪公园、白鹭植物公园“一河两园”工程建设正式启动。", ["石坪公园", "白鹭植物公园"]),
    ("石坪卫生中心和沙洲妇幼中心合建项目开工建设。", ["石坪卫生中心和沙洲妇幼中心合建项目"]),
    ("六是加快环城道路和城市路网建设。", []),
    ("建成石坪园区二期第二批、第三批和沙洲铁路专用线。", ["石坪园区二期第二批", "沙洲铁路专用线"]),
    # what leads a name is no part of it
    ("国内首条风光输电通道——石坪到沙洲直流工程投运。", ["石坪到沙洲直流工程"]),
    ("（12）启动工人文化宫石坪分馆翻建工程。", ["工人文化宫石坪分馆翻建工程"]),
    ("建成将军岭水库。", ["将军岭水库"]),
    ("已初步确定石坪物流园、白鹭信息产业基地等7个项目在6月开工建设。", ["石坪物流园", "白鹭信息产业基地"]),
    ("精准谋划项目储备。", []),
    # tasks, trades, counts, wishes
    ("支持高标农田、农林水利、美丽乡村等项目建设。", []),
    ("争取再建3个风光大基地。", []),
    ("统筹1200万元保障我市石坪馆、白鹭馆免费开放。", []),
    ("生态文明建设示范区、石坪创新基地数量居前列。", []),
    ("石坪产业园落地项目31个。", []),
    ("完成通户道路600公里。", []),
    ("县（市）区污水处理厂相继建成使用。", []),
    ("实施城区道路畅通工程。", []),
    ("石坪国家湿地公园获批。", []),
    ("石坪旅游度假区和柳河、白鹭大峡谷5A级景区获批。", []),
    ("建设国内重要的石坪发酵示范基地。", []),
    ("加快石坪国际陆港区、白鹭和沙洲经济开发区创新发展。", []),
    ("石坪景区和白鹭博物馆实现公司化运营。", []),
    ("石坪片区、柳岸片区43个排水项目年内完工。", []),
    ("石坪大街、401国道及中心城区57条无灯巷道亮化工程完工。", []),
    ("石坪实验学校田径场面向社会开放。", []),
    ("石坪路站、白鹭路站、出入口通道等也需明确落地。", []),
    ("本次开工项目突出现代产业体系和承载能力提升。", []),
    ("建成智慧旅游服务、管理和营销平台。", []),
    ("“石坪水厂扩建工程”（责任单位：县水务局）。", []),
    ("各地确定新时代乡村建设工程、石坪幼儿园工程。", []),
    ("已建成11家全国、省、市最美驿站。", []),
    ("②柳岸中心幼儿园改扩建项目正在进行地基施工。", ["柳岸中心幼儿园改扩建项目"]),
    ("新建3幢综合实验楼。", []),
    ("配套高速公路已同步通车。", []),
    ("石坪实验室纳入国家实验室建设序列。", []),
    ("推进石坪产业园、沙洲渔港等园区水产加工业建设。", []),
    ("加快全民健身中心、体育公园等改造提升。", []),
    ("全国首个“豆豉风味研究院”落地石坪。", ["“豆豉风味研究院”"]),
    ("全球最大烷烃一体化生产基地投产。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), FULL)
def test_names_in_full(sentence: str, expected: list[str]) -> None:
    assert [row["full_name"] for row in rows(sentence)] == expected


STAGES_TOLD = [
    ("加快推进白鹭商贸城、石坪会展馆等项目建设，确保按时开工。", "start"),
    ("加快白鹭商贸城建设，力争年底前建成投用。", "completion"),
    ("开工建设白鹭商贸城，力争年底前主体封顶。", "start"),
    ("获批建设石坪数据标注基地。", "preparation"),
    ("加快白鹭商贸城的前期准备工作。", "preparation"),
    ("完成白鹭中学续建。", "completion"),
    ("建好石坪国家公园。", "construction"),
    # 推进 alone tells none; how it goes on, or what is built, tells it
    ("推进石坪港集装箱码头、白鹭港转型升级工程。", None),
    ("积极推进柳河、青石河等8项防洪排涝项目。", None),
    ("推进石坪水厂项目建设。", "construction"),
    ("加快推进石坪水厂项目。", "construction"),
    ("稳步推进石坪水厂项目。", "construction"),
    ("推动石坪医院、白鹭医院等一批民生工程落地见效。", None),
    ("石坪引水、柳岸灌区等9个水利工程投入使用或加快建设。", None),
    ("争取省下达9880万元支持石坪港航道工程建设。", "construction"),
    ("建设运营好石坪专科医疗中心。", "construction"),
    ("石坪特钢锻造改造、白鹭配套产业园项目部分工序建成投产。", "construction"),
]


@pytest.mark.parametrize(("sentence", "stage"), STAGES_TOLD)
def test_the_stage_that_a_clause_and_the_next_one_tell(sentence: str, stage: str) -> None:
    assert {row["stage"] for row in rows(sentence, PLAN)} == {stage}


def test_what_a_city_only_wants_to_be_is_no_work_unless_it_has_its_name() -> None:
    city = Metadata(kind="work_report", region_name="云岭市", region_code="530100", review_year=2022, plan_year=2023)
    county = Metadata(
        kind="work_report", region_name="云岭市澜江区", region_code="530102", review_year=2022, plan_year=2023
    )
    text = f"云岭市2023年工作报告\n\n{PLAN}\n打造绿色建材循环基地。\n打造云岭商贸中心。\n"
    found = {meta.region_code: read_projects(parse_text(text, meta)) for meta in (city, county)}
    assert [r["name"] for r in found["530100"]] == [r["name"] for r in found["530102"]] == ["云岭商贸中心"]
    assert {r["confidence"] for r in found["530102"]} == {0.6}


def test_what_is_told_had_happened_when_it_was_told() -> None:
    meta = Metadata(kind="other", region_name="云岭市", published_date="2023-05-09", review_year=2025)
    text = "云岭重大项目稳步推进\n\n今天，石坪东站站房正式开工建设。石坪东站预计2025年建成。\n"
    assert [r["year"] for r in read_projects(parse_text(text, meta)) if r["stage"] == "start"] == [2023]


def test_a_text_without_years_is_of_the_year_in_which_it_was_given() -> None:
    meta = Metadata(kind="other", region_name="云岭市", published_date="2019-10-12")
    text = "云岭一批重大项目加快推进\n\n石坪大桥正式通车。计划通车的白鹭线正在抓紧调试。\n"
    assert [(r["name"], r["year"]) for r in read_projects(parse_text(text, meta))] == [("石坪大桥", 2019)]


def test_a_bracket_that_names_a_place_tells_which_one() -> None:
    (named,) = rows("建好国家碳计量中心（石坪）。", PLAN)
    (common,) = rows("建好国家碳计量中心。", PLAN)
    assert named["confidence"] > common["confidence"]


def test_this_year_is_that_of_a_list_without_a_date() -> None:
    meta = Metadata(kind="other", region_name="云岭市", review_year=2012)
    text = "云岭市2012年重点水利工程进展\n\n今年安排重点工程5个。石坪水库工程完成投资2亿元。\n"
    assert [r["year"] for r in read_projects(parse_text(text, meta))] == [2012]
