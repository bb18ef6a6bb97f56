"""What a document says about itself: title, kind, issuer, region, date, and the years it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents import dates, places, vocabulary
from pipelines.documents.headings import ends_sentence, read_mark
from pipelines.documents.headline import find_headline
from pipelines.documents.lines import Line, read_lines
from pipelines.documents.model import Hints, Metadata
from pipelines.documents.title import Title, find_title, front, kind_of

_WORDS = vocabulary.load("metadata")
_ISSUER = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fff（）()]{{0,26}}?{_WORDS['issuers']})(?:(?:{_WORDS['officials']})?(?:[ \u3000][\u4e00-\u9fff· \u3000]{{2,14}})?)?"
)
_OFFICIAL = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fff]{{0,24}}?)(?:{_WORDS['officials']})[ \u3000]*[\u4e00-\u9fff·][\u4e00-\u9fff· \u3000]{{1,11}}"
)
_PRESS = re.compile(_WORDS["press_marks"])
_NEWSPAPER = re.compile(r"[\u4e00-\u9fff]{2}(?:日报|晚报|时报)|第[A-Z]?\d{1,2}版|特别报道|本报(?:记者|讯|通讯员|特约)")
_PAGE_HEAD = 300
_DATED = re.compile(r"(?:——|—|--|[（(]).*(?:会议|大会|全会)")
_REVIEW = re.compile(r"(?:回顾|完成情况|执行情况|总结|工作情况|主要工作)")
_PLAN = re.compile(r"(?:目标|任务|安排|打算|重点|建议|思路|部署|计划|总体要求|工作)")
_HEAD = 30_000  # characters read for a front and for headlines
_BODY = 400_000  # characters read for years and headings


@dataclass(frozen=True, slots=True)
class _Front:
    """The parts of a text that speak about it: the lines of its front, of its end, and its title."""

    lines: Sequence[Line]
    tail: Sequence[Line]
    title: Title | None


def read_metadata(text: str, source_file: str = "", hints: Hints | None = None) -> Metadata:
    """What the text says about itself; what it does not say is None. `source_file` only names the document in errors.

    The region's code is looked up in the lexicon of regions. Years: a plan report's from its title, a work report's
    from its headings or the date of its session, a communiqué's from its title, a newspaper's from the year that the
    text speaks of most. `hints` is what the file says beside its text: its title counts where the text has none, its date
    before those of the text, for it is when the page was published.
    """
    hints = hints or Hints()
    lines = read_lines(text[:_HEAD])
    title = find_title(lines)
    limit = max(front(lines), title.last + 6 if title else 0)
    tail = read_lines(text[-1500:])[-8:] if len(lines) > 12 or len(text) > _HEAD else []
    parts = _Front(lines[:limit], tail, title)
    if title and title.kind == "other" and _NEWSPAPER.search(text[:_PAGE_HEAD]):
        title = None  # a headline that ends like a document's title (…发展综述)
        parts = _Front(lines[:limit], tail, None)
    said = kind_of(hints.title) if hints.title and not title else None
    kind = title.kind if title else said or ("press" if _is_press(lines, text) else "other")
    words = title.text if title else hints.title or find_headline(lines)
    region = _region(parts, kind, text)
    published = hints.date or _published(parts)
    review, plan, label = _years(kind, words or "", published, text)
    name, code = places.resolved(region, text[:_BODY])
    return Metadata(
        title=words,
        kind=kind,
        issuer=_issuer(parts, kind, name),
        region_code=code,
        region_name=name,
        published_date=published,
        review_year=review,
        plan_year=plan,
        period_label=label,
    )


def published_year(meta: Metadata) -> int | None:
    """The year to which 去年, 今年 and 目前 refer: that of the date, else the planned one, else the one after the review."""
    if meta.published_date:
        return int(meta.published_date[:4])
    if meta.plan_year:
        return meta.plan_year
    if meta.review_year:
        return meta.review_year + (0 if meta.period_label else 1)
    return None


def _is_press(lines: Sequence[Line], text: str) -> bool:
    return find_headline(lines) is not None or _PRESS.search(text[:_HEAD]) is not None


def _region(parts: _Front, kind: str, text: str) -> str | None:
    """The place as printed: in the title, else where the congress met or who signs, else the one named most."""
    if parts.title:
        place = places.of_title(parts.title.text)
        place = place or places.of_lines(line.text for line in [*parts.lines, *parts.tail])
        if place:
            return place
    label = re.search(r"(?:专题|特刊|专版|专刊)[·•・](?P<place>[\u4e00-\u9fff]{2,8})\s*$", text[:_HEAD], re.MULTILINE)
    short = label["place"] if label else places.most_named(text[:_BODY])
    return places.full_name(short, text[:_BODY]) if short else None


def _published(parts: _Front) -> str | None:
    """The date of the session, under the title or at the end; dates inside sentences are none of it."""
    start = parts.title.last + 1 if parts.title else 0
    for line in [*parts.lines[start:], *parts.lines[:start], *reversed(parts.tail)]:
        labelled = dates.labelled_date(line.text)
        if labelled:
            return labelled
        words = re.sub(r"\s+", " ", line.text)
        if len(words) <= 80 and (dates.is_date_line(words) or (_DATED.match(words) and not ends_sentence(words))):
            date = dates.read_date(words)
            if date:
                return date
    return None


def _issuer(parts: _Front, kind: str, region: str | None) -> str | None:
    """Who signs: the offices on lines of their own under the title or at the end, else the government that reports."""
    if kind == "press":
        return None
    start = parts.title.last + 1 if parts.title else 0
    for lines in (parts.lines[start:], parts.tail):
        found: list[str] = []
        for line in lines:
            if line.width > 80 or ends_sentence(line.text) or read_mark(line.text):
                continue
            found += _offices(line.text, region)
        if found:
            return "、".join(dict.fromkeys(found))
    if kind == "work_report":
        own = re.match(r"(?P<issuer>.{2,24}?人民政府)工作报告", parts.title.text) if parts.title else None
        return own["issuer"] if own else (f"{region}人民政府" if region else None)
    return None


def _offices(line: str, region: str | None) -> list[str]:
    official = _OFFICIAL.fullmatch(line)
    if official:
        name = official["issuer"]
        if re.search(rf"(?:{_WORDS['issuers']})$", name):
            return [name]
        return (
            [f"{region}人民政府"] if region and not name and re.match(r"(?:代)?[区县市省旗州盟]长|主席", line) else []
        )
    words = [word for word in re.split(r"[ \u3000]+", line) if word]
    if words and all(_ISSUER.fullmatch(word) and len(word) >= 4 for word in words):
        return words
    return []


def _years(kind: str, title: str, published: str | None, text: str) -> tuple[int | None, int | None, str | None]:
    """(reviewed year, planned year, label of a part of a year)."""
    part = dates.period_label(title)
    if part:
        return part[0], None, part[1]
    named = dates.years(title)
    if kind in ("plan_report", "budget_report"):
        return (*_report_years(title, named), None)
    if kind == "work_report":
        return (*_work_years(named, published, text), None)
    if kind == "communique":
        return (named[0] if named else dates.reported_year(text[:_BODY])), None, None
    if kind == "press":
        body = "\n".join(line for line in text[:_BODY].splitlines() if len(line) > 12 and not _label(line))
        return dates.reported_year(body), None, None
    if re.search(r"五年规划|远景目标|规划|[-—－]20\d\d年", title) or len(named) > 1:
        return None, None, None
    if named and re.search(r"要点|计划|方案|任务|安排|意见", title):
        return None, named[0], None
    return (named[0] if named else None), None, None


def _label(line: str) -> bool:
    return len(line) < 30 and re.search(_WORDS["press_labels"], line) is not None


def _report_years(title: str, named: list[int]) -> tuple[int | None, int | None]:
    if len(named) >= 2:
        return named[0], named[1]
    if not named:
        return None, None
    if re.search(r"执行情况|完成情况|决算", title):
        return named[0], (named[0] + 1 if re.search(r"草案|下一年|计划安排", title) else None)
    return named[0] - 1, named[0]


# 主要工作 of a year is what was done, unless the heading or the report's own year says that it lies ahead.
_AHEAD = re.compile(r"主要任务|重点任务|工作安排|工作打算|工作建议|预期目标|奋斗目标")


def _work_years(named: list[int], published: str | None, text: str) -> tuple[int | None, int | None]:
    """A work report looks back on one year and ahead on the next; its headings say which, else the session's date."""
    review = plan = None
    for match in re.finditer(
        r"^[ \t\u3000]*(?:[一二三四五六]、|[（(][一二三四五六][）)]|第[一二三四五]部分)[^\n。]{2,60}$",
        text[:_BODY],
        re.MULTILINE,
    ):
        for year in dates.years(match.group())[:1]:
            if _REVIEW.search(match.group()) and not _AHEAD.search(match.group()):
                review = year if review is None else review
            elif plan is None and _PLAN.search(match.group()) and not _REVIEW.search(match.group()):
                plan = year
    if named and "工作报告" in text[:_BODY] and (review is None or review == named[0]):
        plan, review = named[0], None  # 2024年政府工作报告 is given at the beginning of 2024
    if review is None and plan is None and published:
        # congresses meet from December to March
        plan = int(published[:4]) + (1 if published[5:7] >= "11" else 0)
    if review is None and plan is None:
        review = dates.reported_year(text[:_BODY])
    if review is None and plan is not None:
        review = plan - 1
    if plan is None and review is not None:
        plan = review + 1
    return review, plan
