"""The build database, and dbt's models and tests in it, as assets and checks.

dbt runs in this process, in the private files of the build; its tests are checks that show the rows that fail.
"""

import logging
from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb

from pipelines.defs import plots
from pipelines.defs.extraction import key as staged_key
from pipelines.defs.previews import PREVIEW, check_of, columns
from pipelines.defs.specs import specs
from pipelines.defs.workspace import Workspace
from pipelines.publish import again, corrections, dbt_run, lineage, state
from pipelines.publish.database import opened
from pipelines.publish.load import load
from pipelines.publish.manifest import digest, ensure_manifest
from pipelines.render import markdown
from pipelines.validate.schema import tables

UNIQUE_ID = "dagster_dbt/unique_id"
LOG = logging.getLogger("taizhang")

# Under digests of the SQL, so good for all build files.
TRACED = dbt_run.PROJECT / "target" / "lineage.json"
SHIPPED = dbt_run.COMPILED / "lineage.json"

NOT_DBT = ("staged", "lexicon", "state")  # schemas that are loaded; all others are dbt's

Shapes = dict[tuple[str, str], dict[str, tuple[str, str]]]
"""(schema, relation) → column → type and comment."""
Parents = dict[str, list[dg.TableColumnDep]]
"""Column → the columns that it is made from."""


SPECS = specs(ensure_manifest, digest())


class LoadConfig(dg.Config):
    """`whole` makes all of it from nothing, whatever its size, and by dbt itself."""

    whole: bool = False


@dg.asset(
    deps=[staged_key(kind) for kind in tables()],
    group_name="staging",
    kinds={"python", "duckdb"},
    owners=["team:taizhang"],
)
def build_database(config: LoadConfig, workspace: Workspace) -> dg.MaterializeResult:
    """The staged rows of all current documents, the vocabularies and the corrections, in the private work file of the build.

    The file is new, unless the warehouse is large and little changed: then only the changed documents' rows are replaced.
    """
    chosen = workspace.settings
    rows_from = None if config.whole else chosen.partial_from
    rows = load(chosen.build_db, chosen.staged, chosen.raw / corrections.NAME, rows_from=rows_from, by_dbt=config.whole)
    partial = state.is_partial(chosen.build_db)
    LOG.info(
        "database      %s staged rows%s", f"{sum(rows.values()):,}", ", changed ones replaced" if partial else " loaded"
    )
    preview = markdown(["table", "rows"], list(rows.items()))
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(rows.values()),
            "only what changed": partial,
            "rows": dg.MetadataValue.md(preview),
        }
    )


@dg.multi_asset(name="dbt_models", specs=SPECS.assets, check_specs=SPECS.checks, can_subset=True)
def dbt_models(
    context: dg.AssetExecutionContext, workspace: Workspace
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Run the models and their tests, or those that were chosen; a failed test stops what is built on its model."""
    build_db = workspace.settings.build_db
    chosen, wanted = context.selected_asset_keys, context.selected_asset_check_keys
    if context.is_subset:
        ensure_manifest()  # whose parse dbt goes on from
        result = dbt_run.build(build_db, sorted(key.path[-1] for key in chosen))
    else:
        result = again.build(build_db)
    assets = {spec.metadata[UNIQUE_ID]: spec.key for spec in context.assets_def.specs if spec.key in chosen}
    checks = {spec.metadata[UNIQUE_ID]: spec.key for spec in context.assets_def.check_specs if spec.key in wanted}
    tested = {check.name: check for check in result.checks}
    done = [node for node in result.nodes if node.unique_id in assets and node.status == "success"]
    LOG.info("models        %s built, %s checks", len(done), len(tested))
    with opened(build_db, read_only=True) as con:
        shapes = _shapes(con)
        parents = _parents(done, shapes)
        counts = _counts(con, [node.relation for node in done], shapes)
        for node in done:
            said = _said(con, node, shapes, parents.get(node.relation, {}), counts[node.relation])
            context.add_asset_metadata(said, assets[node.unique_id])
            yield dg.MaterializeResult(asset_key=assets[node.unique_id])
    for node in result.nodes:
        if node.unique_id in checks and node.name in tested:
            yield check_of(checks[node.unique_id], tested[node.name])
    if not result.success:
        raise dg.Failure(f"dbt did not build the marts.\n{result.text()}", allow_retries=False)


def _parents(nodes: list[dbt_run.Node], shapes: Shapes) -> dict[str, Parents]:
    """Relation → column → the columns of other assets that it is made from; vocabularies are no assets."""
    names = {kind: staged_key(kind) for kind in tables()} | {key.path[-1]: key for key in dbt_models.keys}
    traced = lineage.trace({node.relation: node.sql for node in nodes if node.sql}, known(shapes), TRACED, SHIPPED)
    return {
        relation: {
            column: [dg.TableColumnDep(names[table], name) for table, name in found if table in names]
            for column, found in columns.items()
        }
        for relation, columns in traced.items()
    }


def known(shapes: Shapes) -> dict[tuple[str, str], dict[str, str]]:
    """Relation → column → type."""
    return {place: {column: type_ for column, (type_, _) in columns.items()} for place, columns in shapes.items()}


def _shapes(con: duckdb.DuckDBPyConnection) -> Shapes:
    """All relations of the database with their columns, in one query."""
    shapes: Shapes = {}
    query = "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() where not internal"
    for schema, table, column, type_, comment in con.execute(query).fetchall():
        shapes.setdefault((schema, table), {})[column] = (type_, comment or "")
    return shapes


def _place(relation: str, shapes: Shapes) -> tuple[str, dict[str, tuple[str, str]]]:
    """A model's schema and columns."""
    [found] = [
        (schema, shape) for (schema, name), shape in shapes.items() if name == relation and schema not in NOT_DBT
    ]
    return found


def _counts(con: duckdb.DuckDBPyConnection, relations: list[str], shapes: Shapes) -> dict[str, int]:
    """Relation → its rows, in one query."""
    parts = [
        f'select {number} as number, count(*) as rows from "{_place(relation, shapes)[0]}"."{relation}"'
        for number, relation in enumerate(relations)
    ]
    if not parts:
        return {}
    return {relations[number]: rows for number, rows in con.execute(" union all ".join(parts)).fetchall()}


def _said(
    con: duckdb.DuckDBPyConnection, node: dbt_run.Node, shapes: Shapes, parents: Parents, count: int
) -> dict[str, Any]:
    """What is shown of a model: rows, columns and what they are made from, the first rows, how long it took.

    It belongs to the materialisation alone: in a result it would be in the event of the output too.
    """
    schema, shape = _place(node.relation, shapes)
    rows = con.execute(f'select * from "{schema}"."{node.relation}" limit {PREVIEW}').fetchall()
    plot = plots.observations(con) if node.name == "fct_indicator" else ""
    return {
        **({"by sector and year": dg.MetadataValue.md(plot)} if plot else {}),
        "dagster/row_count": count,
        "dagster/column_schema": columns(
            {name: type_ for name, (type_, _) in shape.items()}, {name: said for name, (_, said) in shape.items()}
        ),
        "dagster/column_lineage": dg.TableColumnLineage({c: parents[c] for c in shape if c in parents}),
        "preview": dg.MetadataValue.md(markdown(list(shape), rows, limit=40)),
        "duration (s)": round(node.seconds, 3),
    }
