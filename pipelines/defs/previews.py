"""What Dagster's pages show of a frame: counts, the first rows, the rows that failed a check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

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


def check_result(
    asset: dg.AssetKey,
    name: str,
    *,
    count: int,
    rows: Sequence[Sequence[Any]],
    names: Sequence[str],
    severity: dg.AssetCheckSeverity,
    passed: bool | None = None,
) -> dg.AssetCheckResult:
    """A check with how many rows failed it and up to twenty of them."""
    metadata: dict[str, Any] = {"failed rows": count}
    if rows:
        metadata["rows"] = dg.MetadataValue.md(markdown(names, rows[:ROWS]))
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=name,
        passed=count == 0 if passed is None else passed,
        severity=severity,
        metadata=metadata,
    )
