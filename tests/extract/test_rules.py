"""No rule and no pattern without a use: each decides in a case of the tests or in a text of raw/ and tests/heldout.

The survey counts only in a process that has not read anything yet, so it runs in one of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_SURVEY = """
import json, sys, tempfile
from pathlib import Path
from pipelines.commands.rules import Survey
survey = Survey()
from tests.extract.case_files import load_cases, run
from tests.extract.list_score import cases, rows_of
for case in load_cases():
    with survey:
        facts, qualities = run(case)
        survey.count([fact.rule for fact in (*facts, *qualities)])
for case in cases():
    with survey, tempfile.TemporaryDirectory() as folder:
        rows_of(case, Path(folder))
import pytest
with survey:
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "not slow", "-k", "not bounded and not linear", *json.loads(sys.argv[1])])
if code:
    sys.exit(f"the cases themselves end with {code}")
for folder in sys.argv[2:]:
    survey.document(Path(folder))
print(json.dumps([[use.kind, use.name, use.times, use.texts] for use in survey.uses()]))
"""
_MEASURES_ONLY = {"test_tables_corpus.py"}
_OTHER_CASES = [
    "tests/lexicon/test_masks.py",
    *(f"tests/extract/test_{name}.py" for name in (
        "projects", "project_keys", "livelihood", "scope", "checks", "accounts", "chain", "tokens"
    )),
    *sorted(f"tests/extract/{file.name}" for file in Path(__file__).parent.glob("test_tables*.py") if file.name not in _MEASURES_ONLY),
]  # fmt: skip
"""What has its cases in tests of its own: they are run to see what they use, but for those that only measure."""


@pytest.fixture(scope="module")
def uses() -> dict[tuple[str, str], tuple[int, int]]:
    """(kind, name) → how often it was used, in how many texts."""
    command = [sys.executable, "-c", _SURVEY, json.dumps(_OTHER_CASES), "raw", "tests/heldout"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {(kind, name): (times, texts) for kind, name, times, texts in json.loads(done.stdout.splitlines()[-1])}


def _doubts(name: str) -> bool:
    """Patterns of doubts fit only where something was misread; their canaries are in test_checks.py, test_same_series.py."""
    return name.startswith(("cut_names.", "same_series."))


def test_nothing_is_unused(uses: dict[tuple[str, str], tuple[int, int]]) -> None:
    assert sorted(name for (_, name), (times, _) in uses.items() if not times and not _doubts(name)) == [], (
        "take it out, or write its case"
    )


def test_rows_tables_and_patterns_are_counted(uses: dict[tuple[str, str], tuple[int, int]]) -> None:
    assert {kind for kind, _ in uses} == {"rule of a row", "rule of a table", "pattern", "mask"}
    for (_, name), (times, texts) in uses.items():
        assert 0 < texts <= times or _doubts(name)
    assert uses["rule of a row", "G1.growth"][1] > 20
    assert len(uses) > 600


def test_the_survey_comes_first() -> None:
    code = "import pipelines.extract.prose.statements\nfrom pipelines.commands.rules import Survey\nSurvey()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and "cannot be counted" in done.stderr
