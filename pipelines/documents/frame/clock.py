"""The years that a document's words are counted from (五年来, 去年, “十三五”时期)."""

from __future__ import annotations

from functools import lru_cache

from pipelines.documents.dates import years
from pipelines.documents.frame.model import Clock
from pipelines.documents.frame.time import plan_of_title
from pipelines.documents.model import Metadata

_LATEST = 2  # years after the one reported in which a text is given; a page that is dated later was put there later


def _is_of_its_year(meta: Metadata) -> bool:
    """Whether an article bears the year in its headline that it was written in (2020年集中开工项目43个)."""
    return meta.kind == "press" and meta.review_year in years(meta.title or "")


@lru_cache(maxsize=16)
def clock_of(meta: Metadata) -> Clock:
    """The years that a document's words are counted from; an outline of five years looks back from before them.

    >>> clock_of(Metadata(kind="work_report", review_year=2006, plan_year=2007, published_date="2012-04-14")).published
    2007
    >>> clock_of(Metadata(title="甲县2020年集中开工项目43个", kind="press", review_year=2020)).published
    2020
    >>> clock_of(Metadata(title="甲县国民经济和社会发展第十三个五年规划纲要")).review
    2015
    """
    review, plan = meta.review_year, meta.plan_year
    outline = plan_of_title(meta.title or "") if meta.kind == "other" and review is None and plan is None else None
    if outline is not None:
        return Clock(outline[0] - 1, None, outline[0])
    later = review + (0 if meta.period_label or _is_of_its_year(meta) else 1) if review is not None else None
    told = plan if plan is not None else later
    published = int(meta.published_date[:4]) if meta.published_date else None
    if published is None or told is not None and published > told + _LATEST:
        published = told
    return Clock(review, plan, published)
