"""Forms that list things row by row: 民生实事 with what came of them, key projects, and the arrangement of projects.

A table is such a form if its heads say so. Rows that print a name are found by it; empty rows take the things of the place and
year in the order of the document. Each cell gets the document's own words or figure, or stays empty with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pipelines import yamls
from pipelines.extract.projects.listed.words import column_kind, plain
from pipelines.lexicon.units import unit_of
from pipelines.serve.fill.decide import Decision
from pipelines.serve.fill.meaning import Asked, Sheet
from pipelines.serve.fill.things import Thing, livelihood, plans, projects
from pipelines.serve.ledger.names import Place
from pipelines.serve.ledger.things import bare

if TYPE_CHECKING:
    import duckdb

KEYS = {"livelihood": ("task", "item"), "project": ("name",), "plan": ("category",)}
LEAST = 2  # columns besides the key that a list must have, of those that are known
_BRACKET = re.compile(r"[（(]([^（()）]*)[)）]")
_YEARS = re.compile(r"^20\d\d年(?:度)?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: what it holds and the unit that its head asks for."""

    index: int
    kind: str
    head: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of a form that lists things: its kind, the row of its heads, its columns and the column of the names."""

    kind: str
    head_row: int
    columns: tuple[Column, ...]
    key: Column
    sequence: int | None = None


@cache
def vocabulary() -> dict[str, Any]:
    """columns.yml: the heads of lists."""
    return yamls.parse(resources.files("pipelines.serve.fill").joinpath("columns.yml").read_text(encoding="utf-8"))


def listing_of(sheet: Sheet, titles: Sequence[str] = ()) -> Listing | None:
    """What a table of a form lists; None for a table of indicators."""
    words = "".join((*sheet.lines, *titles))
    unit = next((m[1] for line in sheet.lines if (m := re.search(r"单位[:：]\s*(\S+?)[)）]?$", line.strip()))), "")
    for row, heads in _heads(sheet):
        for kind in KEYS:
            if kind == "livelihood" and not re.search(
                vocabulary()["livelihood"]["title"]["pattern"], words + "".join(heads.values())
            ):
                continue
            found = _listing(kind, row, heads, unit)
            if found is not None:
                return found
    return None


def _heads(sheet: Sheet) -> Iterator[tuple[int, dict[int, str]]]:
    """(the last row of heads, column → head) of the first rows; where a head is merged also of two rows read as one."""
    rows = sorted({r for r, _ in sheet.cells})[:4]
    for number, row in enumerate(rows):
        heads = {c: text for (r, c), text in sheet.cells.items() if r == row and text.strip()}
        if any((row, c) in sheet.spans for c in heads) and number + 1 < len(rows):
            below = {c: text for (r, c), text in sheet.cells.items() if r == rows[number + 1] and text.strip()}
            yield rows[number + 1], heads | below
        yield row, heads


def _listing(kind: str, row: int, heads: dict[int, str], unit: str) -> Listing | None:
    columns = [_column(kind, index, head, unit) for index, head in sorted(heads.items())]
    keys = [column for key in KEYS[kind] for column in columns if column.kind == key]
    known = [column for column in columns if column.kind not in ("", "sequence")]
    if not keys or len(known) < LEAST + (kind == "plan"):
        return None
    sequence = next((column.index for column in columns if column.kind == "sequence"), None)
    return Listing(kind, row, tuple(columns), keys[0], sequence)


def _column(kind: str, index: int, head: str, unit: str) -> Column:
    """What a head asks for."""
    whole = plain(head)
    inner = _BRACKET.search(whole)
    own = inner[1] if inner and unit_of(inner[1]) else ""
    short = _YEARS.sub("", _BRACKET.sub("", whole))
    found = next((name for name, words in vocabulary()[kind]["columns"].items() if short in words["exact"]), "")
    if not found and (kind == "project" or short in ("序号", "编号")):
        name, sure = column_kind(head)
        found = name if sure else ""
    money = found.endswith("investment")
    return Column(index, found, short, own or (unit if money and unit_of(unit) else ""))


def decide_list(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, listing: Listing, place: Place | None, year: int | None
) -> list[Decision]:
    """A decision for every empty cell below the heads of a list."""
    named, blank = _rows_of(sheet, listing)
    refused = _unasked(place, year)
    things = [] if refused or place is None or year is None else _things(connection, listing, place, year)
    found: list[Decision] = []
    for row, name in named.items():
        thing, reason = _named(things, name)
        found += _row(sheet, listing, row, name, thing, refused or reason)
    taken = {bare(name) for name in named.values()}
    rest = [thing for thing in things if bare(thing.name) not in taken and not (named and listing.kind == "plan")]
    none = refused or (f"台账里只有 {len(rest)} 项" if rest else "未载明：台账里没有这一年的")
    for number, row in enumerate(blank):
        at = _number(sheet, listing, row, number)
        thing = rest[at] if at < len(rest) else None
        found += _row(sheet, listing, row, thing.name if thing else "", thing, none)
    if blank and len(rest) > len(blank):
        found.append(_without_row(rest[len(blank) :], below=sheet.locators[blank[-1], listing.key.index]))
    return found


def _rows_of(sheet: Sheet, listing: Listing) -> tuple[dict[int, str], list[int]]:
    """The rows below the heads that print a name, with it, and those that wait for one."""
    column = listing.key.index
    named: dict[int, str] = {}
    blank: list[int] = []
    for row in sorted({r for r, _ in sheet.locators if r > listing.head_row}):
        name = sheet.cells.get((row, column), "")
        if name.strip():
            named[row] = name
        elif (row, column) in sheet.locators and _is_row(sheet, listing, row):
            blank.append(row)
    return named, blank


def _without_row(left: Sequence[Thing], below: str) -> Decision:
    """What is said of things that the list has no row for."""
    names = "、".join(thing.name for thing in left[:20])
    return Decision(Asked(f"{below} 以下", "（表外）"), reason=f"表格的空行不够，另有 {len(left)} 项没有填入：{names}")


def _is_row(sheet: Sheet, listing: Listing, row: int) -> bool:
    """Whether an empty row is one of the list: its cells are empty but for the number."""
    printed = [c for (r, c), text in sheet.cells.items() if r == row and text.strip() and c != listing.sequence]
    return not printed and not any((row, column.index) in sheet.covered for column in listing.columns)


def _number(sheet: Sheet, listing: Listing, row: int, otherwise: int) -> int:
    """Which of the things an empty row takes: that of its printed number, else the next."""
    text = "" if listing.sequence is None else sheet.cells.get((row, listing.sequence), "").strip()
    return int(text) - 1 if listing.kind == "livelihood" and text.isdigit() and int(text) > 0 else otherwise


def _unasked(place: Place | None, year: int | None) -> str:
    if place is None:
        return "没有写地区；请加 --place"
    return "" if year is not None else "没有写年份；请加 --year"


def _things(connection: duckdb.DuckDBPyConnection, listing: Listing, place: Place, year: int) -> list[Thing]:
    if listing.kind == "livelihood":
        return livelihood(connection, place, year, tasks=listing.key.kind == "task")
    if listing.kind == "plan":
        return plans(connection, place, year)
    return projects(connection, place, year)


def _named(things: Sequence[Thing], name: str) -> tuple[Thing | None, str]:
    """The thing that a row names, or why none is it: the same words, or the only one that holds them or is held by them."""
    wanted = bare(name)
    same = [thing for thing in things if bare(thing.name) == wanted]
    alike = same or [t for t in things if wanted in bare(t.name) or (len(bare(t.name)) > 3 and bare(t.name) in wanted)]
    if len(alike) == 1:
        return alike[0], ""
    if alike:
        return None, f"有几项名称相近，分不清是哪一项：{'、'.join(t.name for t in alike[:5])}"
    return None, f"台账里没有名称相符的“{name.strip()}”"


def _row(sheet: Sheet, listing: Listing, row: int, name: str, thing: Thing | None, reason: str) -> list[Decision]:
    found = []
    for column in listing.columns:
        place = (row, column.index)
        empty = place in sheet.locators and place not in sheet.covered | sheet.fixed
        if not empty or sheet.cells.get(place, "").strip():
            continue
        asked = Asked(sheet.locators[place], f"{name or '（空行）'}·{column.head}", unit=column.unit)
        if thing is None:
            found.append(Decision(asked, reason=reason))
        elif not column.kind or column.kind == "sequence":
            found.append(Decision(asked, reason=f"看不出“{column.head}”要填什么"))
        else:
            found.append(replace(thing.cell(column.kind, column.unit), asked=asked))
    return found
