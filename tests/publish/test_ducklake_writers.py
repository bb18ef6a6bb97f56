"""Several writers on one lake, the catalogue in PostgreSQL: nothing lost, nothing doubled, whatever happens to one of them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import PublishError
from pipelines.serve.ducklake import catalogue, publish, transaction
from pipelines.serve.ducklake import clean as clean_module
from pipelines.serve.ducklake.catalogue import parse
from pipelines.serve.ducklake.clean import clean
from pipelines.serve.ducklake.lake import opened
from tests.publish import lakes, server
from tests.publish.lakes import extended  # noqa: F401
from tests.publish.tiny import tiny

PASSWORD = "s3cret-von-owner"


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    lakes.need()
    if why := server.missing():
        pytest.skip(why)
    with server.server(PASSWORD) as address:
        yield address


@pytest.fixture
def address(postgres: str) -> str:
    """An empty database."""
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
    return postgres


def expected(writers: dict[str, int], rows: int = 50) -> dict[str, set[tuple[str, int, int, int]]]:
    """What the lake holds when each writer's last mark is this: every row once."""
    counts = {"dim_document": 2, "fct_indicator": 2 * rows, "fct_key_project": 2, "fct_conflict": 1}
    return {t: {(writer, mark, n, n) for writer, mark in writers.items()} for t, n in counts.items()}


@contextmanager
def other_program(address: str, data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Somebody who writes without knowing of our gate."""
    with duckdb.connect() as connection:
        lakes.extensions.load(connection, "ducklake", "postgres_scanner")
        connection.execute(f"attach '{parse(address).attached}' as lake (data_path '{data}', override_data_path true)")
        yield connection


def assert_whole(found: dict[str, set[tuple[str, int, int, int]]]) -> None:
    """Each writer's tables are all of the same publication."""
    marks = {table: {(writer, mark) for writer, mark, _, _ in rows} for table, rows in found.items()}
    assert len({frozenset(one) for one in marks.values()}) == 1, marks
    assert all(n == different for rows in found.values() for _, _, n, different in rows)


def test_writers_at_once_lose_and_double_nothing(address: str, tmp_path: Path) -> None:
    """They also make the lake at once; somebody reads all the while."""
    data, names = tmp_path / "lake", ("东湖", "西山", "c", "d")
    seen = []
    with ExitStack() as stack:

        @cache
        def reader() -> duckdb.DuckDBPyConnection:
            return stack.enter_context(lakes.reading(address, data))

        def look() -> None:
            if (data / "taizhang-lake.json").exists():
                with suppress(duckdb.CatalogException):  # the tables are being made
                    seen.append(lakes.read_marks(reader()))
            time.sleep(0.05)

        lakes.side_by_side(lakes.rounds, [(address, data, tmp_path, name, range(1, 4)) for name in names], look)
    assert len({str(sorted(one["fct_conflict"])) for one in seen}) > 2
    for one in seen:
        assert_whole(one)
    assert lakes.marks(address, data) == expected(dict.fromkeys(names, 3))
    numbers = lakes.ask(address, data, "select writer, number from publication order by 1")
    assert numbers == [(name, 3) for name in sorted(names)]
    history = lakes.ask(address, data, "select author, commit_message from office.snapshots() where author is not null")
    assert sorted(history) == sorted((name, f"publication {n} of {name}") for name in names for n in range(1, 4))


def test_without_the_gate_conflicts_are_met_and_done_again(address: str, tmp_path: Path) -> None:
    """What holds if a proxy in between drops the lock: DuckLake refuses one of two, and that one tries again."""
    data = tmp_path / "lake"
    publish.publish(tiny(tmp_path / "first"), parse(address), data, "first")
    for last in range(5, 55, 5):  # whether they meet is chance: most times within five rounds
        arguments = [(address, data, tmp_path, name, range(last - 4, last + 1), False) for name in ("a", "b")]
        met = lakes.side_by_side(lakes.rounds, arguments)
        assert lakes.marks(address, data) == expected({"first": 1, "a": last, "b": last})
        if sum(met):
            return
    pytest.fail("fifty rounds at once without one conflict")


def test_a_conflict_between_begin_and_commit_is_overcome(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "lake"
    publish.publish(tiny(tmp_path / "a"), parse(address), data, "a")
    publish.publish(tiny(tmp_path / "b"), parse(address), data, "b")
    times = 0
    sign = publish._sign

    def disturbed(*given: object) -> None:
        """Another program removes a row of another writer, just before the commit."""
        nonlocal times
        times += 1
        if times == 1:
            with other_program(address, data) as other:
                other.execute("delete from lake.by_writer.fct_indicator where observation_id = 'd1-7' and writer = 'b'")
        sign(*given)

    monkeypatch.setattr(publish, "_sign", disturbed)
    done = publish.publish(tiny(tmp_path / "a", mark=2), parse(address), data, "a")
    assert times == 2 and done.number == 2
    found = lakes.marks(address, data)["fct_indicator"]
    assert found == {("a", 2, 100, 100), ("b", 1, 99, 99)}

    times = -1000
    monkeypatch.setattr(
        publish, "_sign", lambda *given: (_ for _ in ()).throw(duckdb.TransactionException("Transaction conflict"))
    )
    monkeypatch.setattr(transaction, "SECONDS", 0.3)
    with pytest.raises(PublishError, match="others kept changing the lake"):
        publish.publish(tiny(tmp_path / "a", mark=3), parse(address), data, "a")
    assert lakes.marks(address, data)["fct_indicator"] == found
    assert not [path for path in data.rglob("*.parquet") if path.stat().st_mtime > time.time() + 1]
    assert clean(parse(address), data, grace=timedelta(0)).orphans == 0  # what was written for nothing went at once


def test_a_writer_that_is_killed_leaves_the_lake_whole(address: str, tmp_path: Path) -> None:
    """Whenever it is: before, while and after the catalogue is told to commit."""
    data = tmp_path / "lake"
    for name in ("a", "b"):
        publish.publish(tiny(tmp_path / name), parse(address), data, name)
    for mark, moment in enumerate(lakes.MOMENTS, start=2):
        before, after = expected({"a": mark - 1, "b": mark - 1}), expected({"a": mark, "b": mark - 1})
        with lakes.killed(moment, address, data, tiny(tmp_path / "a", mark), "a"):
            seen = lakes.marks(address, data)
            assert seen == (after if moment == lakes.AFTER else before) or moment == lakes.WHILE, moment
        found = lakes.marks(address, data)
        assert found == seen or (moment == lakes.WHILE and found == after), moment
        publish.publish(
            tiny(tmp_path / "b", mark), parse(address), data, "b"
        )  # a gate still shut would raise PublishError
        assert clean(parse(address), data).orphans == 0  # too young
        orphans = clean(parse(address), data, grace=timedelta(0)).orphans
        assert orphans < 3 if found == after else orphans > 3, (moment, orphans)
        done = publish.publish(tiny(tmp_path / "a", mark), parse(address), data, "a")
        assert (done.number, bool(done.changed)) == (mark, found == before), moment
        assert lakes.marks(address, data) == expected({"a": mark, "b": mark})


def test_cleaning_beside_writers_takes_nothing_that_is_in_use(address: str, tmp_path: Path) -> None:
    data = tmp_path / "lake"
    publish.publish(tiny(tmp_path / "first"), parse(address), data, "first")
    arguments = [(address, data, tmp_path, name, range(1, 4)) for name in ("a", "b")]

    def tidy() -> None:
        """Forget at once, and remove at once what was forgotten; only what may be somebody's at work is spared."""
        with opened(parse(address), data) as lake:
            transaction.alone(lake, lambda: clean_module._expire(lake, 1, timedelta(0)))
            transaction.alone(lake, lambda: clean_module._remove_old(lake, timedelta(0)))
            transaction.alone(lake, lambda: clean_module._remove_orphans(lake, timedelta(minutes=5)))
        time.sleep(0.2)

    lakes.side_by_side(lakes.rounds, arguments, tidy)
    assert lakes.marks(address, data)["fct_indicator"] == {
        ("a", 3, 100, 100),
        ("b", 3, 100, 100),
        ("first", 1, 100, 100),
    }
    clean(parse(address), data, keep=1, grace=timedelta(0))
    clean(parse(address), data, keep=1, grace=timedelta(0))
    assert lakes.marks(address, data)["fct_indicator"] == {
        ("a", 3, 100, 100),
        ("b", 3, 100, 100),
        ("first", 1, 100, 100),
    }
    known = lakes.ask(address, data, "select path from __ducklake_metadata_office.ducklake_data_file")
    assert {path.name for path in data.rglob("*.parquet")} == {Path(name).name for (name,) in known}


def test_long_texts_hide_no_row(address: str, tmp_path: Path) -> None:
    """As with a file for a catalogue, where it is not done by a trigger; other programs' commits are seen to as well."""
    data = tmp_path / "lake"
    long = "update fct_key_project set mention_id = repeat('语', 9000) || mention_id"
    publish.publish(tiny(tmp_path / "a", documents=("d1",), more=long), parse(address), data, "a")
    publish.publish(tiny(tmp_path / "b", documents=("d2",)), parse(address), data, "b")
    with other_program(address, data) as other:
        other.execute("insert into lake.by_writer.fct_key_project values ('c', 'e', 'd3', 1)")
    assert lakes.ask(address, data, "select writer from fct_key_project where mention_id > 'm'") == [("a",)]


def test_who_waits_at_the_gate_too_long_is_told(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with parse(address).session() as other, other.alone():
        monkeypatch.setattr(catalogue, "WAIT_SECONDS", 0.2)
        with pytest.raises(PublishError, match="others have been publishing for more than 0.2 s"):
            publish.publish(tiny(tmp_path / "a"), parse(address), tmp_path / "lake", "a")


@pytest.mark.parametrize(
    "shape",
    [
        "{scheme}:{wrong}@{place}/postgres",
        "postgres:host=127.0.0.1 port={port} user=owner dbname=postgres password={wrong}",
    ],
)
def test_a_wrong_password_is_said_without_it(address: str, tmp_path: Path, shape: str) -> None:
    wrong = "not+the%2Fright-one"
    place = address.rpartition("@")[2].partition("/")[0]
    given = shape.format(scheme="postgresql://owner", wrong=wrong, place=place, port=place.partition(":")[2])
    with pytest.raises(PublishError, match="password authentication failed") as caught:
        publish.publish(tiny(tmp_path / "a"), parse(given), tmp_path / "lake", "a")
    assert "right-one" not in str(caught.value)


def test_what_duckdb_says_of_the_catalogue_has_no_password(address: str, tmp_path: Path) -> None:
    import psycopg

    publish.publish(tiny(tmp_path / "a"), parse(address), tmp_path / "lake", "a")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("drop table ducklake_snapshot")
    with pytest.raises(PublishError) as caught:
        publish.publish(tiny(tmp_path / "a"), parse(address), tmp_path / "lake", "a")
    assert "ducklake_snapshot" in str(caught.value) and PASSWORD not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_roles_need_no_more_than_the_page_says(address: str, tmp_path: Path) -> None:
    """Who made the lake owns it; other offices write its tables, analysts read them, and neither makes any."""
    import psycopg

    data = tmp_path / "lake"
    publish.publish(tiny(tmp_path / "a"), parse(address), data, "a")
    rights = {"office": "select, insert, update, delete", "analyst": "select"}
    theirs = {role: address.replace(f"owner:{PASSWORD}", f"{role}:{role}") for role in rights}
    with psycopg.connect(address, autocommit=True) as connection:
        for role, right in rights.items():
            connection.execute(f"create role {role} login password '{role}'")
            connection.execute(f"grant usage on schema public to {role}")
            connection.execute(f"grant {right} on all tables in schema public to {role}")
        try:
            more = "create table fct_more (document_id varchar primary key); insert into fct_more values ('d9')"
            publish.publish(tiny(tmp_path / "b", 2, ("d9",), more=more), parse(theirs["office"]), data, "b")
            publish.publish(tiny(tmp_path / "a", 3), parse(address), data, "a")  # no grant anew is needed
            sql = "select writer, count(*), sum(value) from observations group by all order by 1"
            assert lakes.ask(theirs["analyst"], data, sql) == [("a", 100, 2500), ("b", 50, 1250)]
            assert lakes.ask(theirs["analyst"], data, "from fct_more") == [("b", "d9")]
            with pytest.raises(PublishError, match="permission denied"):
                publish.publish(tiny(tmp_path / "c"), parse(theirs["analyst"]), data, "c")
        finally:
            for role in rights:
                connection.execute(f"drop owned by {role}")
                connection.execute(f"drop role {role}")


def test_the_folder_may_have_another_path_for_everyone(address: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    publish.publish(tiny(tmp_path / "a"), parse(address), here, "a")
    there.symlink_to(here)
    publish.publish(tiny(tmp_path / "b"), parse(address), there, "b")
    clean(parse(address), there, grace=timedelta(0))
    assert lakes.marks(address, here) == lakes.marks(address, there) == expected({"a": 1, "b": 1})
    shutil.move(here, tmp_path / "moved")
    assert lakes.marks(address, tmp_path / "moved") == expected({"a": 1, "b": 1})
