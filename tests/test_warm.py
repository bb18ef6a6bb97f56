"""A command that is forked off is one that a shell starts: what it says, how it ends, whose folders and variables it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import House


@pytest.mark.parametrize("words", [("--version",), ("query", "select 1"), ("no-such-command",), ("build",)])
def test_it_says_and_ends_the_same(tmp_path: Path, words: tuple[str, ...]) -> None:
    house = House(tmp_path)
    forked, started = house.run(*words), house.run_anew(*words)
    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)
    assert forked.stdout or str(tmp_path) in forked.stderr or words[0] in forked.stderr


def test_each_has_its_own_folders_and_variables(tmp_path: Path) -> None:
    one, two = House(tmp_path / "one"), House(tmp_path / "two")
    assert str(one.warehouse) in one.run("versions").stderr
    assert str(two.warehouse) in two.run("versions").stderr
    said = two.run("query", "select 1", TAIZHANG_WORKERS="many").stderr
    assert "TAIZHANG_WORKERS" in said and not two.run("--version", cwd=tmp_path).returncode
