"""A plan report, a work report and a communiqué of a district and year."""

from __future__ import annotations

import random

from tests.synth import tables
from tests.synth.district import District, vocabulary
from tests.synth.text import Text

SECTIONS = ("industry", "countryside", "city", "people")
_NUMERALS = "一二三四五六七八九"


def plan_report(district: District, year: int, chance: random.Random) -> Text:
    """Review of the year with tables 1 and 2, targets, table 3 and boxed panels of the next one."""
    report, plan = Text(district, year), year + 1
    report.add(f"关于{district.name}{year}年国民经济和社会发展计划执行情况及{plan}年计划草案的报告\n\n")
    report.add(
        f"——{plan}年1月{chance.randint(5, 25)}日在{district.name}人民代表大会会议上\n{district.name}发展和改革委员会\n\n各位代表：\n"
    )
    report.add("受政府委托，现将上一年计划执行和新一年计划安排报告如下，请予审议。\n\n")
    report.add(f"一、{year}年国民经济和社会发展计划执行情况\n\n")
    _section(report, "economy", 0, chance)
    tables.main_indicators(report, 1)
    for number, name in enumerate(SECTIONS, 1):
        _section(report, name, number, chance)
    tables.deeds(report, 2)
    report.add(f"二、{plan}年国民经济和社会发展计划主要目标\n\n")
    report.say(vocabulary()["targets"])
    tables.project_plan(report, 3, chance)
    _work(report, chance)
    return report


def work_report(district: District, year: int, chance: random.Random) -> Text:
    """Review of the year and tasks of the next one, in prose."""
    report, plan = Text(district, year), year + 1
    report.add(
        f"{district.name}人民政府工作报告\n\n——{plan}年1月{chance.randint(5, 25)}日在{district.name}人民代表大会会议上\n\n各位代表：\n\n"
    )
    report.add(f"一、{year}年工作回顾\n\n")
    for number, name in enumerate(("economy", *SECTIONS)):
        _section(report, name, number, chance)
    report.add(f"二、{plan}年工作安排\n\n")
    report.say(vocabulary()["targets"])
    report.add("\n\n")
    for number, pattern in enumerate(chance.sample(vocabulary()["tasks"], 4)):
        report.add(f"（{_NUMERALS[number]}）{chance.choice(('抓重点补短板', '稳增长促转型', '办实事惠民生'))}。")
        report.say(pattern)
        report.add("".join(chance.sample(vocabulary()["fillers"], 5)) + "\n\n")
    report.add("各位代表，让我们一起把蓝图变成实景！\n")
    return report


def communique(district: District, year: int, chance: random.Random) -> Text:
    """A statistical communiqué: all figures, section by section."""
    report = Text(district, year)
    report.add(
        f"{district.name}{year}年国民经济和社会发展统计公报\n\n{district.name}统计局\n{year + 1}年3月{chance.randint(5, 28)}日\n\n"
    )
    titles = ("综合", "工业和建筑业", "农业", "城市建设与环境", "社会事业")
    for number, (title, name) in enumerate(zip(titles, ("economy", *SECTIONS), strict=True)):
        report.add(f"{_NUMERALS[number]}、{title}\n")
        for pattern in vocabulary()[name]:
            report.say(pattern)
            report.add("\n" if chance.random() < 0.4 else "")
        report.add("\n\n")
    return report


def _section(report: Text, name: str, number: int, chance: random.Random) -> None:
    words = vocabulary()
    report.add(f"（{_NUMERALS[number]}）{chance.choice(words['headings'][name])}\n")
    patterns = words[name]
    for pattern in patterns if name == "economy" else chance.sample(patterns, len(patterns) - 1):
        report.say(pattern)
        report.add("".join(chance.sample(words["fillers"], chance.randint(0, 4))) + "\n")
    report.add("\n")


def _work(report: Text, chance: random.Random) -> None:
    """The plan's tasks, and a boxed panel of projects for each of some topics."""
    words, year = vocabulary(), report.year + 1
    report.add(f"三、{year}年国民经济和社会发展计划重点工作\n\n")
    topics = chance.sample(sorted(words["boxes"]), 3)
    for number, topic in enumerate(topics):
        report.add(
            f"（{_NUMERALS[number]}）做实{topic}\n\n{''.join(chance.sample(words['fillers'], 6))}\n\n\t专栏{number + 1}：{year}年{topic}重点\n\n"
        )
        for product in chance.sample(words["boxes"][topic], 3):
            firm, other = chance.sample(words["firms"], 2)
            report.add(f"{product}：开工建设{firm}{product}项目，加快建设{other}{product}基地（二期）等项目。")
            report.say(chance.choice(words["tasks"]))
            report.add("\n\n")
