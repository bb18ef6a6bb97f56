"""What the README shows is so: the repository's own raw/ is built, and its first query and answer are tried."""

import re
import shlex
import subprocess

import pytest

from pipelines.dictionary import page
from pipelines.settings import ROOT
from tests.command import House

README = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))


@pytest.fixture(scope="module")
def built(ours: House) -> House:
    """The warehouse of raw/ as it stands in the repository."""
    return ours


def shown() -> list[tuple[list[str], list[str]]]:
    """(arguments, lines of the answer) of every console block that asks taizhang something."""
    found = []
    for block in re.findall(r"```console\n\$ taizhang (.*?)```", README, re.S):
        end = block.index('"\n', block.index('"')) + 1 if '"' in block else block.index("\n")
        answer = [line.rstrip() for line in block[end:].strip().splitlines() if line != "…"]
        found.append((shlex.split(" ".join(block[:end].split())), answer))
    return found


@pytest.mark.parametrize("number", range(8))
def test_the_shown_answers_are_the_answers(built: House, number: int) -> None:
    arguments, answer = shown()[number]
    result = built.run(*arguments)
    assert result.returncode == 0, result.stderr
    printed = [line.rstrip() for line in result.stdout.splitlines()]
    assert answer and [line for line in answer if line not in printed] == []


def test_every_block_is_tried() -> None:
    assert len(shown()) == 8


def test_the_first_query_of_the_summary_answers(built: House) -> None:
    from pipelines.commands.summary import FIRST_QUERY

    assert len(built.ask(FIRST_QUERY)) == 10


def test_the_data_dictionary_is_that_of_the_file(built: House) -> None:
    text = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert text == page(built.published), (
        "python -m pipelines.dictionary warehouse/taizhang.duckdb > docs/data-dictionary.md"
    )


def test_every_page_that_is_linked_exists() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert len(links) >= 4
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_make_lists_what_it_can_do() -> None:
    listed = subprocess.run(["make", "-s"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    for target in ("warehouse", "test", "ui", "bench", "clean"):
        assert f"make {target}" in listed


def test_constraints_hold_names_and_versions_only() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    assert "duckdb==1.5.5" in lines


def test_hashed_packages_are_the_pinned_ones_and_each_has_its_hashes() -> None:
    text = (ROOT / "requirements-hashed.txt").read_text(encoding="utf-8")
    entries = re.findall(
        r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==([0-9][0-9a-z.]*)([^\n]*)\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
        text,
        re.M,
    )
    assert "".join(line for line in text.splitlines(keepends=True) if line[:1] not in "# ").count("\n") == len(entries)
    pinned = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split() if "==" in line
    )
    # What only another system needs (pywin32, pyreadline3) is in no environment that constraints.txt was made for.
    assert {
        name: version
        for name, version, marker, _ in entries
        if pinned.get(name) != version and "sys_platform ==" not in marker
    } == {}
    assert {"dagster", "duckdb", "dbt-duckdb", "pandera", "pdfplumber", "setuptools"} <= {name for name, *_ in entries}
    assert re.findall(r"https?:|index", re.sub(r"(?m)^#.*", "", text)) == []
