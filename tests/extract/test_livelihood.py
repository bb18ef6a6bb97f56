"""民生实事 from completion tables, boxed lists, numbered lists and prose."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.documents.model import Document, Metadata, Section
from pipelines.extract.document import extract
from pipelines.extract.livelihood.read import livelihood_quantities, livelihood_totals, read_livelihood
from pipelines.extract.livelihood.status import clause_rule, project_status, task_status
from pipelines.extract.tables.find import find_tables
from pipelines.readers.read import described, parse_text

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def document(
    text: str, review: int | None = 2023, plan: int | None = 2024, sections: tuple[Section, ...] = ()
) -> Document:
    meta = Metadata(review_year=review, plan_year=plan, region_code="510822")
    return Document("d", "d.txt", text, meta, sections=sections, tables=tuple(find_tables(text)))


def report(name: str, review: int, plan: int) -> Document:
    path = CORPUS / name
    if not path.is_file():
        pytest.skip("the real reports are not there (../shared/corpus)")
    return document(path.read_text(encoding="utf-8"), review, plan)


TABLE = """表2：2023年民生实事完成情况表
\t序号
\t项目名称
\t计划任务
\t完成情况

\t1
\t校园改善
\t实施东小学扩建、西幼儿园建设（含食堂、操场）、校车更新等3个子项工程。
\t东小学扩建：完成教学楼扩建。

校园二期（西幼儿园建设（含食堂、操场）、校车更新）：完成选址。

\t2
\t农村道路
\t改造农村公路120公里，发放补贴300万元。
\t改造农村公路118.5公里，发放补贴360万元，惠及5000人。

\t3
\t养老服务
\t1.新建食堂8个；
2.改造适老家庭200户。
\t1.新建食堂9个；
2.正在改造，预计明年3月完工。
"""


def test_completion_table() -> None:
    projects, tasks = read_livelihood(document(TABLE))
    assert [(p["year"], p["number"], p["name"], p["status"]) for p in projects] == [
        (2023, 1, "校园改善", "partly"), (2023, 2, "农村道路", "partly"), (2023, 3, "养老服务", "partly"),
    ]  # fmt: skip
    assert [(t["project_number"], t["task_number"], t["task_name"], t["status"]) for t in tasks] == [
        (1, 1, "东小学扩建", "completed"),
        (1, 2, "西幼儿园建设（含食堂、操场）", "in_progress"),
        (1, 3, "校车更新", "in_progress"),
        (2, 1, "农村道路", "partly"),
        (3, 1, "新建食堂8个", "exceeded"),
        (3, 2, "改造适老家庭200户", "in_progress"),
    ]
    assert tasks[1]["completion_text"] == tasks[2]["completion_text"] == "完成选址。"
    assert [(t["planned_value"], t["planned_unit"], t["completed_value"], t["completion_ratio"]) for t in tasks[3:5]] == [
        (120, "公里", Decimal("118.5"), Decimal("0.987500")), (8, "个", 9, Decimal("1.125000")),
    ]  # fmt: skip


def test_spans_are_the_words() -> None:
    doc = document(TABLE)
    projects, tasks = read_livelihood(doc)
    for task in tasks:
        assert doc.text[task["plan_start"] : task["plan_end"]] == task["plan_text"]
        assert doc.text[task["completion_start"] : task["completion_end"]] == task["completion_text"]
    for project in projects:
        assert project["name"] in doc.text[project["char_start"] : project["char_end"]]


def test_all_quantities_of_a_task() -> None:
    rows = [r for r in livelihood_quantities(document(TABLE)) if r["project_number"] == 2]
    assert [(r["planned_value"], r["completed_value"], r["completion_ratio"]) for r in rows] == [
        (120, Decimal("118.5"), Decimal("0.987500")), (300, 360, Decimal("1.200000")),
    ]  # fmt: skip


def test_one_row_for_each_sub_item_under_a_merged_name() -> None:
    text = "2023年民生实事完成情况\n序号\t项目名称\t任务\t完成情况\n1\t道路\t修路10公里\t修路10公里\n\t\t建桥2座\t已完成建桥2座\n2\t学校\t建校1所\t正在建设\n"
    projects, tasks = read_livelihood(document(text))
    assert [p["number"] for p in projects] == [1, 2]
    assert [(t["project_number"], t["task_number"], t["status"]) for t in tasks] == [
        (1, 1, "completed"), (1, 2, "completed"), (2, 1, "in_progress"),
    ]  # fmt: skip


def test_boxed_list_with_labels() -> None:
    text = (
        "\t专栏11：2024年重点民生实事\n\n老城更新：改造小区20个以上、燃气设施60处，增设电梯6台。\n农村路：建设农村路20公里。\n\n"
        "教育惠民：建设甲幼儿园、乙小学综合楼，改建丙幼儿园。\n健康行动：开展村（社区）、学校、企业等场所健康服务。\n\n\n（九）下一节\n\n安全：保持稳定。\n"
    )
    projects, tasks = read_livelihood(document(text))
    assert [(p["year"], p["name"], p["status"], p["origin"]) for p in projects] == [
        (2024, n, "unknown", "prose") for n in ("老城更新", "农村路", "教育惠民", "健康行动")
    ]
    assert [t["task_name"] for t in tasks if t["project_number"] in (1, 3, 4)] == [
        "改造小区20个以上", "改造燃气设施60处", "增设电梯6台", "建设甲幼儿园", "建设乙小学综合楼", "改建丙幼儿园", "健康行动",
    ]  # fmt: skip
    assert [(t["planned_value"], t["planned_unit"]) for t in tasks[:3]] == [(20, "个"), (60, "处"), (6, "台")]
    assert {t["status_rule"] for t in tasks} == {"no_completion_stated"}


def test_numbered_list_over_a_break() -> None:
    text = "\t专栏12  2024年4件重点民生实事项目\n\n1.更新改造45公里管网。\n2.新改建100组路灯、30盏村灯。\n\n\t3.加强心理健\n康教育。\n4.帮扶5000人。\n\n\n（九）下一节\n1.别的。\n"
    projects, tasks = read_livelihood(document(text))
    assert [p["name"] for p in projects] == [
        "更新改造45公里管网",
        "新改建100组路灯、30盏村灯",
        "加强心理健康教育",
        "帮扶5000人",
    ]
    assert [t["task_name"] for t in tasks if t["project_number"] == 2] == ["新改建100组路灯", "新改建30盏村灯"]


@pytest.mark.parametrize(
    "marks", ["一是{}；二是{}；三是{}。", "（1）{}；（2）{}；（3）{}。", "1.{}；2.{}；3.{}。", "①{}；②{}；③{}。"]
)
def test_enumeration_in_prose(marks: str) -> None:
    items = marks.format("新建学校3所", "改造老旧小区12个", "发放助学金500万元")
    projects, tasks = read_livelihood(
        document("坚持为民，2024年要集中财力办好3件民生实事：" + items + "同时抓好其他工作，确保落实到位。")
    )
    assert [(p["year"], p["number"], p["name"]) for p in projects] == [
        (2024, 1, "新建学校3所"), (2024, 2, "改造老旧小区12个"), (2024, 3, "发放助学金500万元"),
    ]  # fmt: skip
    assert [(t["planned_value"], t["planned_unit"]) for t in tasks] == [(3, "所"), (12, "个"), (500, "万元")]


def test_a_list_of_what_was_done_is_a_completion() -> None:
    section = Section(1, 1, "一、回顾", 0, 200, None, "一、回顾", "review", 2023, 2023, "actual")
    projects, tasks = read_livelihood(
        document("2023年民生实事落实情况\n1.新建学校3所，已投用。\n2.改造小区12个，正在施工。\n", sections=(section,))
    )
    assert [p["plan_text"] for p in projects] == [None, None]
    assert [p["status"] for p in projects] == ["completed", "in_progress"] and len(tasks) == 2
    assert all(t["completion_text"] and not t["plan_text"] for t in tasks)


@pytest.mark.parametrize(
    "text",
    [
        "我们把办好民生实事放在心上，群众满意度提高。\n\n一是稳增长。\n二是促改革。\n",
        "（三）办好民生实事\n就业：" + "全力稳定就业，" * 30 + "\n教育：" + "推进均衡发展，" * 30 + "\n",
        "民生实事完成较好。",
        "民生实事办得好\n\n张先生：小区变了样。\n李女士：路灯亮了。\n",
    ],
)
def test_what_is_no_list(text: str) -> None:
    assert read_livelihood(document(text)) == ([], [])


LABELLED_LINES = """表2：2023年民生实事完成情况表
\t序号
\t项目名称
\t计划任务
\t完成情况

\t1
\t校园改善
\t校舍改造：改造校舍5所；
食堂扩建：扩建食堂3个。
\t校舍改造：改造校舍5所；
食堂扩建：扩建食堂2个。

\t2
\t农村道路
\t改造农村公路120公里
\t改造农村公路118.5公里
"""


def test_lines_with_labels_are_sub_items() -> None:
    _, tasks = read_livelihood(document(LABELLED_LINES))
    assert [(t["task_name"], t["status"]) for t in tasks] == [
        ("校舍改造：改造校舍5所", "completed"),
        ("食堂扩建：扩建食堂3个", "partly"),
        ("农村道路", "partly"),
    ]


@pytest.mark.parametrize(
    ("completion", "promised", "status", "rule"),
    [
        ("已完成全部工程。", "", "completed", "done_in_words"),
        ("完成方案设计，完成招投标。", "新建桥梁1座", "in_progress", "step_of_preparation"),
        ("完成方案设计。", "编制停车规划方案设计", "completed", "done_in_words"),
        ("完成主体工程施工。", "新建学校", "in_progress", "step_of_construction"),
        ("主体完工，正在装修。", "", "in_progress", "nearly_finished"),
        ("正在办理用地手续。", "", "in_progress", "going_on"),
        ("用地手续办理。", "", "in_progress", "step_of_preparation"),
        ("正在协调电力部门移杆。", "", "not_started", "obstacle"),
        ("待立项。", "", "not_started", "waiting"),
        ("因用地问题尚未启动。", "", "not_started", "waiting"),
        ("完成桥墩，预计明年2月完工。", "", "in_progress", "expected_later"),
        ("完成甲校改造，乙校已开工。", "", "partly", "done_beside_going_on"),
        ("改造小区12个，正在施工。", "", "in_progress", "going_on"),
        ("改造小区10个，其余2个正在施工。", "", "partly", "done_beside_going_on"),
        ("工程形象进度达65%。", "", "in_progress", "unfinished_share"),
        ("工程形象进度达100%。", "", "completed", "whole_of_work"),
        ("总进度100%，完成工程量的100.0%。", "", "completed", "whole_of_work"),
        ("开展助餐服务2000人次。", "", "completed", "counted_work"),
        ("覆盖率达98%。", "", "completed", "reached"),
        ("加强组织领导，做好统筹。", "", "unknown", "no_rule"),
        (None, "新建学校", "unknown", "no_completion_stated"),
    ],
)
def test_status_from_wording(completion: str | None, promised: str, status: str, rule: str) -> None:
    assert task_status(completion, promised, []) == (status, rule)


@pytest.mark.parametrize(
    ("ratios", "status", "rule"),
    [
        (["1"], "completed", "done_in_words"),
        (["1.04", "2.6"], "exceeded", "more_than_planned"),
        (["1", "1.06"], "completed", "done_in_words"),
        (["0.98", "1.2"], "partly", "less_than_planned"),
        (["0"], "not_started", "nothing_done"),
    ],
)
def test_status_from_numbers(ratios: list[str], status: str, rule: str) -> None:
    assert task_status("完成改造。", "", [Decimal(r) for r in ratios]) == (status, rule)


def test_numbers_overrule_a_rest_of_work() -> None:
    assert task_status("完成改造30个，正在扫尾收尾。", "", [Decimal(1)]) == ("completed", "quantity_reached")


def test_a_project_is_as_far_as_its_sub_items() -> None:
    assert project_status(["exceeded", "exceeded"]) == "exceeded"
    assert project_status(["completed", "exceeded"]) == "completed"
    assert project_status(["completed", "not_started"]) == "partly"
    assert project_status(["in_progress", "not_started"]) == "in_progress"
    assert project_status(["completed", "unknown"]) == "unknown"


def test_a_clause_without_a_cue_reads_nothing() -> None:
    assert clause_rule("加强组织领导") == ("", "")


def test_units_are_compared_only_where_they_count_the_same() -> None:
    table = "2023年民生实事完成情况\n项目名称\t任务\t完成情况\n培训\t培训8000人\t培训8353人次\n造林\t造林2万亩\t造林15000亩\n路灯\t安装路灯200组\t改造线路8100米\n"
    _, tasks = read_livelihood(document(table))
    assert [t["completion_ratio"] for t in tasks] == [Decimal("1.044125"), Decimal("0.750000"), None]
    assert (tasks[2]["planned_value"], tasks[2]["completed_value"]) == (200, None)


def test_totals_stated_and_counted() -> None:
    doc = document("投入资金1.8亿元办好3件6项民生实事，群众满意。\n\n" + TABLE)
    (total,) = livelihood_totals(doc)
    assert (total.year, total.stated_projects, total.stated_tasks, total.counted_projects, total.counted_tasks) == (
        2023,
        3,
        6,
        3,
        6,
    )
    assert (total.amount, total.amount_unit) == (Decimal("1.8"), "亿元")


@pytest.mark.parametrize(
    ("sentence", "projects", "tasks"),
    [
        ("全力办好十件民生实事。", 10, None),
        ("2023年兴办12件惠民实事项目（含19个子项目），进展顺利。", 12, 19),
        ("民生实事10大类50个事项全部完成。", 10, 50),
    ],
)
def test_totals_in_other_words(sentence: str, projects: int, tasks: int | None) -> None:
    (total,) = livelihood_totals(document(sentence))
    assert (total.year, total.stated_projects, total.stated_tasks) == (2023, projects, tasks)
    assert total.counted_projects is None


# A careful reader's statuses of the 38 sub-items, in their order.
READ = (
    "completed completed in_progress|completed|completed completed in_progress partly in_progress|completed|completed|"
    "in_progress in_progress in_progress in_progress in_progress|completed completed|completed in_progress|exceeded|"
    "completed in_progress completed|completed completed|completed|completed|in_progress completed completed completed|"
    "completed|completed completed completed|not_started|completed"
)


def test_the_real_completion_table() -> None:
    doc = report("yongchuan-2023-plan-report.txt", 2022, 2023)
    projects, tasks = read_livelihood(doc)
    done = [t for t in tasks if t["year"] == 2022]
    assert [p["number"] for p in projects if p["year"] == 2022] == list(range(1, 19))
    statuses = [" ".join(t["status"] for t in done if t["project_number"] == n) for n in range(1, 19)]
    assert statuses == READ.split("|") and len(done) == 38
    pairs = {
        (r["planned_value"], r["planned_unit"], r["completed_value"], r["completed_unit"])
        for r in livelihood_quantities(doc)
    }
    assert {
        (260, "公里", 260, "公里"), (8000, "人", 8353, "人次"), (6000, "万元", Decimal("15640.4"), "万元"),
        (Decimal("98.5"), "%", Decimal("98.5"), "%"), (85, "%", 90, "%"), (52, "%", Decimal("54.42"), "%"),
        (10, "条", 10, "条"), (200, "组", 200, "组"), (344, "户", 344, "户"), (3, "所", None, None),
    } <= pairs  # fmt: skip


def test_the_real_lists() -> None:
    doc = report("yongchuan-2023-plan-report.txt", 2022, 2023)
    projects, tasks = read_livelihood(doc)
    assert len([p for p in projects if p["year"] == 2023]) == 15
    (total,) = livelihood_totals(doc)
    assert (total.stated_projects, total.stated_tasks, total.counted_projects, total.counted_tasks) == (18, 38, 18, 38)
    projects, tasks = read_livelihood(report("yongchuan-2025-plan-report.txt", 2024, 2025))
    assert [p["number"] for p in projects] == list(range(1, 11)) and {p["year"] for p in projects} == {2025}
    assert len(tasks) == 12


def test_the_digest_in_other_words_counts_the_same() -> None:
    """raw/ tells the same table in other words and another order: the same sub-items with the same statuses."""
    path = Path(__file__).parents[2] / "raw" / "yongchuan-2023-plan-report.txt"
    if not path.is_file():
        pytest.skip("raw/ holds other reports")
    doc = document(path.read_text(encoding="utf-8"), 2022, 2023)
    tasks = [t for t in read_livelihood(doc)[1] if t["year"] == 2022]
    by_project = [sorted(t["status"] for t in tasks if t["project_number"] == n) for n in range(1, 19)]
    assert by_project == [sorted(part.split()) for part in READ.split("|")]
    (total,) = livelihood_totals(doc)
    assert (total.stated_tasks, total.counted_tasks, total.amount) == (38, 38, Decimal("11.8"))


def test_each_under_a_heading_of_its_own() -> None:
    text = (
        "青川区2023年民生实事项目完成情况\n\n2023年民生实事项目之一\n城北实训基地项目\n总投资2.5亿元，新建教学楼2栋。\n"
        "2023年完成情况：该项目于7月开工建设，目前主体已封顶。\n\n项目建成后，将改善办学条件。\n"
        "2023年民生实事项目之二\n农村“厕所革命”项目\n新建农村户厕500座，改造公厕6座。\n2023年完成情况：新建农村户厕500座，改造公厕11座，已全部完成。\n"
    )
    projects, tasks = read_livelihood(document(text))
    assert [(p["number"], p["name"], p["year"]) for p in projects] == [
        (1, "城北实训基地项目", 2023),
        (2, "农村“厕所革命”项目", 2023),
    ]
    assert [p["completion_text"] for p in projects] == [
        "该项目于7月开工建设，目前主体已封顶。",
        "新建农村户厕500座，改造公厕11座，已全部完成。",
    ]
    assert [(t["planned_value"], t["completed_value"], t["status"]) for t in tasks][1][:2] == (500, 500)
    assert projects[0]["plan_text"] == "总投资2.5亿元，新建教学楼2栋。"


def test_a_list_that_says_nothing_of_completion_is_a_promise() -> None:
    text = "一、2022年工作回顾\n青川市2023年民生实事项目：\n1.中心城区水环境综合治理；\n2.安全饮水提级扩能；\n3.中小学校改造升级。\n"
    projects, _ = read_livelihood(document(text))
    assert [(p["name"], p["plan_text"] is not None, p["completion_text"]) for p in projects] == [
        ("中心城区水环境综合治理", True, None), ("安全饮水提级扩能", True, None), ("中小学校改造升级", True, None)
    ]  # fmt: skip


def test_names_below_a_title_without_numbers() -> None:
    """Short lines without numbers are the promises of the title above them; a remark or a sentence is none."""
    text = (
        "石坪县2024年度5大重点民生实事项目\n（按得票多少排序）\n老旧小区改造项目\n农村公路提档升级项目\n白鹭广场建设项目\n"
        "城市供暖项目\n区域养老中心迁建工程\n市民纷纷点赞。\n"
    )
    projects, _ = read_livelihood(document(text))
    assert [(p["year"], p["name"]) for p in projects] == [
        (2024, "老旧小区改造项目"),
        (2024, "农村公路提档升级项目"),
        (2024, "白鹭广场建设项目"),
        (2024, "城市供暖项目"),
        (2024, "区域养老中心迁建工程"),
    ]


def test_promises_are_of_the_year_that_names_them() -> None:
    """The day of the vote is no year of the promises, and one list gives them once."""
    text = (
        "石坪区2024年民生实事项目出炉\n石坪区第七届人民代表大会第二次会议于2023年12月27日投票表决，确定区政府2024年民生实事项目为4项，分别是：\n"
        "一、白鹭社区共建项目；\n二、移动公厕项目；\n三、老南门片区更新项目；\n四、农村公路建设项目。\n现予以公告。\n"
    )
    projects, _ = read_livelihood(document(text, review=2023, plan=None))
    assert [(p["year"], p["number"]) for p in projects] == [(2024, 1), (2024, 2), (2024, 3), (2024, 4)]


def test_quoted_promises_of_a_sentence() -> None:
    """Names in quotation marks lose the marks, and the last one its 等."""
    text = "代表票决选出的2024年四大民生实事项目包括：“硬化农村巷道工程”、“改造危桥项目”、“新建白鹭渡口大桥”、“建设生物防火林带项目”等。"
    projects, _ = read_livelihood(document(text))
    assert [p["name"] for p in projects] == [
        "硬化农村巷道工程",
        "改造危桥项目",
        "新建白鹭渡口大桥",
        "建设生物防火林带项目",
    ]


def test_heads_over_promises_are_none() -> None:
    """A heading that speaks of all promises of one kind names none."""
    text = (
        "石坪区2024年为民办实事项目进展情况通报\n一、省市两级为民办实事\n省、市两级项目共38项，其中5项已完成。\n"
        "二、区级为民办实事\n全区兴办12件实事，已完成7件。\n"
    )
    assert read_livelihood(document(text))[0] == []


def statements(text: str) -> list[tuple[str, str]]:
    """(printed, statement) of the figures of a text."""
    document = parse_text(text, described(text, "a.txt", None), "a.txt")
    return [(row["printed"], row["statement"]) for row in extract(document)["observation"]]


PROMISED = "1.新建公厕12座。\n2.改造老旧小区8个，已完成3个。\n3.硬化村组道路30公里。\n4.新增公办学位900个。\n"


def test_figures_of_announced_promises_are_aimed_at() -> None:
    """What a vote has chosen is still to be done; a figure that says it was done stays, and so do those of a report on results."""
    chosen = "石坪县2024年十件民生实事票决结果公布\n2024年石坪县民生实事项目如下：\n"
    assert [s for _, s in statements(chosen + PROMISED)][-4:] == ["target", "actual", "target", "target"]
    done = "石坪县2024年民生实事完成情况\n2024年石坪县民生实事项目完成情况如下：\n"
    assert "target" not in [s for _, s in statements(done + PROMISED)]


def test_promises_of_a_notice_are_no_results() -> None:
    """What a notice says will be done is not done, whatever verbs its items begin with; latin semicolons divide them, too."""
    text = "石坪县确定今年为民四件实事\n这4件实事分别为：一是完成县道改造50公里；二是建成养老中心1个；三是新增停车位300个；四是建设绿道8公里。\n"
    _, tasks = read_livelihood(
        replace(document(text), meta=Metadata(kind="press", title=text.split("\n")[0], review_year=2024))
    )
    assert [t["status"] for t in tasks] == ["unknown"] * 4
    named = "石坪县共确定了2024年4件为民实事。分别为改造县道;新建白鹭桥;扩建石坪小学;整治柳岸小区。"
    assert [p["name"] for p in read_livelihood(document(named))[0]][:2] == ["改造县道", "新建白鹭桥"]
