"""Broken and malicious PDFs: each comes to its end within its limits, with words that say what it was."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pipelines.runner import Done, Lost
from pipelines.runner.local import LocalRunner

from .hostile_files import WORDS, bombs, hostile

SECONDS = 20
MEMORY_MB = 1024


def outcomes_of(files: Iterable[tuple[str, bytes, str]], folder: Path) -> dict[str, str]:
    """What becomes of each file in a worker process with the limits above."""
    names = {}
    for number, (name, content, _) in enumerate(files):
        path = folder / f"{number}.pdf"
        path.write_bytes(content)
        names[str(path)] = name
    runner = LocalRunner(workers=2, seconds=SECONDS, memory_mb=MEMORY_MB)
    answers = runner.map("tests.pdf.hostile_files:outcome", [list(names)])
    return {names[path]: _said(answer) for path, answer in answers}


def _said(answer: Done | Lost) -> str:
    return str(answer.value) if isinstance(answer, Done) else f"lost: {answer.error}"


def check(said: str, expected: str) -> None:
    if expected == "read":
        assert said.startswith("read:") and WORDS in said
    elif expected == "ends":
        assert said.split(":")[0] in ("read", "error", "lost")
        assert "Error:" not in said, said  # no error of Python's own
    else:
        assert expected in said and said.startswith(("error:", "read:")), said


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return outcomes_of(hostile(), tmp_path_factory.mktemp("hostile"))


def test_there_are_enough() -> None:
    names = [name for files in (hostile(), bombs()) for name, _, _ in files]
    assert len(names) == len(set(names)) >= 45


@pytest.mark.parametrize(("name", "expected"), [(name, expected) for name, _, expected in hostile()])
def test_outcome(name: str, expected: str, outcomes: dict[str, str]) -> None:
    check(outcomes[name], expected)


@pytest.mark.slow
def test_bombs(tmp_path: Path) -> None:
    found = outcomes_of(bombs(), tmp_path)
    for name, _, expected in bombs():
        check(found[name], expected)
