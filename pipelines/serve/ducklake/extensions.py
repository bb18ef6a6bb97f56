"""DuckDB's extensions from their packages: nothing is downloaded, nothing is written into a home folder.

    load(connection, "ducklake", "postgres_scanner")

A package holds the extension for exactly one version of DuckDB. Where there is none for the running version, what
`install ducklake` left in DuckDB's own folder will do.
"""

from __future__ import annotations

import importlib.util
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import PublishError

if TYPE_CHECKING:
    import duckdb

INSTALL = "pip install -c constraints.txt -e '.[ducklake]'"


def load(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Load the extensions; PublishError says which package is missing or made for another DuckDB."""
    import duckdb

    version = f"v{duckdb.__version__}"
    for name in names:
        packaged = _packaged(name, version)
        try:
            connection.execute(f"load '{str(packaged).replace(chr(39), chr(39) * 2)}'" if packaged else f"load {name}")
        except duckdb.Error as error:
            raise PublishError(_missing(name, duckdb.__version__, str(error) if packaged else "")) from None


def _packaged(name: str, version: str) -> Path | None:
    """The file of an extension in its package, None without one for this version."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / "extensions" / version / f"{name}.duckdb_extension"
    return path if path.is_file() else None


def _missing(name: str, running: str, why: str) -> str:
    package = f"duckdb-extension-{name.replace('_', '-')}"
    if why:
        return f"DuckDB {running} does not load its extension {name}: {why}"
    try:
        made_for = metadata.version(package)
    except metadata.PackageNotFoundError:
        return f"DuckDB's extension {name} is not installed; get it with: {INSTALL}"
    return (
        f"{package} is made for DuckDB {made_for}, and this is {running}; get the two that go together with: {INSTALL}"
    )
