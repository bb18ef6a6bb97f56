"""What is noted of a document, step by step; the step that fails is known because it ran, wherever the fault lies."""

import json
from pathlib import Path

import pytest

from pipelines.documents.scan import scan
from pipelines.extract import document as extraction
from pipelines.runner.document import process
from pipelines.runner.plan import make_plan

TEXT = "甲县政府工作报告\n\n一、2024年工作回顾\n全年地区生产总值200亿元，增长5%。\n二、2025年工作安排\n地区生产总值增长6%左右。\n"


def outcomes(folder: Path) -> dict[str, dict]:
    """The outcome rows of the text by step, in their order."""
    raw = folder / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(TEXT, encoding="utf-8")
    [task] = make_plan(scan(raw), {}, folder / "staged", "1").tasks
    rows = process(task)
    assert isinstance(rows, list)
    return {row["step"]: row for row in rows}


def test_every_step_says_what_it_gave(tmp_path: Path) -> None:
    found = outcomes(tmp_path)
    assert list(found) == ["read", *extraction.STEPS, "validate"]
    assert all(row["success"] for row in found.values())
    assert json.loads(found["statements"]["counts"]) == {"observation": 3, "qualitative_target": 0}
    assert json.loads(found["structure"]["counts"])["document_part"] == 1


@pytest.mark.parametrize("step", list(extraction.STEPS))
def test_the_step_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def broken(document: object) -> dict:
        return int("x")  # type: ignore[return-value]

    monkeypatch.setitem(extraction.STEPS, step, broken)
    found = outcomes(tmp_path)
    steps = ["read", *extraction.STEPS]
    assert list(found) == steps[: steps.index(step) + 1]
    assert [name for name, row in found.items() if not row["success"]] == [step]
    assert found[step]["error"].startswith("ValueError: invalid literal")
