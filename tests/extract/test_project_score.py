"""The labels of named projects are sound, and what is read agrees with them as far as the bars say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extract.project_score import CORPUS, TESTS, load, score, score_text, texts

FILES = sorted([*(TESTS / "gold" / "projects").glob("*.jsonl"), *(TESTS / "heldout" / "projects").glob("*.jsonl")])


def text_of(labels: Path) -> Path:
    return labels.with_suffix(".txt") if "heldout" in labels.parts else CORPUS / f"{labels.stem}.txt"


@pytest.mark.parametrize("labels", FILES, ids=lambda p: p.stem)
def test_labels_stand_in_the_text(labels: Path) -> None:
    path = text_of(labels)
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
    text = path.read_text(encoding="utf-8")
    rows = load(labels)
    assert rows
    for row in rows:
        printed = text[row["start"] : row["end"]]
        first, _, last = row["name"].partition("…")
        assert printed.startswith(first)
        assert printed.endswith(last or first)
        assert row["stage"] in ("preparation", "start", "construction", "completion")
    assert all(a["end"] <= b["start"] or b["end"] <= a["end"] for a, b in zip(rows, rows[1:], strict=False))


@pytest.mark.parametrize(("stem", "text", "labels"), texts(), ids=[t[0] for t in texts()])
def test_named_projects_meet_the_bars(stem: str, text: Path, labels: Path) -> None:
    got = score_text(text, labels)
    print(f"{stem}: recall {got.recall:.3f}, precision {got.precision:.3f}, {got.agree} of {got.pairs}")
    assert got.recall >= 0.90
    assert got.precision >= 0.90
    assert got.share("stage") >= 0.95
    assert got.share("statement") >= 0.95
    assert got.share("year") >= 0.95


def test_the_score_tells_missed_extra_and_wrong() -> None:
    label = {"start": 0, "end": 4, "name": "甲", "stage": "start", "statement": "actual", "year": 2022}
    row = {"name": "甲", "name_start": 2, "name_end": 6, "stage": "completion", "statement": "actual", "year": 2022}
    far = row | {"name_start": 9, "name_end": 12}
    got = score([row, far], [label, label | {"start": 20, "end": 22}, label | {"start": 30, "end": 33, "doubt": True}])
    assert (got.labels, got.met, got.rows, got.right) == (2, 1, 2, 1)
    assert (got.recall, got.precision, got.share("stage"), got.share("year")) == (0.5, 0.5, 0.0, 1.0)
    assert [w[1] for w in got.wrong] == ["stage"]
