"""Folders that cannot be built in, and a second build beside the first: one sentence each, before any work."""

from pathlib import Path

import pytest

from pipelines import settings
from pipelines.cli import run
from pipelines.runner.lock import LockedError, holding, lock


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) in (1, 2)
    [line] = capsys.readouterr().err.splitlines()
    return line


def test_a_warehouse_within_the_documents_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside = str(tmp_path / "w")
    assert "lies in the folder of documents" in said(capsys, "build", "--raw", str(tmp_path), "--warehouse", inside)


@pytest.mark.parametrize("name", ["a#1", "why?"])
def test_a_path_that_means_something_else_to_duckdb_is_refused(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()
    words = ("build", "--raw", str(tmp_path / "raw"), "--warehouse", str(tmp_path / name / "w"))
    assert f"has a {name.strip('1ahwy')} in its path" in said(capsys, *words)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("own", ["staged", ".build", "versions"])
def test_documents_within_what_a_build_writes_are_refused(
    tmp_path: Path, own: str, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = tmp_path / own / "raw"
    raw.mkdir(parents=True)
    assert "which a build writes" in said(capsys, "build", "--raw", str(raw), "--warehouse", str(tmp_path))


@pytest.mark.parametrize("own", ["staged", ".build", "versions"])
def test_a_file_in_a_folders_place_is_named(tmp_path: Path, own: str, capsys: pytest.CaptureFixture[str]) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir(), warehouse.mkdir()
    (warehouse / own).write_bytes(b"")
    line = said(capsys, "build", "--raw", str(raw), "--warehouse", str(warehouse))
    assert f"{warehouse / own} is a file where a build needs a folder" in line


def test_who_holds_the_folder_may_lock_it_within(tmp_path: Path) -> None:
    with holding(tmp_path):
        with lock(tmp_path):
            pass
        with pytest.raises(LockedError), lock(tmp_path / "." / ".." / tmp_path.name):
            pass
    with lock(tmp_path):
        pass


def test_a_second_build_says_at_once_that_the_first_is_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    with lock(warehouse):
        line = said(capsys, "build", "--raw", str(raw), "--warehouse", str(warehouse))
    assert "another build is writing into" in line


def test_a_history_folder_is_furnished_without_telemetry(tmp_path: Path) -> None:
    settings.furnish(tmp_path)
    made = (tmp_path / "dagster.yaml").read_text(encoding="ascii")
    assert "telemetry: {enabled: false}" in made
    (tmp_path / "dagster.yaml").write_text("own: 1\n", encoding="ascii")
    settings.furnish(tmp_path)
    assert (tmp_path / "dagster.yaml").read_text(encoding="ascii") == "own: 1\n"


def test_a_backfill_of_an_unknown_version_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import duckdb

    with duckdb.connect(str(tmp_path / "taizhang.duckdb")) as connection:
        connection.execute("create table fct_extraction_outcome as select '0.1.0+abc' as extractor_version")
    line = said(capsys, "backfill", "--extractor-version", "nope", "--warehouse", str(tmp_path))
    assert line.endswith("nothing was read by extractor version 'nope'; known: 0.1.0+abc")


def test_a_full_disk_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device", str(tmp_path / "f"))

    monkeypatch.setattr("pipelines.commands.versions.rollback", full)
    assert "No space left on device" in said(capsys, "rollback", "--warehouse", str(tmp_path))


def test_every_documented_installation_keeps_the_checkout() -> None:
    root = settings.ROOT
    texts = [*root.glob("docs/*.md"), root / "README.md", *root.glob("pipelines/**/*.py")]
    lines = [line for text in texts for line in text.read_text(encoding="utf-8").splitlines()]
    wrong = [line for line in lines if "pip install" in line and "'.[" in line and "-e '.[" not in line]
    assert not wrong, "without -e the warehouse moves to site-packages"
