"""prose.yml: every pattern fits its examples and leaves its counter-examples, in the way in which it is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.lexicon.patterns import Entry, entries

PROSE = Path(__file__).parents[2] / "pipelines" / "extract" / "prose"
_ENTRIES = [pytest.param(entry, id=f"{entry.group}.{entry.name}") for entry in entries()]


@pytest.mark.parametrize("entry", _ENTRIES)
def test_examples_fit_and_counter_examples_do_not(entry: Entry) -> None:
    assert entry.examples and entry.counter_examples and entry.why
    assert [text for text in entry.examples if not entry.fits(text)] == []
    assert [text for text in entry.counter_examples if entry.fits(text)] == []


def test_a_wrong_example_is_caught() -> None:
    entry = Entry("measures", "canary", "a canary", "search", "率$", ("人口",), ("失业率",))
    assert not entry.fits(entry.examples[0]) and entry.fits(entry.counter_examples[0])


def test_names_are_unique_and_used() -> None:
    found = [(entry.group, entry.name) for entry in entries()]
    assert len(found) == len(set(found))
    for group in {group for group, _ in found}:
        code = (PROSE / f"{group}.py").read_text(encoding="utf-8")
        used = set(re.findall(r'_P\["([a-z_]+)"\]', code))
        assert used == {name for g, name in found if g == group}, f"patterns of {group}"
