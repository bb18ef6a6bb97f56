"""A large build file is published as it lies, with all that a small one has, unless it must not be taken so."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.publish import state, swap, whole_file
from pipelines.publish.database import opened
from tests.builds import copy_build, described
from tests.load import differences


def shape(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a file says of itself, and its format; a key says that its columns are never empty."""
    with duckdb.connect(str(file), read_only=True) as connection:
        said = described(connection)
        version = "select tags['storage_version'] from duckdb_databases() where not internal"
        keys = [row for row in said.pop("constraints") if row[2] == "PRIMARY KEY"]
        return said | {"keys": keys, "version": connection.execute(version).fetchall()}


def test_a_file_of_free_blocks_is_written_anew(built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is published is the build file as it lies, unless too much of it would be empty, or it is small and new."""
    target = tmp_path / "duplicate.duckdb"
    assert whole_file.duplicate(built, target) is None and not target.exists(), "small, and made from nothing"
    monkeypatch.setattr(swap, "LARGE", 0)
    monkeypatch.setattr(whole_file, "FREE", 1.0)
    rows = whole_file.duplicate(built, target)
    assert rows and rows["fct_indicator"] > 15
    assert differences(built, target) == []
    target.unlink()
    monkeypatch.setattr(whole_file, "FREE", -1.0)
    assert whole_file.duplicate(built, target) is None and not target.exists()


def test_a_large_file_has_the_shape_of_a_small_one(
    built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Keys, types, comments, views and storage version, whether tables are copied or the file."""
    monkeypatch.setattr(swap, "LARGE", 0)
    monkeypatch.setattr(whole_file, "FREE", 1.0)
    one, other = tmp_path / "copied.duckdb", tmp_path / "duplicate.duckdb"
    assert swap.copy(built, one) == whole_file.duplicate(built, other)
    assert differences(one, other) == []
    assert shape(one) == shape(other)
    assert {schema for (schema, *_), *_ in [shape(other)["tables"]]} == {"main"}


def test_a_file_that_must_not_be_taken_as_it_lies_is_copied_by_tables(
    built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One with more than the marts, of another format, or that a second attempt began from unseen."""
    monkeypatch.setattr(swap, "LARGE", 0)
    monkeypatch.setattr(whole_file, "FREE", 1.0)
    target = tmp_path / "duplicate.duckdb"
    build = copy_build(built, tmp_path / "more" / "warehouse.duckdb")
    assert whole_file.duplicate(build, target)
    target.unlink()
    with duckdb.connect(str(build)) as connection:
        connection.execute("create schema audit; create table audit.failures as select 1 as n")
    assert whole_file.duplicate(build, target) is None
    build = copy_build(built, tmp_path / "macro" / "warehouse.duckdb")
    with duckdb.connect(str(build)) as connection:
        connection.execute("create macro main.twice(n) as 2 * n")
    assert whole_file.duplicate(build, target) is None
    build = copy_build(built, tmp_path / "written" / "warehouse.duckdb")
    state.finish(build)
    with duckdb.connect(str(build)) as connection:
        connection.execute("update dim_document set title = 'of somebody'")
    assert whole_file.duplicate(build, target) is None, "nothing was loaded since its publication"
    build = copy_build(built, tmp_path / "format" / "warehouse.duckdb")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{build}' as old (read_only)")
        connection.execute(f"attach '{build}.new' as made (storage_version 'v1.5.0'); copy from database old to made")
    Path(f"{build}.new").replace(build)
    assert whole_file.duplicate(build, target) is None
    build = copy_build(built, tmp_path / "unseen" / "warehouse.duckdb")
    with opened(build) as connection:
        connection.execute(f"update state.build set is_partial = true, attempts = {state.ATTEMPTS}")
    assert whole_file.duplicate(build, target) is None
    assert not target.exists()


def refused(*_: object) -> int:
    raise OSError(errno.EINVAL, "Invalid argument")


@pytest.mark.parametrize("system", ["one that sends", "one that sends to sockets only", "a file that reads shorter"])
def test_a_copy_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    """In pieces, whatever their size, or in one where that does not go."""
    source, target = tmp_path / "source", tmp_path / "target"
    plain: list[Path] = []
    copyfile = shutil.copyfile
    monkeypatch.setattr(shutil, "copyfile", lambda one, other: plain.append(copyfile(one, other)))
    if system == "one that sends to sockets only":
        monkeypatch.setattr(os, "sendfile", refused)
    elif system == "a file that reads shorter":
        monkeypatch.setattr(os, "preadv", lambda *_: 0)
    for piece in (4096, 1 << 21):
        monkeypatch.setattr(whole_file, "PIECE", piece)
        for size in (1, 4095, 4096, 3 << 20, (3 << 20) + 1):
            source.write_bytes(random.Random(size).randbytes(size))
            assert whole_file._copy(source, target) == hashlib.sha256(source.read_bytes()).hexdigest()
            assert target.read_bytes() == source.read_bytes()
    assert len(plain) == (0 if system == "one that sends" else 10)


def test_what_stands_only_in_the_log_is_published_too(
    built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A process that was stopped leaves a write-ahead log beside the file; the file alone would be of before."""
    monkeypatch.setattr(swap, "LARGE", 0)
    monkeypatch.setattr(whole_file, "FREE", 1.0)
    build, target = copy_build(built, tmp_path / "warehouse.duckdb"), tmp_path / "duplicate.duckdb"
    with duckdb.connect(str(build)) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown; update dim_document set title = 'of the log'")
    assert build.with_name("warehouse.duckdb.wal").exists()
    assert whole_file.duplicate(build, target)
    with duckdb.connect(str(target), read_only=True) as connection:
        assert connection.execute("select distinct title from dim_document").fetchall() == [("of the log",)]
