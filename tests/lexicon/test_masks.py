"""masks.yml: every mask matches its examples whole, and the scan takes none of them for a figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from pipelines.extract.prose.scanner import masks
from pipelines.extract.prose.tokens import scan

_TABLE = yaml.safe_load((Path(__file__).parents[2] / "pipelines/lexicon/masks.yml").read_text(encoding="utf-8"))
_EXAMPLES = [(m["name"], example) for m in _TABLE["masks"] for example in m.get("examples", [])]
_PATTERNS = {name: pattern for name, _, pattern in masks()}


@pytest.mark.parametrize(("name", "example"), _EXAMPLES)
def test_example_is_matched_whole(name: str, example: str) -> None:
    assert re.fullmatch(_PATTERNS[name], example)


@pytest.mark.parametrize(("name", "example"), _EXAMPLES)
def test_example_is_no_quantity(name: str, example: str) -> None:
    kinds = {token.kind for token in scan(f"区内。{example}，")}  # a list number stands at a beginning
    assert kinds and "quantity" not in kinds


def test_names_are_unique_and_kinds_known() -> None:
    names = [name for name, _, _ in masks()]
    assert len(names) == len(set(names))
    assert {kind for _, kind, _ in masks()} <= {"skip", "title", "date", "ratio", "spec"}
