"""`datapackage.json`: what the exported files hold, in the Frictionless standard.

    path = write(connection, relations, "csv", folder)      # beside the files that export() wrote there

Schemas with descriptions, primary and foreign keys, units, the documents as sources, and a note on rights. The same
warehouse gives the same bytes: no time, no path of this machine.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.publish.files import write_aside
from pipelines.publish.shapes import Column, Relation

if TYPE_CHECKING:
    import duckdb

NAME = "datapackage.json"
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
RIGHTS = (
    "The figures are those of the documents in `sources`, published by the authorities that they name. What may be done "
    "with a document is for its publisher to say: see `licence` of each source and of dim_document; where it is empty, "
    "nothing is known. 各数据引自 sources 所列文件，其使用以发布机关的规定为准。"
)
TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


def write(connection: duckdb.DuckDBPyConnection, relations: Sequence[Relation], form: str, folder: Path) -> Path:
    """Describe the files `<relation>.<form>` that lie in the folder; returns the path of datapackage.json."""
    described = describe(connection, relations, form, folder)
    with write_aside(folder / NAME) as aside:
        aside.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return folder / NAME


def describe(
    connection: duckdb.DuckDBPyConnection, relations: Sequence[Relation], form: str, folder: Path
) -> dict[str, Any]:
    """The descriptor as a dict; foreign keys only between tables that are both there."""
    names = {relation.name for relation in relations}
    return {
        "name": "taizhang",
        "title": "台账 taizhang: figures of local government reports, each with the place it was read from",
        "description": RIGHTS,
        "profile": "data-package",
        "keywords": ["政府工作报告", "国民经济和社会发展计划", "统计公报", "targets and outcomes"],
        "sources": _sources(connection),
        "resources": [_resource(connection, relation, form, folder, names) for relation in relations],
    }


def _sources(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows = connection.execute(
        """select coalesce(title, source_file), source_url, document_id, issuer, published_date, licence
           from dim_document order by source_file, document_id"""
    ).fetchall()
    names = ("title", "path", "document_id", "issuer", "published", "licence")
    return [{name: str(value) for name, value in zip(names, row, strict=True) if value is not None} for row in rows]


def _resource(
    connection: duckdb.DuckDBPyConnection, relation: Relation, form: str, folder: Path, names: set[str]
) -> dict[str, Any]:
    file = folder / f"{relation.name}.{form}"
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    resource: dict[str, Any] = {
        "name": _slug(relation.name),
        "path": file.name,
        "title": relation.name,
        "description": relation.comment,
        "type": "table",
        "profile": "tabular-data-resource",
        "format": form,
        "mediatype": MEDIA_TYPES[form],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
    }
    if form == "csv":
        resource["encoding"] = "utf-8"
        resource["dialect"] = {"csv": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True}}
    resource["schema"] = _schema(connection, relation, names, form)
    return resource


def _slug(name: str) -> str:
    """A name that the standard takes: ASCII letters, digits, points, strokes.

    >>> _slug("fct_indicator"), _slug("v_指标")
    ('fct_indicator', 'v_6307-6807')
    """
    return re.sub(r"[^a-z0-9._-]+", lambda found: "-".join(f"{ord(sign):x}" for sign in found[0]), name)


def _schema(connection: duckdb.DuckDBPyConnection, relation: Relation, names: set[str], form: str) -> dict[str, Any]:
    # In CSV an empty text and a missing one look alike, so a column that holds empty texts cannot be required there.
    empty = _with_empty_texts(connection, relation) if form == "csv" else set()
    schema: dict[str, Any] = {"fields": [_field(column, column.name in empty) for column in relation.columns]}
    if relation.primary_key:
        schema["primaryKey"] = list(relation.primary_key)
    keys = [
        {
            "fields": [key.column],
            # A table that refers to itself is called by the empty name.
            "reference": {"resource": "" if key.to_table == relation.name else key.to_table, "fields": [key.to_column]},
        }
        for key in relation.foreign_keys
        if key.to_table in names
    ]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _with_empty_texts(connection: duckdb.DuckDBPyConnection, relation: Relation) -> set[str]:
    """The columns that may not be NULL and hold an empty text."""
    asked = [column.name for column in relation.columns if column.type == "VARCHAR" and not column.nullable]
    if not asked:
        return set()
    chosen = ", ".join(f"coalesce(bool_or(\"{name}\" = ''), false)" for name in asked)
    row = connection.execute(f'select {chosen} from main."{relation.name}"').fetchone() or ()
    return {name for name, found in zip(asked, row, strict=True) if found}


def _field(column: Column, has_empty: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": field_type(column.type),
        "description": column.comment,
    }
    unit_column, unit = column.unit
    if unit_column:
        field["unitColumn"] = unit_column
    elif unit:
        field["unit"] = unit
    if not column.nullable and not has_empty:
        field["constraints"] = {"required": True}
    return field


def field_type(kind: str) -> str:
    """The standard's type for DuckDB's.

    >>> field_type("DECIMAL(38,6)"), field_type("VARCHAR[]"), field_type("INTEGER")
    ('number', 'array', 'integer')
    """
    if kind.endswith("]"):
        return "array"
    return "number" if kind.startswith("DECIMAL") else TYPES.get(kind, "any")
