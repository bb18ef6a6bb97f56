"""The command line itself: help, faults, exit codes, and what it may not import."""

import resource
import subprocess
import sys

import pytest

from pipelines import cli
from pipelines.settings import ROOT

COMMANDS = (
    "build",
    "backfill",
    "read",
    "ui",
    "query",
    "explain",
    "export",
    "publish-postgres",
    "publish-ducklake",
    "site",
    "versions",
    "diff",
    "rollback",
)


def taizhang(*args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from pipelines.cli import run; sys.exit(run())"
    return subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environ},
    )


def test_help_names_every_command_and_is_quick() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = taizhang("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1.0
    )  # of the processor; 0.05 s is usual
    assert result.returncode == 0
    for command in COMMANDS:
        assert command in result.stdout


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from pipelines.cli import parser; parser(); print(*sorted(sys.modules))"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT).stdout.split())
    assert "pipelines.cli" in loaded
    assert not loaded & {"dagster", "dbt", "duckdb", "polars", "pandera", "pyarrow", "pydantic", "pdfplumber"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.run([command, "--help"])
    assert left.value.code == 0
    assert f"example: taizhang {command}" in capsys.readouterr().out


def test_no_command_prints_the_help_and_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 2
    assert "build" in capsys.readouterr().out


def test_a_wrong_setting_is_one_line() -> None:
    result = taizhang("build", TAIZHANG_WORKERS="many")
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "TAIZHANG_WORKERS" in result.stderr


def test_ui_says_which_port_is_taken() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        result = taizhang("ui", "--port", str(port))
    assert result.returncode == 2
    assert f"port {port} of 127.0.0.1 is taken" in result.stderr
