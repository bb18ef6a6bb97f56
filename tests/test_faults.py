"""What goes wrong outside: a disk without room, a folder without permission; and the log that tells of it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from pipelines.documents.scan import scan
from pipelines.errors import PublishError
from pipelines.logs import FIELDS
from pipelines.publish import dbt_run, swap
from pipelines.publish.load import load
from pipelines.publish.manifest import ensure_manifest
from pipelines.runner import extraction
from pipelines.runner.local import InlineRunner, LocalRunner
from pipelines.runner.lock import lock
from pipelines.runner.plan import make_plan
from pipelines.staging import staged as staging
from tests.command import House, limited
from tests.conftest import First
from tests.reports import write_good


@pytest.fixture(scope="module")
def house(first: First) -> House:
    """Two good reports and some bad files, published once."""
    return first.copy


def digest(house: House) -> str:
    return hashlib.sha256(house.published.read_bytes()).hexdigest()


def leftovers(house: House) -> list[str]:
    names = (path.name for path in house.warehouse.rglob("*"))
    return [
        name for name in names if ".aside-" in name or name.endswith((".wal", ".tmp")) or name.startswith("spilled")
    ]


def test_every_line_of_the_log_is_json_and_every_file_has_one(house: House) -> None:
    lines = [
        json.loads(line) for line in (house.warehouse / ".build" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert all(set(line) == {"at", "run", "level", "message", *FIELDS} for line in lines)
    assert len({line["run"] for line in lines}) == 1
    files = {
        path.relative_to(house.raw).as_posix() for path in house.raw.rglob("*") if path.is_symlink() or path.is_file()
    }
    assert {line["document"] for line in lines if line["document"]} == files
    failed = {line["document"]: line["error"] for line in lines if line["error"]}
    assert "encoding" in failed["unknown.txt"] and "too large" in failed["huge.txt"]
    good = [line for line in lines if line["document"] == "2023/communique.txt"]
    assert (
        [line["level"] for line in good] == ["debug"] and good[0]["seconds"] > 0 and len(good[0]["document_id"]) == 64
    )


def test_staged_files_that_do_not_fit_end_the_build(house: House, tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    plan = make_plan(scan(house.raw), {}, staged, "1")
    with limited(3_000), pytest.raises(PublishError, match="cannot write .*File too large.*; make room"):
        extraction.run(plan, staged, LocalRunner(workers=2))
    report = extraction.run(make_plan(scan(house.raw), {}, staged, "1"), staged, InlineRunner())
    assert report.read == 2
    assert [path for path in staged.rglob("*") if ".aside-" in path.name] == []


@pytest.mark.parametrize("size", [20_000, 100_000, 500_000, 900_000])
def test_a_published_file_that_does_not_fit_changes_nothing(house: House, size: int) -> None:
    build, before = house.warehouse / ".build" / "warehouse.duckdb", digest(house)
    names = sorted(path.name for path in house.warehouse.rglob("*"))
    with limited(size), pytest.raises(PublishError, match="the published file is as it was"):
        swap.publish(build, house.warehouse)
    assert digest(house) == before
    assert sorted(path.name for path in house.warehouse.rglob("*")) == names


def test_a_build_file_that_does_not_fit_is_made_anew(house: House, tmp_path: Path) -> None:
    build = tmp_path / "warehouse.duckdb"
    with limited(300_000), pytest.raises((PublishError, duckdb.Error)):
        load(build, house.warehouse / "staged")
    assert load(build, house.warehouse / "staged")["document"] == 2


def test_a_history_that_cannot_be_written_is_said(house: House) -> None:
    with limited(60_000):
        result = house.run("build")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("taizhang build: ") and "Traceback" not in result.stderr
    assert "make room there or name another folder: DAGSTER_HOME=DIR" in result.stderr


def test_dbt_files_that_do_not_fit_name_their_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(dbt_run.TARGET_VARIABLE, str(tmp_path / "dbt"))
    with (
        limited(60_000),
        pytest.raises(PublishError, match=f"cannot write into {tmp_path / 'dbt'}: File too large; make room there"),
    ):
        ensure_manifest()


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [3, 4, 5, 6, 7, 8])
def test_a_full_disk_in_a_whole_build(house: House, tmp_path: Path, megabytes: int) -> None:
    """On a file system of its own, as far as one may be mounted."""
    disk = House(tmp_path / "disk")
    disk.warehouse.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(disk.warehouse)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        shutil.copytree(house.raw, disk.raw, symlinks=True)
        swap.copy(house.warehouse / ".build" / "warehouse.duckdb", tmp_path / "published.duckdb")
        shutil.copyfile(tmp_path / "published.duckdb", disk.published)
        before = digest(disk)
        result = disk.run("build")
        assert result.returncode == 1, result.stdout
        assert "No space left" in result.stderr and "Traceback" not in result.stderr, result.stderr
        assert digest(disk) == before
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk.warehouse)], check=True)
        result = disk.run("build")
        assert result.returncode == 0, result.stderr
        assert leftovers(disk) == []
    finally:
        subprocess.run(["umount", str(disk.warehouse)], check=True)


def test_a_staged_folder_that_cannot_be_written_is_no_fault_of_a_document(tmp_path: Path) -> None:
    write_good(tmp_path / "raw")
    staged = tmp_path / "staged"
    plan = make_plan(scan(tmp_path / "raw"), {}, staged, "1")
    staged.mkdir()
    (staged / "rows").write_text("a file where a folder has to be", encoding="ascii")
    with pytest.raises(PublishError, match="cannot write .*staged.*make room or name another folder"):
        extraction.run(plan, staged, LocalRunner(workers=1))
    with pytest.raises(PublishError, match="missing"):
        staging.read_manifest(staged)


def test_a_folder_without_permission_is_said_before_any_work(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir(mode=0o555)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # root may write everywhere, so another user tries
        said = "no error"
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            with lock(warehouse):
                pass
        except PublishError as error:
            said = str(error)
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        assert "Permission denied; name another folder with --warehouse" in answer.read()
    assert list(warehouse.iterdir()) == []
