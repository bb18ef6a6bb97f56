"""Every command that the docs show is tried: it parses, what it names exists, and what can be run here is run."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from pipelines import cli
from pipelines.publish import versions
from pipelines.settings import ROOT
from tests.command import House
from tests.conftest import First
from tests.shared import copied

PAGES = [ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
# What stands for something else in what is shown; the versions are those of the warehouse that the tests have.
SAMPLES = {
    "11": "1", "14": "2", "DIR": "out", "[DIR]": "out", "…": "50", "文件夹": "out", "问题": "2022年地区生产总值是多少", "词": "就业",
    "编号": "08c41dbe80650847", "QUESTION": "2022年地区生产总值是多少", "WORD": "就业", "SQL": "select 1",
    "OBSERVATION_ID": "08c41dbe80650847", "VERSION": "1", "FORM": "一表通.xlsx", "表格": "一表通.xlsx", "FILE": "report.txt",
    "URL": "postgresql://bi@db.example/reports", "CATALOGUE": "lake.ducklake", "table|csv|json": "json",
    "parquet|csv|xlsx": "csv", "报告.txt": "report.txt", "命令": "build",
}  # fmt: skip
# Programs of others, which the pages tell how to use; each has its own test where it is part of the house.
OTHERS = {
    "apache-superset", "cat", "cd", "cp", "createdb", "duckdb", "export", "git", "grep", "mkdir", "openssl", "psql", "python3",
    "ray", "rsync", "superset/bin/superset", "sudo", "curl", "nginx",
}  # fmt: skip
# Those that ask a server or a cluster, serve for ever, or are run by tests of their own (tests/publish, tests/ledger,
# tests/test_ui.py, tests/extract/test_calibration.py).
ONLY_PARSED = {"publish-postgres", "publish-ducklake", "mcp", "ui", "serve", "confidence"}


def blocks() -> Iterator[tuple[str, str]]:
    """(page, command) of every line of a console or shell block that is a command; continued lines are joined."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for kind, block in re.findall(r"```(sh|console|bash)\n(.*?)```", text, re.S):
            joined = re.sub(r"\\\n\s*", "", block)
            if kind == "console":
                for found in re.findall(r'^\$ ((?:[^"\n]|"[^"]*")*)', joined, re.M):
                    yield page.name, " ".join(found.split())
            else:
                yield from (
                    (page.name, line.strip()) for line in joined.splitlines() if line.strip()[:1] not in ("", "#")
                )


def spans() -> Iterator[tuple[str, str]]:
    """(page, command) of every command between backticks in the text."""
    for page in PAGES:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
        for found in re.findall(r"`((?:taizhang|make|python -m|pip install) [^`]*)`", text):
            yield page.name, found


def parts(command: str) -> list[str]:
    """The words of a command, without the comment behind it, redirections, and brackets around what may be left out."""
    words = shlex.split(command, comments=True)
    words = words[: words.index(">")] if ">" in words else words
    words = [SAMPLES.get(word, SAMPLES.get(word.strip("[]"), word.strip("[]"))) for word in words]
    return [word for word in words if word]


SHOWN = sorted({(page, command) for page, command in [*blocks(), *spans()]})


def of(program: str) -> list[tuple[str, list[str]]]:
    return [(page, parts(command)[1:]) for page, command in SHOWN if command.split()[0] == program]


def test_no_command_is_of_a_kind_that_is_not_tried() -> None:
    kinds = {command.split()[0] for _, command in SHOWN}
    assert kinds - OTHERS <= {"taizhang", "make", "python", "pip", ".venv/bin/pre-commit", "pytest"}
    assert len(of("taizhang")) > 40 and len(of("make")) > 8


@pytest.mark.parametrize(("page", "words"), of("taizhang"), ids=lambda value: str(value)[:60])
def test_the_arguments_are_those_of_the_command(
    page: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    if not words or words[-1] in ("--help", "--version"):
        return
    try:
        cli.parser().parse_args(words)
    except SystemExit as left:
        # Between backticks a command may stand without what it needs.
        said = capsys.readouterr().err
        assert left.code == 2 and "the following arguments are required" in said, f"{page}: {said}"


@pytest.mark.parametrize(("page", "words"), of("make"), ids=lambda value: str(value)[:60])
def test_make_knows_the_target(page: str, words: list[str]) -> None:
    result = subprocess.run(["make", "-n", *words], capture_output=True, text=True, cwd=ROOT)
    assert result.returncode == 0, f"{page}: {result.stderr}"


@pytest.mark.parametrize(("page", "words"), of("python"), ids=lambda value: str(value)[:60])
def test_the_module_is_there(page: str, words: list[str]) -> None:
    assert words[0] == "-m" and importlib.util.find_spec(words[1]), f"{page}: {words}"


def test_extras_are_installed_into_the_checkout() -> None:
    """Without `-e`, pip would copy the package away from dbt_project/; by its name alone, it would take another one."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    texts = [*PAGES, *(ROOT / "pipelines").rglob("*.py")]
    found = [
        (path.name, line)
        for path in texts
        for line in re.findall(r"pip install [^`\n]*\[[a-z,]+\]", path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 8
    assert [line for line in found if "-e '.[" not in line[1]] == []
    assert [line for line in found if not set(re.findall(r"[a-z]+", line[1].rpartition("[")[2])) <= set(extras)] == []


@pytest.fixture(scope="module")
def small(first: First, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Two reports, published: what reads and builds again is as well seen there. And a folder of another report."""
    made = House(copied(first.copy.folder, tmp_path_factory.mktemp("small") / "house"))
    (made.folder / "reports").mkdir()
    shutil.copyfile(made.raw / "plan.txt", made.folder / "reports" / "report.txt")
    return made


@pytest.fixture(scope="module")
def place(ours: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A copy of the warehouse of raw/ with a second version, a form, and a report, in a folder of its own."""
    made = House(tmp_path_factory.mktemp("documented"))
    shutil.copytree(ours.warehouse, made.warehouse)
    made.raw.symlink_to(ROOT / "raw")
    versions.rollback(made.warehouse, 1)
    form = openpyxl.Workbook()
    for row in (["指标", "单位", "2022年"], ["地区生产总值", "亿元", None]):
        form.active.append(row)
    form.save(made.folder / "一表通.xlsx")
    first = next(path for path in sorted((ROOT / "raw").glob("*.txt")))
    for name in ("report.txt", "out/report.txt"):
        (made.folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(first, made.folder / name)
    return made


def run_here() -> list[tuple[str, list[str]]]:
    """The commands of blocks that are run: each once, what is only parsed left out."""
    found: dict[str, tuple[str, list[str]]] = {}
    for page, command in blocks():
        words = parts(command)
        if words[0] == "taizhang" and words[1] not in ONLY_PARSED and "ray" not in words:
            found.setdefault(" ".join(words), (page, words[1:]))
    return list(found.values())


@pytest.mark.parametrize(("page", "words"), run_here(), ids=lambda value: str(value)[:60])
def test_what_a_block_shows_runs(
    place: House,
    small: House,
    page: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    starts = words[0] in ("build", "backfill", "read")  # they start others, and take the process for their own
    home = small.folder if starts else place.folder
    words = [word.replace("~", str(home)) for word in words]
    if "--extractor-version" in words:  # the page's own is of its day
        sql = "select min(extractor_version) from fct_extraction_outcome"
        words[words.index("--extractor-version") + 1] = small.ask(sql)[0][0]
    if starts:
        own = {"DAGSTER_HOME": str(home / "other")} if "--warehouse" in words else {}
        result = small.run(*words, cwd=home, **own)
        assert result.returncode == 0 and "Traceback" not in result.stderr, f"{page}: {result.stderr[-2000:]}"
        return
    for name, value in place.environment().items():
        if name.startswith("TAIZHANG_"):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    code = cli.run(words)
    said = capsys.readouterr()
    assert code == 0 and said.out.strip(), f"{page}: {said.err[-2000:]}"


def test_a_version_that_read_nothing_is_refused(place: House) -> None:
    before = place.published.read_bytes()
    result = place.run("backfill", "--extractor-version", "nope")
    assert result.returncode == 2 and "nothing was read by extractor version 'nope'" in result.stderr
    assert place.published.read_bytes() == before


def test_a_package_without_its_checkout_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`pip install '.[postgres]'` instead of `-e`: the default folders would be those beside site-packages."""
    from pipelines import settings

    monkeypatch.setattr(settings, "ROOT", tmp_path)
    for words in (["query", "select 1"], ["build"], ["versions"]):
        assert cli.run(words) == 2
        assert "pip install -e" in capsys.readouterr().err
    with pytest.raises(settings.SettingsError, match="pip install -e"):
        settings.load({})
