"""A question in Chinese, taken apart: its form, the indicator, the places, the years, the measure.

question = read(connection, "永川区2022年地区生产总值目标是多少，完成了吗")
question.form, question.code, question.years        # 'target', 'gdp', (2022, 2022)

The same lexicon as for the documents reads the question, and then the documents' own names of indicators. What is left
over when all is understood is kept in `rest`: an answer is given only where nothing of weight is left, so that no figure
of another thing is handed out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pipelines import yamls
from pipelines.lexicon.indicators import indicators
from pipelines.serve.ledger.names import Place, Places, Span, indicator_in, own_name_in

if TYPE_CHECKING:
    import duckdb

LONGEST_QUESTION = 200
RANKED = ("highest", "position", "places")
LISTS = ("project", "livelihood")  # forms that ask for named things and not for figures of an indicator
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?[年—–\-至到]|(?!\d))")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年?\s?[—–\-至到]{1,2}\s?((?:19|20)\d\d)\s?年?")
_LAST = re.compile(r"近(?P<count>[两二三四五六七八九十]|\d{1,2})年")
_PLAN = re.compile(r"[“\"]?十(?P<nth>[一二三四五])五[”\"]?")
_LEVEL = re.compile(
    r"(?:哪(?:个|些|几个)?|各)(?:(?P<province>省)|(?P<prefecture>城市|市|州)|(?P<county>区县|县区|县|区))(?!域)"
)
_DIGITS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "一": 1}


class NotUnderstood(ValueError):
    """A question that cannot be taken apart; the message says why and how to ask."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `years` None: not said. `rest`: words of weight that nothing was made of.

    `code` is of the catalogue; `name` is an indicator in the documents' own words, '' where the catalogue knows it.
    `level` is the kind of places that are ranked: province, prefecture, county or ''. `latest`: asked of 今年 or 去年,
    which only lists of projects and 民生实事 are answered for.
    """

    text: str
    form: str
    code: str | None
    places: tuple[Place, ...]
    years: tuple[int, int] | None
    measure: str | None
    rest: str
    ascending: bool = False
    against: int | None = None  # the year that a comparison names
    name: str = ""
    level: str = ""
    latest: bool = False

    @property
    def named(self) -> bool:
        """Whether an indicator was understood and nothing is left over."""
        return bool(self.code or self.name) and not self.rest


@cache
def vocabulary() -> dict[str, Any]:
    """questions.yml: forms, idle words, measures."""
    return yamls.parse(resources.files("pipelines.serve.ledger").joinpath("questions.yml").read_text(encoding="utf-8"))


def form_of(text: str, but: Collection[str] = ()) -> tuple[str, re.Match[str] | None]:
    """The form of a question, and what showed it; `but` are forms that it cannot be.

    >>> form_of("2022年哪些目标没有完成")[0], form_of("2022年地区生产总值")[0]
    ('missed', 'value')
    """
    for form in vocabulary()["forms"]:
        if "unless" in form and re.search(form["unless"], text):
            continue
        match = re.search(form["pattern"], text) if form["pattern"] else None
        if form["name"] not in but and (match or not form["pattern"]):
            return form["name"], match
    raise AssertionError("the last form has no pattern")


def read(connection: duckdb.DuckDBPyConnection, text: str, places: Places | None = None) -> Question:
    """The question that a text asks; NotUnderstood where it asks for this or last year, or for nothing."""
    text = re.sub(r"\s+", "", text)[:LONGEST_QUESTION]
    if not text:
        raise NotUnderstood('问题是空的；例如：taizhang ask "永川区2022年地区生产总值是多少"')
    years, against, year_spans = _years(text)
    named, place_spans = (places or Places(connection)).find(_blank(text, year_spans))
    form, match = form_of(text)
    if form == "places" and len(named) < 2:
        form, match = form_of(text, but=("places",))
    if form == "compared" and against is None and years and years[0] < years[1]:
        years, against = (years[1], years[1]), years[0]
    latest = _asks_latest(text, form) if years is None else False
    if form == "project":  # 云南驿机场 is no question about 云南; a place that the ledger holds does narrow it
        kept = [(place, span) for place, span in zip(named, place_spans, strict=False) if place.figures]
        named, place_spans = [place for place, _ in kept], [span for _, span in kept]
    left = _blank(text, [*year_spans, *place_spans])
    question = Question(
        text,
        form,
        code=None,
        places=tuple(named),
        years=years,
        measure=_measure_asked(left, form),
        rest="",
        ascending=_downward(match),
        against=against,
        level=_level(left),
        latest=latest,
    )
    return _with_indicator(connection, question, _runs(left))


def _asks_latest(text: str, form: str) -> bool:
    """Whether a question without a year asks for this year or the last one; NotUnderstood where that is not answered."""
    relative = re.search(vocabulary()["relative_years"], text)
    if relative and form not in LISTS:
        raise NotUnderstood(f"“{relative.group()}”是哪一年，台账不知道；请写出年份，例如 2024年")
    return relative is not None


def _measure_asked(text: str, form: str) -> str | None:
    measure = _measure(text)
    return None if measure == "rank" and form in RANKED else measure  # 排名 asks for an order of values there


def _level(text: str) -> str:
    """The kind of places that a question ranks, '' where it names none."""
    level = _LEVEL.search(text)
    return (level.lastgroup or "") if level else ""


def _with_indicator(connection: duckdb.DuckDBPyConnection, question: Question, left: str) -> Question:
    """The question with its indicator: of the catalogue, or else in the documents' own words if that leaves nothing over."""
    form = question.form
    if form in LISTS:
        return replace(question, rest=_weight(left, form))
    found = indicator_in(left)
    rest = _weight(_blank(left, [found[1]]) if found else left, form)
    if found and not rest:
        return replace(question, code=found[0])
    own = own_name_in(connection, left, longer_than=found[1].end - found[1].start if found else 1)
    if own and not _weight(_blank(left, [own[1]]), form):
        return replace(question, name=own[0])
    return replace(question, code=found[0] if found else None, rest=rest)


def _downward(match: re.Match[str] | None) -> bool:
    """Whether the lowest is asked for."""
    return bool(match and any(match.groupdict().get(name) for name in ("down", "lowest", "rising")))


def _years(text: str) -> tuple[tuple[int, int] | None, int | None, list[Span]]:
    """(first and last year, the year it is compared with, where they stand)."""
    span = _SPAN.search(text)
    if span:
        return (int(span[1]), int(span[2])), None, [Span(*span.span())]
    plan = _PLAN.search(text)
    years = [(int(m[1]), Span(m.start(), m.end())) for m in _YEAR.finditer(text)]
    if not years and plan:
        first = 1951 + 5 * (10 + _DIGITS[plan["nth"]])
        return (first, first + 4), None, [Span(*plan.span())]
    against = [(year, place) for year, place in years if text[: place.start].endswith("比")]
    own = [(year, place) for year, place in years if (year, place) not in against]
    if not own:
        return None, against[0][0] if against else None, [place for _, place in years]
    values = [year for year, _ in own]
    spans = [Span(place.start - 1, place.end) if (year, place) in against else place for year, place in years]
    return (min(values), max(values)), against[0][0] if against else None, spans


def last_years(text: str) -> int | None:
    """How many years 近三年 asks for.

    >>> last_years("近三年财政收入"), last_years("近10年财政收入"), last_years("历年")
    (3, 10, None)
    """
    match = _LAST.search(text)
    if not match:
        return None
    return _DIGITS.get(match["count"]) or int(match["count"])


def _measure(text: str) -> str | None:
    for measure, pattern in vocabulary()["measures"].items():
        if re.search(pattern, text):
            return measure
    return None


def _blank(text: str, spans: list[Span]) -> str:
    """The text with what was understood blanked out, offsets kept."""
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


def _runs(text: str) -> str:
    """Question words out of the way of the names: blanks where idle words stand at the edges of a name."""
    return re.sub(r"[ ]+", " ", text).strip()


def _weight(rest: str, form: str) -> str:
    """What is left of a question when idle words and the words of its form are gone."""
    chosen = next(f for f in vocabulary()["forms"] if f["name"] == form)
    if chosen.get("idle"):  # and not what the pattern matched: names stand between its words (哪个县玉米产量最高)
        rest = re.sub(chosen["idle"], " ", rest)
    for pattern in vocabulary()["measures"].values():
        rest = re.sub(pattern, " ", rest)
    for pattern in vocabulary()["idle"]:
        rest = re.sub(pattern, " ", rest)
    return "".join(rest.split())


def default_measures(code: str | None, measure: str | None, name: str = "") -> tuple[str, ...]:
    """The measures that answer a question that names none: a level, or a share where the indicator is a percentage."""
    if measure:
        return (measure,)
    if not code and re.search("[率度]$|比[例重]$|占比", name):
        return ("share", "level", "multiple")
    if code and indicators()[code].flow_or_stock in ("ratio", "index"):
        return ("share", "level", "growth", "multiple")
    return ("level",)
