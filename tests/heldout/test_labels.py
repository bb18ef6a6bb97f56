"""The held-out labels are whole: they cover every numeral of their text, at the right place, with fields that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from pipelines.documents.model import Statement
from pipelines.extract.facts import Measure, Qualifier

HERE = Path(__file__).parent
STEMS = sorted(path.stem for path in HERE.glob("*.jsonl"))
NUMERAL = re.compile(r"\d+(?:\.\d+)?")


def read(stem: str) -> tuple[str, list[dict[str, Any]]]:
    text = (HERE / f"{stem}.txt").read_bytes().decode("utf-8")
    lines = (HERE / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return text, [json.loads(line) for line in lines]


def test_there_are_six() -> None:
    assert len(STEMS) == 6


@pytest.mark.parametrize("stem", STEMS)
def test_every_numeral_is_labelled_at_its_place(stem: str) -> None:
    text, labels = read(stem)
    assert [label["surface"] for label in labels] == [text[label["start"] : label["end"]] for label in labels]
    labelled = {(label["start"], label["end"]) for label in labels}
    assert [m.group() for m in NUMERAL.finditer(text) if m.span() not in labelled] == []
    assert len(labelled) == len(labels) == len({label["id"] for label in labels})


@pytest.mark.parametrize("stem", STEMS)
def test_labels_have_valid_fields(stem: str) -> None:
    for label in read(stem)[1]:
        assert label["file"] == f"{stem}.txt"
        if label["label"] != "obs":
            assert label["label"] in {"spec", "skip"}
            continue
        assert label["measure"] in get_args(Measure), label
        assert label["statement"] in get_args(Statement), label
        assert label["qualifier"] in get_args(Qualifier), label
        assert 1 <= label["sector"] <= 25, label
        assert label["indicator"], label
        assert re.fullmatch(r"(\d{4}([-/]\d{4})?)?", label["period"]), label
        if label["surface"][0].isdigit():
            assert abs(label["value"]) == float(label["surface"]), label
