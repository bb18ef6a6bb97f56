"""Three reports of 东湖区 that between them fill every mart, with the cases that the marts are about."""

from __future__ import annotations

from decimal import Decimal

from tests.publish.factory import Report


def reports() -> list[Report]:
    """The plan report of 2023, the work report and the press of 2025."""
    return [_plan_2023(), _work_2025(), _plan_2025()]


def _plan_2023() -> Report:
    made = Report("2023/plan-report.txt", published="2023-01-09", review_year=2022, plan_year=2023)
    growth = {"measure": "growth", "period": 2022}
    made.say(
        "全年地区生产总值{1202.8}亿元，增长{3.5}%。",
        {"code": "gdp", "name": "地区生产总值", "unit": "亿元", "period": 2022},
        {"code": "gdp", "name": "地区生产总值", **growth},
    )
    table = {"origin": "table", "table_no": 1, "rule": "table.target"}
    target = {"statement": "target", "measure": "growth", "period": 2022, **table}
    made.say("地区生产总值预期目标{7.5}%以上", code="gdp", name="地区生产总值", qualifier="ge", **target)
    made.say(
        "一般公共预算收入预期目标-{4.9}%左右，完成-{4}%",
        {"code": "budget_revenue", "name": "一般公共预算收入", "qualifier": "approx", "sign": -1, **target},
        {"code": "budget_revenue", "name": "一般公共预算收入", "sign": -1, **growth, **table},
    )
    made.passage("备注：一般公共预算收入的预期目标已经区人大常委会调整。", kind="note")
    made.say("全体居民人均可支配收入增长{4.5}%", code="disposable_income", name="全体居民人均可支配收入", **growth)
    made.intend(
        "全体居民人均可支配收入与经济增长基本同步",
        "与经济增长基本同步",
        indicator_code="disposable_income",
        indicator_name="全体居民人均可支配收入",
        comparison="in_step",
        period_start=2022,
        period_end=2022,
    )
    made.say(
        "固定资产投资完成{486.1}亿元", code="fixed_asset_investment", name="固定资产投资", unit="亿元", period=2022
    )
    made.say("共改造老旧小区{132}个", code="old_community_renovation", name="改造老旧小区", unit="个", period=2022)
    made.say(
        "完成骑龙街等{11}个老旧小区改造", code="old_community_renovation", name="老旧小区改造", unit="个", period=2022
    )
    made.say("发放创业担保贷款{1.2}亿元", code="startup_loans", name="创业担保贷款", unit="亿元", period=2022)
    made.say(
        "发放创业担保贷款{15640.4}万元", code="startup_loans", name="创业担保贷款", unit="万元", period=2022, **table
    )
    made.say(
        "地区生产总值增长{7}%以上",
        code="gdp",
        name="地区生产总值",
        measure="growth",
        statement="target",
        period=2023,
        qualifier="ge",
    )
    made.mention("加快建设生物技术产业园。", "生物技术产业园", year=2023, statement="target")
    _plan_table(made)
    _livelihood(made)
    return made


def _plan_table(made: Report) -> None:
    rows = [("total", "合计", 150, "1096.8", "311.5"), ("by_source", "政府主导类", 34, "348.2", "82.8"),
            ("by_source", "市场主导类", 116, "748.6", "228.7"), ("by_use", "交通", 50, "500", "100.5"),
            ("by_use", "工业", 100, "596.8", "211")]  # fmt: skip
    for number, (breakdown, category, count, total, planned) in enumerate(rows):
        made.put(
            "project_plan",
            table_no=3,
            row_no=number,
            year=2023,
            breakdown=breakdown,
            category=category,
            project_count=count,
            total_investment=Decimal(total),
            planned_investment=Decimal(planned),
            investment_unit="亿元",
        )


def _livelihood(made: Report) -> None:
    start = made.passage(f"“四好农村路”建设{260}公里：完成260公里。")
    made.put(
        "livelihood_project",
        region_code=made.region,
        year=2022,
        number=1,
        name="“四好农村路”建设",
        plan_text="260公里",
        completion_text="完成260公里",
        status="completed",
        origin="table",
        char_start=start,
        char_end=start + 9,
    )
    made.put(
        "project_list", list_no=1, group_no=0, title="重点项目清单", read_count=2, char_start=start, char_end=start + 9
    )
    made.put(
        "livelihood_task",
        year=2022,
        project_number=1,
        task_number=1,
        task_name="“四好农村路”建设",
        planned_value=Decimal(260),
        planned_unit="公里",
        completed_value=Decimal(260),
        completed_unit="公里",
        completion_ratio=Decimal(1),
        status="completed",
        status_rule="quantity",
    )
    made.put(
        "livelihood_quantity",
        year=2022,
        project_number=1,
        task_number=1,
        quantity_number=1,
        planned_value=Decimal(260),
        planned_unit="公里",
        completed_value=Decimal(260),
        completed_unit="公里",
        completion_ratio=Decimal(1),
        planned_start=start,
        planned_end=start + 3,
        completed_start=start,
        completed_end=start + 3,
    )


def _work_2025() -> Report:
    made = Report("2025/work-report.txt", kind="work_report", published="2025-01-13", review_year=2024, plan_year=2025)
    made.say("实施矿山生态修复{729}亩", code="mine_restoration", name="矿山生态修复", unit="亩", period=2024)
    made.say("新建光缆{1204}公里", name="新建光缆", unit="公里", period=2024)
    made.say("贷款余额突破{1800}亿元", name="各项贷款余额", unit="亿元", period=2024, qualifier="gt")
    made.passage("受统计数据修正等因素影响，部分指标没有达到预期。")
    made.mention("生物技术产业园（一期）建成投产。", "生物技术产业园（一期）", year=2024, stage="completion")
    made.put("cell", table_no=1, table_kind="other", row_no=0, col_no=0, row_span=1, col_span=1, is_header=True,
             text="", char_start=3, char_end=3)  # fmt: skip
    return made


def _plan_2025() -> Report:
    made = Report("2025/计划 'a'.txt", published="2025-01-13", review_year=2024, plan_year=2025)
    made.say("完成{729.8}亩矿山生态修复", code="mine_restoration", name="矿山生态修复", unit="亩", period=2024)
    made.say("建成光缆{1204.8}公里", name="建成光缆", unit="公里", period=2024)
    made.say("各项贷款余额{1834}亿元", name="各项贷款余额", unit="亿元", period=2024)
    made.say(
        "预计固定资产投资完成{275}亿元",
        code="fixed_asset_investment",
        name="固定资产投资",
        unit="亿元",
        period=2024,
        statement="estimate",
    )
    made.passage("我区统计数据修正后，投资指标有所回落。")
    made.say("=企业{3}家", name="=HYPERLINK(1)", unit="家", period=2024, sign=-1)
    made.say("=新增企业{35}家", name="=HYPERLINK(1)", unit="家", period=2024)
    made.expected_quarantine.append("level_negative")
    return made
