"""Reports of three counties with figures, projects and 民生实事 of our own invention."""

from __future__ import annotations

from pathlib import Path

REPORT = """关于{place}{year}年国民经济和社会发展计划执行情况与{plan}年国民经济和社会发展计划草案的报告

——{plan}年1月16日在{place}第十八届人民代表大会第四次会议上
{place}发展和改革局

一、{year}年国民经济和社会发展计划执行情况

（一）经济运行稳中有进。全县地区生产总值完成{gdp}亿元，增长{growth}%；社会消费品零售总额完成{retail}亿元，增长{retail_growth}%；一般公共预算收入完成{revenue}亿元，增长{revenue_growth}%。粮食产量{grain}万吨。

（二）民生保障有力。城镇新增就业{jobs}人，城镇登记失业率{unemployment}%。

（三）重点项目加快建设。{project}建成投产，{started}开工建设。

二、{plan}年国民经济和社会发展计划草案

主要预期目标是：地区生产总值增长{aim}%以上，社会消费品零售总额增长{retail_aim}%左右，一般公共预算收入增长{revenue_aim}%，城镇新增就业{jobs_aim}人以上。
"""

XIANGYUN_2022 = {
    "place": "祥云县", "year": 2022, "plan": 2023, "gdp": "201.5", "growth": "5.1", "retail": "72.3", "retail_growth": "3.3",
    "revenue": "8.42", "revenue_growth": "4.4", "grain": "17.9", "jobs": "3105", "unemployment": "3.4",
    "project": "祥城镇污水处理厂扩建工程", "started": "云南驿机场改扩建工程", "aim": "7", "retail_aim": "8", "revenue_aim": "5",
    "jobs_aim": "3000",
}  # fmt: skip
XIANGYUN_2023 = {
    **XIANGYUN_2022, "year": 2023, "plan": 2024, "gdp": "214.6", "growth": "6.3", "retail": "78.5", "retail_growth": "8.6",
    "revenue": "8.86", "revenue_growth": "5.2", "grain": "18.2", "jobs": "3260", "unemployment": "3.2",
    "project": "云南驿机场改扩建工程", "started": "祥云县冷链物流园项目", "aim": "6.5", "retail_aim": "7.5", "revenue_aim": "4",
    "jobs_aim": "3200",
}  # fmt: skip
BINCHUAN_2023 = {
    **XIANGYUN_2022, "place": "宾川县", "year": 2023, "plan": 2024, "gdp": "188.9", "growth": "7.2", "retail": "61.4",
    "retail_growth": "9.1", "revenue": "6.31", "revenue_growth": "-2.5", "grain": "12.4", "jobs": "2480", "unemployment": "2.9",
    "project": "宾川县柑橘产业园项目", "started": "金牛镇供水工程", "aim": "7.5", "retail_aim": "9", "revenue_aim": "3", "jobs_aim": "2400",
}  # fmt: skip


# 民生实事 with what came of them, and a list of projects with money and owners.
MIDU = """关于弥渡县2023年国民经济和社会发展计划执行情况与2024年国民经济和社会发展计划草案的报告

——2024年1月18日在弥渡县第十八届人民代表大会第四次会议上
弥渡县发展和改革局

一、2023年国民经济和社会发展计划执行情况

（一）民生实事办理情况。年初确定的民生实事有序推进。

表1：2023年民生实事完成情况表
\t序号
\t项目名称
\t计划任务
\t完成情况

\t1
\t农村供水改造
\t改造农村供水管网42公里。
\t完成42公里农村供水管网改造。

\t2
\t幼有所育工程
\t实施密祉幼儿园建设、公办托育点建设等2个子项工程。
\t密祉幼儿园建设：完成主体工程建设，正在进行内部装修。
公办托育点建设：完成3个公办托育点建设。

\t3
\t居家适老化改造
\t对160户困难老年人家庭实施居家适老化改造。
\t完成居家适老化改造175户。

\t4
\t公共照明提升
\t新改建城区路灯120盏。
\t受管线迁改影响，尚未开工。

（二）重点项目建设情况。投资2.4亿元的红岩水库除险加固工程建成投用，总投资5800万元的太花乡冷库项目开工建设。

二、2024年国民经济和社会发展计划草案

表2：2024年重点建设项目表
序号\t项目名称\t建设性质\t建设地点\t建设起止年限\t总投资（万元）\t2024年计划投资（万元）\t责任单位
1\t太花乡冷库项目\t续建\t太花乡\t2023-2025\t5800\t2600\t县农业农村局
2\t毗雄河综合治理工程\t新建\t弥城镇\t2024-2026\t13200\t4000\t县水务局
3\t弥渡县职业高级中学扩建项目\t新建\t弥城镇\t2024-2025\t7450\t3000\t县教育体育局

\t专栏1：2024年重点民生实事

农村公路提升：新改建农村公路65公里。
老年人助餐：新建老年食堂6个。
"""


def write(folder: Path) -> None:
    """The four reports as texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for facts in (XIANGYUN_2022, XIANGYUN_2023, BINCHUAN_2023):
        name = f"{'xiangyun' if facts['place'] == '祥云县' else 'binchuan'}-{facts['year']}.txt"
        text = REPORT.format(**facts).replace("增长-", "下降")
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "midu-2023.txt").write_text(MIDU, encoding="utf-8")
