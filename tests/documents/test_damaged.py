"""A text that a page or a conversion has damaged says the same about itself, and its figures are of the same years."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipelines.extract.document import extract
from pipelines.readers.read import parse_text

_FILL = "我们坚持稳中求进，扎实办好民生实事，各项事业稳步推进，干部作风持续好转，社会大局保持稳定。"

YEAR = f"""甲县人民政府工作报告
——2014年1月8日在甲县第十五届人民代表大会第四次会议上
甲县县长 张三
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议，并请县政协委员提出意见。
一、2013年工作回顾
2013年，我们克服了多年不遇的旱情。{_FILL}全年地区生产总值完成86.4亿元，比上年增长了9.1%。
（一）工业经济提质增效。{_FILL}新增规模以上工业企业17家，实现利润3.2亿元。
二、2014年工作安排
今年经济社会发展的主要预期目标是：地区生产总值增长8.5%，财政收入增长10%。{_FILL}
（一）推进项目建设。{_FILL}力争完成投资52亿元，开工道路21公里。到2016年建成环城路38公里。改造老旧小区14个。
"""

TERM = f"""各位代表：
现在，我代表市人民政府，向大会报告政府工作，请予审议，并请各位政协委员提出意见。
一、过去五年政府工作回顾
从2003年1月至今，本届政府任职已满五年。五年来，我们主要做了以下工作。{_FILL}2007年全市生产总值达到420亿元，年均增长11.6%。五年累计完成投资860亿元，新建学校37所。
乙市的发展变化有目共睹。乙市人民勤劳勇敢。
二、今后五年的奋斗目标
到2012年，全市生产总值突破700亿元，年均增长12%。{_FILL}
三、2008年的主要任务
全市生产总值增长11%，新增就业2.3万人。{_FILL}
"""

COMMUNIQUE = f"""2016年丙县国民经济和社会发展统计公报
丙县统计局
（2017年3月20日）
2016年，全县上下团结一心。{_FILL}
一、综合
初步核算，全年地区生产总值120.5亿元，比上年增长7.8%。其中，第一产业增加值18.2亿元，增长4.1%。
二、农业
全年粮食产量26.3万吨，下降1.2%。年末大牲畜存栏4.4万头。
三、人民生活
全年农村居民人均可支配收入11230元，比上年增长9.3%。
注：本公报数据为初步统计数。
"""

HALF = f"""2019年上半年丁市经济运行情况分析
今年以来，全市经济总体平稳。{_FILL}上半年，全市生产总值310.6亿元，同比增长6.4%。
一、工业生产平稳增长
1-6月，规模以上工业增加值增长7.1%，6月份增长7.5%。{_FILL}
二、下半年工作建议
力争全年完成固定资产投资240亿元。{_FILL}
"""

TEXTS = {"year": YEAR, "term": TERM, "communique": COMMUNIQUE, "half": HALF}


def _wide(text: str) -> str:
    return re.sub(
        r"(?<!\d)(?:19|20)\d\d(?=年)", lambda m: m.group().translate({48 + i: 0xFF10 + i for i in range(10)}), text
    )


def _han(text: str) -> str:
    return re.sub(
        r"(?<!\d)(?:19|20)\d\d(?=年)",
        lambda m: m.group().translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
        text,
    )


def _wrapped(text: str) -> str:
    return "\n".join(line[at : at + 34] for line in text.split("\n") for at in range(0, max(len(line), 1), 34))


def _no_numbers(text: str) -> str:
    return re.sub(r"^(?:[一二三]、|（[一二三]）)(?=[^。；\n]{2,40}$)", "", text, flags=re.MULTILINE)


def _navigated(text: str) -> str:
    return f"网站首页  走进本地  新闻中心  政务公开\n您的位置：首页 > 政务公开 > 政府工作报告\n【字体：大 中 小】 打印\n\n{text}"


def _furnished(text: str) -> str:
    return f"{text}\n【打印本页】 【关闭窗口】\n上一篇：关于召开1999年工作会议的通知\n下一篇：2001年财政预算执行情况\n版权所有：信息中心\n"


DAMAGE: dict[str, Callable[[str], str]] = {
    "full-width years": _wide,
    "Chinese years": _han,
    "a blank before 年": lambda text: re.sub(r"((?:19|20)\d\d)年", r"\1 年", text),
    "blanks around years": lambda text: re.sub(r"(?<=[\u4e00-\u9fff])((?:19|20)\d\d)年", r" \1 年", text),
    "wrapped lines": _wrapped,
    "indents": lambda text: "\n".join("\u3000\u3000" + line for line in text.split("\n")),
    "no-break blanks": lambda text: "\n".join("\xa0\xa0" + line for line in text.split("\n")),
    "empty lines": lambda text: text.replace("\n", "\n\n"),
    "headings without numbers": _no_numbers,
    "a site's navigation": _navigated,
    "a site's footer": _furnished,
}  # fmt: skip


def _said(text: str) -> tuple:
    document = parse_text(text)
    meta = document.meta
    rows = [
        (str(o["value"]), o["unit"], o["period_start"], o["period_end"], o["statement"], o["region_name"])
        for o in extract(document)["observation"]
    ]
    return (meta.kind, meta.region_name, meta.review_year, meta.plan_year), rows


EXPECTED = {
    "year": ("work_report", "甲县", 2013, 2014),
    "term": ("work_report", None, 2007, 2008),
    "communique": ("communique", "丙县", 2016, None),
    "half": ("other", "丁市", 2019, None),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_the_texts_say_undamaged(name):
    assert _said(TEXTS[name])[0] == EXPECTED[name]


def test_years_of_the_figures_undamaged():
    rows = {(value, unit): (start, end, statement) for value, unit, start, end, statement, _ in _said(TERM)[1]}
    assert rows[("860", "亿元")] == rows[("37", "所")] == (2003, 2007, "actual")
    assert rows[("420", "亿元")] == (2007, 2007, "actual")
    assert rows[("700", "亿元")] == (2012, 2012, "target") and rows[("12", "%")] == (2008, 2012, "target")
    assert rows[("2.3", "万人")] == (2008, 2008, "target")
    rows = {(value, unit): (start, end, statement) for value, unit, start, end, statement, _ in _said(YEAR)[1]}
    assert rows[("9.1", "%")] == (2013, 2013, "actual")
    assert rows[("38", "公里")] == (2016, 2016, "target")
    assert rows[("14", "个")] == (2014, 2014, "target"), "a year further on holds for its sentence"


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", TEXTS)
def test_damage_changes_nothing(name, damage):
    assert _said(DAMAGE[damage](TEXTS[name])) == _said(TEXTS[name])


@pytest.mark.parametrize("name", ["year", "term"])
def test_a_text_without_line_ends(name):
    """Its parts are found where their headings stand; what the lines of a table or a signature were is gone."""
    meta, rows = _said(TEXTS[name].replace("\n", ""))
    assert meta == EXPECTED[name]
    assert rows == _said(TEXTS[name])[1]
