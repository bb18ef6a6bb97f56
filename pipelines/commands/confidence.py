"""`taizhang confidence`: what confidence is worth on labelled documents, and the table of classes that gives it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines.commands.calibration import table
from pipelines.commands.calibration.curve import THRESHOLDS, Point, curve, left_out
from pipelines.commands.calibration.labels import Judged, LabelSet, judged, label_sets
from pipelines.extract import confidence
from pipelines.settings import ROOT

SETS = ROOT / "tests" / "label_sets.csv"


def run(sets: Path, *, write: bool = False) -> int:
    """Print coverage and errors of every set of labels that is there; write: learn confidence.csv anew from all of them."""
    if not sets.is_file():
        print(
            f"{sets} is not there: a CSV file with the columns name, labels, texts names the label sets",
            file=sys.stderr,
        )
        return 1
    given = label_sets(sets)
    rows = _judged(given)
    if not rows:
        print(f"none of the label sets of {sets} is here, or none of their documents", file=sys.stderr)
        return 1
    if write:
        table.write(confidence.TABLE, table.learn(rows).values())
        print(f"{confidence.TABLE.name}: {len(table.learn(rows))} classes from {len(rows)} labelled rows")
        confidence.forget()
        rows = _judged(given)
    known = table.read(confidence.TABLE)
    print(
        "each place's rows by a table made without its labels; share covered, share of these wrong (not in the name alone)"
    )
    print(f"{'':24}{'rows':>6}" + "".join(f"{f'≥ {t:g}':>24}" for t in THRESHOLDS))
    again = left_out(rows, known)
    for name in dict.fromkeys(row.set for row in again):
        print(_line(name, curve(row for row in again if row.set == name)))
    print(_line("all", curve(again)))
    _by_class(rows, known)
    return 0


def _judged(given: Sequence[LabelSet]) -> list[Judged]:
    return [row for one in given for row in judged(one)]


def _line(name: str, points: Sequence[Point]) -> str:
    cells = "".join(
        f"{p.covered / p.rows:>8.1%}{p.wrong / max(1, p.covered):>8.2%}{f'({p.hard / max(1, p.covered):.2%})':>8}"
        for p in points
    )
    return f"{name:24}{points[0].rows:>6}{cells}"


def _by_class(rows: Sequence[Judged], known: dict[str, table.ClassRow]) -> None:
    """The classes that have labelled rows, with what is wrong now and what the table was learnt from."""
    now = table.learn(rows)
    print(f"\n{'class':24}{'rows':>6}{'wrong':>7}{'confidence':>12}")
    for row in sorted(now.values(), key=lambda row: -row.rows):
        stands = known[row.name].confidence if row.name in known else 0.5
        print(f"{row.name:24}{row.rows:>6}{row.wrong:>7}{stands:>12g}")
