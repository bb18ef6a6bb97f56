"""What a view of a large warehouse needs, and no more: the tables of a place, an indicator, some places, some words.

    scope = parse({"region": "河南省鹤壁市"})
    tables = read(connection, scope, documents)      # as the static page holds them, so that the same script shows them

A place comes with the whole of its documents. An indicator, compared places and found words come with the observations
concerned, at most MOST of them, without the texts around; `about["left"]` says how many more there are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.serve.site import queries, tables
from pipelines.serve.site.encode import Table
from pipelines.serve.site.parts import LIMIT, PageDocument, Part
from pipelines.serve.web import words

if TYPE_CHECKING:
    import duckdb

MOST = 20_000  # observations of one view; a browser shows them at once
MOST_PASSAGES = 300  # passages of one search
MOST_PLACES = 40
KINDS = ("region", "document", "observation", "indicator", "places", "q")
# What a view across documents does not show is left on the disk: the long columns are most of the bytes.
LONG = ("printed", "bbox", "locator", "quote", "section", "origin", "rule", "corrected_from")


class ScopeError(PublishError):
    """A scope that is not there or cannot be understood."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One kind of KINDS with its value, and what narrows it."""

    kind: str
    value: str
    region: str = ""
    every: bool = False  # compared places: all indicators, not the headline ones only


def parse(given: Mapping[str, str]) -> Scope:
    """The scope that an address asks for; ScopeError for none or several."""
    named = [kind for kind in KINDS if given.get(kind) and not (kind == "region" and given.get("q"))]
    if len(named) != 1:
        raise ScopeError(f"say one of {', '.join(KINDS)}, not {', '.join(named) or 'none'}")
    [kind] = named
    if len(given[kind]) > 2000:
        raise ScopeError(f"{kind} is longer than 2,000 letters")
    return Scope(kind, given[kind], given.get("region", "") if kind == "q" else "", given.get("scope") == "all")


def read(
    connection: duckdb.DuckDBPyConnection,
    scope: Scope,
    documents: Sequence[PageDocument],
    laid_out: Collection[str] = (),
) -> tuple[dict[str, Any], dict[str, Table]]:
    """What the page is told about the scope, and its tables. ScopeError where there is nothing of that name.

    `laid_out` are the codes of own.by_indicator.
    """
    if scope.kind in ("region", "document", "observation"):
        return _documents(connection, scope, documents)
    about: dict[str, Any] = {"kind": scope.kind, "value": scope.value}
    coded = quick = False
    if scope.kind == "q":
        about |= words.choose(connection, scope.value, scope.region, MOST_PASSAGES)
        own = words.OWN
    elif scope.kind == "indicator":
        asked = "select count(*) from dim_indicator where indicator_code in (from page_asked)"
        coded = _ask_for(connection, [scope.value]) and tables.one(connection, asked) > 0
        quick = coded and scope.value in laid_out
        own = _of_indicator(coded, quick)
    else:
        _ask_for(connection, scope.value.split(",")[:MOST_PLACES])
        own = _of_places(scope)
    connection.execute(f"create or replace temp table page_own as {own}")
    total = tables.one(connection, "select count(*) from page_own")
    about["left"] = max(0, total - MOST)
    connection.execute(
        "create or replace temp table page_document(document_id varchar primary key, number integer, home boolean)"
    )
    first = f"select observation_id from page_own limit {MOST}"
    texts = scope.kind == "q"
    return about, tables.across(connection, first, () if texts else LONG, texts=texts, asked=coded, laid_out=quick)


def _ask_for(connection: duckdb.DuckDBPyConnection, values: Sequence[str]) -> bool:
    """Put what is asked for into page_asked."""
    connection.execute("create or replace temp table page_asked(value varchar)")
    connection.executemany("insert into page_asked values (?)", [[value] for value in values])
    return True


def _of_indicator(coded: bool, laid_out: bool) -> str:
    """The select of the observations of an indicator; what is best comes first."""
    if laid_out:
        return f"""select observation_id from own.by_indicator where {queries.ASKED}
          order by best desc, period_end desc nulls last, observation_id"""
    column = "indicator_code" if coded else "indicator_code is null and indicator_name"
    series = queries.ASKED if coded else "indicator_code is null"
    return f"""select observation_id from fct_indicator where {column} in (from page_asked)
      order by observation_id in (select observation_id from mart_indicator_series where {series}) desc,
        period_end desc nulls last, observation_id"""


def _of_places(scope: Scope) -> str:
    """The select of the observations of compared places; what is best comes first."""
    headline = "indicator_code in (select indicator_code from dim_indicator where is_headline)"
    return f"""select observation_id from fct_indicator
      where region_name in (from page_asked) and period_start = period_end and {"true" if scope.every else headline}
      order by observation_id in (select observation_id from mart_indicator_series where region_name in (from page_asked)) desc,
        period_end desc, observation_id"""


def _documents(
    connection: duckdb.DuckDBPyConnection, scope: Scope, documents: Sequence[PageDocument]
) -> tuple[dict[str, Any], dict[str, Table]]:
    """A place with its documents, the latest of them first where they are too many; or the place of a document."""
    if scope.kind == "region":
        of_place = [document for document in documents if document.region_name == scope.value]
        chosen = _within_limit([], of_place)
    else:
        begins = scope.value if scope.kind == "document" else _document_of(connection, scope.value)
        own = [document for document in documents if document.document_id.startswith(begins)][:1]
        region = own[0].region_name if own else None
        of_place = [document for document in documents if document.region_name == region] if region else own
        chosen = _within_limit(own, of_place)
    if not chosen:
        raise ScopeError(f"there is no {scope.kind} {scope.value}")
    about = {
        "kind": "region",
        "value": chosen[0].region_name or "",
        "left": sum(d.observations for d in of_place) - sum(d.observations for d in chosen),
        "documents_left": len(of_place) - len(chosen),
    }
    return about, tables.read(connection, Part("", tuple(chosen), chosen[0].region_name))


def _document_of(connection: duckdb.DuckDBPyConnection, observation: str) -> str:
    """The document that an observation stands in."""
    asked = "select document_id from fct_indicator where observation_id = ?"
    found = connection.execute(asked, [observation]).fetchone()
    if found is None:
        raise ScopeError(f"there is no observation {observation}")
    return found[0]


def _within_limit(asked: Sequence[PageDocument], of_place: Sequence[PageDocument]) -> list[PageDocument]:
    """The documents asked for and the latest beside them, as many as one page holds, in the order of the place."""
    chosen = list(asked)
    held = sum(document.observations for document in chosen)
    for document in reversed(of_place):
        if document not in chosen and (not chosen or held + document.observations <= LIMIT):
            chosen.append(document)
            held += document.observations
    return sorted(chosen, key=of_place.index)
