"""`taizhang ask`, `indicators`, `changes`, `fill` and `mcp`: questions to the ledger, its names, what is new, forms, tools."""

from __future__ import annotations

import json
from pathlib import Path

from pipelines import render
from pipelines.commands.read import reading
from pipelines.errors import CommandError


def ask(warehouse: str | None, question: str, form: str) -> int:
    """Print the answer to a question in Chinese; exit code 1 where the documents do not state it."""
    from pipelines.serve.ledger.answers import ask as answer_to
    from pipelines.serve.query import connect

    with reading(warehouse) as published, connect(published) as connection:
        answer = answer_to(connection, question)
    print(json.dumps(answer.record(), ensure_ascii=False, indent=1, default=str) if form == "json" else answer.text())
    return 0 if answer.stated else 1


def indicators(warehouse: str | None, words: list[str], form: str) -> int:
    """Print the indicators whose names or aliases hold the words: code, name, how many figures, other names."""
    from pipelines.serve.ledger.names import aliases_of, nearest_indicators, search_indicators
    from pipelines.serve.query import connect

    text = " ".join(words)
    with reading(warehouse) as published, connect(published) as connection:
        found = search_indicators(connection, text)
        near = [] if found else nearest_indicators(connection, text)
        rows = [
            (
                known.code or "",
                known.name,
                known.figures,
                "、".join(aliases_of(connection, known.code)[:8]) if known.code else "",
            )
            for known in found
        ]
    if not found:
        offered = f"; alike: {'、'.join(known.name for known in near)}" if near else ""
        raise CommandError(f"no indicator has {text} in its name{offered}", code=1)
    columns = ["indicator_code", "name", "figures", "also"]
    print(render.as_json(columns, rows) if form == "json" else render.table(columns, rows, limit=60))
    return 0


def changes(warehouse: str | None, since: int | None, form: str, out: Path | None) -> int:
    """Print, or write, what is new since an earlier publication."""
    from pipelines.publish.files import write_aside
    from pipelines.serve.changes import changes as found_since

    with reading(warehouse) as published:
        found = found_since(published.parent, since)
    text = found.json() if form == "json" else found.markdown()
    if out is None:
        print(text)
        return 0
    with write_aside(out) as aside:
        aside.write_text(text + "\n", encoding="utf-8")
    print(out)
    return 0


def fill(
    warehouse: str | None,
    form: Path,
    out: Path | None,
    place: str | None,
    year: int | None,
    mapping: Path | None,
    compute: bool,
) -> int:
    """Fill a form and print, cell by cell, what stays empty and why; exit code 1 where nothing could be filled."""
    try:
        from pipelines.serve.fill.fill import fill as fill_form
    except ImportError as error:
        raise CommandError(
            f"taizhang fill needs the package {error.name}; install it with: pip install -e '.[forms]'", code=1
        ) from None
    target = out or form.with_name(f"{form.stem}-filled{form.suffix}")
    with reading(warehouse) as published:
        done = fill_form(published, form, target, place, year, mapping, compute)
    print(
        f"{done.target}: {len(done.filled)} cells filled, {len(done.left)} left empty ({done.place or 'no place'}, {done.year or 'no year'})"
    )
    for decision in done.left:
        could = (
            f"; could be {decision.candidates[0].text()}, {decision.candidates[0].observation_id}"
            if decision.candidates
            else ""
        )
        print(f"  {decision.asked.locator} {decision.asked.indicator}: {decision.reason}{could}")
    return 0 if done.filled else 1


def mcp(warehouse: str | None, transport: str, host: str, port: int) -> int:
    """Serve the ledger to clients of the Model Context Protocol, over standard input and output or over HTTP."""
    from pipelines.serve.mcp_server import make_server

    with reading(warehouse) as published:
        try:
            server = make_server(published)
        except ImportError:
            raise CommandError(
                "taizhang mcp needs the package mcp; install it with: pip install -e '.[mcp]'", code=1
            ) from None
        if transport == "stdio":
            server.run("stdio")
        else:
            server.run("streamable-http", host=host, port=port)
    return 0
