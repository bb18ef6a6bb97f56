"""The `taizhang` command in a process of its own, with folders and a Dagster history of its own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import warm

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-c", "import sys; from pipelines.cli import main; sys.exit(main())"]


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file of this process, or of those that it starts, may grow beyond so many bytes: what a full disk does.

    Python 3.11 keeps the bytecode of a module even where only a part of it could be written, and no process could import
    it again; so none is written here.
    """
    before, off = resource.getrlimit(resource.RLIMIT_FSIZE), sys.dont_write_bytecode
    kept = os.environ.get("PYTHONDONTWRITEBYTECODE")
    os.environ["PYTHONDONTWRITEBYTECODE"], sys.dont_write_bytecode = "1", True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = off
        if kept is None:
            del os.environ["PYTHONDONTWRITEBYTECODE"]
        else:
            os.environ["PYTHONDONTWRITEBYTECODE"] = kept


@dataclass(frozen=True, slots=True)
class House:
    """A folder with raw/, warehouse/ and dagster/ below it; commands run on these."""

    folder: Path

    @property
    def raw(self) -> Path:
        """Where the documents are."""
        return self.folder / "raw"

    @property
    def warehouse(self) -> Path:
        """Where the command writes."""
        return self.folder / "warehouse"

    @property
    def published(self) -> Path:
        """The file that readers open."""
        return self.warehouse / "taizhang.duckdb"

    def environment(self, **given: str) -> dict[str, str]:
        """This process's variables without its own settings of taizhang, with those of the house and the given ones.

        Unless they are given, a build makes no explorer and no files to take away, which takes longer than the rest, and
        starts one process to read in, not two for two files.
        """
        home = self.folder / "dagster"
        home.mkdir(parents=True, exist_ok=True)
        (home / "dagster.yaml").write_text("telemetry: {enabled: false}\nnux: {enabled: false}\n", encoding="ascii")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TAIZHANG_")}
        own = {
            "TAIZHANG_RAW": str(self.raw), "TAIZHANG_WAREHOUSE": str(self.warehouse), "DAGSTER_HOME": str(home),
            "PYTHONPATH": str(ROOT), "TAIZHANG_SERVE_UP_TO": "0", "TAIZHANG_WORKERS": "1",
        }  # fmt: skip
        return {**inherited, **own, **given}

    def start(
        self, *arguments: str, out: Any = subprocess.PIPE, cwd: Path = ROOT, **environ: str
    ) -> subprocess.Popen[str]:
        """Start a command, in a process group of its own."""
        return subprocess.Popen(
            [*COMMAND, *arguments],
            stdout=out,
            stderr=out,
            text=True,
            cwd=cwd,
            env=self.environment(**environ),
            start_new_session=True,
        )

    def run(
        self, *arguments: str, seconds: float = 600, cwd: Path = ROOT, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, forked off a process that has imported what it imports (`tests/warm.py`)."""
        if sys.platform == "linux" and resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY:
            return warm.run(arguments, self.environment(**environ), cwd, seconds)
        return self.run_anew(*arguments, seconds=seconds, cwd=cwd, **environ)

    def run_anew(
        self, *arguments: str, seconds: float = 600, cwd: Path = ROOT, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as a shell does, in a Python that has imported nothing."""
        process = self.start(*arguments, cwd=cwd, **environ)
        out, err = process.communicate(timeout=seconds)
        return subprocess.CompletedProcess(list(arguments), process.returncode, out, err)

    def ask(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of the published warehouse."""
        import duckdb

        with duckdb.connect(str(self.published), read_only=True) as con:
            return con.execute(sql, parameters or []).fetchall()
