"""What a filled form says of itself: the source of each figure, and of each empty cell why it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.serve.fill.decide import Decision
from pipelines.serve.ledger.figures import LONGEST, Figure

SOURCES = "填报来源"
LEFT = "未填说明"


def source_of(decision: Decision) -> str:
    """The source of a filled cell in a few lines: document, passage, confidence, id."""
    figure = decision.figure
    if figure is None:
        return ""
    lines = [f"{figure.indicator_name}：{figure.text()}", _file(figure), f"原文：{figure.quote[:LONGEST]}"]
    lines.append(f"可信度 {figure.confidence:.2f}；观测 {figure.observation_id}")
    if decision.computed:
        lines.insert(0, f"〔计算〕{decision.computed}")
    return "\n".join(lines)


def _file(figure: Figure) -> str:
    page = f"，第{figure.page}页" if figure.page else ""
    return f"{figure.source_file}（{figure.title or '无标题'}{page}）"


def source_rows(decisions: Sequence[Decision]) -> list[list[Any]]:
    """The filled cells as rows, with a head."""
    rows: list[list[Any]] = [["单元格", "指标", "数值", "单位", "文件", "原文", "观测编号"]]
    for decision in decisions:
        if decision.figure is not None and decision.value is not None:
            figure = decision.figure
            mark = "〔计算〕" if decision.computed else ""
            rows.append(
                [
                    _safe(decision.asked.locator), _safe(mark + figure.indicator_name), decision.value, decision.asked.unit or figure.unit,
                    _safe(_file(figure)), _safe(decision.computed or figure.quote[:LONGEST]), figure.observation_id,
                ]
            )  # fmt: skip
    return rows


def left_rows(decisions: Sequence[Decision]) -> list[list[Any]]:
    """The empty cells as rows, with the reason and what could be meant."""
    rows: list[list[Any]] = [["单元格", "指标", "原因", "", "可能是", "原文", "观测编号"]]
    for decision in decisions:
        if decision.value is None:
            first = decision.candidates[0] if decision.candidates else None
            could = "；".join(f"{figure.text()}（{figure.source_file}）" for figure in decision.candidates)
            rows.append(
                [
                    _safe(decision.asked.locator), _safe(decision.asked.indicator), decision.reason, "", _safe(could),
                    _safe(first.quote[:LONGEST]) if first else "", first.observation_id if first else "",
                ]
            )  # fmt: skip
    return rows


def _safe(words: str) -> str:
    """Words of a document that no spreadsheet takes for a formula."""
    bare = words.lstrip("\u200b\ufeff \t")
    return f"'{words}" if bare and bare[0] in "=+-@＝＋－＠" else words
