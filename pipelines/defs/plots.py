"""Small pictures for Dagster's pages, where they say more than a number: SVG within Markdown, without a plotting library."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import duckdb

YEARS = 12  # columns at most, the latest
ROW, COLUMN, LEFT, TOP = 20, 46, 206, 26  # points
LIGHT, DARK = (238, 242, 255), (67, 56, 202)  # of the cells, from few to many

BY_SECTOR_AND_YEAR = """
    select cast(sector.sector_code as varchar) || ' ' || sector.name_zh as sector, fact.period_end as year, count(*) as count
    from main.fct_indicator as fact
    inner join main.dim_sector as sector using (sector_code)
    where fact.period_end is not null
    group by sector.sector_code, sector.name_zh, fact.period_end
    order by sector.sector_code, fact.period_end
"""


def observations(con: duckdb.DuckDBPyConnection) -> str:
    """Markdown with a picture of how many observations there are of each sector and year; empty where there are none."""
    counts = {(sector, year): count for sector, year, count in con.execute(BY_SECTOR_AND_YEAR).fetchall()}
    if not counts:
        return ""
    sectors = list(dict.fromkeys(sector for sector, _ in counts))
    years = sorted({year for _, year in counts})[-YEARS:]
    return image("observations by sector and year", heatmap(sectors, years, counts))


def image(title: str, svg: str) -> str:
    """An SVG picture as Markdown that needs no file."""
    return f"![{title}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def heatmap(rows: Sequence[str], columns: Sequence[int], counts: Mapping[tuple[str, int], int]) -> str:
    """Cells, the darker the more is in them (by logarithm), each with its number.

    >>> heatmap(["1 综合"], [2023], {("1 综合", 2023): 12}).count("<rect")
    1
    """
    most = max(counts.values(), default=1)
    width, height = LEFT + COLUMN * len(columns), TOP + ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12">'
    ]
    for x, year in enumerate(columns):
        parts.append(_text(LEFT + COLUMN * x + COLUMN // 2, TOP - 8, str(year)))
    for y, name in enumerate(rows):
        parts.append(_text(4, TOP + ROW * y + 14, name, anchor="start"))
        for x, year in enumerate(columns):
            if count := counts.get((name, year)):
                part = math.log1p(count) / math.log1p(most)
                parts += _cell(LEFT + COLUMN * x, TOP + ROW * y, count, part)
    return "".join([*parts, "</svg>"])


def _cell(x: int, y: int, count: int, part: float) -> list[str]:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(LIGHT, DARK, strict=True))
    ink = "#fff" if part > 0.6 else "#222"
    rect = f'<rect x="{x}" y="{y}" width="{COLUMN - 2}" height="{ROW - 2}" rx="2" fill="rgb({red},{green},{blue})"/>'
    return [rect, _text(x + COLUMN // 2 - 1, y + 13, f"{count:,}", ink=ink)]


def _text(x: int, y: int, said: str, anchor: str = "middle", ink: str = "#222") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{ink}">{escape(said)}</text>'
