"""Which indicators and places the ledger knows, found by the words that people use for them.

An indicator is found by the catalogue's names and aliases, matched exactly after normalising, then by the source's own
words. Nothing is matched by likeness alone: what is merely alike is offered as the nearest, never answered with.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.lexicon.indicators import aliases, indicators, normalise_name
from pipelines.lexicon.regions import find_region, region_words

if TYPE_CHECKING:
    import duckdb

LONGEST_NAME = 24  # characters of an alias that is looked for inside a question


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator of the ledger: a catalogue code, or a name in the source's own words (code None)."""

    code: str | None
    name: str
    figures: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a question names; `figures` is 0 where the ledger holds nothing of it."""

    code: str | None
    name: str
    figures: int


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a question that were understood: [start, end)."""

    start: int
    end: int


def search_indicators(connection: duckdb.DuckDBPyConnection, words: str, limit: int = 20) -> list[Known]:
    """Indicators whose name or alias contains all of the words, the most stated ones first."""
    parts = [part for part in words.split() if part]
    if not parts:
        return []
    named = " and ".join("contains(alias, ?)" for _ in parts)
    own = " and ".join("contains(indicator_name, ?)" for _ in parts)
    rows = connection.execute(
        f"""
        select code, name, figures from (
          select code, name, count(o.observation_id) as figures
          from (
            select distinct i.indicator_code as code, i.name_zh as name
            from dim_indicator as i
            inner join (
              select indicator_code, alias from dim_indicator_alias
              union all select indicator_code, name_zh from dim_indicator
              union all select indicator_code, indicator_code from dim_indicator
              union all select indicator_code, lower(name_en) from dim_indicator
            ) as a using (indicator_code)
            where {named}
          ) as found left join fct_indicator as o on o.indicator_code = found.code
          group by 1, 2
          union all
          select null, indicator_name, count(*) from fct_indicator
          where indicator_code is null and {own} group by 1, 2
        )
        order by code is null, figures desc, name
        limit {int(limit)}
        """,
        [*parts, *parts],
    ).fetchall()
    return [Known(*row) for row in rows]


def aliases_of(connection: duckdb.DuckDBPyConnection, code: str) -> list[str]:
    """The other names under which an indicator is known, in the catalogue's order."""
    rows = connection.execute(
        "select alias from dim_indicator_alias where indicator_code = ? order by length(alias), alias", [code]
    )
    return [row[0] for row in rows.fetchall()]


def nearest_indicators(connection: duckdb.DuckDBPyConnection, words: str, limit: int = 5) -> list[Known]:
    """Names that share most pairs of characters with the words; only ever offered, never taken."""
    wanted = _pairs(normalise_name(words))
    if not wanted:
        return []
    rows = connection.execute(
        "select indicator_code, indicator_name, count(*) from fct_indicator group by 1, 2 order by 3 desc, 2 limit 20000"
    ).fetchall()
    scored = [(_likeness(wanted, _pairs(normalise_name(row[1]))), Known(*row)) for row in rows]
    best = sorted(
        (pair for pair in scored if pair[0] > 0.25), key=lambda pair: (-pair[0], -pair[1].figures, pair[1].name)
    )
    unique: dict[str, Known] = {}
    for _, known in best:
        unique.setdefault(known.code or known.name, known)
    return list(unique.values())[:limit]


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0


def indicator_in(text: str) -> tuple[str, Span] | None:
    """The code of the longest catalogue name in a text, and where it stands.

    >>> code, span = indicator_in("规上工业增加值增长多少")
    >>> code, span.end
    ('industrial_value_added', 7)
    """
    for length in range(min(LONGEST_NAME, len(text)), 1, -1):
        for start in range(len(text) - length + 1):
            code = _code(text[start : start + length])
            if code:
                return code, Span(start, start + length)
    return None


def own_name_in(connection: duckdb.DuckDBPyConnection, text: str, longer_than: int = 1) -> tuple[str, Span] | None:
    """The longest name in the documents' own words that a text holds, and where; None where none is longer than that."""
    row = connection.execute(
        """select indicator_name from fct_indicator where length(indicator_name) > ? and contains(?, indicator_name)
           order by length(indicator_name) desc, indicator_name limit 1""",
        [max(1, longer_than), text],
    ).fetchone()
    if row is None:
        return None
    start = text.index(row[0])
    return row[0], Span(start, start + len(row[0]))


@lru_cache(maxsize=1 << 14)
def _code(name: str) -> str | None:
    return aliases().get(normalise_name(name))


def name_of(code: str) -> str:
    """The Chinese name of a catalogue code."""
    return indicators()[code].name_zh


class Places:
    """The places of a ledger: those that it holds figures of, and those that merely exist."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        rows = connection.execute(
            """select region_code, region_name, count(*) from fct_indicator where region_name is not null
               group by 1, 2 order by 3 desc, 2"""
        ).fetchall()
        self.held = [Place(*row) for row in rows]
        names = connection.execute("select region_code, full_name, name, short_name from dim_region").fetchall()
        full = {code: words for code, *words in names}
        self._words: dict[str, Place] = {}
        for place in self.held:
            for word in (place.name, *full.get(place.code or "", ())):
                if len(word) > 1:
                    self._words.setdefault(word, self._merged(place))
        documents = connection.execute(
            "select distinct region_code, region_name from dim_document where region_name is not null order by 1, 2"
        ).fetchall()
        self.own = [Place(code, name, self._count(code, name)) for code, name in documents]

    def _merged(self, place: Place) -> Place:
        return Place(place.code, place.name, self._count(place.code, place.name))

    def _count(self, code: str | None, name: str) -> int:
        return sum(p.figures for p in self.held if (code and p.code == code) or (not code and p.name == name))

    def find(self, text: str) -> tuple[list[Place], list[Span]]:
        """The places that a text names, in its order, and where; the longest name wins where two overlap.

        A place of the lexicon that the ledger has nothing of is found, too: with 0 figures.
        """
        found: list[tuple[int, int, Place]] = []
        words = [word for word in {*self._words, *region_words()} if len(word) > 1 and word in text]
        taken = [False] * len(text)
        for word in sorted(words, key=lambda word: (-len(word), word)):
            at = text.find(word)
            while at >= 0:
                if not any(taken[at : at + len(word)]):
                    place = self._words.get(word) or self._of_lexicon(word)
                    if place:
                        found.append((at, at + len(word), place))
                        taken[at : at + len(word)] = [True] * len(word)
                at = text.find(word, at + 1)
        found.sort(key=lambda item: item[0])
        unique = {place.code or place.name: place for _, _, place in found}
        return list(unique.values()), [Span(start, end) for start, end, _ in found]

    def _of_lexicon(self, word: str) -> Place | None:
        region = find_region(word)
        if region is None or not region.code:
            return None
        return Place(region.code, region.full_name, self._count(region.code, region.full_name))
