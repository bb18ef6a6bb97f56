"""What a document says about itself: title, kind, issuer, region, date, and the years it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pipelines.documents import dates, own_place, places, vocabulary
from pipelines.documents.document_years import document_years
from pipelines.documents.frame.time import fold
from pipelines.documents.furniture import is_byline
from pipelines.documents.headings import ends_sentence, read_mark
from pipelines.documents.headline import find_headline
from pipelines.documents.kind import kind_by_signs
from pipelines.documents.lines import Line, read_lines
from pipelines.documents.model import Hints, Metadata
from pipelines.documents.own_place import Named
from pipelines.documents.plain import plain
from pipelines.documents.report_years import Given, Years
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
_SIGNED_WITHIN = 6  # lines in which the authors of an article stand
_PAGE_HEAD = 300
_OPENING = 800  # characters in which a session is named
_DATED = re.compile(r"(?:——|──|—|─|--|[（(]).*(?:会议|大会|全会)")
_OFFICIAL_KINDS = frozenset({"work_report", "plan_report", "budget_report", "communique"})
_SESSION = re.compile(
    r"^[—\-（( \u3000]*(?:19|20|[〇○零一二])\S{2,3}年.{0,10}日.{0,2}在?.{2,30}(?:大会|会议)上?[）)]?\s*$"
)
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
    view = plain(text[:_BODY])
    parts = _parts(lines, text)
    kind, sure = _kind(parts, lines, view, hints, source_file)
    words = _title(parts, lines, kind, hints, source_file)
    headline = find_headline(lines)
    named = _of_titles(parts, hints, headline) or (
        _of_newspaper(text, headline) if kind == "press" else _of_slots(parts, view, hints, headline)
    )
    published, given = _dates(parts, view, hints)
    years, label = document_years(kind, fold(words or ""), given, view)
    name, code = own_place.resolved(named.printed if named else None, view)
    return Metadata(
        title=words,
        kind=kind,
        issuer=_issuer(parts, kind, name),
        region_code=code,
        region_name=name,
        published_date=published,
        review_year=years.review,
        plan_year=years.plan,
        period_label=label,
        guessed=_guessed(kind, sure, named, years),
    )


def _dates(parts: _Front, text: str, hints: Hints) -> tuple[str | None, Given]:
    """When the document was published, and the dates that its years are counted from."""
    session = dates.session_date(text[:_OPENING])
    dated, posted = _published(parts)
    published = hints.date or (session if posted else dated or session) or dated
    given = session or (None if posted else dated)
    return published, Given(given, dated or published)


def _guessed(kind: str, sure: bool, named: Named | None, years: Years) -> frozenset[str]:
    """The fields that the text does not say and that were only concluded."""
    guessed = set() if sure else {"kind"}
    if named and not named.sure:
        guessed.add("region")
    if not (years.sure and sure) and (years.review or years.plan) is not None:
        guessed |= {"review_year", "plan_year"} if kind == "work_report" else {"review_year"}
    return frozenset(guessed)


def _parts(lines: Sequence[Line], text: str) -> _Front:
    title = find_title(lines)
    limit = max(front(lines), title.last + 6 if title else 0)
    tail = read_lines(text[-1500:])[-8:] if len(lines) > limit or len(text) > _HEAD else []
    if title and title.kind == "other" and _NEWSPAPER.search(text[:_PAGE_HEAD]):
        title = None  # a headline that ends like a document's title (…发展综述)
    return _Front(_folded(lines[:limit]), _folded(tail), title)


def _folded(lines: Sequence[Line]) -> list[Line]:
    """The lines with their years in Arabic digits."""
    return [replace(line, text=fold(line.text)) for line in lines]


def _kind(parts: _Front, lines: Sequence[Line], text: str, hints: Hints, source_file: str) -> tuple[str, bool]:
    """The kind by the title, the page's own title, the genre's signs, a newspaper's signs, the name of the file; and
    whether it is sure: a file's name is a weak witness."""
    if parts.title:
        return parts.title.kind, True
    said = kind_of(hints.title) if hints.title else None
    kind = said or kind_by_signs(text) or ("press" if _is_press(lines, text) else None)
    named = _by_name(source_file) if kind is None else None
    return kind or named or "other", named is None


def _by_name(source_file: str) -> str | None:
    """The kind that a file's name says in Chinese, a weak witness."""
    stem = PurePosixPath(source_file).stem
    return kind_of(stem) if re.search(r"[\u4e00-\u9fff]{4}", stem) else None


def _title(parts: _Front, lines: Sequence[Line], kind: str, hints: Hints, source_file: str) -> str | None:
    """The title as printed: the document's own, the page's, the line of its session, a headline; never a sentence."""
    if parts.title:
        return parts.title.text
    if hints.title:
        return hints.title
    if kind in _OFFICIAL_KINDS:
        session = next(
            (
                line.text.strip("#* ")
                for line in parts.lines
                if _SESSION.search(line.text.strip("#* ")) and not ends_sentence(line.text)
            ),
            None,
        )
        stem = PurePosixPath(source_file).stem
        return session or (stem if _by_name(source_file) else None)
    return find_headline(lines)


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
    """Whether a text bears a newspaper's signs: its name, its reporters, the authors' names under a headline."""
    if _NEWSPAPER.search(text[:_PAGE_HEAD]):
        return True
    signed = _PRESS.search(text[:_HEAD]) or any(is_byline(line.text) for line in lines[:_SIGNED_WITHIN])
    return bool(signed) and find_headline(lines) is not None


def _of_titles(parts: _Front, hints: Hints, headline: str | None) -> Named | None:
    """The place that the title names, or the page's, or the title of a list that no office signs."""
    titles = [parts.title.text if parts.title else None, hints.title]
    place = next((place for title in titles if title and (place := own_place.of_title(fold(title)))), None)
    if place is None and headline and not parts.title:
        place = own_place.of_list_title(fold(headline))
    return Named(place, "title") if place else None


def _of_slots(parts: _Front, text: str, hints: Hints, headline: str | None) -> Named | None:
    """The place where the congress met, of who signs or speaks, whose site it is; else the one named most."""
    lines = [line.text for line in [*parts.lines, *parts.tail]]
    return (
        own_place.of_lines(lines, ("front",))
        or own_place.of_speech(text)
        or own_place.of_article(text)
        or own_place.of_headline(fold(parts.title.text if parts.title else headline or ""))
        or own_place.of_lines([hints.site or "", hints.source or ""], ("site",))
        or own_place.most_named(text)
    )


def _of_newspaper(text: str, headline: str | None) -> Named | None:
    """The place of a newspaper's page: that of the congress it reports on, of its label (特刊·甲县), else the one named most."""
    told = own_place.of_article(text) or own_place.of_headline(fold(headline or ""))
    if told:
        return told
    label = re.search(r"(?:专题|特刊|专版|专刊)[·•・](?P<place>[\u4e00-\u9fff]{2,8})\s*$", text[:_HEAD], re.MULTILINE)
    short = label["place"] if label else places.most_named(text[:_BODY])
    full = places.full_name(short, text[:_BODY]) if short else None
    printed = own_place.proper(full) if full else None
    return Named(printed, "label" if label else "most named", sure=label is not None) if printed else None


def _published(parts: _Front) -> tuple[str | None, bool]:
    """The date of the session, under the title or at the end, and whether it is that of the page; none inside sentences."""
    start = parts.title.last + 1 if parts.title else 0
    for line in [*parts.lines[start:], *parts.lines[:start], *reversed(parts.tail)]:
        labelled = dates.labelled_date(line.text)
        if labelled:
            return labelled, True
        words = re.sub(r"\s+", " ", line.text)
        if len(words) <= 80 and (dates.is_date_line(words) or (_DATED.match(words) and not ends_sentence(words))):
            date = dates.read_date(words)
            if date:
                return date, False
    return None, False


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
