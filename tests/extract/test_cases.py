"""Every one-line case, judged in all fields; those in known_failures.txt must fail until they are taken out."""

from __future__ import annotations

from collections import Counter

import pytest

from .case_files import KNOWN_FAILURES, Case, known_failures, load_cases, occurrences, problems, run, view_text

CASES = load_cases()
KNOWN = known_failures()


def _parameters() -> list:
    mark = pytest.mark.xfail(strict=True, reason="in known_failures.txt")
    return [pytest.param(case, id=case.id, marks=[mark] if case.id in KNOWN else []) for case in CASES]


@pytest.mark.parametrize("case", _parameters())
def test_case(case: Case) -> None:
    found = problems(case, *run(case))
    if found:
        lines = "\n".join("  " + problem.message for problem in found)
        pytest.fail(f"{case.id}: {case.text}\n{lines}", pytrace=False)


def test_there_are_enough_cases_of_every_kind() -> None:
    per_file = Counter(case.file for case in CASES)
    patterns = {name.split("_")[0] for name in per_file if name.startswith("g")}
    assert patterns >= {f"g{n:02d}" for n in range(1, 21)}
    assert min(per_file.values()) >= 10
    assert len(CASES) >= 360


def test_case_ids_and_texts_are_unique() -> None:
    for values in ([c.id for c in CASES], [(c.text, str(sorted(c.context.items()))) for c in CASES]):
        assert [v for v, n in Counter(values).items() if n > 1] == []


@pytest.mark.parametrize("case", [pytest.param(c, id=c.id) for c in CASES])
def test_expected_numerals_stand_in_the_text(case: Case) -> None:
    text = view_text(case)
    spans = [occurrences(text, row["printed"])[row.get("nth", 1) - 1] for row in case.expect]
    assert len(set(spans)) == len(spans)
    assert all(occurrences(text, numeral) for numeral in case.spec)


def test_known_failures_name_cases() -> None:
    assert known_failures() <= {case.id for case in CASES}, f"see {KNOWN_FAILURES.name}"
