"""The settings of a build, in one object; every one can be set by an environment variable TAIZHANG_<NAME>.

docs/settings.md is made from the fields below (`python -m pipelines.settings`), and a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "dbt_project"  # stands in a checkout beside the package
PREFIX = "TAIZHANG_"


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the variable, what was found and what is expected."""


class Settings(BaseModel):
    """Where to read, where to write, and how much a build may take."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    raw: Path = Field(ROOT / "raw", description="Folder of documents, searched recursively.")
    warehouse: Path = Field(ROOT / "warehouse", description="Folder of the published file, staged files and versions.")
    workers: int = Field(0, ge=0, le=256, description="Processes that read documents; 0 is one per processor.")
    runner: Literal["local", "ray"] = Field(
        "local", description="Where documents are read: processes of this machine, or a Ray cluster (docs/cluster.md)."
    )
    ray_address: str = Field("", description="HOST:PORT of the cluster's head.")
    ray_seconds: float = Field(
        60, gt=0, description="How long a build waits for the cluster to answer, and for a worker when it has none."
    )
    document_seconds: float = Field(
        120,
        gt=0,
        description="Most processor time, in seconds, for one document; then it fails, others go on. On the clock it may take ten "
        "times as long.",
    )
    document_memory_mb: int = Field(2048, ge=256, description="Most memory that one reading process may hold.")
    max_text_mb: float = Field(20, gt=0, description="Largest text that is read; a larger one gets a failed outcome.")
    max_file_mb: float = Field(100, gt=0, description="Largest file of any other type.")
    database_memory: str = Field(
        "1GB",
        pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$",
        description="Most memory that DuckDB may hold; what does not fit spills to the disk.",
    )
    worker_documents: int = Field(2500, ge=1, description="Documents after which a reading process is replaced.")
    keep_publications: int = Field(5, ge=1, description="Published versions that are kept, the current one included.")
    lock_seconds: float = Field(
        0, ge=0, description="How long a build waits while another one runs in the same folder."
    )
    partial_from: int = Field(
        300_000,
        ge=0,
        description="Observations from which on a build makes only that part of the marts anew which changed documents touch.",
    )
    serve_up_to: int = Field(
        20_000, ge=0, description="Observations up to which a build also makes explorer, files and workbook; 0: never."
    )
    pack_documents: int = Field(
        128,
        ge=0,
        description="Small documents of a year and kind whose staged rows are put into one pack of files; 0: none are packed.",
    )
    partitions_from: int = Field(
        3000,
        ge=0,
        description="Documents from which the graph also has them in partitions, to be read by themselves; 0: never.",
    )
    ui_hosts: str = Field(
        "",
        description="Names under which the UI may be asked, parted by blanks, beside addresses, localhost and the machine's own.",
    )
    sensor_seconds: int = Field(60, ge=5, description="How often the sensor looks at the raw folder.")

    @field_validator("raw", "warehouse", mode="after")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100  (resolve() would follow links)

    @property
    def published(self) -> Path:
        """The one file that readers open."""
        return self.warehouse / "taizhang.duckdb"

    @property
    def staged(self) -> Path:
        """The folder of staged files, one per document, or per pack of documents and table."""
        return self.warehouse / "staged"

    @property
    def build_db(self) -> Path:
        """The private file that a build makes the marts in; made anew by each build, or brought up to date in a large warehouse."""
        return self.warehouse / ".build" / "warehouse.duckdb"

    @property
    def worker_count(self) -> int:
        """Processes to start: what was asked for, or one per processor that this process may use."""
        if self.workers:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    def environment(self) -> dict[str, str]:
        """The variables that make another process read the same settings."""
        return {PREFIX + name.upper(): str(getattr(self, name)) for name in sorted(type(self).model_fields)}


def load(environ: Mapping[str, str] | None = None, **given: object) -> Settings:
    """The settings: what is given (None is not given), else the environment, else the defaults.

    Raises SettingsError naming the variable for a value that does not fit, and where the package was copied out of its checkout.

    >>> load({"TAIZHANG_WORKERS": "2"}, raw="reports").workers
    2
    """
    environ = os.environ if environ is None else environ
    if not (ROOT / PROJECT).is_dir():
        raise SettingsError(
            f"taizhang was installed without its checkout: {PROJECT} is not beside {Path(__file__).parent}; in the checkout, "
            "run: pip install -e ."
        )
    values: dict[str, Any] = {
        name: environ[PREFIX + name.upper()] for name in Settings.model_fields if environ.get(PREFIX + name.upper())
    }
    values |= {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        raise SettingsError(
            f"{PREFIX}{name.upper()}={first['input']!r}: {first['msg']}. See docs/settings.md."
        ) from None


def furnish(home: Path) -> None:
    """Give a folder of Dagster's history a dagster.yaml without telemetry, unless it has one; OSError where it cannot."""
    file = home / "dagster.yaml"
    if not file.exists():
        file.write_text(
            "# Made by taizhang. One run at a time, and nothing is reported to anybody.\n"
            "telemetry: {enabled: false}\nnux: {enabled: false}\nconcurrency: {runs: {max_concurrent_runs: 1}}\n",
            encoding="ascii",
        )


def table() -> str:
    """The settings as a Markdown table: variable, default, meaning."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = f"{default.relative_to(ROOT)}/ of the checkout"
        lines.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines)


def page() -> str:
    """docs/settings.md as it should stand."""
    return f"""# Settings
Every setting is a field of `pipelines.settings.Settings`; an environment variable sets it for one call, a flag of the
command goes before the variable. This page is made by `python -m pipelines.settings > docs/settings.md`.

{table()}

`DAGSTER_HOME` says where Dagster keeps its history. Unset, each warehouse has its own: `.dagster/` in its folder, and for the
checkout's own warehouse `.dagster/` of the checkout. A folder that holds the history of another warehouse is refused.
Telemetry of Dagster and of dbt is off; the commands set `DAGSTER_DISABLE_TELEMETRY=1` and `DO_NOT_TRACK=1`.
"""


if __name__ == "__main__":
    print(page(), end="")
