"""Figures of a shape of their own, in the order in which they are tried."""

from __future__ import annotations

from pipelines.extract.prose.figures import Figure
from pipelines.extract.prose.measures.model import dimension
from pipelines.extract.prose.rules import Rule, Table
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.shapes.compared import from_to, high_end, plan, reference
from pipelines.extract.prose.shapes.composed import ratio
from pipelines.extract.prose.shapes.model import Shaped
from pipelines.extract.prose.shapes.ranked import among_first, rank
from pipelines.extract.prose.shapes.wholes import wholes
from pipelines.extract.prose.tokens import Token
from pipelines.extract.prose.writing.writer import Writer

Kind = tuple[str, str]
"""Of the number: its kind and its unit."""


def _is_ratio(kind: Kind) -> bool:
    return kind[0] == "ratio"


def _is_rank(kind: Kind) -> bool:
    return kind[0] == "rank"


def _counts_places(kind: Kind) -> bool:
    return kind[1] in ("位", "名")


def _is_percent(kind: Kind) -> bool:
    return dimension(kind[1]) == "percent"


SHAPES: Table[Shaped, bool] = Table(
    "shapes",
    (
        Rule("ratio", "三次产业结构a:b:c, 收入比2.5:1", ratio, _is_ratio),
        Rule("rank", "居全省第3位", rank, _is_rank),
        Rule("high_end", "the second number of 5%—6%", high_end),
        Rule("among_first", "居全省前3位", among_first, _counts_places),
        Rule("reference", "低于上年2.9%的涨幅: what a figure is compared with", reference, _is_percent),
        Rule("from", "由12天缩短到3天", from_to),
        Rule("plan", "完成年计划710亿元的89.4%", plan),
        Rule("wholes", "分别占园区面积的31.5%和企业总数的42.1%: shares of several wholes", wholes, _is_percent),
    ),
    of=lambda s: (s.figure.token.kind, s.figure.token.unit),
)


def read_shape(writer: Writer, clause: Clause, figures: list[Figure], i: int, dates: list[Token]) -> bool:
    """Read figures[i] if it is of a special shape; False leaves it to the ordinary rule."""
    return SHAPES.first(Shaped(writer, clause, figures, i, dates, figures[i], writer.memory)) or False
