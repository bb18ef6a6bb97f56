"""Publication: whole or not at all, whatever happens on the way; readers keep what they opened."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import PublishError
from pipelines.publish import swap, versions
from pipelines.publish.difference import diff
from pipelines.serve.query import query

DOCUMENTS = [{"document_id": "d", "source_file": "a.txt"}]


def published(warehouse: Path) -> Path:
    return warehouse / versions.PUBLISHED


def state(warehouse: Path) -> tuple[bytes, list[str]]:
    return published(warehouse).read_bytes(), sorted(p.name for p in warehouse.rglob("*"))


def test_what_is_published(built: Path, warehouse: Path) -> None:
    path = published(warehouse)
    assert query(path, "select count(*) from observations").rows[0][0] > 15, "the view holds after renaming"
    assert query(path, "select distinct schema_name from duckdb_tables()").rows == [("main",)]
    bare = query(path, "select table_name, column_name from duckdb_columns() where comment is null and not internal")
    assert bare.rows == []
    assert query(path, "select comment from duckdb_views() where view_name = 'observations'").rows[0][0]
    keys = query(path, "select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY' order by 1")
    assert ("fct_indicator",) in keys.rows and ("dim_document",) in keys.rows
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built}' as one (read_only)")
        connection.execute(f"attach '{path}' as other (read_only)")
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'other'"
        ).fetchall():
            one, other = (connection.execute(f'from {name}.main."{table}"').fetchall() for name in ("one", "other"))
            assert one == other, table
    [tag] = query(path, "select tags['storage_version'] from duckdb_databases() where database_name = 'taizhang'").rows[
        0
    ]
    assert tag is None or tag.startswith("v1.2"), "older readers open it"


def test_the_same_build_gives_the_same_rows_and_a_new_version(built: Path, warehouse: Path) -> None:
    second = swap.publish(built, warehouse, documents=DOCUMENTS)
    assert second.version == 2 and versions.current(warehouse) == second
    difference = diff(warehouse, 1, 2)
    assert difference.by_document == difference.by_indicator == difference.changed == []


def test_differences_and_rollback(built: Path, build_copy: Path, warehouse: Path) -> None:
    with duckdb.connect(str(build_copy)) as connection:
        connection.execute(
            "update fct_indicator set value = 1 where indicator_name = '固定资产投资' and period_end = 2022"
        )
        connection.execute("delete from fct_indicator where indicator_name = '新建光缆'")
    before = published(warehouse).read_bytes()
    swap.publish(build_copy, warehouse)
    difference = diff(warehouse, 1, 2)
    assert [(r["indicator_name"], r["added"], r["removed"], r["changed"]) for r in difference.by_indicator] == [
        ("固定资产投资", 0, 0, 1),
        ("新建光缆", 0, 1, 0),
    ]
    assert len(difference.changed) == 2 and len(difference.by_document) == 2
    restored = versions.rollback(warehouse, 1)
    assert restored.version == 3 and restored.restored_from == 1
    assert published(warehouse).read_bytes() == before
    with pytest.raises(PublishError, match="version 9 is not kept.*kept: 1, 2, 3"):
        versions.rollback(warehouse, 9)


def test_only_the_last_versions_are_kept(built: Path, warehouse: Path) -> None:
    for _ in range(3):
        swap.publish(built, warehouse, keep=2)
    assert [p.version for p in versions.history(warehouse)] == [3, 4]
    assert sorted(p.name for p in (warehouse / versions.FOLDER).iterdir()) == [
        "000003.duckdb", "000003.json", "000004.duckdb", "000004.json",
    ]  # fmt: skip


def test_a_reader_keeps_the_old_file_and_new_ones_see_the_new(built: Path, build_copy: Path, warehouse: Path) -> None:
    reader = duckdb.connect(str(published(warehouse)), read_only=True)
    count = reader.execute("select count(*) from observations").fetchone()
    with duckdb.connect(str(build_copy)) as connection:
        connection.execute("delete from fct_indicator")
    swap.publish(build_copy, warehouse)
    assert reader.execute("select count(*) from observations").fetchone() == count
    code = f"import duckdb; print(duckdb.connect({str(published(warehouse))!r}, read_only=True).sql('select count(*) from observations').fetchall())"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "[(0,)]"
    )
    reader.close()


def test_a_stale_log_is_never_replayed_into_the_new_file(built: Path, warehouse: Path) -> None:
    log = warehouse / (versions.PUBLISHED + ".wal")
    log.write_bytes(b"of somebody who opened the old file to write")
    swap.publish(built, warehouse)
    assert not log.exists()
    assert query(published(warehouse), "select count(*) from observations").rows


@pytest.mark.parametrize("place", ["copy", "flush", "keep", "replace"])
def test_a_full_disk_leaves_everything_as_it_was(
    built: Path, warehouse: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(warehouse)

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = {
        "copy": (swap, "copy_table"),
        "flush": (swap, "_flush"),
        "keep": (versions, "_link"),
        "replace": (swap, "replace"),
    }
    monkeypatch.setattr(*target[place], full)
    with pytest.raises(PublishError, match="No space left on device; the published file is as it was"):
        swap.publish(built, warehouse)
    monkeypatch.undo()
    content, names = state(warehouse)
    assert content == before[0]
    swap.publish(built, warehouse, keep=1)
    assert sorted(n for n in state(warehouse)[1] if n.startswith(".")) == [], "nothing is left over"


def test_a_build_that_is_none_is_refused(warehouse: Path, tmp_path: Path) -> None:
    before = state(warehouse)
    with pytest.raises(PublishError, match="is missing: nothing was built"):
        swap.publish(tmp_path / "none.duckdb", warehouse)
    (tmp_path / "junk.duckdb").write_bytes(b"junk" * 5000)
    with pytest.raises(PublishError, match="the published file is as it was"):
        swap.publish(tmp_path / "junk.duckdb", warehouse)
    assert state(warehouse) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes into read-only folders too")
def test_a_read_only_folder_is_said(built: Path, warehouse: Path) -> None:
    warehouse.chmod(0o555)
    try:
        with pytest.raises(PublishError, match="Permission denied"):
            swap.publish(built, warehouse)
    finally:
        warehouse.chmod(0o755)


PUBLISHING = """
import sys
from pathlib import Path
from pipelines.publish import swap
import duckdb
print("ready", flush=True)
while True:
    swap.publish(Path(sys.argv[1]), Path(sys.argv[2]), keep=2)
"""


@pytest.mark.parametrize("kills", [6, pytest.param(40, marks=pytest.mark.slow)])
def test_killed_at_any_moment_a_whole_file_is_published(built: Path, warehouse: Path, kills: int) -> None:
    moments = random.Random(7)
    [wanted] = query(published(warehouse), "select count(*) from observations").rows
    for _ in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISHING, str(built), str(warehouse)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert process.stdout is not None and process.stdout.readline()
        time.sleep(moments.uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert query(published(warehouse), "select count(*) from observations").rows == [wanted]
        assert all(
            query(versions.find(warehouse, p.version), "select 1 from dim_year limit 1").rows
            for p in versions.history(warehouse)
        )
    swap.publish(built, warehouse, keep=2)
    assert (
        [p.name for p in warehouse.glob(".aside*")] == [p.name for p in (warehouse / "versions").glob(".aside*")] == []
    )
    assert len(list((warehouse / "versions").iterdir())) == 4
