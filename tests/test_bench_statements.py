"""The benchmark measures what it says: texts that no cache knows, read as the original is read."""

from __future__ import annotations

import re

from pipelines.documents.view import view
from pipelines.extract.prose.statements import read_statements

from .bench_statements import copies, passages


def test_copies_are_new_and_read_alike() -> None:
    own = passages()
    made = {names: list(copies(own, 1, names)) for names in (False, True)}
    figures = {}
    for names, texts in ((None, own), *made.items()):
        figures[names] = sum(len(read_statements(view(t, 0, len(t)).text, c)) for t, c in texts)
    original, numerals, both = "".join(t for t, _ in own), *("".join(t for t, _ in made[n]) for n in (False, True))
    assert len(original) == len(numerals) == len(both)
    assert re.findall(r"20\d\d年", original) == re.findall(r"20\d\d年", both), "years stay"
    assert re.findall(r"\D", original) == re.findall(r"\D", numerals), "only numerals change"
    changed = sum(a != b for a, b in zip(original, both, strict=True)) / len(original)
    assert changed > 0.1
    assert abs(figures[False] - figures[None]) <= 0.02 * figures[None]
    assert abs(figures[True] - figures[None]) <= 0.1 * figures[None], (
        "names change, the grammar still finds its figures"
    )
