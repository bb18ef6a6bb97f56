"""Documents on a Ray cluster of several nodes on this machine, one of which is killed: as on the local runner."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipelines.documents.scan import scan
from pipelines.runner import Done, Lost, Outcome, Runner, extraction
from pipelines.runner.cluster import ClusterError
from pipelines.runner.cluster.runner import RayRunner
from pipelines.runner.cluster.worker import Place
from pipelines.runner.local import InlineRunner, LocalRunner
from pipelines.runner.plan import make_plan
from pipelines.staging import loose
from pipelines.staging import staged as staging
from pipelines.version import extractor_version
from tests.command import ROOT, House
from tests.runner.fakes import told
from tests.runner.ray_cluster import Cluster, cluster
from tests.synth import generate

pytest.importorskip("ray")
WORK = "tests.runner.fakes:work"
PATIENCE = 300  # seconds: on a busy machine it takes one and a half minutes until a worker of Ray answers


@pytest.fixture(scope="module")
def nodes() -> Iterator[Cluster]:
    """A head and two workers; a test that kills one starts another."""
    with cluster(workers=2) as made, pytest.MonkeyPatch.context() as patch:
        for name, value in made.environ.items():
            patch.setenv(name, value)
        patch.setattr(logging.getLogger("taizhang"), "propagate", True)
        yield made


@dataclass
class Meanwhile:
    """A runner on which something happens after so many outcomes."""

    runner: Runner
    after: int
    happens: Any
    pairs: list[tuple[Any, Outcome]] = field(default_factory=list)

    def map(self, function: str, batches: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, Outcome]]:
        """See `Runner.map`."""
        for pair in self.runner.map(function, batches):
            self.pairs.append(pair)
            if len(self.pairs) == self.after:
                self.happens()
            yield pair


def read(raw: Path, staged: Path, runner: Runner) -> extraction.Report:
    return extraction.run(make_plan(scan(raw), {}, staged, extractor_version()), staged, runner)


def differences(one: Path, other: Path) -> list[str]:
    """The staged files in which two folders differ, table by table; how long a step took is no difference."""
    files = [{path.relative_to(staged) for path in staged.rglob("*") if path.is_file()} for staged in (one, other)]
    found = [f"only once: {name}" for name in sorted(files[0] ^ files[1])]
    manifests = [staging.read_manifest(staged) for staged in (one, other)]
    found += [] if manifests[0] == manifests[1] else ["differs: the manifest"]
    for stage in sorted(set(manifests[0]) & set(manifests[1]), key=lambda stage: stage.name):
        (of, rows), (others, other_rows) = (loose.content(staged, stage) for staged in (one, other))
        same = rows["outcome"].drop("duration_s").equals(other_rows["outcome"].drop("duration_s"))
        same &= {**of.parts, "outcome": None} == {**others.parts, "outcome": None} and of.group == others.group
        found += [] if same else [f"differs: {stage.name}"]
    return found


def compare(folder: Path, count: int, nodes: Cluster, caplog: pytest.LogCaptureFixture) -> None:
    """Read generated reports here and on the cluster, a worker of which is killed in the middle."""
    generate.write(folder, count)
    raw, here, there = folder / "raw", folder / "here", folder / "there"
    assert read(raw, here, InlineRunner()) == extraction.Report(count, 0, 0, ())
    caplog.clear()
    number, killed = nodes.worker(), []
    killer = threading.Thread(target=lambda: killed.extend(nodes.kill_at_work(number, 60)), daemon=True)
    runner = Meanwhile(RayRunner(nodes.address, raw, there, patience=PATIENCE), count // 8, killer.start)
    assert read(raw, there, runner) == extraction.Report(count, 0, 0, ())
    killer.join(PATIENCE)
    assert not killer.is_alive()
    assert len(killed) >= 4, "the node, its agents, a worker and the process that reads for it"
    assert any("read again: its node went down" in message for message in caplog.messages), caplog.messages
    done = [task.file.source_file for task, _ in runner.pairs]
    assert len(done) == len(set(done)) == count, "nothing lost, nothing doubled"
    assert differences(here, there) == []
    assert (there / "manifest.json").read_bytes() == (here / "manifest.json").read_bytes()


def test_a_killed_worker_changes_nothing(
    tmp_path: Path, nodes: Cluster, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "BATCH", 4)  # enough of them for the node to have one whenever it is killed
    compare(tmp_path, 80, nodes, caplog)


@pytest.mark.slow
def test_a_killed_worker_changes_nothing_in_2000_documents(
    tmp_path: Path, nodes: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    compare(tmp_path, 2000, nodes, caplog)


@pytest.fixture
def runner(tmp_path: Path, nodes: Cluster) -> RayRunner:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").touch()
    return RayRunner(nodes.address, tmp_path / "raw", tmp_path / "staged", seconds=2, memory_mb=512, patience=PATIENCE)


def test_poisonous_documents_are_told_as_by_the_local_runner(runner: RayRunner) -> None:
    bad = {
        "die:x": "the reading process died twice on this document (signal 9)",
        "die-above:x": "the reading process died twice on this document (the Ray worker above it died)",
        "hang:": "ended after 2 s of the processor, the time limit for one document",
        "raise:y": "ValueError: cannot read y",
        "memory:": "out of memory",
    }
    tasks = [f"ok:{n}" for n in range(20)]
    for n, task in enumerate(bad):
        tasks.insert(4 * n, task)
    pairs = list(runner.map(WORK, [tasks[i : i + 8] for i in range(0, len(tasks), 8)]))
    assert sorted(task for task, _ in pairs) == sorted(tasks), "one outcome for each"
    found = dict(pairs)
    assert all(isinstance(found[task], Done) and found[task].value == task for task in tasks if task not in bad)
    assert {task: told(outcome.error) for task, outcome in found.items() if isinstance(outcome, Lost)} == bad


def test_a_folder_that_is_not_shared_is_one_error(runner: RayRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def elsewhere(self: RayRunner) -> Iterator[tuple[Place, ...]]:
        yield (Place(str(self.raw), "only-here.txt"),)

    monkeypatch.setattr(RayRunner, "_places", elsewhere)
    with pytest.raises(
        ClusterError, match="does not see what this machine sees in .*raw; raw and warehouse folders must"
    ):
        list(runner.map(WORK, [["ok:1"]]))


def other_version(folder: Path) -> str:
    """A copy of taizhang whose version is another one."""
    shutil.copytree(ROOT / "pipelines", folder / "pipelines", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "dbt_project" / "models" / "staging", folder / "dbt_project" / "models" / "staging")
    (folder / "pipelines" / "__init__.py").write_text('__version__ = "0.0.9"\n', encoding="utf-8")
    return "has another version of taizhang, 0.0.9"


def no_taizhang(folder: Path) -> str:
    """What Python finds where it is not installed: nothing that could be imported."""
    (folder / "pipelines").mkdir()
    (folder / "pipelines" / "__init__.py").write_text("raise ModuleNotFoundError('pipelines')\n", encoding="utf-8")
    return "cannot use taizhang: ModuleNotFoundError"


@pytest.mark.slow
@pytest.mark.parametrize("installed", [other_version, no_taizhang])
def test_a_worker_with_something_else_installed_is_one_error(
    installed: Any, runner: RayRunner, nodes: Cluster, tmp_path: Path
) -> None:
    (tmp_path / "installed").mkdir()
    said = installed(tmp_path / "installed")
    number = nodes.worker(PYTHONPATH=str(tmp_path / "installed"))
    try:
        with pytest.raises(ClusterError, match=said):
            list(runner.map(WORK, [["ok:1"]]))
    finally:
        nodes.kill(number)
    [(_, outcome)] = runner.map(WORK, [["ok:1"]])
    assert isinstance(outcome, Done), "without it, all is well"


def test_stopping_leaves_nothing_behind(runner: RayRunner, nodes: Cluster) -> None:
    """What is under way is cancelled, and the processes that read go with it."""
    results: Any = runner.map(WORK, [[f"pid:{n}" for n in range(4)], *([f"wait:60{n}"] for n in range(8))])
    reading = {int(next(results)[1].value) for _ in range(4)}
    results.close()
    wait_for(lambda: not reading & set(nodes.processes()), 300)
    assert not list(runner.staged.iterdir())
    [(_, outcome)] = runner.map(WORK, [["ok:1"]])
    assert isinstance(outcome, Done) and outcome.duration_s < 300, "nothing is waited for"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Forty generated reports."""
    made = House(tmp_path)
    generate.write(made.folder, 40)
    return made


def build(house: House, nodes: Cluster, *arguments: str) -> Any:
    return house.start("build", "--runner", "ray", "--address", nodes.address, *arguments, TAIZHANG_RAY_SECONDS="30")


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_command_builds_and_can_be_stopped(sent: signal.Signals, house: House, nodes: Cluster) -> None:
    process = build(house, nodes)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert f"2 nodes at {nodes.address}" in said and "Lease ID" not in said and "(raylet)" not in said
    before = house.published.stat()
    generate.write(house.folder, 600)
    process = build(house, nodes)
    outcomes = house.warehouse / "staged" / "rows"
    wait_for(lambda: len(list(outcomes.iterdir())) > 80, 600)
    os.kill(process.pid, sent)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130 and "what was published before is untouched" in said, said
    assert house.published.stat() == before or house.published.stat().st_mtime_ns == before.st_mtime_ns
    time.sleep(2)
    count = len(list(outcomes.iterdir()))
    time.sleep(2)
    assert len(list(outcomes.iterdir())) == count < 600, "nobody reads any more"
    assert [path.name for path in (house.warehouse / "staged").iterdir() if path.name.startswith(".build-")] == []


@pytest.mark.slow
def test_a_head_that_goes_down_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate.write(tmp_path, 200)
    with cluster(workers=1) as made:
        for name, value in made.environ.items():
            monkeypatch.setenv(name, value)
        runner = Meanwhile(
            RayRunner(made.address, tmp_path / "raw", tmp_path / "staged", patience=15), 40, lambda: made.kill(0)
        )
        with pytest.raises(ClusterError, match=r"connection with the Ray cluster at .* was lost \(exit code 1: "):
            read(tmp_path / "raw", tmp_path / "staged", runner)
    report = read(tmp_path / "raw", tmp_path / "staged", LocalRunner(workers=2))
    assert report.read + report.unchanged == 200 and report.unchanged >= 40, "what was read is kept"


@pytest.mark.slow
def test_a_cluster_that_lost_all_workers_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate.write(tmp_path, 60)
    with cluster(workers=1) as made:
        for name, value in made.environ.items():
            monkeypatch.setenv(name, value)
        runner = RayRunner(made.address, tmp_path / "raw", tmp_path / "staged", patience=10)
        with pytest.raises(ClusterError, match="has had no processor to work with for 10 s"):
            read(tmp_path / "raw", tmp_path / "staged", Meanwhile(runner, 16, lambda: made.kill(1)))


def wait_for(found: Any, seconds: float) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
