"""The measure of a figure: the table of rules for the dimension of its unit."""

from __future__ import annotations

from pipelines.extract.prose.measures.amounts import AMOUNTS, GAP, MULTIPLES, POINTS
from pipelines.extract.prose.measures.model import Reading, Words, dimension
from pipelines.extract.prose.measures.percentages import PERCENTAGES
from pipelines.extract.prose.predicates import Tail

_OF_DIMENSION = {"percentage_point": POINTS, "multiple": MULTIPLES, "percent": PERCENTAGES}


def read_measure(pre: str, tail: Tail, unit: str, behind: str = "") -> Reading:
    """What kind of figure stands behind `pre`.

    pre: the words before the number; tail: the same, read by read_tail; unit: as printed; behind: the words after it.
    """
    words_ = Words(pre, tail, dimension(unit), behind)
    table = _OF_DIMENSION.get(words_.dimension, AMOUNTS)
    if words_.dimension == "index" and GAP.search(pre):
        table = POINTS  # 指数比上年高2.1点
    reading = table.first(words_)
    assert reading is not None, "the last rule of each table reads everything"
    return reading
