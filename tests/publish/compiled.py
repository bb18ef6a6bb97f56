"""What follows from dbt's models and is shipped with them: `python -m tests.publish.compiled` writes dbt_project/compiled.

The statements that dbt sends in a build from nothing, the assets that dagster-dbt makes of its manifest, and the lineage of
columns. With them the first build of a new checkout needs no dbt, which would cost it fourteen seconds of the processor.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipelines.publish import again, dbt_run, lineage
from pipelines.publish.database import opened
from pipelines.publish.manifest import digest, ensure_manifest

FILES = ("statements.json", "assets.json", "lineage.json")


def assets() -> str:
    """The text of assets.json."""
    from pipelines.defs import specs

    return specs.text(ensure_manifest(), digest())


def trace(nodes: Sequence[dbt_run.Node], built: Path, target: Path) -> None:
    """Write lineage.json of a whole run of dbt's."""
    from pipelines.defs import models

    with opened(built, read_only=True) as connection:
        known = models.known(models._shapes(connection))
    lineage.trace({node.relation: node.sql for node in nodes if node.sql}, known, target)


def write(folder: Path) -> None:
    """All three, by dbt itself, on a build file without a document."""
    from pipelines.publish.load import load
    from pipelines.staging import staged

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.environ[dbt_run.TARGET_VARIABLE] = str(place / "target")
        staged.write_manifest(place / "staged", [])
        build_file = place / "warehouse.duckdb"
        load(build_file, place / "staged")
        result = dbt_run.require(again.build(build_file, place / FILES[0], shipped=None))
        (place / FILES[1]).write_text(assets(), encoding="utf-8")
        trace(result.nodes, build_file, place / FILES[2])
        folder.mkdir(exist_ok=True)
        for file in FILES:
            shutil.copyfile(place / file, folder / file)


if __name__ == "__main__":
    write(dbt_run.COMPILED)
