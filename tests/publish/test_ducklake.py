"""The marts in a DuckLake, the catalogue in a file: the same rows and types, single where they are the same, all or nothing."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.publish import shapes, swap
from pipelines.publish.ducklake import extensions, publish, tables, views
from pipelines.publish.ducklake.catalogue import Catalogue, parse
from pipelines.publish.ducklake.clean import clean
from pipelines.publish.ducklake.publish import withdraw
from pipelines.publish.ducklake.writer import FILE, writer_of
from pipelines.publish.errors import PublishError
from pipelines.publish.query import connect, query
from tests.command import House
from tests.publish import lakes
from tests.publish.tiny import tiny


@pytest.fixture(autouse=True)
def extended() -> None:
    lakes.need()


@pytest.fixture(scope="module")
def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    swap.publish(built, folder)
    return folder / "taizhang.duckdb"


@pytest.fixture(scope="module")
def marts(published: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A lake with the marts of one writer: its catalogue and its folder."""
    lakes.need()
    folder = tmp_path_factory.mktemp("marts")
    address, data = str(folder / "catalogue.ducklake"), folder / "data"
    publish.publish(published, parse(address), data, "东湖")
    return address, data


@pytest.fixture
def lake(tmp_path: Path) -> tuple[str, Path]:
    """Where an empty lake can be made."""
    return str(tmp_path / "catalogue.ducklake"), tmp_path / "data"


def put(lake: tuple[str, Path], warehouse: Path, name: str, **given: bool) -> publish.Published:
    return publish.publish(warehouse, parse(lake[0]), lake[1], name, **given)


def ask(lake: tuple[str, Path], sql: str, *options: str) -> list[tuple]:
    return lakes.ask(*lake, sql, *options)


def files(lake: tuple[str, Path]) -> set[Path]:
    return set(lake[1].rglob("*.parquet"))


def test_every_row_and_type_is_that_of_the_warehouse(published: Path, marts: tuple[str, Path]) -> None:
    with connect(published) as source:
        relations = shapes.read(source)
        # Read-only attachments of one file by two connections of a process are one to DuckDB, so the lake comes to this one.
        extensions.load(source, "ducklake")
        source.execute(f"attach 'ducklake:{marts[0]}' as office (data_path '{marts[1]}', override_data_path true, read_only)")
        source.execute("set enable_progress_bar = false")
        own = source.execute("select current_database()").fetchone()[0]
        filled = 0
        for relation in relations:
            names = ", ".join(f'"{column.name}"' for column in relation.columns)
            types = ", ".join(f'typeof("{column.name}")' for column in relation.columns)
            here, there = f'{own}.main."{relation.name}"', f'office.main."{relation.name}"'
            for one, other in ((here, there), (there, here)):
                differing = f"select count(*) from (select {names} from {one} except all select {names} from {other})"
                assert source.execute(differing).fetchone() == (0,), relation.name
                wrong = f"select distinct {types} from {one} except select distinct {types} from {other}"
                assert source.execute(wrong).fetchall() == [], relation.name
            filled += source.execute(f"select count(*) > 0 from {there}").fetchone()[0]
            if "writer" in {name for name, *_ in source.execute(f"describe {there}").fetchall()}:
                assert source.execute(f"select distinct writer from {there}").fetchall() in ([("东湖",)], []), relation.name
        assert filled > 22
        [(box, checks)] = source.execute(
            "select distinct typeof(bbox), typeof(checks) from office.observations where bbox is null"
        ).fetchall()
        assert (box, checks) == ("DOUBLE[4]", "VARCHAR[]")


def test_catalogues_are_single_and_the_rest_says_whose_it_is(marts: tuple[str, Path]) -> None:
    without = [
        name
        for (name,) in ask(
            marts,
            """select view_name from duckdb_views() as v where database_name = 'office' and schema_name = 'main' and not exists (
               select 1 from duckdb_columns() as c where c.database_name = 'office' and c.schema_name = 'main'
               and c.table_name = v.view_name and c.column_name = 'writer') order by 1""",
        )
    ]
    assert without == ["dim_date", "dim_indicator", "dim_indicator_alias", "dim_region", "dim_sector", "dim_unit", "dim_year"]


def test_comments_arrive(published: Path, marts: tuple[str, Path]) -> None:
    with connect(published) as source:
        relations = shapes.read(source)
    wanted = {(r.name, c.name): c.comment for r in tables.stored(relations) for c in r.columns}
    found = {
        (table, column): comment
        for table, column, comment in ask(
            marts,
            """select table_name, column_name, comment from duckdb_columns()
               where database_name = 'office' and schema_name = 'by_writer' and column_name <> 'writer'""",
        )
    }
    assert {key: found[key] for key in wanted} == wanted
    said = dict(ask(marts, "select view_name, comment from duckdb_views() where database_name = 'office'"))
    assert {r.name: said[r.name] for r in relations} == {r.name: r.comment for r in relations}
    assert all(said[name] for name in (views.SHARED, "publication"))


def test_files_of_a_writer_are_partitions_below_the_folder(marts: tuple[str, Path]) -> None:
    registered = ask(
        marts,
        """select f.path, f.path_is_relative, v.partition_value from __ducklake_metadata_office.ducklake_data_file as f
           left join __ducklake_metadata_office.ducklake_file_partition_value as v using (data_file_id)
           join __ducklake_metadata_office.ducklake_table as t on t.table_id = f.table_id
           where t.table_name <> 'publication'""",
    )
    assert len(registered) > 20
    assert {(relative, writer) for _, relative, writer in registered} == {(True, "东湖")}
    assert ask(marts, "select count(*) from __ducklake_metadata_office.ducklake_delete_file") == [(0,)]


def test_what_has_not_changed_is_not_published_again(lake: tuple[str, Path], tmp_path: Path) -> None:
    warehouse = tiny(tmp_path / "a")
    assert put(lake, warehouse, "a").changed
    before, snapshots = files(lake), ask(lake, "select count(*) from office.snapshots()")
    done = put(lake, warehouse, "a")
    assert (done.number, done.changed, done.rows["fct_indicator"]) == (1, [], 100)
    assert files(lake) == before and ask(lake, "select count(*) from office.snapshots()") == snapshots

    done = put(lake, tiny(tmp_path / "a", more="update fct_conflict set mark = 2"), "a")
    assert (done.number, done.changed) == (2, ["fct_conflict"])
    assert len(files(lake) - before) == 2  # and the row of publication
    done = put(lake, tiny(tmp_path / "a"), "a")  # back to what it was: a file of its own, whatever was cleaned
    for _ in range(2):
        clean(parse(lake[0]), lake[1], keep=1, grace=timedelta(0))
    assert (done.number, done.changed) == (3, ["fct_conflict"])
    assert ask(lake, "select writer, mark from fct_conflict") == [("a", 1)]


def test_an_earlier_publication_can_be_read_until_it_is_forgotten(lake: tuple[str, Path], tmp_path: Path) -> None:
    for mark in range(1, 5):
        put(lake, tiny(tmp_path / "a", mark), "a")
        put(lake, tiny(tmp_path / "b", mark + 10, documents=("d3",)), "b")
    sql = "select snapshot_id from office.snapshots() where commit_message = 'publication {} of a'"
    [(second,)] = ask(lake, sql.format(2))
    read = "select distinct writer, mark from observations order by 1"
    assert ask(lake, read, f"snapshot_version {second}") == [("a", 2), ("b", 11)]

    young = clean(parse(lake[0]), lake[1], keep=1)
    assert (young.snapshots, young.files, young.orphans) == (0, 0, 0)  # nothing is a day old
    done = clean(parse(lake[0]), lake[1], keep=2, grace=timedelta(0))
    assert done.snapshots > 4 and done.orphans == 0
    kept = ask(lake, "select author, commit_message from office.snapshots() order by snapshot_id")
    assert kept == [(name, f"publication {n} of {name}") for n in (3, 4) for name in ("a", "b")]
    assert ask(lake, sql.format(2)) == []
    [(third,)] = ask(lake, sql.format(3))
    assert ask(lake, read, f"snapshot_version {third}") == [("a", 3), ("b", 12)]
    assert ask(lake, read) == [("a", 4), ("b", 14)]


def test_a_document_of_two_writers_counts_once(lake: tuple[str, Path], tmp_path: Path) -> None:
    put(lake, tiny(tmp_path / "a", 1, documents=("d1", "d2")), "a")
    done = put(lake, tiny(tmp_path / "b", 2, documents=("d2", "d3")), "b")
    assert done.shared == {"a": 1}
    once = [("a", 1, "d1", 50), ("b", 2, "d2", 50), ("b", 2, "d3", 50)]
    counted = "select writer, mark, document_id, count(*) from {} group by all order by 1, 3"
    assert ask(lake, counted.format("observations")) == ask(lake, counted.format("fct_indicator")) == once
    assert ask(lake, counted.format("by_writer.fct_indicator")) == [("a", 1, "d1", 50), ("a", 1, "d2", 50), *once[1:]]
    assert ask(lake, "select writer, document_id from fct_key_project order by 2") == [(w, d) for w, _, d, _ in once]
    assert ask(lake, 'select writer, count(*) from "v_指标观测" group by all order by 1') == [("a", 50), ("b", 100)]
    assert ask(lake, "select document_id, writer, stands from shared_document order by 2") == [("d2", "a", False), ("d2", "b", True)]
    assert ask(lake, "select writer from fct_conflict order by 1") == [("a",), ("b",)]  # each from all that it has

    put(lake, tiny(tmp_path / "a", 3, documents=("d1", "d2")), "a")  # the newer publication stands
    assert ask(lake, counted.format("observations")) == [("a", 3, "d1", 50), ("a", 3, "d2", 50), ("b", 2, "d3", 50)]
    withdraw(parse(lake[0]), lake[1], "a")
    assert ask(lake, counted.format("observations")) == once[1:]
    assert ask(lake, "select count(*) from shared_document") == [(0,)]
    with pytest.raises(PublishError, match="no writer a is in the lake; there are: b"):
        withdraw(parse(lake[0]), lake[1], "a")


def test_the_newest_catalogue_stands_and_no_key_is_lost(lake: tuple[str, Path], tmp_path: Path) -> None:
    put(lake, tiny(tmp_path / "a", 1, more="insert into dim_unit values ('万吨', 10000, 1)"), "a")
    put(lake, tiny(tmp_path / "b", 2), "b")
    assert ask(lake, "from dim_unit order by unit") == [
        ("%", Decimal(1), 2),
        ("万吨", Decimal(10000), 1),
        ("亿元", Decimal(100000000), 2),
    ]


def test_a_later_version_brings_columns_and_tables(lake: tuple[str, Path], tmp_path: Path) -> None:
    """The types that no mart has yet go through as well."""
    later = """
        alter table fct_key_project add column counts map(varchar, integer);
        alter table fct_key_project add column raw json;
        update fct_key_project set counts = map {'页': 3}, raw = '{"a": [1, null]}';
        comment on column fct_key_project.counts is '计数';
        alter table fct_conflict alter mark set data type bigint;
        create table fct_new (id integer primary key, corners integer[2]);
        insert into fct_new values (1, [1, 2]), (2, null);
        alter table fct_indicator add column next_mark integer;
        update fct_indicator set next_mark = 7;
        create or replace view observations as select * from fct_indicator;
    """
    put(lake, tiny(tmp_path / "old"), "old")
    put(lake, tiny(tmp_path / "new", 2, documents=("d3",), more=later), "new")
    sql = "select writer, counts, cast(raw as varchar), typeof(raw) from fct_key_project order by all"
    told = [("new", {"页": 3}, '{"a": [1, null]}', "JSON")]
    assert ask(lake, sql) == [*told, ("old", None, None, "JSON"), ("old", None, None, "JSON")]
    assert ask(lake, "select writer, mark, typeof(mark) from fct_conflict order by 1") == [("new", 2, "BIGINT"), ("old", 1, "BIGINT")]
    assert ask(lake, "select writer, id, corners, typeof(corners) from fct_new order by id") == [
        ("new", 1, (1, 2), "INTEGER[2]"),
        ("new", 2, None, "INTEGER[2]"),
    ]

    assert ask(lake, "select distinct writer, next_mark from observations order by 1") == [("new", 7), ("old", None)]

    put(lake, tiny(tmp_path / "old", 3), "old")  # by the older version, which knows nothing of them
    assert ask(lake, sql) == [*told, ("old", None, None, "JSON"), ("old", None, None, "JSON")]
    assert ask(lake, "select distinct writer, mark from fct_conflict order by 1") == [("new", 2), ("old", 3)]
    assert ask(lake, "select distinct writer, next_mark from observations order by 1") == [("new", 7), ("old", None)]
    [(comment,)] = ask(
        lake,
        "select comment from duckdb_columns() where schema_name = 'by_writer' and table_name = 'fct_key_project' and column_name = 'counts'",
    )
    assert comment == "计数"


def test_long_texts_and_changed_types_hide_no_row(lake: tuple[str, Path], tmp_path: Path) -> None:
    """DuckLake keeps no bounds of a text of 10,000 bytes, and then takes the next file's for the whole table's."""
    long = "update fct_key_project set mention_id = repeat('语', 9000) || mention_id"
    put(lake, tiny(tmp_path / "a", documents=("d1",), more=long), "a")
    for mark in (1, 2):
        put(lake, tiny(tmp_path / "b", mark, documents=("d2",)), "b")
    assert ask(lake, "select writer from fct_key_project where mention_id > 'm'") == [("a",)]
    assert ask(lake, "select max(mention_id)[1], min(mention_id) from fct_key_project") == [("语", "d2-p")]
    put(lake, tiny(tmp_path / "b", 3, documents=("d2",), more="alter table fct_conflict alter mark set data type bigint"), "b")
    put(lake, tiny(tmp_path / "a", 4, documents=("d1",), more=long), "a")
    assert ask(lake, "select distinct writer, mark from fct_conflict order by 1") == [("a", 4), ("b", 3)]
    assert ask(lake, "select writer from fct_conflict where mark < 4") == [("b",)]


def test_a_type_that_does_not_fit_is_refused(lake: tuple[str, Path], tmp_path: Path) -> None:
    put(lake, tiny(tmp_path / "a"), "a")
    before = ask(lake, "from observations order by all"), files(lake), ask(lake, "select max(snapshot_id) from office.snapshots()")
    other = "alter table fct_conflict alter mark set data type varchar; create table fct_more (a integer)"
    with pytest.raises(PublishError, match=r"fct_conflict.mark is INTEGER in the lake and VARCHAR in this warehouse.*a lake of its own"):
        put(lake, tiny(tmp_path / "b", more=other), "b")
    assert (ask(lake, "from observations order by all"), files(lake), ask(lake, "select max(snapshot_id) from office.snapshots()")) == before


def test_a_view_that_is_more_than_a_choice_is_refused(lake: tuple[str, Path], tmp_path: Path) -> None:
    other = "create or replace view observations as select *, mark + 1 as next_mark from fct_indicator"
    with pytest.raises(PublishError, match="observations.next_mark is no column of fct_indicator"):
        put(lake, tiny(tmp_path / "a", more=other), "a")


def test_a_failure_leaves_the_lake_and_no_file(lake: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(lake, tiny(tmp_path / "a"), "a")
    before = ask(lake, "from observations order by all"), files(lake)
    register, count = publish.register, 0

    def failing(*given: object) -> None:
        nonlocal count
        count += 1
        if count == 4:
            raise OSError(28, "No space left on device", "somewhere")
        register(*given)

    monkeypatch.setattr(publish, "register", failing)
    with pytest.raises(PublishError, match="somewhere: No space left on device"):
        put(lake, tiny(tmp_path / "a", 2), "a")
    monkeypatch.undo()
    assert (ask(lake, "from observations order by all"), files(lake)) == before
    put(lake, tiny(tmp_path / "a", 2), "a")
    assert ask(lake, "select distinct mark from observations") == [(2,)]


def test_what_a_killed_writer_left_goes_when_it_is_old_enough(lake: tuple[str, Path], tmp_path: Path) -> None:
    put(lake, tiny(tmp_path / "a"), "a")
    known = files(lake)
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
    assert files(lake) == {*known, folder / "4567-1.parquet"}
    assert (lake[1] / "README.txt").exists()
    assert ask(lake, "select count(*) from observations") == [(100,)]


def test_a_name_belongs_to_the_warehouse_that_took_it(lake: tuple[str, Path], tmp_path: Path) -> None:
    first = tiny(tmp_path / "a")
    put(lake, first, "yongchuan")
    assert writer_of(first.parent).name == "yongchuan"  # for the next time
    second = tiny(tmp_path / "b", 2)
    with pytest.raises(PublishError, match="yongchuan is the name of another warehouse.*--take-over"):
        put(lake, second, "yongchuan")
    assert not (second.parent / FILE).exists()
    assert ask(lake, "select distinct mark from observations") == [(1,)]
    assert put(lake, second, "yongchuan", take_over=True).number == 2
    assert ask(lake, "select distinct mark from observations") == [(2,)]
    assert put(lake, second, "yongchuan", take_over=True).number == 2  # nothing new
    with pytest.raises(PublishError, match="another warehouse"):
        put(lake, first, "yongchuan")
    for name in ("a/b", "writer=x", "", " a", "x" * 65):
        with pytest.raises(PublishError, match="no name of a writer"):
            writer_of(tmp_path, name or "*")


def test_the_folder_is_the_lakes_own(lake: tuple[str, Path], tmp_path: Path) -> None:
    warehouse = tiny(tmp_path / "a")
    put(lake, warehouse, "a")
    other = (str(tmp_path / "other.ducklake"), tmp_path / "other")
    with pytest.raises(PublishError, match="is not empty"):
        put((other[0], lake[1]), warehouse, "a")
    put(other, warehouse, "a")
    for wrong, said in ((other[1], "of another lake"), (tmp_path / "none", "not the folder of this lake")):
        for act in (lambda: put((lake[0], wrong), warehouse, "a"), lambda: clean(parse(lake[0]), wrong)):  # noqa: B023
            with pytest.raises(PublishError, match=said):
                act()
    with pytest.raises(PublishError, match="Not a directory|cannot be written|is not empty|File exists"):
        put((str(tmp_path / "third.ducklake"), warehouse / "below"), warehouse, "a")
    with pytest.raises(PublishError, match="no catalogue"):
        clean(parse(str(tmp_path / "fourth.ducklake")), tmp_path / "fourth")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(lake: tuple[str, Path], tmp_path: Path) -> None:
    warehouse = tiny(tmp_path / "a")
    put(lake, warehouse, "a")
    lake[1].chmod(0o555)
    with pytest.raises(PublishError, match="cannot be written"):
        put(lake, tiny(tmp_path / "a", 2), "a")
    lake[1].chmod(0o755)


def test_a_full_or_locked_disk_is_said(lake: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root, permissions do not show; a file in the place of a writer's folder does."""
    put(lake, tiny(tmp_path / "a"), "a")
    (lake[1] / "by_writer" / "fct_indicator" / "writer=b").write_text("in the way")
    before = files(lake)
    with pytest.raises(PublishError, match=r"writer=b: File exists"):
        put(lake, tiny(tmp_path / "b"), "b")
    assert files(lake) == before
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PublishError, match="cannot be written"):
        put(lake, tiny(tmp_path / "a", 2), "a")


def test_somebody_elses_catalogue_is_left_alone(lake: tuple[str, Path], tmp_path: Path) -> None:
    with duckdb.connect() as theirs:
        extensions.load(theirs, "ducklake")
        theirs.execute(f"attach 'ducklake:{lake[0]}' as lake (data_path '{lake[1]}')")
        theirs.execute("create table lake.precious as select 1 as a")
    with pytest.raises(PublishError, match="1 tables that taizhang did not put there"):
        put(lake, tiny(tmp_path / "a"), "a")
    assert ask(lake, "from precious") == [(1,)]


def test_a_file_is_for_one_at_a_time(lake: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.publish.ducklake import lake as module

    put(lake, tiny(tmp_path / "a"), "a")
    monkeypatch.setattr(module, "FILE_SECONDS", 0.3)

    def act() -> None:
        with pytest.raises(PublishError, match="for one at a time, one in PostgreSQL for many"):
            put(lake, tiny(tmp_path / "b"), "b")

    holding(Path(lake[0]), act)
    put(lake, tiny(tmp_path / "b"), "b")


def holding(path: Path, act: object) -> None:
    """Do something while another process has a DuckDB file open."""
    import subprocess
    import sys

    code = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "open\n"
        act()  # type: ignore[operator]
        other.communicate("")


def test_another_duckdb_and_a_missing_package_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect() as connection:
        connection.execute("set extension_directory = '/nonexistent'")
        monkeypatch.setattr(duckdb, "__version__", "1.5.6")
        with pytest.raises(PublishError, match=r"duckdb-extension-ducklake is made for DuckDB 1\.5\.\d, and this is 1\.5\.6.*ducklake\]"):
            extensions.load(connection, "ducklake")
        with pytest.raises(PublishError, match=r"extension no_such is not installed; get it with: pip install.*ducklake\]"):
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
    said = where.plain('no "owner:p%40ss%2Fword" p@ss/word; query "INSERT INTO x VALUES (1);\n ...": ERROR: duplicate key\nDETAIL: (1)')
    assert said == 'no "owner:***" ***; query: ERROR: duplicate key DETAIL: (1)'


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    tiny(house.warehouse)
    address, data = str(tmp_path / "c.ducklake"), str(tmp_path / "data")
    result = house.run("publish-ducklake", address, "--data", data, "--as", "东湖")
    assert result.returncode == 0, result.stderr
    assert "publication 1 of 东湖: 6 tables, 207 rows; 6 tables replaced" in result.stdout
    tiny(house.warehouse, 2)
    assert "publication 2 of 东湖" in house.run("publish-ducklake", address, "--data", data).stdout  # the name is remembered
    other = House(tmp_path / "other")
    tiny(other.warehouse)
    result = other.run("publish-ducklake", address, "--data", data, "--as", "西山")
    assert "2 documents also published by 东湖" in result.stderr
    result = other.run("publish-ducklake", address, "--data", data, "--clean", "--keep", "1")
    assert "0 snapshots forgotten, 0 old files removed, 0 left-over files removed" in result.stdout
    assert other.run("publish-ducklake", address, "--data", data, "--clean", "--grace", "0.5").returncode == 2
    assert "西山 withdrawn: 207 rows" in other.run("publish-ducklake", address, "--data", data, "--withdraw", "西山").stdout
    result = other.run("publish-ducklake", address, "--data", data, "--as", "东湖")
    assert result.returncode == 1 and len(result.stderr.strip().splitlines()) == 1
    assert query(house.published, "select count(*) from observations").rows == [(100,)]  # the warehouse itself is only read
