"""Labelled documents: sets of labels as a table names them, the documents they are of, the rows that they judge."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.commands.calibration.judge import FRAME, right
from pipelines.documents.scan import SourceFile
from pipelines.extract.observations import fact_rows
from pipelines.readers.read import read_document

CONFIRMED = 0.95
"""Above this a check has confirmed the row; its class says nothing of it."""
_NO_DOUBT = frozenset({"region_unknown"})
_OF_FRAME = _NO_DOUBT | {"region_guessed", "period_guessed", "period_unknown", "actual_ahead"}


@dataclass(frozen=True, slots=True)
class LabelSet:
    """One line of the table of label sets: its name, its files of labels, the folder of its documents."""

    name: str
    labels: tuple[Path, ...]
    texts: Path


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled figure that was read: in which set and place, its two classes, its confidence, and whether it is right.

    doubted: a check of the document, not its class, has lowered it; framed: only a doubt about its frame has.
    """

    set: str
    place: str
    family: str
    frame: str
    confidence: float
    name_wrong: bool
    frame_wrong: bool
    doubted: bool
    framed: bool

    @property
    def wrong(self) -> bool:
        """Whether any of the judged fields is wrong."""
        return self.name_wrong or self.frame_wrong


def label_sets(table: Path) -> list[LabelSet]:
    """The sets that a CSV file names (name, labels, texts; paths from where it lies, or whole), as far as they are there."""
    found = []
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            labels = Path(row["labels"])
            files = tuple(sorted((Path(labels.anchor) if labels.anchor else table.parent).glob(_below(labels))))
            texts = table.parent / row["texts"]
            if files and texts.is_dir():
                found.append(LabelSet(row["name"], files, texts))
    return found


def _below(path: Path) -> str:
    """A whole path without its root, any other as it is."""
    return str(path.relative_to(path.anchor)) if path.anchor else str(path)


def judged(given: LabelSet) -> Iterator[Judged]:
    """Every labelled figure of a set that was read; several facts on one numeral: the best one counts."""
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in given.labels:
        for line in path.read_text(encoding="utf-8").splitlines():
            label = json.loads(line) if line.strip() else None
            if label and label.get("label", "obs") == "obs":
                by_file[label["file"]].append(label)
    for file, labels in sorted(by_file.items()):
        path = given.texts / file
        if path.is_file():
            yield from _of_document(given.name, path, labels)


def _of_document(name: str, path: Path, labels: list[dict[str, Any]]) -> Iterator[Judged]:
    document = read_document(SourceFile(path, path.name, path.stat().st_size))
    pairs = fact_rows(document)[0]
    at, of_value = defaultdict(list), defaultdict(list)
    for pair in pairs:
        at[pair[0]["value_start"], pair[0]["value_end"]].append(pair)
        of_value[abs(float(pair[0]["value"]))].append(pair)
    place = document.meta.region_name or path.name
    for label in labels:
        here = at[label["start"], label["end"]] if "start" in label else of_value[abs(float(label["value"]))]
        if not here:
            continue
        (row, fact), ok = max(
            ((pair, right(pair[0], label)) for pair in here), key=lambda found: sum(found[1].values())
        )
        doubts = set(row["checks"]) - _NO_DOUBT
        yield Judged(
            name,
            place,
            fact.family,
            fact.frame_family,
            row["confidence"],
            not all(good for field, good in ok.items() if field not in FRAME),
            not all(ok[field] for field in FRAME),
            bool(doubts - _OF_FRAME) or row["confidence"] > CONFIRMED,
            bool(doubts),
        )
