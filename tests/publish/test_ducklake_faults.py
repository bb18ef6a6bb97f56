"""A DuckLake when something is in the way: refused or failed as a whole, said in one line, no file left over."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import PublishError
from pipelines.serve.ducklake import extensions, publish
from pipelines.serve.ducklake.catalogue import Catalogue, parse
from pipelines.serve.ducklake.clean import clean
from pipelines.serve.ducklake.writer import FILE, writer_of
from tests.publish import lakes
from tests.publish.lakes import extended  # noqa: F401
from tests.publish.tiny import tiny


def test_a_type_that_does_not_fit_is_refused(lake: tuple[str, Path], tmp_path: Path) -> None:
    lakes.put(lake, tiny(tmp_path / "a"), "a")
    before = (
        lakes.ask(*lake, "from observations order by all"),
        lakes.files(lake),
        lakes.ask(*lake, "select max(snapshot_id) from office.snapshots()"),
    )
    other = "alter table fct_conflict alter mark set data type varchar; create table fct_more (a integer)"
    with pytest.raises(
        PublishError, match=r"fct_conflict.mark is INTEGER in the lake and VARCHAR in this warehouse.*a lake of its own"
    ):
        lakes.put(lake, tiny(tmp_path / "b", more=other), "b")
    assert (
        lakes.ask(*lake, "from observations order by all"),
        lakes.files(lake),
        lakes.ask(*lake, "select max(snapshot_id) from office.snapshots()"),
    ) == before


def test_a_view_that_is_more_than_a_choice_is_refused(lake: tuple[str, Path], tmp_path: Path) -> None:
    other = "create or replace view observations as select *, mark + 1 as next_mark from fct_indicator"
    with pytest.raises(PublishError, match="observations.next_mark is no column of fct_indicator"):
        lakes.put(lake, tiny(tmp_path / "a", more=other), "a")


def test_a_failure_leaves_the_lake_and_no_file(
    lake: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lakes.put(lake, tiny(tmp_path / "a"), "a")
    before = lakes.ask(*lake, "from observations order by all"), lakes.files(lake)
    register, count = publish.register, 0

    def failing(*given: object) -> None:
        nonlocal count
        count += 1
        if count == 4:
            raise OSError(28, "No space left on device", "somewhere")
        register(*given)

    monkeypatch.setattr(publish, "register", failing)
    with pytest.raises(PublishError, match="somewhere: No space left on device"):
        lakes.put(lake, tiny(tmp_path / "a", 2), "a")
    monkeypatch.undo()
    assert (lakes.ask(*lake, "from observations order by all"), lakes.files(lake)) == before
    lakes.put(lake, tiny(tmp_path / "a", 2), "a")
    assert lakes.ask(*lake, "select distinct mark from observations") == [(2,)]


@pytest.mark.parametrize("moment", lakes.MOMENTS)
def test_a_catalogue_in_a_file_is_whole_whenever_its_writer_is_killed(
    lake: tuple[str, Path], tmp_path: Path, moment: str
) -> None:
    lakes.put(lake, tiny(tmp_path / "a"), "a")
    published = tiny(tmp_path / "a", 2)
    with lakes.killed(moment, *lake, published, "a"):
        pass  # nobody else may open the file meanwhile
    found = lakes.marks(*lake)
    marks = {mark for rows in found.values() for _, mark, _, _ in rows}
    assert marks in {lakes.AFTER: ({2},), lakes.WHILE: ({1}, {2})}.get(moment, ({1},))
    assert found["fct_indicator"] == {("a", *marks, 100, 100)}
    done = lakes.put(lake, published, "a")
    assert (done.number, bool(done.changed)) == (2, marks == {1})
    assert lakes.ask(*lake, "select distinct mark from observations") == [(2,)]


def test_what_a_killed_writer_left_goes_when_it_is_old_enough(lake: tuple[str, Path], tmp_path: Path) -> None:
    lakes.put(lake, tiny(tmp_path / "a"), "a")
    known = lakes.files(lake)
    folder = lake[1] / "by_writer" / "fct_indicator" / "writer=b"
    folder.mkdir()
    for name, hours in (("aside-1.parquet", 30), ("0123-1.parquet", 30), ("4567-1.parquet", 2)):
        shutil.copyfile(min(known), folder / name)
        moment = (folder / name).stat().st_mtime - hours * 3600
        os.utime(folder / name, (moment, moment))
    for path in known:  # however old, what is in use stays
        os.utime(path, (1, 1))
    (lake[1] / "README.txt").write_text("somebody's")
    assert clean(parse(lake[0]), lake[1]).orphans == 2
    assert lakes.files(lake) == {*known, folder / "4567-1.parquet"}
    assert (lake[1] / "README.txt").exists()
    assert lakes.ask(*lake, "select count(*) from observations") == [(100,)]


def test_a_name_belongs_to_the_warehouse_that_took_it(lake: tuple[str, Path], tmp_path: Path) -> None:
    first = tiny(tmp_path / "a")
    lakes.put(lake, first, "yongchuan")
    assert writer_of(first.parent).name == "yongchuan"  # for the next time
    second = tiny(tmp_path / "b", 2)
    with pytest.raises(PublishError, match="yongchuan is the name of another warehouse.*--take-over"):
        lakes.put(lake, second, "yongchuan")
    assert not (second.parent / FILE).exists()
    assert lakes.ask(*lake, "select distinct mark from observations") == [(1,)]
    assert lakes.put(lake, second, "yongchuan", take_over=True).number == 2
    assert lakes.ask(*lake, "select distinct mark from observations") == [(2,)]
    assert lakes.put(lake, second, "yongchuan", take_over=True).number == 2  # nothing new
    with pytest.raises(PublishError, match="another warehouse"):
        lakes.put(lake, first, "yongchuan")
    for name in ("a/b", "writer=x", "", " a", "x" * 65):
        with pytest.raises(PublishError, match="no name of a writer"):
            writer_of(tmp_path, name or "*")


def test_the_folder_is_the_lakes_own(lake: tuple[str, Path], tmp_path: Path) -> None:
    warehouse = tiny(tmp_path / "a")
    lakes.put(lake, warehouse, "a")
    other = (str(tmp_path / "other.ducklake"), tmp_path / "other")
    with pytest.raises(PublishError, match="is not empty"):
        lakes.put((other[0], lake[1]), warehouse, "a")
    lakes.put(other, warehouse, "a")
    for wrong, said in ((other[1], "of another lake"), (tmp_path / "none", "not the folder of this lake")):
        for act in (lambda: lakes.put((lake[0], wrong), warehouse, "a"), lambda: clean(parse(lake[0]), wrong)):  # noqa: B023
            with pytest.raises(PublishError, match=said):
                act()
    with pytest.raises(PublishError, match="Not a directory|cannot be written|is not empty|File exists"):
        lakes.put((str(tmp_path / "third.ducklake"), warehouse / "below"), warehouse, "a")
    with pytest.raises(PublishError, match="no catalogue"):
        clean(parse(str(tmp_path / "fourth.ducklake")), tmp_path / "fourth")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(lake: tuple[str, Path], tmp_path: Path) -> None:
    warehouse = tiny(tmp_path / "a")
    lakes.put(lake, warehouse, "a")
    lake[1].chmod(0o555)
    with pytest.raises(PublishError, match="cannot be written"):
        lakes.put(lake, tiny(tmp_path / "a", 2), "a")
    lake[1].chmod(0o755)


def test_a_full_or_locked_disk_is_said(lake: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root, permissions do not show; a file in the place of a writer's folder does."""
    lakes.put(lake, tiny(tmp_path / "a"), "a")
    (lake[1] / "by_writer" / "fct_indicator" / "writer=b").write_text("in the way")
    before = lakes.files(lake)
    with pytest.raises(PublishError, match=r"writer=b: File exists"):
        lakes.put(lake, tiny(tmp_path / "b"), "b")
    assert lakes.files(lake) == before
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PublishError, match="cannot be written"):
        lakes.put(lake, tiny(tmp_path / "a", 2), "a")


def test_somebody_elses_catalogue_is_left_alone(lake: tuple[str, Path], tmp_path: Path) -> None:
    with duckdb.connect() as theirs:
        extensions.load(theirs, "ducklake")
        theirs.execute(f"attach 'ducklake:{lake[0]}' as lake (data_path '{lake[1]}')")
        theirs.execute("create table lake.precious as select 1 as a")
    with pytest.raises(PublishError, match="1 tables that taizhang did not put there"):
        lakes.put(lake, tiny(tmp_path / "a"), "a")
    assert lakes.ask(*lake, "from precious") == [(1,)]


def test_a_file_is_for_one_at_a_time(lake: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.serve.ducklake import lake as module

    lakes.put(lake, tiny(tmp_path / "a"), "a")
    monkeypatch.setattr(module, "FILE_SECONDS", 0.3)

    def act() -> None:
        with pytest.raises(PublishError, match="for one at a time, one in PostgreSQL for many"):
            lakes.put(lake, tiny(tmp_path / "b"), "b")

    holding(Path(lake[0]), act)
    lakes.put(lake, tiny(tmp_path / "b"), "b")


def holding(path: Path, act: object) -> None:
    """Do something while another process has a DuckDB file open."""
    import subprocess
    import sys

    code = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout and other.stdout.readline() == "open\n"
        act()  # type: ignore[operator]
        other.communicate("")


def test_another_duckdb_and_a_missing_package_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as connection:
        connection.execute("set extension_directory = '/nonexistent'")
        monkeypatch.setattr(duckdb, "__version__", "1.5.6")
        with pytest.raises(
            PublishError,
            match=r"duckdb-extension-ducklake is made for DuckDB 1\.5\.\d, and this is 1\.5\.6.*ducklake\]",
        ):
            extensions.load(connection, "ducklake")
        with pytest.raises(
            PublishError, match=r"extension no_such is not installed; get it with: pip install.*ducklake\]"
        ):
            extensions.load(connection, "no_such")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://owner:s3cret@127.0.0.1:1/lake",
        "postgres:host=127.0.0.1 port=1 user=owner password='s3cret' dbname=lake",
        "ducklake:postgres:postgresql://127.0.0.1:1/lake?user=owner&password=s3cret",
        "postgresql:/owner:s3cret@nowhere/x y",
    ],
)
def test_an_address_that_leads_nowhere_is_said_without_the_password(tmp_path: Path, address: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(PublishError, match="cannot be reached|no address|a catalogue is") as caught:
        publish.publish(tiny(tmp_path / "a"), parse(address), tmp_path / "data", "a")
    assert "s3cret" not in str(caught.value)


def test_no_message_has_a_password() -> None:
    where = Catalogue("postgresql://owner:p%40ss%2Fword@db/lake", True)
    said = where.plain(
        'no "owner:p%40ss%2Fword" p@ss/word; query "INSERT INTO x VALUES (1);\n ...": ERROR: duplicate key\nDETAIL: (1)'
    )
    assert said == 'no "owner:***" ***; query: ERROR: duplicate key DETAIL: (1)'
