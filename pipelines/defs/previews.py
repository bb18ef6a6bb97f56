"""What Dagster's pages show of a frame: counts, the first rows, the rows that failed a check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import dagster as dg

from pipelines.errors import Check
from pipelines.render import markdown

if TYPE_CHECKING:
    import polars as pl

ROWS = 20  # rows that a failed check shows
PREVIEW = 10


def rows_as_markdown(frame: pl.DataFrame, limit: int = ROWS) -> dg.MarkdownMetadataValue:
    """The first rows of a frame as a Markdown table."""
    return dg.MetadataValue.md(markdown(frame.columns, frame.head(limit).rows()))


def columns(names_and_types: Mapping[str, str], descriptions: Mapping[str, str] | None = None) -> dg.TableSchema:
    """A column schema as Dagster's catalogue shows it."""
    said = descriptions or {}
    return dg.TableSchema(
        [dg.TableColumn(name, type=type_, description=said.get(name)) for name, type_ in names_and_types.items()]
    )


def check_of(spec: dg.AssetCheckKey, check: Check) -> dg.AssetCheckResult:
    """A check's result: what it found in a sentence, how many rows failed it and the first of them."""
    metadata: dict[str, Any] = {"failed rows": check.failures}
    if check.rows:
        names = list(check.rows[0])
        shown = [[row[name] for name in names] for row in check.rows[:ROWS]]
        metadata["rows"] = dg.MetadataValue.md(markdown(names, shown))
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=check.passed,
        severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
        description=check.said(),
        metadata=metadata,
    )
