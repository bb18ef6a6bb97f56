"""One HTML file out of the template, the style, the modules of the page and its data; nothing is fetched by it."""

from __future__ import annotations

import base64
import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from pipelines.serve.site.encode import pack

TEMPLATE = Path(__file__).parent / "template"
GENERATOR = "taizhang-explorer"  # by this mark, pages of an earlier build are known
# In the order in which they are put together; each declares functions, only the last one runs.
MODULES = (
    "dom", "theme", "data", "grams", "places", "format", "words", "route", "chart", "text", "table", "xlsx", "download", "correct", "review", "picture", "detail", "overview", "indicators",
    "compare", "lines", "tilemap", "place", "projects", "livelihood", "conflicts", "reader", "search", "served", "index", "main",
)  # fmt: skip


@cache
def strings() -> dict[str, list[str]]:
    """The words of the page: key → [zh, en]."""
    with (TEMPLATE / "strings.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: [row["zh"], row["en"]] for row in csv.DictReader(file)}


@cache
def script() -> str:
    """The modules in one function of their own, so that nothing of them is seen outside."""
    parts = [(TEMPLATE / "js" / f"{name}.js").read_text(encoding="utf-8") for name in MODULES]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();\n"


def render(
    payload: Mapping[str, Any], title: str, *, index: Mapping[str, Any] | None = None, served: bool = False
) -> str:
    """The page. Its policy lets this very script run, and lets nothing be loaded from anywhere.

    The index of its texts (grams.py) is unpacked when the first view stands. A page that is `served` may ask its own
    server for what it shows, and nobody else.
    """
    code = script()
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    style = (TEMPLATE / "style.css").read_text(encoding="utf-8")
    for what in (code, style):
        if "</" in what or "<!" in what or "<script" in what:
            raise ValueError(
                "a script or a style with '</', '<!' or '<script' may end its element elsewhere than meant"
            )
    own = "connect-src 'self'; img-src 'self' data:" if served else "img-src data:"
    fields = {
        "title": escape(title),
        "generator": GENERATOR,
        "policy": f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; {own}; base-uri 'none'; form-action 'none'",
        "style": style,
        "data": pack({**payload, "strings": strings()}),
        "index": pack(index) if index else "",
        "script": code,
    }
    page = (TEMPLATE / "page.html").read_text(encoding="utf-8")
    parts = page.split("{{")
    made = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}}")
        made += [fields[name.strip()], rest]
    return "".join(made)
