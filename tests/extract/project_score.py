"""How the named projects that are read agree with labels: `python -m tests.extract.project_score [-v]`.

A label counts as met where a mention's span overlaps it; each mention meets one label at most. A label marked `doubt`
is one on which careful readers differ: it is neither missed nor is a mention on it wrong.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.extract.projects.read import read_projects
from pipelines.readers.read import parse_text

TESTS = Path(__file__).resolve().parents[1]
CORPUS = TESTS.parents[1] / "shared" / "corpus"
FIELDS = ("stage", "statement", "year")


@dataclass
class Score:
    """Counts of one text: labels without doubt and those met, rows and those that meet a label, fields that agree."""

    labels: int = 0
    met: int = 0
    rows: int = 0
    right: int = 0
    agree: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    pairs: int = 0
    missed: list[dict[str, Any]] = field(default_factory=list)
    extra: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.met / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.rows if self.rows else 1.0

    def share(self, name: str) -> float:
        return self.agree[name] / self.pairs if self.pairs else 1.0


def score(rows: list[dict[str, Any]], labels: list[dict[str, Any]]) -> Score:
    """Match rows to labels by the longest overlap."""
    overlaps = sorted(
        (-(min(r["name_end"], b["end"]) - max(r["name_start"], b["start"])), i, j)
        for i, b in enumerate(labels)
        for j, r in enumerate(rows)
        if r["name_start"] < b["end"] and b["start"] < r["name_end"]
    )
    of_label: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in overlaps:
        if i not in of_label and j not in used:
            of_label[i] = j
            used.add(j)
    result = Score()
    for i, label in enumerate(labels):
        doubt = label.get("doubt", False)
        result.labels += not doubt
        if i not in of_label:
            if not doubt:
                result.missed.append(label)
            continue
        result.met += not doubt
        row = rows[of_label[i]]
        if doubt:
            continue
        result.pairs += 1
        for name in FIELDS:
            if row[name] == label[name]:
                result.agree[name] += 1
            else:
                result.wrong.append((row["name"], name, row[name], label[name]))
    doubtful = {j for i, j in of_label.items() if labels[i].get("doubt")}
    counted = [j for j in range(len(rows)) if j not in doubtful]
    result.rows, result.right = len(counted), sum(j in used for j in counted)
    result.extra = [rows[j] for j in counted if j not in used]
    return result


def load(path: Path) -> list[dict[str, Any]]:
    """The labels of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def texts() -> list[tuple[str, Path, Path]]:
    """(stem, text, labels) of every labelled text that is here: the corpus's and the held-out ones."""
    gold = [(p.stem, CORPUS / f"{p.stem}.txt", p) for p in sorted((TESTS / "gold" / "projects").glob("*.jsonl"))]
    held = [(p.stem, p.with_suffix(".txt"), p) for p in sorted((TESTS / "heldout" / "projects").glob("*.jsonl"))]
    return [t for t in gold + held if t[1].is_file()]


def score_text(text: Path, labels: Path) -> Score:
    """The score of one text."""
    document = parse_text(text.read_text(encoding="utf-8"), source_file=text.name)
    return score(read_projects(document), load(labels))


def main() -> None:
    verbose = "-v" in sys.argv
    wanted = [a for a in sys.argv[1:] if not a.startswith("-")]
    for stem, text, labels in texts():
        if wanted and not any(w in stem for w in wanted):
            continue
        s = score_text(text, labels)
        print(
            f"{stem}: {s.labels} labels, {s.rows} rows, recall {s.recall:.3f}, precision {s.precision:.3f}, "
            + ", ".join(f"{name} {s.share(name):.3f}" for name in FIELDS)
        )
        if verbose:
            for label in s.missed:
                print("  missed", label["start"], label["name"])
            for row in s.extra:
                print(
                    "  extra ",
                    row["name_start"],
                    row["name"],
                    "|",
                    row["rule"],
                    row["confidence"],
                    "|",
                    row["quote"][:60],
                )
            for wrong in s.wrong:
                print("  wrong ", *wrong)


if __name__ == "__main__":
    main()
