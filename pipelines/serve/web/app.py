"""The server's addresses. It answers GET and HEAD, to the hosts that it is told of, and changes nothing
but, where it is told to, the two files of entries.

| address | gives |
|---|---|
| `/` | the page: the whole explorer while it fits, else one that asks for what it shows |
| `/data?region=…` (`document`, `observation`, `indicator`, `places`, `q`) | the tables of a view (pipelines/serve/web/scope.py) |
| `/download?…&format=csv` (`xlsx`) | observations with their citations, as many as there are |
| `/picture?document=…&page=…` | a page of a PDF or a picture, drawn from the folder of documents |
| `/health` | the publication that is served |
| `POST /entries/corrections` (`reviews`) | writes an entry beside the documents, only with `--write` (entries.py) |
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipelines.errors import PublishError
from pipelines.serve.site import build, grams, page, pictures, queries, tables
from pipelines.serve.site.encode import Table, encode_table
from pipelines.serve.site.parts import LIMIT, PageDocument, Part
from pipelines.serve.snapshot import Snapshot, Snapshots
from pipelines.serve.web import by_indicator, download, entries, guard, scope

NAMES = 3000  # indicators in the list of a large warehouse: all of the catalogue, then the commonest other names


@dataclass(frozen=True, slots=True)
class Served:
    """What the server is to do: which hosts it answers to, and up to how many observations one page holds them all."""

    snapshots: Snapshots
    hosts: frozenset[str]
    limit: int = LIMIT
    raw: Path | None = None  # the folder of documents: pages are shown from it
    write: bool = False  # whether entries are written into it


def make(served: Served) -> Starlette:
    """The application."""

    def route(path: str, answer: Callable[[Served, Snapshot, Request], Response]) -> Route:
        async def respond(request: Request) -> Response:
            return await run_in_threadpool(_answer, served, answer, request)

        return Route(path, respond, methods=["GET"])

    routes = [route("/", _page), route("/data", _data), route("/download", download.respond), route("/health", _health)]
    if served.raw is not None:
        routes.append(route("/picture", _picture))
    writes = frozenset(f"/entries/{kind}" for kind in entries.READ) if served.write else frozenset()
    routes += [Route(path, _entries(served), methods=["POST"]) for path in sorted(writes)]
    app = Starlette(routes=routes)
    app.add_middleware(guard.Guard, hosts=served.hosts, writes=writes)
    return app


def _entries(served: Served) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > 2 * entries.MOST_BYTES:
                return JSONResponse({"error": "that is too long for an entry"}, 413)
        try:
            entry = json.loads(body)["entry"]
            assert served.raw is not None and isinstance(entry, str)
        except (ValueError, KeyError, TypeError, AssertionError):
            return JSONResponse({"error": 'expected {"entry": "lines of YAML"}'}, 400)
        kind = request.url.path.rpartition("/")[2]
        try:
            count = await run_in_threadpool(entries.add, served.raw, kind, entry)
        except PublishError as error:
            return JSONResponse({"error": str(error)}, 409)
        except OSError as error:
            return JSONResponse({"error": f"cannot write: {error.strerror or error}"}, 507)
        return JSONResponse({"entries": count}, 201)

    return respond


def _answer(served: Served, answer: Callable[[Served, Snapshot, Request], Response], request: Request) -> Response:
    try:
        with served.snapshots.current() as snapshot:
            response = answer(served, snapshot, request)
            response.headers["x-publication"] = snapshot.version
            return response
    except (scope.ScopeError, pictures.PictureError) as error:
        return JSONResponse({"error": str(error)}, 404)
    except PublishError as error:
        return JSONResponse({"error": str(error)}, 503)


def documents(snapshot: Snapshot) -> list[PageDocument]:
    """All documents, in the order of the pages."""
    return snapshot.once("documents", lambda: [PageDocument(*row) for row in snapshot.ask(queries.DOCUMENTS)])


def _health(_: Served, snapshot: Snapshot, __: Request) -> Response:
    return JSONResponse({"publication": snapshot.version, "documents": len(documents(snapshot))})


def _page(served: Served, snapshot: Snapshot, request: Request) -> Response:
    def make() -> bytes:
        with snapshot.cursor() as cursor:
            build.require(cursor)
            all_documents = documents(snapshot)
            many = sum(document.observations for document in all_documents) > served.limit
            about = {
                "served": {
                    "many": many,
                    "version": snapshot.version,
                    "write": served.write,
                    "pages": served.raw is not None,
                }
            }
            found = _names(snapshot) if many else tables.read(cursor, Part("", tuple(all_documents)))
        if many:
            by_indicator.begin(snapshot)
        packed = {name: encode_table(table) for name, table in found.items()}
        kind = "served" if many else "explorer"
        index = None if many else grams.index(grams.units(found))
        text = page.render({"kind": kind, "about": about, "tables": packed}, build.TITLE, index=index, served=True)
        return gzip.compress(text.encode(), 1)

    return _packed(snapshot.keep("/", make), "text/html; charset=utf-8", request)


def _data(_: Served, snapshot: Snapshot, request: Request) -> Response:
    asked = scope.parse(request.query_params)

    def make() -> bytes:
        with snapshot.cursor() as cursor:
            about, found = scope.read(cursor, asked, documents(snapshot), by_indicator.ready(snapshot))
        told = {"kind": "explorer", "about": {"scope": about, "served": {"version": snapshot.version}}}
        packed = {name: encode_table(table) for name, table in found.items()}
        text = json.dumps({**told, "tables": packed}, ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode(), 1)

    return _packed(snapshot.keep(asked, make), "application/json", request)


def _picture(served: Served, snapshot: Snapshot, request: Request) -> Response:
    """A page of a PDF or a picture that was read, as it was printed."""
    document, number = request.query_params.get("document", ""), request.query_params.get("page", "")
    found = snapshot.ask("select source_file, page_count from dim_document where document_id = ?", [document])
    if not found or not number.isascii() or not number.isdecimal() or not 1 <= int(number) <= (found[0][1] or 0):
        raise scope.ScopeError(f"there is no page {number} of {document}")
    raw, page_number = served.raw, int(number)
    assert raw is not None

    def draw() -> bytes:
        return pictures.page_picture(raw, found[0][0], document, page_number)

    return Response(snapshot.keep(("picture", document, page_number), draw), media_type="image/png")


def _packed(body: bytes, kind: str, request: Request) -> Response:
    """A gzipped body; unpacked for the few that do not take it so."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, media_type=kind, headers={"content-encoding": "gzip", "vary": "accept-encoding"})
    return Response(gzip.decompress(body), media_type=kind)


def _names(snapshot: Snapshot) -> dict[str, Table]:
    """What the page of a large warehouse knows before it asks: places, indicators, documents, years."""
    place = Table(["name", "code", "documents", "observations", "first", "last"])
    place.rows = [
        list(row)
        for row in snapshot.ask(
            """select d.region_name, min(d.region_code), count(distinct d.document_id), sum(o.n), min(o.first), max(o.last)
               from dim_document as d left join (
                 select document_id, count(*) as n, min(period_start) as first, max(period_end) as last
                 from fct_indicator group by document_id) as o using (document_id)
               where d.region_name is not null group by d.region_name order by 4 desc nulls last, 1"""
        )
    ]
    for row in place.rows:
        row[3] = int(row[3] or 0)
    name = Table(["code", "name", "english", "aliases", "headline", "sector", "observations"])
    name.rows = [
        list(row)
        for row in snapshot.ask(
            f"""select o.indicator_code, coalesce(i.name_zh, o.name), i.name_en, a.aliases, coalesce(i.is_headline, false), o.sector, o.n
               from (
                 select indicator_code, case when indicator_code is null then indicator_name end as name,
                   any_value(sector_code) as sector, count(*) as n
                 from fct_indicator group by all
               ) as o
               left join dim_indicator as i using (indicator_code)
               left join (select indicator_code, string_agg(alias, chr(10) order by alias) as aliases
                 from dim_indicator_alias group by all) as a using (indicator_code)
               order by coalesce(i.is_headline, false) desc, o.indicator_code is null, o.n desc, 2 limit {NAMES}"""
        )
    ]
    sector = Table(["code", "zh", "en"])
    sector.rows = [list(row) for row in snapshot.ask(queries.TABLES["sector"])]
    return {"place": place, "name": name, "sector": sector}
