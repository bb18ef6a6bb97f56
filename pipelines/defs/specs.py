"""dbt's models as Dagster's assets, without importing dbt: what dagster-dbt made of the manifest is kept beside it.

Importing dagster-dbt and with it dbt takes a second and a half of processor time, and comes to the same assets each time
until a model changes. They are kept in the checkout under a digest of the project, of the modules that name them and of
the versions; those of the models as they are in the repository are shipped with it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg

from pipelines.publish import dbt_run

KEPT = dbt_run.PROJECT / "target" / "assets.json"
SHIPPED = dbt_run.COMPILED / "assets.json"
SOURCES = (Path(__file__), Path(__file__).with_name("translator.py"), Path(dbt_run.__file__))
# What only dagster-dbt's own way of running dbt asks for.
OWN = ("dagster_dbt/manifest", "dagster_dbt/dagster_dbt_translator", "dagster_dbt/project_id")


class Specs(NamedTuple):
    """What an asset definition is made of."""

    assets: list[dg.AssetSpec]
    checks: list[dg.AssetCheckSpec]


def specs(manifest: Callable[[], Path], project_digest: str, kept: Path = KEPT, shipped: Path = SHIPPED) -> Specs:
    """The assets of a manifest's models and seeds, and the checks of its data tests.

    `manifest` makes one; it is asked where neither what is kept nor what is shipped is of the project.
    """
    made_of = _digest(project_digest)
    found = _read(kept, made_of) or _read(shipped, made_of)
    if found is None:
        found = _told(manifest())
        with contextlib.suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            aside = kept.with_suffix(f".{os.getpid()}.aside")
            aside.write_text(_text(made_of, found), encoding="utf-8")
            aside.replace(kept)
    return Specs([_asset(told) for told in found["assets"]], [_check(told) for told in found["checks"]])


def text(manifest: Path, project_digest: str) -> str:
    """What is kept or shipped of a manifest."""
    return _text(_digest(project_digest), _told(manifest))


def _text(made_of: str, found: Mapping[str, Any]) -> str:
    return json.dumps({"made of": made_of, **found}, ensure_ascii=False, indent=0) + "\n"


def _digest(project_digest: str) -> str:
    total = hashlib.sha256(f"{project_digest} {version('dagster')} {version('dagster-dbt')}".encode())
    for source in SOURCES:
        total.update(source.read_bytes())
    return total.hexdigest()


def _read(kept: Path, made_of: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found if found["made of"] == made_of else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _told(manifest: Path) -> dict[str, Any]:
    """What dagster-dbt makes of the manifest, in what JSON can hold, the same each time."""
    from pipelines.defs.translator import assets

    made = assets(manifest)
    return {
        "assets": [
            {
                "key": spec.key.path,
                "deps": sorted(dep.asset_key.path for dep in spec.deps),
                "description": spec.description,
                "group": spec.group_name,
                "code_version": spec.code_version,
                "owners": list(spec.owners),
                "tags": dict(sorted(spec.tags.items())),
                "metadata": {n: dg.serialize_value(v) for n, v in spec.metadata.items() if n not in OWN},
            }
            for spec in sorted(made.specs, key=lambda spec: spec.key)
        ],
        "checks": [
            {
                "name": spec.name,
                "asset": spec.asset_key.path,
                "description": spec.description,
                "deps": sorted(dep.asset_key.path for dep in spec.additional_deps),
                "blocking": spec.blocking,
                "metadata": {name: dg.serialize_value(value) for name, value in spec.metadata.items()},
            }
            for spec in sorted(made.check_specs, key=lambda spec: (spec.asset_key, spec.name))
        ],
    }


def _asset(told: Mapping[str, Any]) -> dg.AssetSpec:
    return dg.AssetSpec(
        dg.AssetKey(told["key"]),
        deps=[dg.AssetKey(path) for path in told["deps"]],
        description=told["description"],
        group_name=told["group"],
        code_version=told["code_version"],
        owners=told["owners"],
        tags=told["tags"],
        metadata={name: dg.deserialize_value(value) for name, value in told["metadata"].items()},
        skippable=True,
    )


def _check(told: Mapping[str, Any]) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        told["name"],
        asset=dg.AssetKey(told["asset"]),
        description=told["description"],
        additional_deps=[dg.AssetKey(path) for path in told["deps"]],
        blocking=told["blocking"],
        metadata={name: dg.deserialize_value(value) for name, value in told["metadata"].items()},
    )
