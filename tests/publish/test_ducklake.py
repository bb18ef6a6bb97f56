"""The marts in a DuckLake, the catalogue in a file: the same rows and types, single where they are the same."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.errors import PublishError
from pipelines.publish import shapes
from pipelines.serve.ducklake import extensions, publish, tables, views
from pipelines.serve.ducklake.catalogue import parse
from pipelines.serve.ducklake.clean import clean
from pipelines.serve.ducklake.publish import withdraw
from pipelines.serve.query import connect, query
from tests.command import House
from tests.publish import lakes
from tests.publish.lakes import extended  # noqa: F401
from tests.publish.tiny import tiny


@pytest.fixture(scope="module")
def marts(published: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A lake with the marts of one writer: its catalogue and its folder."""
    lakes.need()
    folder = tmp_path_factory.mktemp("marts")
    address, data = str(folder / "catalogue.ducklake"), folder / "data"
    publish.publish(published, parse(address), data, "东湖")
    return address, data


def test_every_row_and_type_is_that_of_the_warehouse(published: Path, marts: tuple[str, Path]) -> None:
    with connect(published, files=True) as source:
        relations = shapes.read(source)
        # Read-only attachments of one file by two connections of a process are one to DuckDB, so the lake comes to this one.
        extensions.load(source, "ducklake")
        source.execute(
            f"attach 'ducklake:{marts[0]}' as office (data_path '{marts[1]}', override_data_path true, read_only)"
        )
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
                assert source.execute(f"select distinct writer from {there}").fetchall() in ([("东湖",)], []), (
                    relation.name
                )
        assert filled > 22
        [(box, checks)] = source.execute(
            "select distinct typeof(bbox), typeof(checks) from office.observations where bbox is null"
        ).fetchall()
        assert (box, checks) == ("DOUBLE[4]", "VARCHAR[]")


def test_catalogues_are_single_and_the_rest_says_whose_it_is(marts: tuple[str, Path]) -> None:
    without = [
        name
        for (name,) in lakes.ask(
            *marts,
            """select view_name from duckdb_views() as v where database_name = 'office' and schema_name = 'main' and not exists (
               select 1 from duckdb_columns() as c where c.database_name = 'office' and c.schema_name = 'main'
               and c.table_name = v.view_name and c.column_name = 'writer') order by 1""",
        )
    ]
    assert without == [
        "dim_date",
        "dim_indicator",
        "dim_indicator_alias",
        "dim_region",
        "dim_sector",
        "dim_unit",
        "dim_year",
    ]


def test_comments_arrive(published: Path, marts: tuple[str, Path]) -> None:
    with connect(published, files=True) as source:
        relations = shapes.read(source)
    wanted = {(r.name, c.name): c.comment for r in tables.stored(relations) for c in r.columns}
    found = {
        (table, column): comment
        for table, column, comment in lakes.ask(
            *marts,
            """select table_name, column_name, comment from duckdb_columns()
               where database_name = 'office' and schema_name = 'by_writer' and column_name <> 'writer'""",
        )
    }
    assert {key: found[key] for key in wanted} == wanted
    said = dict(lakes.ask(*marts, "select view_name, comment from duckdb_views() where database_name = 'office'"))
    assert {r.name: said[r.name] for r in relations} == {r.name: r.comment for r in relations}
    assert all(said[name] for name in (views.SHARED, "publication"))


def test_files_of_a_writer_are_partitions_below_the_folder(marts: tuple[str, Path]) -> None:
    registered = lakes.ask(
        *marts,
        """select f.path, f.path_is_relative, v.partition_value from __ducklake_metadata_office.ducklake_data_file as f
           left join __ducklake_metadata_office.ducklake_file_partition_value as v using (data_file_id)
           join __ducklake_metadata_office.ducklake_table as t on t.table_id = f.table_id
           where t.table_name <> 'publication'""",
    )
    assert len(registered) > 20
    assert {(relative, writer) for _, relative, writer in registered} == {(True, "东湖")}
    assert lakes.ask(*marts, "select count(*) from __ducklake_metadata_office.ducklake_delete_file") == [(0,)]


def test_what_has_not_changed_is_not_published_again(lake: tuple[str, Path], tmp_path: Path) -> None:
    warehouse = tiny(tmp_path / "a")
    assert lakes.put(lake, warehouse, "a").changed
    before, snapshots = lakes.files(lake), lakes.ask(*lake, "select count(*) from office.snapshots()")
    done = lakes.put(lake, warehouse, "a")
    assert (done.number, done.changed, done.rows["fct_indicator"]) == (1, [], 100)
    assert lakes.files(lake) == before and lakes.ask(*lake, "select count(*) from office.snapshots()") == snapshots

    done = lakes.put(lake, tiny(tmp_path / "a", more="update fct_conflict set mark = 2"), "a")
    assert (done.number, done.changed) == (2, ["fct_conflict"])
    assert len(lakes.files(lake) - before) == 2  # and the row of publication
    done = lakes.put(lake, tiny(tmp_path / "a"), "a")  # back to what it was: a file of its own, whatever was cleaned
    for _ in range(2):
        clean(parse(lake[0]), lake[1], keep=1, grace=timedelta(0))
    assert (done.number, done.changed) == (3, ["fct_conflict"])
    assert lakes.ask(*lake, "select writer, mark from fct_conflict") == [("a", 1)]


def test_an_earlier_publication_can_be_read_until_it_is_forgotten(lake: tuple[str, Path], tmp_path: Path) -> None:
    for mark in range(1, 5):
        lakes.put(lake, tiny(tmp_path / "a", mark), "a")
        lakes.put(lake, tiny(tmp_path / "b", mark + 10, documents=("d3",)), "b")
    sql = "select snapshot_id from office.snapshots() where commit_message = 'publication {} of a'"
    [(second,)] = lakes.ask(*lake, sql.format(2))
    read = "select distinct writer, mark from observations order by 1"
    assert lakes.ask(*lake, read, f"snapshot_version {second}") == [("a", 2), ("b", 11)]

    young = clean(parse(lake[0]), lake[1], keep=1)
    assert (young.snapshots, young.files, young.orphans) == (0, 0, 0)  # nothing is a day old
    done = clean(parse(lake[0]), lake[1], keep=2, grace=timedelta(0))
    assert done.snapshots > 4 and done.orphans == 0
    kept = lakes.ask(*lake, "select author, commit_message from office.snapshots() order by snapshot_id")
    assert kept == [(name, f"publication {n} of {name}") for n in (3, 4) for name in ("a", "b")]
    assert lakes.ask(*lake, sql.format(2)) == []
    [(third,)] = lakes.ask(*lake, sql.format(3))
    assert lakes.ask(*lake, read, f"snapshot_version {third}") == [("a", 3), ("b", 12)]
    assert lakes.ask(*lake, read) == [("a", 4), ("b", 14)]


def test_a_document_of_two_writers_counts_once(lake: tuple[str, Path], tmp_path: Path) -> None:
    lakes.put(lake, tiny(tmp_path / "a", 1, documents=("d1", "d2")), "a")
    done = lakes.put(lake, tiny(tmp_path / "b", 2, documents=("d2", "d3")), "b")
    assert done.shared == {"a": 1}
    once = [("a", 1, "d1", 50), ("b", 2, "d2", 50), ("b", 2, "d3", 50)]
    counted = "select writer, mark, document_id, count(*) from {} group by all order by 1, 3"
    assert lakes.ask(*lake, counted.format("observations")) == lakes.ask(*lake, counted.format("fct_indicator")) == once
    assert lakes.ask(*lake, counted.format("by_writer.fct_indicator")) == [
        ("a", 1, "d1", 50),
        ("a", 1, "d2", 50),
        *once[1:],
    ]
    assert lakes.ask(*lake, "select writer, document_id from fct_key_project order by 2") == [
        (w, d) for w, _, d, _ in once
    ]
    assert lakes.ask(*lake, 'select writer, count(*) from "v_指标观测" group by all order by 1') == [
        ("a", 50),
        ("b", 100),
    ]
    assert lakes.ask(*lake, "select document_id, writer, stands from shared_document order by 2") == [
        ("d2", "a", False),
        ("d2", "b", True),
    ]
    assert lakes.ask(*lake, "select writer from fct_conflict order by 1") == [
        ("a",),
        ("b",),
    ]  # each from all that it has

    lakes.put(lake, tiny(tmp_path / "a", 3, documents=("d1", "d2")), "a")  # the newer publication stands
    assert lakes.ask(*lake, counted.format("observations")) == [
        ("a", 3, "d1", 50),
        ("a", 3, "d2", 50),
        ("b", 2, "d3", 50),
    ]
    withdraw(parse(lake[0]), lake[1], "a")
    assert lakes.ask(*lake, counted.format("observations")) == once[1:]
    assert lakes.ask(*lake, "select count(*) from shared_document") == [(0,)]
    with pytest.raises(PublishError, match="no writer a is in the lake; there are: b"):
        withdraw(parse(lake[0]), lake[1], "a")


def test_the_newest_catalogue_stands_and_no_key_is_lost(lake: tuple[str, Path], tmp_path: Path) -> None:
    lakes.put(lake, tiny(tmp_path / "a", 1, more="insert into dim_unit values ('万吨', 10000, 1)"), "a")
    lakes.put(lake, tiny(tmp_path / "b", 2), "b")
    assert lakes.ask(*lake, "from dim_unit order by unit") == [
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
    lakes.put(lake, tiny(tmp_path / "old"), "old")
    lakes.put(lake, tiny(tmp_path / "new", 2, documents=("d3",), more=later), "new")
    sql = "select writer, counts, cast(raw as varchar), typeof(raw) from fct_key_project order by all"
    told = [("new", {"页": 3}, '{"a": [1, null]}', "JSON")]
    assert lakes.ask(*lake, sql) == [*told, ("old", None, None, "JSON"), ("old", None, None, "JSON")]
    assert lakes.ask(*lake, "select writer, mark, typeof(mark) from fct_conflict order by 1") == [
        ("new", 2, "BIGINT"),
        ("old", 1, "BIGINT"),
    ]
    assert lakes.ask(*lake, "select writer, id, corners, typeof(corners) from fct_new order by id") == [
        ("new", 1, (1, 2), "INTEGER[2]"),
        ("new", 2, None, "INTEGER[2]"),
    ]

    assert lakes.ask(*lake, "select distinct writer, next_mark from observations order by 1") == [
        ("new", 7),
        ("old", None),
    ]

    lakes.put(lake, tiny(tmp_path / "old", 3), "old")  # by the older version, which knows nothing of them
    assert lakes.ask(*lake, sql) == [*told, ("old", None, None, "JSON"), ("old", None, None, "JSON")]
    assert lakes.ask(*lake, "select distinct writer, mark from fct_conflict order by 1") == [("new", 2), ("old", 3)]
    assert lakes.ask(*lake, "select distinct writer, next_mark from observations order by 1") == [
        ("new", 7),
        ("old", None),
    ]
    [(comment,)] = lakes.ask(
        *lake,
        "select comment from duckdb_columns() where schema_name = 'by_writer' and table_name = 'fct_key_project' and column_name = 'counts'",
    )
    assert comment == "计数"


def test_long_texts_and_changed_types_hide_no_row(lake: tuple[str, Path], tmp_path: Path) -> None:
    """DuckLake keeps no bounds of a text of 10,000 bytes, and then takes the next file's for the whole table's."""
    long = "update fct_key_project set mention_id = repeat('语', 9000) || mention_id"
    lakes.put(lake, tiny(tmp_path / "a", documents=("d1",), more=long), "a")
    for mark in (1, 2):
        lakes.put(lake, tiny(tmp_path / "b", mark, documents=("d2",)), "b")
    assert lakes.ask(*lake, "select writer from fct_key_project where mention_id > 'm'") == [("a",)]
    assert lakes.ask(*lake, "select max(mention_id)[1], min(mention_id) from fct_key_project") == [("语", "d2-p")]
    lakes.put(
        lake,
        tiny(tmp_path / "b", 3, documents=("d2",), more="alter table fct_conflict alter mark set data type bigint"),
        "b",
    )
    lakes.put(lake, tiny(tmp_path / "a", 4, documents=("d1",), more=long), "a")
    assert lakes.ask(*lake, "select distinct writer, mark from fct_conflict order by 1") == [("a", 4), ("b", 3)]
    assert lakes.ask(*lake, "select writer from fct_conflict where mark < 4") == [("b",)]


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    tiny(house.warehouse)
    address, data = str(tmp_path / "c.ducklake"), str(tmp_path / "data")
    result = house.run("publish-ducklake", address, "--data", data, "--as", "东湖")
    assert result.returncode == 0, result.stderr
    assert "publication 1 of 东湖: 6 tables, 207 rows; 6 tables replaced" in result.stdout
    tiny(house.warehouse, 2)
    assert (
        "publication 2 of 东湖" in house.run("publish-ducklake", address, "--data", data).stdout
    )  # the name is remembered
    other = House(tmp_path / "other")
    tiny(other.warehouse)
    result = other.run("publish-ducklake", address, "--data", data, "--as", "西山")
    assert "2 documents also published by 东湖" in result.stderr
    result = other.run("publish-ducklake", address, "--data", data, "--clean", "--keep", "1")
    assert "0 snapshots forgotten, 0 old files removed, 0 left-over files removed" in result.stdout
    assert other.run("publish-ducklake", address, "--data", data, "--clean", "--grace", "0.5").returncode == 2
    assert (
        "西山 withdrawn: 207 rows"
        in other.run("publish-ducklake", address, "--data", data, "--withdraw", "西山").stdout
    )
    result = other.run("publish-ducklake", address, "--data", data, "--as", "东湖")
    assert result.returncode == 1 and len(result.stderr.strip().splitlines()) == 1
    assert query(house.published, "select count(*) from observations").rows == [
        (100,)
    ]  # the warehouse itself is only read
