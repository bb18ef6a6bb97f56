"""The three kinds of tables, one cell per line with a leading tab and an empty line between rows."""

from __future__ import annotations

import random

from tests.synth.district import indicators, printed, vocabulary
from tests.synth.text import Text

MAIN = ("gdp", "industry", "investment", "retail", "revenue", "tax", "trade")
DEEDS = ("old_quarters", "rural_roads", "places", "parking", "toilets", "parks", "beds", "charging")


def main_indicators(report: Text, number: int) -> None:
    """表1: what was aimed at for the reviewed year beside level and growth."""
    year = report.year
    report.add(f"\n表{number}：{year}年主要指标完成情况表\n")
    report.add("\t序号\n\t主要指标\n\t预期目标\n\t完成情况\n\n\t\n\t\n\t\n\t总量\n\t增速（%）\n")
    for row, key in enumerate(MAIN, 1):
        indicator = indicators()[key]
        report.add(f"\n\t{row}\n\t{indicator.name}（{indicator.unit}）\n\t")
        report.target(key, year, verb=False)
        report.add("\n\t")
        level = printed(report.district.level(key, year), indicator.decimals)
        report.figure(level, indicator.unit, indicator.name, "level", "actual", year)
        report.add("\n\t")
        growth = printed(report.district.growth(key, year), 1)
        report.figure(growth, "%", indicator.name, "growth", "actual", year)
        report.add("\n")
    report.add("\n\n")


def deeds(report: Text, number: int) -> None:
    """表2: the year's 民生实事 with plan and completion."""
    year, district = report.year, report.district
    report.add(f"\n表{number}：{year}年民生实事完成情况\n\t序号\n\t项目名称\n\t计划任务\n\t完成情况\n")
    for row, key in enumerate(DEEDS, 1):
        indicator = indicators()[key]
        done = district.level(key, year)
        planned = district.aim(key, year)
        report.add(f"\n\t{row}\n\t{indicator.name}\n\t{indicator.name}")
        for amount, statement, after in ((planned, "target", "。\n\t"), (done, "actual", "。\n")):
            if statement == "actual":
                report.add(f"已{indicator.name}")
            shown = printed(amount, indicator.decimals)
            report.figure(shown, indicator.unit, indicator.name, "level", statement, year)
            report.add(indicator.unit + after)
    report.add("\n\n")


def project_plan(report: Text, number: int, chance: random.Random) -> None:
    """表3: next year's key projects by source and by use; the parts add up to the whole."""
    uses = [
        (use, chance.randint(1, 40), chance.randint(20, 1500), chance.randint(5, 400)) for use in vocabulary()["uses"]
    ]
    total = [sum(column) for column in zip(*(row[1:] for row in uses), strict=True)]
    state = [part * 3 // 10 for part in total]
    market = [whole - part for whole, part in zip(total, state, strict=True)]
    report.add(
        f"\n表{number}：{report.year + 1}年{report.district.sort}级重点项目暂定安排\n\n\t序号\n\t类别\n\t个数\n\t总投资\n\n（亿元）\n\t年度计划投资\n（亿元）\n"
    )
    report.add("\n\t合计\n")
    _amounts(report, total, f"{report.district.sort}级重点项目")
    report.add("\n\t按投资来源分类\n")
    for row, (name, amounts) in enumerate((("政府主导类", state), ("市场主导类", market)), 1):
        report.add(f"\n\t{row}\n\t{name}\n")
        _amounts(report, amounts, name)
    report.add("\n\t按投资用途分类\n")
    for row, (name, *amounts) in enumerate(uses, 1):
        report.add(f"\n\t{row}\n\t{name}\n")
        _amounts(report, amounts, name)
    report.add("\n\n")


def _amounts(report: Text, amounts: list[int], name: str) -> None:
    """Number of projects, total investment, planned investment; amounts in tenths of 亿元."""
    for amount, decimals, unit, said in zip(
        amounts, (0, 1, 1), ("个", "亿元", "亿元"), ("个数", "总投资", "年度计划投资"), strict=True
    ):
        report.add("\t")
        report.figure(
            printed(amount, decimals),
            unit,
            f"{name}{said}" if name.endswith("项目") else f"{name}项目{said}",
            "level",
            "target",
            report.year + 1,
        )
        report.add("\n")
