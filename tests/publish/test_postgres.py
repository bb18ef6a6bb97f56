"""The marts in PostgreSQL: the same rows, with meaning, keys and rights; all of it or nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import PublishError
from pipelines.serve.postgres.publish import publish
from pipelines.serve.query import query
from tests.publish import server


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if why := server.missing():
        pytest.skip(why)
    with server.server() as address:
        yield address


def ask(address: str, sql: str, *parameters: object) -> list[tuple]:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else []


def test_the_rows_are_those_of_the_warehouse(published: Path, address: str) -> None:
    done = publish(published, address)
    assert done.left_out == []
    assert {name: ask(address, f'select count(*) from taizhang."{name}"')[0][0] for name in done.rows} == done.rows
    sql = 'select * from {}."{}" order by 1, 2'
    for name in ("fct_indicator", "fct_conflict", "v_目标与完成", "observations", "dim_document"):
        assert ask(address, sql.format("taizhang", name)) == query(published, sql.format("main", name)).rows, name


def test_meaning_keys_and_relations_arrive(published: Path, address: str) -> None:
    publish(published, address)
    [(said,)] = ask(address, "select obj_description('taizhang.fct_indicator'::regclass)")
    assert "observation" in said
    bare = ask(
        address,
        """select c.relname, a.attname from pg_class as c join pg_attribute as a on a.attrelid = c.oid
           where c.relnamespace = 'taizhang'::regnamespace and c.relkind = 'r' and a.attnum > 0
             and col_description(c.oid, a.attnum) is null""",
    )
    assert bare == []
    counts = dict(
        ask(
            address,
            """select constraint_type, count(*) from information_schema.table_constraints
               where table_schema = 'taizhang' and constraint_type <> 'CHECK' group by 1""",
        )
    )
    assert counts["PRIMARY KEY"] > 15 and counts["FOREIGN KEY"] > 35


def test_readers_keep_their_rights(published: Path, address: str) -> None:
    publish(published, address)
    ask(address, "drop role if exists analyst")
    ask(address, "create role analyst")
    ask(address, "grant usage on schema taizhang to analyst")
    ask(address, "grant select on all tables in schema taizhang to analyst")
    ask(address, "drop table taizhang.dim_date cascade")  # as if it came with a later version
    publish(published, address)
    asked = "select has_schema_privilege('analyst', 'taizhang', 'usage'), has_table_privilege('analyst', 'taizhang.{}', 'select')"
    assert ask(address, asked.format("fct_indicator")) == ask(address, asked.format("dim_date")) == [(True, True)]


def test_what_is_not_ours_is_left_alone(published: Path, address: str) -> None:
    ask(address, "create schema theirs; create table theirs.precious (a int)")
    with pytest.raises(PublishError, match="did not put there"):
        publish(published, address, "theirs")
    publish(published, address)
    ask(address, "create view theirs.mine as select * from taizhang.dim_year")
    with pytest.raises(PublishError, match=r"theirs\.mine would be lost"):
        publish(published, address)
    assert ask(address, "select count(*) > 0 from theirs.mine") == [(True,)]
    ask(address, "drop schema theirs cascade")


def test_a_failure_leaves_the_old_tables(published: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    from pipelines.serve.postgres import publish as module

    publish(published, address)
    ask(address, "delete from taizhang.fct_conflict")
    monkeypatch.setattr(module.places, "restore_grants", lambda target, *_: target.execute("select 1 / 0"))
    with pytest.raises(PublishError, match="as it was: division by zero"):
        publish(published, address)
    monkeypatch.undo()
    assert ask(address, "select count(*) from taizhang.fct_conflict") == [(0,)]
    assert ask(address, "select nspname from pg_namespace where nspname like 'taizhang%%'") == [("taizhang",)]

    with psycopg.connect(address) as reader:  # a transaction that stays open
        reader.execute("select count(*) from taizhang.fct_indicator")
        with pytest.raises(PublishError, match="somebody has been reading"):
            publish(published, address, lock_seconds=0.2)
    assert ask(address, "select count(*) from taizhang.fct_conflict") == [(0,)]
    publish(published, address)
    assert ask(address, "select count(*) > 0 from taizhang.fct_conflict") == [(True,)]


def test_an_address_that_leads_nowhere_is_said(published: Path, tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(PublishError, match="cannot be reached"):
        publish(published, f"postgresql://owner@/postgres?host={tmp_path}")
    with pytest.raises(PublishError, match="no address") as caught:
        publish(published, "postgresql:/owner:secret@nowhere/x y")
    assert "secret" not in str(caught.value)
