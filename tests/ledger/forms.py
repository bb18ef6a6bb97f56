"""Blank forms after the genre, of our own making, with what each cell must get: a figure, or the reason why none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl

Rows = list[list[Any]]
Expected = dict[str, Any]  # locator -> figure, or a word of the reason

X = "未载明"
FORMS: dict[str, tuple[Rows, Expected]] = {
    "headline": (
        [
            ["祥云县2023年主要经济指标"],
            ["指标", "单位", "2023年", "增速（%）"],
            ["地区生产总值", "亿元", None, None],
            ["社会消费品零售总额", "亿元", None, None],
            ["一般公共预算收入", "亿元", None, None],
            ["进出口总额", "亿元", None, None],
        ],
        {"C3": "214.6", "D3": "6.3", "C4": "78.5", "D4": "8.6", "C5": "8.86", "D5": "5.2", "C6": X, "D6": X},
    ),
    "other-units": (
        [
            ["祥云县经济指标表"],
            ["单位：万元"],
            ["指标", "2022年", "2023年"],
            ["地区生产总值", None, None],
            ["一般公共预算收入", None, None],
            ["粮食产量（吨）", None, None],
        ],
        {"B4": "2015000", "C4": "2146000", "B5": "84200", "C5": "88600", "B6": "179000", "C6": "182000"},
    ),
    "targets": (
        [
            ["宾川县2024年主要预期目标"],
            ["指标", "2023年完成", "2024年目标"],
            ["地区生产总值增速（%）", None, None],
            ["社会消费品零售总额增速（%）", None, None],
            ["城镇新增就业（人）", None, None],
        ],
        {"B3": "7.2", "C3": "7.5", "B4": "9.1", "C4": "9", "B5": "2480", "C5": "2400"},
    ),
    "three-years": (
        [
            ["祥云县近三年对比表"],
            ["指标", "单位", "2021年", "2022年", "2023年"],
            ["地区生产总值", "亿元", None, None, None],
            ["城镇新增就业", "人", None, None, None],
        ],
        {"C3": X, "D3": "201.5", "E3": "214.6", "C4": X, "D4": "3105", "E4": "3260"},
    ),
    "wrong-unit": (
        [["祥云县2023年统计表"], ["指标", "单位", "2023年"], ["地区生产总值", "公顷", None], ["城镇登记失业率", "%", None]],
        {"C3": "单位换算不了", "C4": "3.2"},
    ),
    "no-place": ([["2023年统计表"], ["指标", "2023年"], ["地区生产总值（亿元）", None]], {"B3": "没有写地区"}),
    "no-year": ([["祥云县统计表"], ["指标", "数值"], ["地区生产总值（亿元）", None]], {"B3": "没有写年份"}),
    "unknown": (
        [["祥云县2023年情况表"], ["指标", "2023年"], ["光伏电站数（座）", None], ["地区生产总值（亿元）", None]],
        {"B3": X, "B4": "214.6"},
    ),
    "estimates": ([["祥云县2024年统计表"], ["指标", "2024年"], ["城镇新增就业（人）", None]], {"B3": "只有目标数"}),
    "two-heads": (
        [
            ["祥云县主要指标"],
            ["指标", "2022年", None, "2023年", None],
            [None, "总量（亿元）", "增速（%）", "总量（亿元）", "增速（%）"],
            ["地区生产总值", None, None, None, None],
            ["社会消费品零售总额", None, None, None, None],
        ],
        {"B4": "201.5", "C4": "5.1", "D4": "214.6", "E4": "6.3", "B5": "72.3", "C5": "3.3", "D5": "78.5", "E5": "8.6"},
    ),
    "formulas": (
        [
            ["祥云县2023年指标"],
            ["指标", "2022年", "2023年", "增加"],
            ["粮食产量（万吨）", None, None, "=C3-B3"],
        ],
        {"B3": "17.9", "C3": "18.2"},
    ),
}  # fmt: skip
MERGED = {"two-heads": ("A2:A3", "B2:C2", "D2:E2")}


def sheet(name: str, folder: Path) -> Path:
    """The form as a workbook."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "表"
    for row in FORMS[name][0]:
        page.append(row)
    for span in MERGED.get(name, ()):
        page.merge_cells(span)
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


def word(folder: Path) -> Path:
    """A Word form: the headline indicators of a county."""
    document = docx.Document()
    document.add_paragraph("宾川县2023年主要指标填报表")
    table = document.add_table(rows=0, cols=3)
    for row in (
        ("指标", "单位", "2023年"),
        ("地区生产总值", "亿元", ""),
        ("粮食产量", "万吨", ""),
        ("旅游收入", "亿元", ""),
    ):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = folder / "word.docx"
    document.save(str(path))
    return path
