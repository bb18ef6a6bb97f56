"""The table of classes: how often each class of rows was wrong in labelled documents, and how sure that makes it.

A class of few rows leans on its family (flow.noun.brief on flow), a family on what is wrong in general, so that a class
without an error in ten rows is not taken for a sure one. A family of many rows has a row of its own (`cell.*`), for classes
of it that no label was seen of. What a class may claim is two things: SURE where at most
`MOST_WRONG` of its rows are expected to be wrong, else at most `UNSURE`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.commands.calibration.labels import Judged
from pipelines.extract.confidence import family_of

SURE = 0.93
UNSURE = 0.89
LEAST = 0.3
MOST_WRONG = 0.04
NEVER_SURE = frozenset({"odd"})
"""Classes that are never sure: of forty such names of texts without labels one in seven was wrong, whatever the labels say."""
_GENERAL = 0.04  # what share of rows is wrong where nothing is known of a family
_FAMILY_WEIGHT, _CLASS_WEIGHT = 20, 15  # how many rows the general share, and the family's, are worth
_FAMILY_ROWS = 100  # from how many rows on a family tells of a class that no label was seen of


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class with its confidence, and the labelled rows that it was learnt from."""

    name: str
    confidence: float
    rows: int
    wrong: int


def learn(rows: Iterable[Judged]) -> dict[str, ClassRow]:
    """The classes by name: of names from rows that no check has raised or lowered, of frames from rows without a doubt."""
    seen, wrong = Counter[str](), Counter[str]()
    for row in rows:
        if not row.doubted:
            seen[row.family] += 1
            wrong[row.family] += row.name_wrong
        if not row.doubted and not row.framed:
            seen[row.frame] += 1
            wrong[row.frame] += row.frame_wrong
    of_family, wrong_of_family = Counter[str](), Counter[str]()
    for name, count in seen.items():
        of_family[family_of(name)] += count
        wrong_of_family[family_of(name)] += wrong[name]
    made = {}
    for name in sorted(seen):
        family = family_of(name)
        general = (wrong_of_family[family] + _FAMILY_WEIGHT * _GENERAL) / (of_family[family] + _FAMILY_WEIGHT)
        expected = (wrong[name] + _CLASS_WEIGHT * general) / (seen[name] + _CLASS_WEIGHT)
        sure = sureness(expected)
        made[name] = ClassRow(name, min(sure, UNSURE) if name in NEVER_SURE else sure, seen[name], wrong[name])
    for family in sorted(of_family):
        if of_family[family] >= _FAMILY_ROWS and family not in seen and family != "frame":
            expected = (wrong_of_family[family] + _FAMILY_WEIGHT * _GENERAL) / (of_family[family] + _FAMILY_WEIGHT)
            name = f"{family}.*"
            made[name] = ClassRow(name, sureness(expected), of_family[family], wrong_of_family[family])
    return made


def sureness(expected: float) -> float:
    """The confidence of a class of which this share is expected to be wrong.

    >>> sureness(0.01), sureness(0.05), sureness(0.4), sureness(0.95)
    (0.93, 0.89, 0.6, 0.3)
    """
    if expected <= MOST_WRONG:
        return SURE
    return max(LEAST, min(UNSURE, round((1 - expected) * 20) / 20))


def read(path: Path) -> dict[str, ClassRow]:
    """The table as it stands."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["class"]: ClassRow(row["class"], float(row["confidence"]), int(row["rows"]), int(row["wrong"]))
            for row in csv.DictReader(lines)
        }


def write(path: Path, classes: Iterable[ClassRow]) -> None:
    """Write the table: the surest first, then by name."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(["class", "confidence", "rows", "wrong"])
        for row in sorted(classes, key=lambda row: (-row.confidence, row.name)):
            out.writerow([row.name, f"{row.confidence:g}", row.rows, row.wrong])
