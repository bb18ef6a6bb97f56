"""Tables found in every layout that reports come in, and what must not be taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents.model import Table
from pipelines.extract.tables.find import find_tables
from tests.clock import processor_seconds

WANTED = [
    ["指标", "总量", "增速（%）"],
    ["甲产值（亿元）", "12.5", "3"],
    ["乙投资（亿元）", "7", "-1.2"],
    ["丙消费（亿元）", "30", "8"],
]

LAYOUTS = {
    "cell per line": "\n\n".join("\n".join("\t" + c for c in row) for row in WANTED) + "\n\n\n后面的话。",
    "tab rows": "\n".join("\t".join(row) for row in WANTED) + "\n后面的话。",
    "tab rows, indented": "\n".join("\t" + "\t".join(row) for row in WANTED),
    "tab rows, blank lines": "\n\n".join("\t".join(row) for row in WANTED),
    "markdown": "\n".join(f"| {' | '.join(r)} |" for r in [WANTED[0], ["---"] * 3, *WANTED[1:]]) + "\n后面的话。",
    "pipes without edges": "\n".join(" | ".join(row) for row in WANTED),
    "full-width pipes": "\n".join("｜".join(["", *row, ""]) for row in WANTED),
    "folded with rule": "数据如下："
    + " ".join(f"| {' | '.join(r)} |" for r in [WANTED[0], ["---"] * 3, *WANTED[1:]])
    + " 以上为初步数。",
    "folded": "数据如下：" + " ".join(f"| {' | '.join(r)} |" for r in WANTED) + " 以上为初步数。",
    "cell before a pipe": "\n".join(f"{c} |" for row in WANTED for c in row) + "\n后面的话。",
    "cell before a pipe, rows apart": "\n\n".join("\n".join(f"{c} |" for c in row) for row in WANTED),
    "runs of blanks": "\n".join("   ".join(row) for row in WANTED),
    "wide blanks": "\n".join("\u3000\u3000".join(row) for row in WANTED),
    "single blanks": "\n".join(" ".join(row) for row in WANTED) + "\n后面的话。",
    "one cell per line": "\n".join(c for row in WANTED for c in row) + "\n后面的话。",
    "one cell per paragraph": "\n\n".join(c for row in WANTED for c in row) + "\n\n后面的话。",
    "carriage returns": "\r\n\r\n".join("\r\n".join("\t" + c for c in row) for row in WANTED)
    + "\r\n\r\n\r\n后面的话。",
}


def grid(table: Table) -> list[list[str]]:
    rows: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, {})[cell.col] = cell.text
    return [[text for _, text in sorted(row.items())] for _, row in sorted(rows.items())]


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("before", ["", "前面的话。\n\n表1：主要指标情况\n"])
def test_every_layout_gives_the_same_grid(name: str, before: str) -> None:
    text = before + LAYOUTS[name] if not (before and "folded" in name) else LAYOUTS[name]
    tables = find_tables(text)
    assert [grid(t) for t in tables] == [WANTED]
    assert [c.header for c in tables[0].cells] == [True] * 3 + [False] * 9
    assert all(text[c.start : c.end] == c.text for c in tables[0].cells)
    if before and "folded" not in name:
        assert tables[0].caption == "表1：主要指标情况"
        assert text[tables[0].start :].startswith("表1")
    assert "的话" not in text[tables[0].start : tables[0].end]


def test_cells_of_several_lines_and_their_end() -> None:
    text = (
        "表2：办实事完成情况表\n\t序号\n\t项目名称\n\t计划任务\n\t完成情况\n\n"
        "\t1\n\t道路\n\t与去年\n\n大体相当\n\t修路：完成3公里。\n\n修桥：完成1座。\n种树：完成。\n\n"
        "\t2\n\t学校\n\t建校2所。\n\t建成1所。\n\n改建：完成1所。\n\n\n看似平常的一段话。"
    )
    (table,) = find_tables(text)
    body = [c.text for c in table.cells if not c.header]
    assert body[2] == "与去年\n\n大体相当"
    assert body[3] == "修路：完成3公里。\n\n修桥：完成1座。\n种树：完成。"
    assert body[-1] == "建成1所。\n\n改建：完成1所。"
    assert table.kind == "livelihood"


def test_prose_behind_the_last_row_stays_outside() -> None:
    rows = "\t指标\n\t总量\n\n\t产值\n\t12\n\n\t投资\n\t7\n"
    for after in (
        "\n\n备注：口径有变。",
        "\n备注：口径有变。",
        "\n\n下一段落。",
        "\n下一段落。",
        "\n（二）下一节",
        "\n\t专栏1：重点事项\n\n内容：很多。",
    ):
        (table,) = find_tables(rows + after)
        assert table.end == len(rows) - 1, after


def test_header_of_two_levels_and_short_rows() -> None:
    text = (
        "\t序号\n\t指标\n\t目标\n\t完成情况\n\n\t\n\t\n\t\n\t总量\n\t增速\n\n\t1\n\t产值\n\t8%\n\t12\n\t7.5\n\n"
        "\t合计\n\t9%\n\t30\n\t8\n\n\t按行业分类\n\n\t2\n\t投资\n\t5%\n\t3\n\t1\n"
    )
    (table,) = find_tables(text)
    at = {(c.row, c.col): c for c in table.cells}
    assert (at[0, 3].text, at[0, 3].col_span, at[0, 1].row_span, at[1, 4].text) == ("完成情况", 2, 2, "增速")
    assert (at[3, 0].text, at[3, 0].col_span, at[3, 2].text) == ("合计", 2, "9%")
    assert (at[4, 0].text, at[4, 0].col_span) == ("按行业分类", 5)


def test_groups_of_heads_that_repeat() -> None:
    text = "| 指标 | 2022年 | | 2023年 | |\n| | 总量 | 增速 | 总量 | 增速 |\n|---|---|---|---|---|\n| 产值 | 1 | 2 | 3 | 4 |\n"
    (table,) = find_tables(text)
    heads = [(c.text, c.row, c.col, c.row_span, c.col_span) for c in table.cells if c.header]
    assert heads[:3] == [("指标", 0, 0, 2, 1), ("2022年", 0, 1, 1, 2), ("2023年", 0, 3, 1, 2)]


def test_merged_first_column_shifts_the_row() -> None:
    text = "类别\t指标\t总量\n农业\t粮食\t12\n蔬菜\t30\n工业\t钢材\t7\n"
    (table,) = find_tables(text)
    assert [(c.row, c.col, c.text) for c in table.cells if c.text == "蔬菜"] == [(2, 1, "蔬菜")]


def test_caption_and_unit_line() -> None:
    text = "一段话。\n表3  各镇情况\n单位：亿元\n\n指标\t总量\n产值\t12\n投资\t13\n"
    (table,) = find_tables(text)
    assert table.caption == "表3  各镇情况" and text[table.start :].startswith("表3")
    (inside,) = find_tables(
        "| 各镇主要指标情况表 |\n| 指标 | 总量 |\n| 产值 | 12 |\n| 投资 | 13 |\n".replace("| 各", "\n| 各")
    )
    assert inside.caption == "各镇主要指标情况表" or inside.cells[0].text == "指标"


@pytest.mark.parametrize(
    "text",
    [
        "\t专栏1：重点事项\n\n汽车：加快建设。\n\n\t电子：建成3个项目，带动发展。\n\n\t专栏2：后续\n",
        "\t专栏3：重点事项\n\t汽车产业：依托龙头企业，加快建设，力争产值达到100亿元。\n\t电子产业：建成3个项目。\n",
        "\t第一段话，说了很多内容。\n\t第二段话，说了3件事。\n\t第三段话。\n",
        "1.\t完成投资12亿元。\n2.\t新增就业3000人。\n3.\t建成学校2所。\n",
        "目录\n一、综合\t1\n二、农业\t3\n三、工业\t8\n",
        "地  址：某路12号\n电  话：12345678\n邮  编：400000\n",
        "首页 > 信息公开 | 返回\n",
        "",
        "\n\n\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert find_tables(text) == []


@pytest.mark.parametrize(
    "unit",
    [
        "\t",
        "\t\n",
        "|",
        "| ",
        "  a",
        "\t1\n",
        "|a",
        "a |\n",
        "a  b\n",
        "\t专栏1\n",
        "\ta\nb\n",
        "\ta\n\nb\n\n",
        "序号\n",
        "指标\n总量\n",
        "序号\na\nb\n1\n",
    ],
)
def test_bounded_work(unit: str) -> None:
    """Eight times the text takes eight times as long, not sixty-four times."""

    def seconds(length: int, tries: int) -> float:
        return processor_seconds(lambda: find_tables(unit * (length // len(unit))), tries)

    def bounded(tries: int) -> bool:
        return seconds(40_000, tries) < 20 * max(seconds(5_000, 2), 0.0025)

    assert bounded(1) or bounded(3), "measured again before complaining: a machine may be busy"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="\t\n\r |｜ \u3000表1：专栏。甲乙12.5%-（亿元）合计，", max_size=200))
def test_spans_hold_for_any_text(text: str) -> None:
    end = 0
    for table in find_tables(text):
        assert end <= table.start < table.end <= len(text)
        end = table.end
        places = [(c.row, c.col) for c in table.cells]
        assert len(set(places)) == len(places)
        assert all(
            text[c.start : c.end] == c.text and table.start <= c.start <= c.end <= table.end for c in table.cells
        )


def test_numbered_rows_without_delimiters() -> None:
    cells = [
        "序号",
        "项目",
        "进度",
        "备注",
        "1",
        "修路55公里。",
        "95%",
        "县里",
        "2",
        "建校3所，\n改造2所。",
        "100%",
        "3",
        "种树",
        "12",
        "市里",
    ]
    (table,) = find_tables("情况表\n\n" + "\n\n".join(cells) + "\n\n后面的话。")
    assert grid(table) == [cells[:4], cells[4:8], cells[8:11], cells[11:15]]
