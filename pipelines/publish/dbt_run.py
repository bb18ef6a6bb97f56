"""dbt in this process, on a build file.

    result = build(build_file, select=[...], callback=print)    # staging, intermediate, marts and their tests
    result.success, result.nodes, result.checks, result.text()

dbt keeps the file open after it is done, so the connections are closed here whatever happens. Failed tests come back
with their first rows.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import Check, PublishError
from pipelines.publish import state
from pipelines.publish.database import opened, work_file
from pipelines.publish.failing import failing

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
COMPILED = (
    PROJECT / "compiled"
)  # what follows from the models, made by `make docs`, so that a first build need not ask dbt
PASSED = ("success", "pass", "warn", "no-op")
COUNTS = "select table_name, estimated_size from duckdb_tables()"  # exact for tables that nobody is writing
OFTEN = 50_000  # new objects after which the collector looks at the latest
BUILD_VARIABLE = "TAIZHANG_BUILD_DB"
WORK_VARIABLE = "TAIZHANG_WORK_DB"
TARGET_VARIABLE = "TAIZHANG_DBT_TARGET"


@dataclass(frozen=True, slots=True)
class Node:
    """A model, seed, test or unit test that dbt came to: status is success, pass, warn, fail, error or skipped."""

    unique_id: str
    name: str
    kind: str
    status: str
    seconds: float
    message: str = ""
    failures: int | None = None
    relation: str = ""  # what a model is called in the database, where that is not its own name
    sql: str = ""  # what a model was compiled to


@dataclass(frozen=True, slots=True)
class Test:
    """A data test: the query whose rows fail it, the model it is about, and the columns that are shown first."""

    unique_id: str
    name: str
    sql: str
    tested: str  # the model that it is attached to; empty for one that stands for itself
    model: str  # the one that its rows are looked up in
    first: list[str]
    promise: str
    severe: bool


@dataclass(frozen=True, slots=True)
class DbtResult:
    """What a dbt command did; `checks` are its data tests with the first failing rows."""

    success: bool
    nodes: list[Node] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    error: str = ""
    unwritable: OSError | None = None  # why dbt could not write its own files
    tests: list[Test] = field(default_factory=list)

    @property
    def failed(self) -> list[Node]:
        """Nodes that failed; those that were skipped because of them are not among them."""
        return [node for node in self.nodes if node.status in ("error", "fail", "runtime error")]

    def text(self) -> str:
        """What went wrong, for people."""
        lines = [self.error] if self.error else []
        shown = {check.name for check in self.checks if not check.passed and check.blocking}
        lines += [check.text() for check in self.checks if check.name in shown]
        lines += [f"{node.kind} {node.name}: {node.message}" for node in self.failed if node.name not in shown]
        if not lines and not self.success:  # never without a word
            lines = [
                f"{node.kind} {node.name}: {node.status} {node.message}"
                for node in self.nodes
                if node.status not in PASSED
            ]
        return "\n".join(lines or ([] if self.success else ["dbt failed and gave no reason; see taizhang build -v"]))


def invoke(build: Path, arguments: Sequence[str], callback: Callable[[Any], None] | None = None) -> DbtResult:
    """Run a dbt command on a build file and close the file again.

    `callback` gets dbt's events. A dbt that cannot start at all comes back with `error`; nothing is raised for models
    or tests that fail. Raises KeyboardInterrupt when it was stopped, which dbt itself takes for a result.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    before = {name: os.environ.get(name) for name in (BUILD_VARIABLE, WORK_VARIABLE, "DO_NOT_TRACK")}
    threshold = gc.get_threshold()
    gc.set_threshold(min(threshold[0], OFTEN), *threshold[1:])  # parsing leaves what only the collector finds
    os.environ |= {BUILD_VARIABLE: str(build), WORK_VARIABLE: str(work_file(build)), "DO_NOT_TRACK": "1"}
    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    # As an argument: a variable that dbt_project.yml reads would have dbt parse everything anew when it changes.
    places += ["--target-path", target] if (target := os.environ.get(TARGET_VARIABLE)) else []
    quiet = ["--log-level", "none", "--log-level-file", "none", "--no-version-check"]
    try:
        with _keyboard_interrupts(), _wherever_the_file_lies():
            outcome = dbtRunner(callbacks=[callback] if callback else []).invoke([*arguments, *places, *quiet])
        if outcome.exception and not isinstance(outcome.exception, Exception):
            raise outcome.exception
        error = (str(outcome.exception) or repr(outcome.exception)) if outcome.exception else ""
        results = getattr(outcome.result, "results", None) or []
        nodes = [_node(result) for result in results]
    finally:
        DuckDBConnectionManager.close_all_connections()
        gc.set_threshold(*threshold)
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
    unwritable = outcome.exception if isinstance(outcome.exception, OSError) else None
    told = [
        result for result in results if str(result.node.resource_type) == "test" and str(result.status) != "skipped"
    ]
    tests = [_test(result.node) for result in told]
    came = {test.unique_id: (str(r.status), int(r.failures or 0)) for test, r in zip(tests, told, strict=True)}
    return DbtResult(outcome.success, nodes, checks(build, tests, came), error, unwritable, tests)


@contextlib.contextmanager
def _wherever_the_file_lies() -> Iterator[None]:
    """What dbt parsed holds for build files in all folders; by itself it parses everything anew for another path.

    A node knows the databases' names, which are the files', and nothing of their folder.
    """
    from dbt.adapters.duckdb.credentials import DuckDBCredentials

    of: Any = DuckDBCredentials
    keys = of._connection_keys
    of._connection_keys = lambda self: tuple(key for key in keys(self) if key not in ("path", "attach"))
    try:
        yield
    finally:
        of._connection_keys = keys


@contextlib.contextmanager
def _keyboard_interrupts() -> Iterator[None]:
    """Ctrl-C as KeyboardInterrupt, upon which dbt ends its threads; Dagster's own exception would leave them at work."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (signal.SIG_IGN, None):
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def build(
    build_file: Path,
    select: Sequence[str] = (),
    *,
    unit_tests: bool = False,
    callback: Callable[[Any], None] | None = None,
) -> DbtResult:
    """Seeds, models and data tests in the order of the graph; a failed test skips what is built on its model.

    Models make only a part of their rows anew where the build file was brought up to date (`state`), else all of them.

    Unit tests say nothing about the data and are left to the test suite.
    """
    # The manifest is written by a parse alone: other processes may be reading it while a build runs.
    arguments = ["build", "--no-write-json", *(("--select", *select) if select else ())]
    arguments += [] if state.is_partial(build_file) else ["--full-refresh"]
    arguments += [] if unit_tests else ["--exclude-resource-type", "unit_test"]
    return invoke(build_file, arguments, callback)


def require(result: DbtResult) -> DbtResult:
    """The result, if all of it succeeded; otherwise PublishError with what failed and its first rows."""
    if result.success:
        return result
    raise PublishError(f"dbt did not build; the published file was left as it was.\n{result.text()}")


def _node(result: Any) -> Node:
    return Node(
        unique_id=result.node.unique_id,
        name=result.node.name,
        kind=str(result.node.resource_type),
        status=str(result.status),
        seconds=float(result.execution_time or 0),
        message=str(result.message or ""),
        failures=result.failures,
        relation=getattr(result.node, "alias", None) or result.node.name,
        sql=(getattr(result.node, "compiled_code", None) or "") if str(result.node.resource_type) == "model" else "",
    )


def checks(build_file: Path, tests: Sequence[Test], came: Mapping[str, tuple[str, int]]) -> list[Check]:
    """What came of the data tests (status and failures by id); of those that failed or warned, the rows that did."""
    failed = [test for test in tests if came[test.unique_id][0] != "pass" and test.sql]
    rows: dict[str, list[dict[str, Any]]] = {}
    counts: dict[str, int] = {}
    if tests and build_file.exists():
        with opened(build_file, read_only=True) as connection:
            rows = {test.unique_id: failing(connection, test.sql, test.model, test.first) for test in failed}
            counts = dict(connection.execute(COUNTS).fetchall())
    return [
        Check(
            name=test.name,
            passed=status == "pass",
            failures=failures,
            blocking=test.severe and status != "warn",
            description=test.promise,
            rows=rows.get(test.unique_id, []),
            of=counts.get(test.tested),
        )
        for test, (status, failures) in ((test, came[test.unique_id]) for test in tests)
    ]


def _test(node: Any) -> Test:
    """A test of dbt's as it is kept here."""
    tested = (getattr(node, "attached_node", None) or "").rsplit(".", 1)[-1]
    metadata = getattr(node, "test_metadata", None)
    column = metadata.kwargs.get("column") if metadata else None
    return Test(
        unique_id=node.unique_id,
        name=node.name,
        sql=getattr(node, "compiled_code", None) or "",
        tested=tested,
        model=tested or next((ref.name for ref in node.refs), ""),
        first=[column] if column else [],
        promise=promise(node.to_dict()),
        severe=str(node.config.severity).lower() == "error",
    )


def promise(node: Mapping[str, Any]) -> str:
    """What a data test promises: its own description, or what its kind and its arguments say.

    >>> promise({"test_metadata": {"name": "unique_rows", "kwargs": {"columns": ["document_id", "year"]}}})
    'One row for each document_id, year.'
    >>> promise({"test_metadata": {"name": "known_rows", "kwargs": {"column": "unit", "to": "ref('dim_unit')", "field": "unit"}}})
    'Every unit is in dim_unit.unit.'
    """
    if node.get("description"):
        return str(node["description"])
    metadata = node.get("test_metadata") or {}
    given = metadata.get("kwargs") or {}
    if metadata.get("name") == "unique_rows":
        return f"One row for each {', '.join(given['columns'])}."
    if metadata.get("name") == "known_rows":
        return (
            f"Every {given['column']} is in {given['to'].removeprefix('ref(').strip(chr(39) + ')')}.{given['field']}."
        )
    return ""
