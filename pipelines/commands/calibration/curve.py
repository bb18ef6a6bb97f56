"""What confidence is worth: how many rows each threshold covers and how many of them are wrong, without the own place's labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.commands.calibration.labels import CONFIRMED, Judged
from pipelines.commands.calibration.table import ClassRow, learn
from pipelines.extract.confidence import UNSEEN, known_as

THRESHOLDS = (0.9, 0.85, 0.7, 0.5, 0.0)


@dataclass(frozen=True, slots=True)
class Point:
    """Of `rows` labelled rows `covered` are at the threshold or above, `wrong` of these in any field, `hard` in another than the name."""

    threshold: float
    rows: int
    covered: int
    wrong: int
    hard: int


def left_out(rows: Sequence[Judged], table: Mapping[str, ClassRow]) -> list[Judged]:
    """The rows with the confidence that a table made without the labels of their own place gives them.

    table: the one that they were read with; where a check, not the class, made a row as sure as it is, that stays.
    """
    made: list[Judged] = []
    for place in sorted({row.place for row in rows}):
        classes = learn(row for row in rows if row.place != place)
        made += [_again(row, classes, table) for row in rows if row.place == place]
    return made


def _again(row: Judged, classes: Mapping[str, ClassRow], table: Mapping[str, ClassRow]) -> Judged:
    if row.confidence > CONFIRMED:
        return row
    own, before = _of(row, classes), _of(row, table)
    lowered = row.confidence < before  # by a doubt: it holds whatever the class is worth
    return replace(row, confidence=min(own, row.confidence) if lowered else own)


def _of(row: Judged, classes: Mapping[str, ClassRow]) -> float:
    told = (known_as(name, classes) for name in (row.family, row.frame))
    return min(classes[name].confidence if name in classes else UNSEEN for name in told)


def curve(rows: Iterable[Judged]) -> list[Point]:
    """Coverage and errors at each of THRESHOLDS."""
    given = list(rows)
    points = []
    for threshold in THRESHOLDS:
        over = [row for row in given if row.confidence >= threshold]
        points.append(
            Point(threshold, len(given), len(over), sum(r.wrong for r in over), sum(r.frame_wrong for r in over))
        )
    return points
