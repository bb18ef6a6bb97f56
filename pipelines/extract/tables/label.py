"""The rows of a table while they are read, and what they mean when they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.documents.model import Statement
from pipelines.extract.tables.parents import is_complete, is_rate, outside_class, stands_alone
from pipelines.extract.tables.periods import Period
from pipelines.extract.tables.printed import UNNUMBERED, growth_said, style_of
from pipelines.extract.tables.words import words
from pipelines.lexicon.patterns import patterns


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A row's meaning. `name` is completed from the row above where the label alone names nothing.

    `part_of` is the row that this one is a part of (其中), None for a row of its own. `growth` is 1 or -1 where the
    label itself says that the figure is a growth or a decline (地区生产总值增速, 能耗下降), 0 otherwise. `sure` is
    False where nothing but the order of the rows makes it a part of the row above; `origin` is what the name was
    completed from. `statement` is set where the label itself says plan or result (发行预计执行数), `place` where it is a
    place, `group` where a row without a number names the office whose numbered rows follow; `under` then is what the rows of places belong to; `printed` and `band_printed` are the label and the band as
    printed.
    """

    row: int
    label: str
    name: str
    unit: str
    part_of: int | None
    growth: int
    period: Period | None
    total: bool
    band: str
    sure: bool = True
    origin: str = ""
    statement: Statement | None = None
    place: bool = False
    group: bool = False
    printed: str = ""
    band_printed: str = ""
    under: str = ""


@dataclass(slots=True)
class SeenRow:
    """A row while it is read: what its label says, and the rows that it hangs on.

    above: the row that its number puts it under; whole: what it is a part of, by a mark or (`soft`) by the order of the
    rows; before: the last row that is an item of its own; generic: a name that every account has.
    """

    name: str
    period: Period | None
    statement: Statement | None
    rank: int
    above: RowLabel | None
    unit: str
    whole: RowLabel | None
    before: RowLabel | None
    part: bool
    total: bool
    generic: bool = False
    soft: bool = False

    @property
    def alone(self) -> bool:
        """Neither marked as a part nor a total."""
        return not self.part and not self.total

    @property
    def names_office(self) -> bool:
        """Whether it is an office, over whose numbered rows one without a number stands."""
        return self.alone and bool(_OFFICE.search(self.name))


_P = patterns("tables.label")
_OFFICE = _P["office"]


def under_number(row: SeenRow) -> str:
    """The name with that of the row which its number puts it under, where it names nothing without it."""
    above = row.above
    if above is None or row.rank >= UNNUMBERED or row.total or is_complete(row.name + above.name[-2:]):
        return row.name
    return row.name if stands_alone(row.name) or is_complete(above.name) else above.name + row.name


def home_of(name: str, labels: Iterable[RowLabel]) -> RowLabel | None:
    """The row that the vocabulary knows a label as a part of, where other wholes stand between: 居住 and 居民消费价格指数."""
    rules = (rule for rule in words()["parts_of"] if name in rule.get("labels", ()))
    unders = [rule["under"] for rule in rules if len(rule["under"]) > _GENERAL]
    wholes = (row for row in reversed(list(labels)) if row.part_of is None) if unders else iter(())
    return next((row for row in wholes if any(word in row.label for word in unders)), None)


_GENERAL = 4  # characters of a whole that many tables have (进出口), so that only the row above can be meant


def says_rate(name: str) -> bool:
    """Whether a label is of a percentage by itself: 城镇化率, 能耗降低; then it is no part of an amount above it."""
    return is_rate(name) or growth_said(name, "", "")[0] != 0


def is_sibling(whole: RowLabel, unit: str, printed: str, known: bool) -> bool:
    """Whether a row is numbered like the one above it, of another class, or counted in another unit."""
    style = style_of(printed)
    alike = bool(style) and style == style_of(whole.label)
    return alike or outside_class(whole.name, printed) or bool(unit and whole.unit and unit != whole.unit and not known)
