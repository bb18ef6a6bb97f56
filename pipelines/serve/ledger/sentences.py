"""Figures, targets and doubts as sentences, and the answer that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.serve.ledger.figures import MEASURES, QUALIFIERS, STATEMENTS, Figure, plain
from pipelines.serve.ledger.names import Place, name_of
from pipelines.serve.ledger.question import Question
from pipelines.serve.spot import spot

if TYPE_CHECKING:
    import duckdb

NOT_STATED = "未载明"
SHOWN = 12  # figures or lines that an answer shows; how many more there are is said
PLACES_SHOWN = 40
STATUS = {
    "completed": "已完成",
    "exceeded": "超额完成",
    "partly": "部分完成",
    "in_progress": "正在进行",
    "not_started": "未开始",
    "unknown": "完成情况未载明",
}
KINDS = {"revision": "修订", "rounding": "取整", "scope": "口径", "contradiction": "矛盾"}
_OUTCOMES = {
    "met": "完成",
    "missed": "未完成",
    "pending": "尚无完成情况",
    "no_target": "目标未载明",
    "not_comparable": "不可直接比较",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: `lines` say it, `figures` are the sources, `stated` is False where the documents do not say.

    `understood` is False where the question itself could not be taken apart; then `lines` say what could be asked.
    `offers` are questions near to it that are answered.
    """

    lines: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    stated: bool = True
    understood: bool = True
    notes: tuple[str, ...] = field(default=())
    offers: tuple[str, ...] = field(default=())

    def text(self, sources: bool = True) -> str:
        """The answer for people: lines, notes, and under them every figure's sentence."""
        parts = [*self.lines, *(f"注：{note}" for note in self.notes)]
        parts += [f"可以问：{offered}" for offered in self.offers]
        if sources and self.figures:
            parts += ["", "出处："]
            parts += [_source(number, figure) for number, figure in enumerate(self.figures[:SHOWN], 1)]
            if len(self.figures) > SHOWN:
                parts.append(f"（另有 {len(self.figures) - SHOWN} 处）")
        return "\n".join(parts)

    def record(self) -> dict[str, Any]:
        """The answer as plain values."""
        return {
            "stated": self.stated,
            "understood": self.understood,
            "answer": list(self.lines),
            "notes": list(self.notes),
            "could_be_asked": list(self.offers),
            "rows": list(self.rows),
            "figures": [figure.record() for figure in self.figures[:PLACES_SHOWN]],
        }


def judgement(row: dict[str, Any]) -> str:
    """A target with its outcome as a sentence."""
    place = row["region_name"] or ""
    about = f"{place}{row['year']}年{row['indicator_name']}{'增速' if row['measure'] == 'growth' else ''}"
    aim = row["target_text"] or NOT_STATED
    if row["target_value"] is not None:
        shown = _bare(row["target_value"], row["target_unit"], row["target_qualifier"])
        aim = shown
    got = NOT_STATED
    if row["actual_value"] is not None:
        got = f"{plain(row['actual_value'])}{row['actual_unit'] or ''}（{STATEMENTS.get(row['actual_statement'], '')}）"
    gap = f"，差 {plain(row['gap'])}" if row.get("gap") is not None and row["outcome"] == "missed" else ""
    return f"{about}：目标 {aim}，结果 {got}，{_OUTCOMES.get(row['outcome'], row['outcome'])}{gap}。"


def _bare(value: Any, unit: str | None, qualifier: str | None) -> str:
    before, after = QUALIFIERS.get(qualifier or "", ("", ""))
    return f"{before}{plain(value)}{unit or ''}{after}"


def subject(question: Question, place: Place | None, years: tuple[int, int] | None) -> str:
    when = "" if years is None else (f"{years[0]}年" if years[0] == years[1] else f"{years[0]}—{years[1]}年")
    name = name_of(question.code) if question.code else question.name or question.rest
    measure = MEASURES.get(question.measure or "", "") if question.measure not in (None, "level") else ""
    return f"{place.name if place else ''}{when}{name}{measure}"


def figure_line(figure: Figure) -> str:
    """A figure as a sentence: 永川区2022年地区生产总值：1202.8亿元（实际）。"""
    measure = MEASURES.get(figure.measure, "") if figure.measure != "level" else ""
    doubt = "，存疑" if figure.doubtful else ""
    scope = f"〔{figure.scope}〕" if figure.scope else ""
    what = f"{figure.region_name or '（地区不明）'}{figure.period()}{figure.indicator_name}{scope}{measure}"
    return f"{what}：{figure.text()}（{STATEMENTS.get(figure.statement, figure.statement)}{doubt}）。"


def _source(number: int, figure: Figure) -> str:
    where = spot(figure.page, figure.locator)
    page = f"，{where}" if where else ""
    section = f"，{figure.section}" if figure.section else ""
    return f"[{number}] {figure.observation_id} {figure.source_file}（{figure.title or '无标题'}{section}{page}）：“{figure.quote[:200]}”"


def nothing(question: Question, place: Place, years: tuple[int, int] | None, found: Sequence[Figure]) -> str:
    stated = sorted({f.year for f in found if f.year and f.statement != "target"})
    other = f"；有载的年份：{'、'.join(map(str, stated))}" if stated else ""
    return f"{subject(question, place, years)}：{NOT_STATED}{other}。"


def doubts(connection: duckdb.DuckDBPyConnection, shown: Sequence[Figure]) -> tuple[str, ...]:
    """Notes on figures that are doubtful or that other documents contradict."""
    notes = [f"{f.observation_id} 存疑：{'、'.join(f.checks) or '读法不够有把握'}" for f in shown if f.doubtful]
    ids = [f.observation_id for f in shown]
    if ids:
        rows = connection.execute(
            "select distinct kind, values_text from fct_conflict where list_has_any(observation_ids, ?) order by 1, 2 limit 5",
            [ids],
        ).fetchall()
        notes += [f"不同说法（{KINDS.get(kind, kind)}）：{values}" for kind, values in rows]
    return tuple(dict.fromkeys(notes))
