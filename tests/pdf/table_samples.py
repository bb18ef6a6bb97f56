"""PDFs with tables of every layout that reports have, each with its cells known. All names and figures are made up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .adjacency import TrueCell
from .make_samples import register
from .table_painter import Painter, Spec, Style, draw_table

NAMES = [
    "地区生产总值", "第一产业增加值", "第二产业增加值", "第三产业增加值", "规上工业增加值", "固定资产投资", "社会消费品零售总额",
    "一般公共预算收入", "税收收入", "进出口总值", "实际利用外资", "居民人均可支配收入", "城镇居民人均可支配收入", "粮食产量", "蔬菜产量",
    "生猪出栏", "旅客周转量", "货物周转量", "金融机构存款余额", "金融机构贷款余额", "常住人口", "城镇化率", "公路里程", "用电量",
]  # fmt: skip
UNITS = ["亿元", "万元", "亿元", "亿元", "万吨", "万人", "公里", "亿千瓦时"]
PROSE = (
    "全年经济运行总体平稳，主要指标好于预期，工业生产稳步回升，服务业较快增长，市场销售持续改善，居民收入继续增加，"
    "就业形势保持稳定，重点项目建设进展顺利，基础设施投资力度不减，民生支出占比进一步提高，各项社会事业全面进步。"
)
SENTENCES = [
    "完成老旧小区改造十二个，惠及居民三千余户", "新建社区养老服务站八个并投入使用", "学校扩建工程主体完工，正在进行装修",
    "道路照明改造全部完成，安装路灯二百盏", "农村户厕改造按计划推进，完成率超过九成", "文化馆新馆已开放，全年接待群众五万人次",
]  # fmt: skip


@dataclass(slots=True)
class Sample:
    """A PDF and the tables in it."""

    name: str
    data: bytes
    tables: list[list[TrueCell]] = field(default_factory=list)


def figures(rng: random.Random, rows: int, cols: int, start: int, gaps: float = 0.0) -> list[TrueCell]:
    """Rows of a name, perhaps with a unit, and figures; the first column is the name."""
    cells = []
    for r in range(rows):
        name = NAMES[r % len(NAMES)] + (f"（{rng.choice(UNITS)}）" if rng.random() < 0.6 else "")
        cells.append(TrueCell(start + r, 0, name))
        for c in range(1, cols):
            if rng.random() >= gaps:
                whole = rng.choice([rng.randint(1, 99), rng.randint(100, 9999), rng.randint(10000, 999999)])
                text = rng.choice([str(whole), f"{whole / 10:.1f}", f"-{rng.randint(1, 99) / 10}"])
                cells.append(TrueCell(start + r, c, text))
    return cells


def simple(rng: random.Random, style: Style, rows: int = 9, cols: int = 4, gaps: float = 0.0) -> Spec:
    """One header row: 指标, years."""
    heads = ["指标", *[f"{2025 - c}年" for c in range(cols - 1, 0, -1)]]
    header = [TrueCell(0, c, head) for c, head in enumerate(heads)]
    first = 180.0 if cols < 6 else 150.0
    widths = [first] + [(451 - first) / (cols - 1)] * (cols - 1)
    return Spec(widths, header, figures(rng, rows, cols, 1, gaps), style)


def two_levels(rng: random.Random, style: Style, rows: int = 8) -> Spec:
    """A head over two columns, others over two rows."""
    header = [
        TrueCell(0, 0, "主要指标", 2), TrueCell(0, 1, "预期目标", 2), TrueCell(0, 2, "完成情况", 1, 2), TrueCell(0, 4, "上年", 1, 2),
        TrueCell(1, 2, "总量"), TrueCell(1, 3, "增速（%）"), TrueCell(1, 4, "总量"), TrueCell(1, 5, "增速（%）"),
    ]  # fmt: skip
    return Spec([151, 60, 60, 60, 60, 60], header, figures(rng, rows, 6, 2), style)


def three_levels(rng: random.Random, style: Style, rows: int = 7) -> Spec:
    """Heads on three levels."""
    header = [
        TrueCell(0, 0, "地区", 3), TrueCell(0, 1, "工业", 1, 4), TrueCell(0, 5, "备用指标", 3), TrueCell(1, 1, "总产值", 1, 2),
        TrueCell(1, 3, "增加值", 1, 2), TrueCell(2, 1, "本年"), TrueCell(2, 2, "上年"), TrueCell(2, 3, "本年"), TrueCell(2, 4, "上年"),
    ]  # fmt: skip
    return Spec([111, 70, 70, 70, 70, 60], header, figures(rng, rows, 6, 3), style)


def grouped(rng: random.Random, style: Style) -> Spec:
    """A first column whose cells go over several rows, and a total over two columns."""
    header = [TrueCell(0, c, head) for c, head in enumerate(["类别", "项目", "个数", "总投资（亿元）"])]
    body = [TrueCell(1, 0, "合计", 1, 2), TrueCell(1, 2, "36"), TrueCell(1, 3, "482.5")]
    row = 2
    for group in ("基础设施", "产业发展", "社会民生"):
        size = rng.randint(2, 4)
        body.append(TrueCell(row, 0, group, size))
        for _ in range(size):
            body += [TrueCell(row, 1, rng.choice(NAMES)), TrueCell(row, 2, str(rng.randint(1, 20))),
                     TrueCell(row, 3, f"{rng.randint(10, 999) / 10}")]  # fmt: skip
            row += 1
    return Spec([90, 181, 80, 100], header, body, style)


def bands(rng: random.Random, style: Style) -> Spec:
    """Rows over the whole width between rows of figures (按来源分类)."""
    header = [TrueCell(0, c, head) for c, head in enumerate(["序号", "类别", "个数", "总投资", "年度投资"])]
    body: list[TrueCell] = []
    row = 1
    for title in ("按投资来源分类", "按投资用途分类"):
        body.append(TrueCell(row, 0, title, 1, 5))
        row += 1
        for n in range(4):
            body += [TrueCell(row, 0, str(n + 1)), TrueCell(row, 1, rng.choice(NAMES))]
            body += [TrueCell(row, c, f"{rng.randint(10, 9999) / 10}") for c in (2, 3, 4)]
            row += 1
    return Spec([50, 161, 80, 80, 80], header, body, style)


def wordy(rng: random.Random, style: Style, rows: int = 6) -> Spec:
    """Cells with sentences over several lines (民生实事)."""
    header = [TrueCell(0, c, head) for c, head in enumerate(["序号", "项目名称", "计划任务", "完成情况"])]
    body: list[TrueCell] = []
    for r in range(rows):
        body += [
            TrueCell(r + 1, 0, str(r + 1)), TrueCell(r + 1, 1, rng.choice(NAMES) + "提升工程"),
            TrueCell(r + 1, 2, "；".join(rng.sample(SENTENCES, 2)) + "。"),
            TrueCell(r + 1, 3, "；".join(rng.sample(SENTENCES, rng.randint(1, 3))) + "。"),
        ]  # fmt: skip
    return Spec([35, 96, 150, 170], header, body, style)


def labels(rng: random.Random, style: Style) -> Spec:
    """Long labels over two lines beside figures."""
    header = [TrueCell(0, c, head) for c, head in enumerate(["指标名称", "本年", "上年", "增长"])]
    body: list[TrueCell] = []
    for r in range(8):
        name = NAMES[r] + (f"（含{NAMES[-1 - r]}及其他项目）" if r % 3 == 1 else "")
        body.append(TrueCell(r + 1, 0, name))
        body += [TrueCell(r + 1, c, f"{rng.randint(100, 99999) / 10}") for c in (1, 2, 3)]
    return Spec([150, 100, 100, 101], header, body, style)


def narrow(rng: random.Random, style: Style) -> Spec:
    """Figures broken over lines in narrow cells."""
    header = [TrueCell(0, c, head) for c, head in enumerate(["指标", "一季度", "二季度", "三季度", "四季度", "全年"])]
    body: list[TrueCell] = []
    for r in range(6):
        body.append(TrueCell(r + 1, 0, NAMES[r]))
        body += [TrueCell(r + 1, c, f"{rng.randint(100000, 99999999)}") for c in range(1, 6)]
    return Spec([100, 38, 38, 38, 38, 38], header, body, style)


def words_only(rng: random.Random, style: Style) -> Spec:
    """Short words in every column."""
    header = [TrueCell(0, c, head) for c, head in enumerate(["责任单位", "任务", "牵头领导", "完成时限"])]
    body: list[TrueCell] = []
    for r in range(7):
        body += [TrueCell(r + 1, 0, f"区{rng.choice('发财住水农教民')}务局"), TrueCell(r + 1, 1, rng.choice(NAMES)),
                 TrueCell(r + 1, 2, f"{rng.choice('赵钱孙李周吴')}某"), TrueCell(r + 1, 3, rng.choice(["年底前", "六月底前", "三季度"]))]  # fmt: skip
    return Spec([110, 151, 90, 100], header, body, style)


Maker = Callable[[random.Random, Style], Spec]


def _cases() -> list[tuple[str, Maker, Style]]:
    """(name, maker, style) of every sample with one table."""
    grid = Style()
    makers: dict[str, Maker] = {
        "simple": simple, "two-levels": two_levels, "three-levels": three_levels, "grouped": grouped, "bands": bands,
        "wordy": wordy, "labels": labels, "narrow": narrow, "words": words_only,
    }  # fmt: skip
    cases: list[tuple[str, Maker, Style]] = []
    for name, maker in makers.items():
        for rules in ("grid", "wps", "boxes", "open"):
            if rules in ("grid", "wps") or name in ("simple", "two-levels", "grouped", "wordy"):
                cases.append(
                    (
                        f"{name}-{rules}",
                        maker,
                        replace(grid, rules=rules, align="center" if rules == "wps" else "right"),
                    )
                )
    for rules in ("columns", "three", "rows", "none"):
        for name in ("simple", "two-levels", "labels", "words"):
            style = replace(grid, rules=rules, pad=5 if rules in ("three", "none") else 4)
            cases.append((f"{name}-{rules}", makers[name], style))
        cases.append((f"gaps-{rules}", lambda rng, style: simple(rng, style, 10, 5, 0.15), replace(grid, rules=rules)))
        cases.append(
            (f"wide-{rules}", lambda rng, style: simple(rng, style, 10, 8), replace(grid, rules=rules, size=8))
        )
    cases.append(("bands-columns", bands, replace(grid, rules="columns")))
    cases.append(("three-levels-three", three_levels, replace(grid, rules="three")))
    for turn in (90, 180, 270):
        cases.append((f"rotated-{turn}", two_levels, replace(grid, rotate=turn)))
    cases.append(("rotated-three", simple, replace(grid, rules="three", rotate=90)))
    for rules in ("grid", "wps", "columns", "three", "none"):
        cases.append((f"long-{rules}", lambda rng, style: simple(rng, style, 80, 4), replace(grid, rules=rules)))
        cases.append(
            (
                f"long-bare-{rules}",
                lambda rng, style: simple(rng, style, 60, 5),
                replace(grid, rules=rules, repeat=False),
            )
        )
    cases.append(("long-wordy", lambda rng, style: wordy(rng, style, 24), grid))
    cases.append(("long-levels", lambda rng, style: two_levels(rng, style, 60), grid))
    return cases


def names() -> list[str]:
    """The names of all samples."""
    return [name for name, _, _ in _cases()] + ["two-tables", "side-by-side", "prose-only", "list-only"]


def make(name: str, font: Path | None = None) -> Sample:
    """The sample of a name; the same name gives the same bytes."""
    rng = random.Random(name)
    family = register(font)
    special = {
        "two-tables": _two_tables,
        "side-by-side": _side_by_side,
        "prose-only": _prose_only,
        "list-only": _list_only,
    }
    if name in special:
        return special[name](rng, family, name)
    maker, style = next((maker, style) for other, maker, style in _cases() if other == name)
    painter = Painter(family, style.rotate)
    spec = maker(rng, style)
    if style.prose:
        painter.prose(PROSE)
    if style.caption:
        painter.y += 20
        painter.text(230, painter.y, "表1：主要指标情况", 11)
        painter.y += 16
        painter.text(450, painter.y, "单位：亿元", 9)
    draw_table(painter, spec)
    painter.y += 6
    painter.text(72, painter.y + 12, "注：本表数据为初步核算数。", 9)
    painter.y += 24
    if painter.y > 700:
        painter.next_page()
    painter.prose(PROSE)
    return Sample(name, painter.finish(), [[*spec.header, *spec.body]])


def _two_tables(rng: random.Random, font: str, name: str) -> Sample:
    painter = Painter(font)
    tables = []
    for rules in ("three", "grid", "columns"):
        spec = simple(rng, Style(rules=rules), rows=6)
        painter.prose(PROSE)
        draw_table(painter, spec)
        tables.append([*spec.header, *spec.body])
    painter.prose(PROSE)
    return Sample(name, painter.finish(), tables)


def _side_by_side(rng: random.Random, font: str, name: str) -> Sample:
    """Two tables beside each other."""
    painter = Painter(font)
    painter.prose(PROSE)
    tables = []
    y = painter.y
    for left in (72.0, 310.0):
        painter.y = y
        spec = simple(rng, Style(), rows=6, cols=3)
        spec.widths = [120, 48, 48]
        draw_table(painter, spec, left)
        tables.append([*spec.header, *spec.body])
    painter.prose(PROSE)
    return Sample(name, painter.finish(), tables)


def _prose_only(rng: random.Random, font: str, name: str) -> Sample:
    """Running text alone: no table may be found."""
    painter = Painter(font)
    for n in range(6):
        painter.prose(f"{n + 1}．" + PROSE * rng.randint(1, 2))
    return Sample(name, painter.finish())


def _list_only(rng: random.Random, font: str, name: str) -> Sample:
    """A table of contents and a list with figures in sentences: no table either."""
    painter = Painter(font)
    for n in range(12):
        painter.y += 20
        painter.text(90, painter.y, f"{n + 1}.{NAMES[n]}增长{rng.randint(10, 99) / 10}%，排全市第{n + 1}位；", 11)
    return Sample(name, painter.finish())
