"""Warehouses of a few rows, made in a moment: what of a lake's behaviour does not depend on what the marts say.

tiny(folder, mark=3, documents=("d1", "d2"))      # folder/taizhang.duckdb, `mark` in every fact
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

TABLES = """
    create table dim_document (document_id varchar primary key, source_file varchar, title varchar, mark integer);
    create table dim_unit (unit varchar primary key, factor decimal(38,6), mark integer);
    create table fct_indicator (observation_id varchar primary key, document_id varchar, value decimal(38,6), unit varchar,
        bbox double[4], checks varchar[], mark integer);
    create table fct_key_project (mention_id varchar primary key, document_id varchar, mark integer);
    create table fct_conflict (conflict_id varchar primary key, mark integer);
    create view observations as select observation_id, document_id, value, unit, bbox, checks, mark from fct_indicator;
    create view "v_指标观测" as select observation_id as "观测编号", value as "数值" from fct_indicator;
    comment on table fct_indicator is '观测';
    comment on column fct_indicator.value is '数值';
"""
FACTS = {  # table -> key; every row has the mark
    "dim_document": "document_id",
    "fct_indicator": "observation_id",
    "fct_key_project": "mention_id",
    "fct_conflict": "conflict_id",
}


def tiny(folder: Path, mark: int = 1, documents: Sequence[str] = ("d1", "d2"), rows: int = 50, more: str = "") -> Path:
    """Make the published file anew; `more` is SQL that changes it further."""
    folder.mkdir(parents=True, exist_ok=True)
    published = folder / "taizhang.duckdb"
    published.unlink(missing_ok=True)
    with duckdb.connect(str(published)) as connection:
        connection.execute(TABLES)
        for document in documents:
            connection.execute(
                "insert into dim_document values (?, ? || '.txt', ?, ?)", [document, document, document, mark]
            )
            connection.execute(
                """insert into fct_indicator select ? || '-' || i, ?, i + 0.5, '亿元',
                   (case when i % 2 = 0 then [i, 1, 2, 3] end)::double[4], ['check'], ? from range(?) as t(i)""",
                [document, document, mark, rows],
            )
            connection.execute("insert into fct_key_project values (? || '-p', ?, ?)", [document, document, mark])
        connection.execute("insert into dim_unit values ('亿元', 100000000, ?), ('%', 1, ?)", [mark, mark])
        connection.execute("insert into fct_conflict values ('c', ?)", [mark])
        connection.execute(more)
    return published
