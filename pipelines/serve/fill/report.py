"""What a filled form says of itself: the source of each figure, and of each empty cell why it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.serve.fill.decide import Decision, Said
from pipelines.serve.ledger.figures import LONGEST, Figure
from pipelines.serve.spot import spot

SOURCES = "填报来源"
LEFT = "未填说明"


def source_of(decision: Decision) -> str:
    """The source of a filled cell in a few lines: document, passage, confidence, id."""
    figure, said = decision.figure, decision.said
    if figure is None:
        if said is None:
            return ""
        sure = "" if said.confidence is None else f"可信度 {said.confidence:.2f}；"
        return f"{_file(said)}\n原文：{said.quote[:LONGEST]}\n{sure}{said.key}"
    lines = [f"{figure.indicator_name}：{figure.text()}", _file(figure), f"原文：{figure.quote[:LONGEST]}"]
    lines.append(f"可信度 {figure.confidence:.2f}；观测 {figure.observation_id}")
    if decision.computed:
        lines.insert(0, f"〔计算〕{decision.computed}")
    return "\n".join(lines)


def _file(source: Figure | Said) -> str:
    where = spot(source.page, source.locator)
    page = f"，{where}" if where else ""
    return f"{source.source_file}（{source.title or '无标题'}{page}）"


def source_rows(decisions: Sequence[Decision]) -> list[list[Any]]:
    """The filled cells as rows, with a head."""
    rows: list[list[Any]] = [["单元格", "指标", "填入", "单位", "文件", "原文", "观测编号"]]
    for decision in decisions:
        source = decision.figure or decision.said
        if not decision.given or source is None:
            continue
        mark = "〔计算〕" if decision.computed else ""
        name = decision.figure.indicator_name if decision.figure else decision.asked.indicator
        own = decision.figure.unit if decision.figure else ""
        key = decision.figure.observation_id if decision.figure else source.key if isinstance(source, Said) else ""
        given = decision.value if decision.value is not None else safe(decision.text)
        rows.append(
            [
                safe(decision.asked.locator), safe(mark + name), given, decision.asked.unit or own,
                safe(_file(source)), safe(decision.computed or source.quote[:LONGEST]), key,
            ]
        )  # fmt: skip
    return rows


def left_rows(decisions: Sequence[Decision]) -> list[list[Any]]:
    """The empty cells as rows, with the reason and what could be meant."""
    rows: list[list[Any]] = [["单元格", "指标", "原因", "", "可能是", "原文", "观测编号"]]
    for decision in decisions:
        if not decision.given:
            first = decision.candidates[0] if decision.candidates else None
            could = "；".join(f"{figure.text()}（{figure.source_file}）" for figure in decision.candidates)
            rows.append(
                [
                    safe(decision.asked.locator), safe(decision.asked.indicator), decision.reason, "", safe(could),
                    safe(first.quote[:LONGEST]) if first else "", first.observation_id if first else "",
                ]
            )  # fmt: skip
    return rows


def safe(words: str) -> str:
    """Words of a document that no spreadsheet takes for a formula."""
    bare = words.lstrip("\u200b\ufeff \t")
    return f"'{words}" if bare and bare[0] in "=+-@＝＋－＠" else words
