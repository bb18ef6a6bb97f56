"""The nearest that the ledger could answer where it could not answer what was asked.

Each offer is a question that was tried: asked as it stands, it is answered with a figure of a document. So what is
offered is never a guess about what might be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipelines.serve.ledger.figures import MEASURES, Figure, Wanted, figures
from pipelines.serve.ledger.names import Place, Places, name_of, search_indicators
from pipelines.serve.ledger.question import Question
from pipelines.serve.ledger.sentences import Answer

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection

OFFERED = 3
TRIED = 8


def offers(
    connection: Connection, question: Question, places: Places, answer: Callable[[str], Answer]
) -> tuple[str, ...]:
    """At most OFFERED questions near to this one that the ledger does answer; `answer` asks it one."""
    found: list[str] = []
    for number, offered in enumerate(dict.fromkeys(_near(connection, question, places))):
        if number >= TRIED or len(found) >= OFFERED:
            break
        if offered != question.text and answer(offered).stated:
            found.append(offered)
    return tuple(found)


def _near(connection: Connection, question: Question, places: Places) -> Iterator[str]:
    """The same indicator of the same place first, then another place, then another indicator of the place."""
    held = [place for place in question.places if place.figures]
    name = name_of(question.code) if question.code else question.name
    if name and not question.rest:
        for place in held:
            yield from _others_of_place(connection, question, place, name)
        if len(held) < max(1, len(question.places)):
            yield from _other_places(connection, question, name)
        return
    for place in held or places.own[:1]:
        yield from _alike(connection, question, place)


def _others_of_place(connection: Connection, question: Question, place: Place, name: str) -> Iterator[str]:
    wanted = Wanted(
        codes=(question.code,) if question.code else (),
        names=() if question.code else (name,),
        region_code=place.code,
        region_name=place.name,
        limit=200,
    )
    year = question.years[1] if question.years else None

    def distance(figure: Figure) -> tuple[int, bool]:
        return (abs((figure.year or 0) - year) if year else 0, figure.statement != "actual")

    stated = [f for f in figures(connection, wanted) if f.year and f.year_start == f.year and not f.doubtful]
    for figure in sorted(stated, key=distance):
        yield _asked(place.name, figure, name)


def _asked(place: str, figure: Figure, name: str) -> str:
    if figure.statement == "target":
        return f"{place}{figure.year}年{name}{'增长' if figure.measure == 'growth' else ''}目标是多少"
    measure = MEASURES.get(figure.measure, "") if figure.measure in ("growth", "rank") else ""
    return f"{place}{figure.year}年{name}{measure}是多少"


def _other_places(connection: Connection, question: Question, name: str) -> Iterator[str]:
    wanted = Wanted(
        codes=(question.code,) if question.code else (),
        names=() if question.code else (name,),
        years=question.years,
        measures=(question.measure,) if question.measure else (),
        statements=("actual", "estimate"),
        least_confidence=0.9,
        limit=40,
    )
    near = {place.code[:2] for place in question.places if place.code}
    for figure in sorted(figures(connection, wanted), key=lambda f: (f.region_code or "")[:2] not in near):
        if figure.region_name and figure.year == figure.year_start:
            yield _asked(figure.region_name, figure, name)


def _alike(connection: Connection, question: Question, place: Place) -> Iterator[str]:
    """Indicators of the place that share words with what was not understood, those of the longest words first."""
    words = question.rest + (name_of(question.code) if question.code else "")
    for length in range(min(len(words), 6), 1, -1):
        for start in range(len(words) - length + 1):
            for known in search_indicators(connection, words[start : start + length], 3):
                wanted = Wanted(
                    codes=(known.code,) if known.code else (),
                    names=() if known.code else (known.name,),
                    region_code=place.code,
                    region_name=place.name,
                    years=question.years,
                    least_confidence=0.9,
                    limit=3,
                )
                for figure in figures(connection, wanted):
                    if figure.year and figure.year == figure.year_start:
                        yield _asked(place.name, figure, known.name)
