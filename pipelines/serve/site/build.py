"""The explorer's files out of the published warehouse.

    paths = build_site(settings.published, Path("site"))     # the first one is the page to open

One page while there are at most parts.LIMIT observations, else an index and a page per region or year. The same
warehouse gives the same bytes.
"""

from __future__ import annotations

import base64
import contextlib
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import PublishError
from pipelines.serve.query import connect
from pipelines.serve.site import grams, page, pictures, queries, tables
from pipelines.serve.site.encode import Table, encode_table
from pipelines.serve.site.parts import LIMIT, PageDocument, Part, split

if TYPE_CHECKING:
    import duckdb

TITLE = "台账"
MOST_PICTURES = 30  # pages of PDFs and pictures in one page of the explorer; the server shows any
MOST_PICTURE_BYTES = 3_000_000
NEEDED = ("dim_cell", "dim_indicator_alias", "dim_passage", "fct_indicator")
NEWEST = "reviewed_by"  # the column of fct_indicator that came last


def build_site(
    published: Path, out: Path, limit: int = LIMIT, raw: Path | None = None, drawn: Path | None = None
) -> list[Path]:
    """Write the pages into the folder `out`, index.html first; returns their paths.

    With the folder of documents, the PDF pages that numbers stand on are put in, as long as they are few; in the folder
    `drawn` their pictures are kept for the next time.

    Pages of an earlier build that are no longer needed are removed, nothing else is. Raises PublishError where there
    is no warehouse or it was made by an older version.
    """
    album = pictures.Album(raw, drawn) if raw is not None else None
    with connect(published, files=True) as connection:
        require(connection)
        out.mkdir(parents=True, exist_ok=True)
        documents = [PageDocument(*row) for row in connection.execute(queries.DOCUMENTS).fetchall()]
        parts = split(documents, limit)
        if len(parts) > 1:
            connection.execute("set threads = 1")  # many small questions: sharing them out takes longer than answering
        written = [_write_part(connection, part, parts, out, album) for part in parts]
        if parts[0].file != "index.html":
            written.insert(0, _write_index(connection, parts, out))
    _remove_stale(out, written)
    if album is not None:
        album.tidy()
    return written


def require(connection: duckdb.DuckDBPyConnection) -> None:
    """PublishError where the warehouse lacks a table that the pages need."""
    rows = connection.execute("select table_name from information_schema.tables where table_schema = 'main'").fetchall()
    missing = [f"table {name}" for name in NEEDED if (name,) not in rows]
    columns = "select column_name from duckdb_columns() where table_name = 'fct_indicator'"
    if not missing and (NEWEST,) not in connection.execute(columns).fetchall():
        missing = [f"column {NEWEST}"]
    if missing:
        raise PublishError(f"the warehouse has no {missing[0]}: it is older than this version; run: taizhang build")


def _write_part(
    connection: duckdb.DuckDBPyConnection, part: Part, parts: list[Part], out: Path, album: pictures.Album | None
) -> Path:
    read = tables.read(connection, part)
    if album is not None and (drawn := _pictures(read, album)):
        read["picture"] = Table(["document", "page", "png"], drawn)
    about = {"region": part.region_name, "year": part.year, "number": part.number, "index": len(parts) > 1}
    payload = {
        "kind": "explorer",
        "about": about,
        "tables": {name: encode_table(table) for name, table in read.items()},
    }
    return _write(out / part.file, page.render(payload, _title(part), index=grams.index(grams.units(read))))


def _pictures(read: Mapping[str, Table], album: pictures.Album) -> list[list[Any]]:
    """The pages that numbers with a box stand on, as base64; none where they are many or large."""
    observation, document = read["observation"], read["document"]
    names = ("document", "page", "bbox")
    boxed = zip(*(observation.column(name) for name in names), strict=True)
    pages = sorted({(number, page) for number, page, box in boxed if page is not None and box})
    if len(pages) > MOST_PICTURES:
        return []
    files = list(zip(document.column("source_file"), document.column("id"), document.column("media_type"), strict=True))
    made: list[list[Any]] = []
    for number, sheet in pages:
        source_file, document_id, media_type = files[number]
        if not pictures.is_drawn(media_type):
            continue
        with contextlib.suppress(pictures.PictureError):  # not there, or not drawable: the number has its passage
            png = album.picture(source_file, document_id, sheet)
            made.append([number, sheet, base64.b64encode(png).decode("ascii")])
    return made if sum(len(row[2]) for row in made) <= MOST_PICTURE_BYTES else []


def _title(part: Part) -> str:
    regions = [name for name, _ in Counter(d.region_name for d in part.documents if d.region_name).most_common(2)]
    return " · ".join([TITLE, *regions[: 1 if len(regions) == 1 else 0], *([str(part.year)] if part.year else [])])


def _write_index(connection: duckdb.DuckDBPyConnection, parts: list[Part], out: Path) -> Path:
    """The page that leads to the others: documents, indicators, and the pages of shared links."""
    numbers = {d.document_id: number for number, part in enumerate(parts) for d in part.documents}
    listed = Table(["file", "region", "year", "number", "documents", "observations"])
    listed.rows = [[p.file, p.region_name, p.year, p.number, len(p.documents), p.observations] for p in parts]
    documents = Table(["part", "title", "source_file", "observations"])
    documents.rows = [
        [n, d.title, d.source_file, d.observations] for n, part in enumerate(parts) for d in part.documents
    ]
    rows = connection.execute(
        """select o.document_id, coalesce(i.name_zh, o.indicator_name), i.name_en, count(*)
           from fct_indicator as o left join dim_indicator as i using (indicator_code)
           group by all order by all"""
    ).fetchall()
    counts: Counter[tuple[str, str | None, int]] = Counter()
    for document_id, name, english, count in rows:
        counts[name, english, numbers[document_id]] += count
    names = Table(["name", "english", "part", "observations"])
    names.rows = [[*key, count] for key, count in sorted(counts.items(), key=lambda item: (item[0][0], item[0][2]))]
    ids = connection.execute("select observation_id, document_id from fct_indicator order by observation_id").fetchall()
    payload: dict[str, Any] = {
        "kind": "index",
        "tables": {"part": encode_table(listed), "document": encode_table(documents), "name": encode_table(names)},
        # The first eight characters of an id are enough to find its page, or the two that it may be on.
        "ids": "".join(key[:8].ljust(8) for key, _ in ids),
        "places": [numbers[document_id] for _, document_id in ids],
    }
    return _write(out / "index.html", page.render(payload, TITLE))


def _write(target: Path, text: str) -> Path:
    aside = target.with_name(f".aside-{os.getpid()}-{target.name}")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return target


def _remove_stale(out: Path, written: list[Path]) -> None:
    for path in sorted(out.glob("part-*.html")):
        if path not in written and page.GENERATOR in path.read_text(encoding="utf-8", errors="replace")[:1000]:
            path.unlink()
