"""A small raw folder of our own: reports of a district that does not exist, and files that are none."""

from __future__ import annotations

from pathlib import Path

PLAN = """关于临江市东湖区2023年国民经济和社会发展计划执行情况及2024年计划草案的报告

——2024年1月10日在临江市东湖区第三届人民代表大会第四次会议上
东湖区发展和改革委员会

一、2023年国民经济和社会发展计划执行情况

（一）经济运行平稳。全区地区生产总值达{gdp}亿元，增长6.2%；规上工业增加值增长7.5%，社会消费品零售总额188.4亿元，增长9.1%。一般公共预算收入完成21.7亿元，下降1.8%。

（二）民生持续改善。城镇新增就业9300人，全体居民人均可支配收入增长5.9%。新改建农村公路42公里。

二、2024年国民经济和社会发展计划草案

主要预期目标是：地区生产总值增长6%以上，固定资产投资增长8%左右，一般公共预算收入增长3%。

表1　2023年主要指标完成情况

\t指标
\t单位
\t预期目标
\t完成情况

\t地区生产总值增速
\t%
\t6.5
\t6.2
"""

COMMUNIQUE = """临江市东湖区2022年国民经济和社会发展统计公报

东湖区统计局　2023年3月20日

一、综合

2022年全区实现地区生产总值386.1亿元，比上年增长4.4%。年末常住人口51.3万人，城镇化率63.2%。

二、农业

全年粮食产量12.6万吨，增长1.1%。
"""


def plan_report(gdp: str = "412.5") -> str:
    """A plan report whose gross domestic product is as given."""
    return PLAN.format(gdp=gdp)


def write_good(raw: Path) -> None:
    """Two reports, one of them in GB18030 and in a folder of its own."""
    (raw / "2023").mkdir(parents=True)
    (raw / "plan.txt").write_text(plan_report(), encoding="utf-8")
    (raw / "2023" / "communique.txt").write_bytes(COMMUNIQUE.encode("gb18030"))


def write_bad(raw: Path) -> dict[str, str]:
    """Files that cannot become documents; returns what the outcome of each has to say."""
    (raw / "empty.txt").touch()
    (raw / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (raw / "unknown.txt").write_bytes(b"\xff\x81\x20\xfe\xfd\x80\xa0\x30" * 200)
    with (raw / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    (raw / "nowhere.txt").symlink_to(raw / "gone.txt")
    (raw / "folder.txt").symlink_to(raw / "2023", target_is_directory=True)
    (raw / "report.docx").write_bytes(b"PK\x03\x04")
    return {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "unknown.txt": "encoding",
        "huge.txt": "too large",
        "nowhere.txt": "link",
        "folder.txt": "link",
        "report.docx": "damaged or cut off Word file",
    }
