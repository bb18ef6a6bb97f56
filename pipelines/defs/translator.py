"""How dbt's nodes are named, grouped and described in Dagster's graph; and what dagster-dbt makes of a manifest with that."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from pipelines.publish import dbt_run


class Translator(DagsterDbtTranslator):
    """How dbt's nodes are named and grouped in the graph."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """A model's own name; all sources are tables of the one build database."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey("build_database")
        return dg.AssetKey(dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """staging for what only renames and types, and the seeds; what is computed from it by what it is for."""
        folder = dbt_resource_props["fqn"][1]
        if folder != "marts":
            return "intermediate" if folder == "intermediate" else "staging"
        if dbt_resource_props["config"]["materialized"] == "view":
            return "views"
        return "dimensions" if dbt_resource_props["name"].startswith("dim_") else "facts"

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: Any
    ) -> dg.AssetCheckSpec | None:
        """A data test with what it promises, in words also where dbt has none."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        said = dbt_run.promise(manifest["nodes"][unique_id])
        return None if spec is None else spec._replace(description=said)

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The description alone, without the SQL (that is in the repository)."""
        return dbt_resource_props.get("description") or ""

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """One team."""
        return ["team:taizhang"]


def assets(manifest: Path) -> dg.AssetsDefinition:
    """dbt's models and seeds as assets, its data tests as checks of them."""

    @dbt_assets(manifest=manifest, dagster_dbt_translator=Translator(), name="dbt_models")
    def models() -> Iterator[dg.MaterializeResult]:
        """Never run: what is run is `pipelines.defs.models.dbt_models`."""
        yield from ()

    return models
