"""What a form asks for: the meaning of its empty cells, by the same reading of tables that reads documents.

Every empty cell right of a label and below a head gets a stand-in figure; the form is then read as if it were a report,
and what comes out for a stand-in is what its cell asks for: indicator, measure, unit, statement, period, place, scope.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipelines.extract.tables.facts import table_facts
from pipelines.lexicon.regions import find_region
from pipelines.readers.grid import Grid
from pipelines.readers.read import parse_text
from pipelines.readers.writer import Writer

_AIMS = re.compile("目标|计划|预期|任务|力争|安排|预算|指标值")
STAND_IN = "1"  # no year, no percentage out of bounds, no code


@dataclass(frozen=True, slots=True)
class Asked:
    """An empty cell with what it asks for; `indicator` is '' where neither label nor head says it."""

    locator: str
    indicator: str = ""
    measure: str = "level"
    unit: str = ""
    statement: str = "actual"
    year_start: int | None = None
    year: int | None = None
    period_label: str = ""
    region: str = ""
    scope: str = ""


@dataclass(slots=True)
class Sheet:
    """A table of a form: the words above it, its cells as printed (row, column → text), and where each stands in the file.

    `covered` are places inside merged cells; `spans` the (rows, columns) of a cell that covers others.
    """

    lines: list[str] = field(default_factory=list)
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    locators: dict[tuple[int, int], str] = field(default_factory=dict)
    covered: set[tuple[int, int]] = field(default_factory=set)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    fixed: set[tuple[int, int]] = field(default_factory=set)
    """Places that hold something that is not to be touched though it prints nothing: a formula."""

    def blanks(self) -> list[tuple[int, int]]:
        """Empty places with words to their left and above them, in reading order."""
        filled = [place for place, words in self.cells.items() if words.strip() and not _is_number(words)]
        left = {row: min(c for r, c in filled if r == row) for row in {r for r, _ in filled}}
        top = {
            col: min(r for r, c in self._covering(filled) if c == col) for col in {c for _, c in self._covering(filled)}
        }
        free = [
            p for p in sorted(self.locators) if not self.cells.get(p, "").strip() and p not in self.covered | self.fixed
        ]
        return [(r, c) for r, c in free if r in left and left[r] < c and c in top and top[c] < r]

    def _covering(self, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The places with all that their merged cells cover."""
        found = []
        for row, col in places:
            height, width = self.spans.get((row, col), (1, 1))
            found += [(row + r, col + c) for r in range(height) for c in range(width)]
        return found


def _is_number(words: str) -> bool:
    try:
        Decimal(words.replace(",", "").rstrip("%"))
    except ArithmeticError:
        return False
    return True


def asked_in(sheets: Sequence[Sheet], title: str = "") -> list[Asked]:
    """What the empty cells of a form ask for, in the order of the form; cells without a meaning are there with no indicator."""
    writer = Writer()
    if title:
        writer.line(title)
    places: dict[str, str] = {}
    for sheet in sheets:
        for line in sheet.lines:
            writer.line(line)
        grid = Grid()
        blanks = set(sheet.blanks())
        for row, col in sorted(sheet.locators):
            if (row, col) in sheet.covered:
                continue
            words = STAND_IN if (row, col) in blanks else sheet.cells.get((row, col), "")
            height, width = sheet.spans.get((row, col), (1, 1))
            grid.put(row, col, words, height, width).locator = sheet.locators[row, col]
        places |= {sheet.locators[place]: "" for place in sorted(blanks)}
        writer.table(grid)
    text, tables, spans = writer.done()
    document = parse_text(text, tables=tables)
    at = {(span.start, span.end): span.locator for span in spans}
    found: dict[str, Asked] = {}
    for table in document.tables:
        for fact in table_facts(document, table):
            locator = at.get((fact.quote_start, fact.quote_end))
            if locator in places and locator not in found:
                found[locator] = Asked(
                    locator, fact.indicator, fact.measure, fact.unit, fact.statement, fact.period_start, fact.period_end,
                    fact.period_label or "", fact.region or "", fact.scope,
                )  # fmt: skip
    return _settled(sheets, {locator: found.get(locator, Asked(locator)) for locator in places})


def _settled(sheets: Sequence[Sheet], asked: dict[str, Asked]) -> list[Asked]:
    """What the cells ask for, with the places that stand beside them, and as targets only where the form says so.

    A form has no year of its own that other years lie ahead of, as those of a report do.
    """
    for sheet in sheets:
        for row, col in sheet.blanks():
            one = asked[sheet.locators[row, col]]
            if not one.region:
                one = replace(one, region=_place_beside(sheet, row, col))
            if one.statement == "target" and not _AIMS.search("".join([*sheet.lines, *_beside(sheet, row, col)])):
                one = replace(one, statement="actual")
            asked[one.locator] = one
    return list(asked.values())


def _beside(sheet: Sheet, row: int, col: int) -> list[str]:
    """The words to the left of a blank and above it, the nearest first; a merged head stands over all that it covers."""
    left = [sheet.cells.get((row, c), "") for c in range(col - 1, -1, -1)]
    above = [
        words
        for (r, c), words in sorted(sheet.cells.items(), reverse=True)
        if r < row and c <= col < c + sheet.spans.get((r, c), (1, 1))[1]
    ]
    return [*left, *above]


def _place_beside(sheet: Sheet, row: int, col: int) -> str:
    """The place that stands alone in a cell to the left of a blank, or above it; '' where none does."""
    for words in _beside(sheet, row, col):
        region = find_region(words.strip()) if 1 < len(words.strip()) <= 20 else None
        if region is not None and region.code and words.strip() in (region.name, region.full_name, region.short_name):
            return words.strip()
    return ""
