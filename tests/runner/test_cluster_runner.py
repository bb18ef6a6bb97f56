"""The Ray runner where there is no Ray: what is said, and how soon."""

from __future__ import annotations

import logging
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import cli, settings
from pipelines.runner import choose
from pipelines.runner.cluster import ClusterError, process, runner
from pipelines.runner.cluster.runner import RayRunner
from pipelines.runner.local import LocalRunner
from tests.command import ROOT

WORK = "tests.runner.fakes:work"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("甲县", encoding="utf-8")
    return tmp_path / "raw"


def ray_at(address: str, raw: Path, patience: float = 5) -> RayRunner:
    return RayRunner(address, raw, raw.parent / "staged", patience=patience)


def failure(made: RayRunner) -> str:
    with pytest.raises(ClusterError) as error:
        list(made.map(WORK, [["ok:1"]]))
    assert not list(made.staged.glob(".build-*")) if made.staged.exists() else True
    return str(error.value)


def test_the_settings_choose() -> None:
    assert isinstance(choose.runner(settings.load({})), LocalRunner)
    chosen = settings.load({"TAIZHANG_RUNNER": "ray", "TAIZHANG_RAY_ADDRESS": "a:1", "TAIZHANG_DOCUMENT_SECONDS": "7"})
    made = choose.runner(chosen)
    assert isinstance(made, RayRunner)
    assert (made.address, made.seconds, made.raw, made.staged) == ("a:1", 7, chosen.raw, chosen.staged)


def test_nothing_to_do_needs_no_cluster(raw: Path) -> None:
    assert list(ray_at("127.0.0.1:1", raw).map(WORK, [])) == []


@pytest.mark.parametrize("address", ["", "head", "head:", ":1", "ray://head:10001", "head:0", "head:99999"])
def test_an_address_that_is_none_is_said_before_any_work(
    address: str, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        cli.run(
            ["build", "--raw", str(raw), "--warehouse", str(raw.parent / "w"), "--runner", "ray", "--address", address]
        )
        == 2
    )
    [line] = capsys.readouterr().err.splitlines()
    assert "--address HOST:PORT" in line and "docs/cluster.md" in line
    assert not (raw.parent / "w").exists()


def test_a_missing_extra_is_said_before_any_work(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert cli.run(["build", "--raw", str(raw), "--runner", "ray", "--address", "10.0.0.1:6379"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "Ray is not installed" in line and "pip install -e '.[ray]'" in line and sys.executable in line


def test_the_build_itself_never_imports_ray() -> None:
    code = (
        "import sys; from pipelines.runner.cluster import runner, machines, driver, worker; print('ray' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT).stdout == "False\n"


def test_a_port_where_nobody_listens_is_said_at_once(raw: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    said = failure(ray_at(f"127.0.0.1:{port}", raw))
    assert f"no Ray head can be reached at 127.0.0.1:{port}: Connection refused" in said


def test_a_name_that_does_not_exist_is_said(raw: Path) -> None:
    said = failure(ray_at("no-such-host.invalid:6379", raw))
    assert "no Ray head can be reached at no-such-host.invalid:6379" in said


def test_somebody_else_at_the_port_is_not_waited_for_longer_than_asked(raw: Path) -> None:
    """Ray alone would wait two minutes, and would listen to no signal meanwhile."""
    pytest.importorskip("ray")
    with socket.create_server(("127.0.0.1", 0)) as server:
        said = failure(ray_at(f"127.0.0.1:{server.getsockname()[1]}", raw, patience=3))
    assert "no Ray head answered" in said and "within 3 s" in said


def test_a_cluster_in_the_network_is_warned_of(
    raw: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Reached:
        def __init__(self, address: str) -> None:
            self.address = address

        def __enter__(self) -> Reached:
            return self

        def __exit__(self, *_: object) -> None: ...

        def getpeername(self) -> tuple[str, int]:
            return self.address, 1

    monkeypatch.setattr(logging.getLogger("taizhang"), "propagate", True)
    for reached, lines in {"127.0.0.1": 0, "::1": 0, "10.0.0.7": 1}.items():
        caplog.clear()
        monkeypatch.setattr(runner.socket, "create_connection", lambda *_, at=reached: Reached(at))
        ray_at("head:6379", raw)._knock()
        assert len(caplog.messages) == lines
    assert (
        "private network" in caplog.messages[0] and "head:6379 executes code for whoever reaches" in caplog.messages[0]
    )


def test_a_driver_that_dies_is_one_error(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RayRunner, "_knock", lambda self: None)
    monkeypatch.setattr(process.sys, "executable", shutil.which("false"))
    said = failure(ray_at("127.0.0.1:1", raw))
    assert "connection with the Ray cluster at 127.0.0.1:1 was lost (exit code 1)" in said and "build again" in said


def test_the_mark_in_the_staged_folder_is_seen_and_goes(raw: Path) -> None:
    made = ray_at("a:1", raw)
    with made._places() as (documents, staged):
        assert (documents.folder, documents.witness, documents.written) == (str(raw), "a.txt", False)
        assert [path.name for path in made.staged.iterdir()] == [staged.witness] and staged.written
    assert list(made.staged.iterdir()) == []
