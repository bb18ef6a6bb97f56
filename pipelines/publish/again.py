"""What dbt sent to the database when it last built everything, kept to be sent again.

    result = again.build(build_file)      # as dbt_run.build, without dbt where nothing of dbt's has changed

In a build from nothing dbt comes to the same SQL each time, as long as its project is the same; the data decide nothing of
it but whether there are more than `ROWS` observations. So it does in each build that brings a large file up to date.
Coming to it costs dbt some six seconds of processor time, of a large file some twenty-five, running it one for a small one.
So the statements of a build that went well are kept in the checkout (or where KEPT_VARIABLE says), model by model, under a
digest of everything that they follow from; those of the models as they are in the repository are shipped with it (SHIPPED),
so that the first build of a new checkout need not ask either. Another model, macro, seed, setting or version, a large build
from nothing, and one that is told so (`state.is_by_dbt`) have dbt itself. So has whatever goes wrong: a statement
that fails or a test that is not passed makes dbt build all of it, and what dbt says of it holds.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.publish import dbt_run, manifest, state
from pipelines.publish.database import opened

if TYPE_CHECKING:
    import duckdb

LOG = logging.getLogger("taizhang")
KEPT_VARIABLE = "TAIZHANG_DBT_SENT"  # another folder to keep them in
KEPT = Path(os.environ.get(KEPT_VARIABLE) or dbt_run.PROJECT / "target") / "sent.json"
PART = "sent-part.json"  # beside it: of builds that bring a file up to date
SHIPPED = dbt_run.COMPILED / "statements.json"
HERE = "<dbt_project>"  # in a statement that is kept: where the project lies
ROWS = 5_000_000  # observations; with more, models are ordered otherwise (macros/incremental.sql)
FEW = 50_000  # observations up to which more threads cost more than they help
MAKING = ("create", "insert", "alter", "comment", "copy")  # the first words of statements that make something
TAKING = ("delete", "truncate", "drop")  # and of those that take away what was there, as in a new file nothing is
TEMPORARY = re.compile(r'create temporary table\s+("[^"]+"|\w+)')
ASKED = re.compile(r"^\s*select\b.*\bas failures\b", re.DOTALL)
COMMENT = re.compile(r"^\s*/\* \{.*?\} \*/", re.DOTALL)  # in which dbt says what it is about
BUILT = ("model", "seed", "test")  # other nodes have no SQL
NODE = re.compile(r'"node_id": "([^"]+)"')

Sent = dict[str, list[str]]
"""A node's id, '' for what comes before all of them → its statements."""


@dataclass(slots=True)
class Run:
    """A run of dbt's: its nodes in the order in which they were done, and what was sent for each."""

    sent: Sent = field(default_factory=dict)
    nodes: list[dbt_run.Node] = field(default_factory=list)
    tests: list[dbt_run.Test] = field(default_factory=list)


class _Differs(Exception):
    """The kept statements do not do; dbt is to be asked."""


def build(build_file: Path, kept: Path = KEPT, shipped: Path | None = SHIPPED) -> dbt_run.DbtResult:
    """All models and tests in a build file: by the statements that are kept or shipped, or else by dbt, whose are then kept.

    Those of builds that bring a file up to date are kept in PART beside `kept`; none are shipped.
    """
    import duckdb

    rows = _observations(build_file)
    partial = state.is_partial(build_file)
    if rows is None or rows > ROWS and not partial:
        manifest.ensure_manifest()  # whose parse dbt goes on from
        return dbt_run.build(build_file)
    kept = kept.with_name(PART) if partial else kept
    now = f"{fingerprint(build_file)} {partial} {rows > ROWS}"
    if not state.is_by_dbt(build_file):
        run = _read(kept, now) or (_read(shipped, now) if shipped and not partial else None)
        try:
            if run is not None:
                return _send(build_file, run, one_thread=rows <= FEW)
        except (duckdb.Error, _Differs) as error:
            LOG.debug("models        dbt is asked itself: %s", error)
    manifest.ensure_manifest()
    with _heard((*MAKING, *TAKING) if partial else MAKING) as sent:
        result = dbt_run.build(build_file)
    if result.success:
        _keep(kept, now, Run(sent, result.nodes, result.tests))
    return result


def fingerprint(build_file: Path) -> str:
    """A digest of what decides the statements: dbt's project, what is loaded before it, how, and the database."""
    import duckdb

    total = hashlib.sha256(f"{manifest.digest()} {duckdb.__version__} {build_file.stem}".encode())
    for name in ("again.py", "database.py", "dbt_run.py", "load.py", "state.py"):
        total.update(Path(__file__).with_name(name).read_bytes())
    return total.hexdigest()


def _observations(build_file: Path) -> int | None:
    """How many observations are loaded; None where that cannot be told."""
    import duckdb

    query = "select estimated_size from duckdb_tables() where schema_name = 'staged' and table_name = 'observation'"
    try:
        with opened(build_file, read_only=True) as connection:
            found = connection.execute(query).fetchone()
    except duckdb.Error:  # dbt says it
        return None
    return int(found[0]) if found else None


def _send(build_file: Path, run: Run, *, one_thread: bool) -> dbt_run.DbtResult:
    """Every statement in its order; raises duckdb.Error or _Differs where one does not go as it went."""
    came: dict[str, tuple[str, int]] = {}
    nodes = []
    tests = {test.unique_id: test for test in run.tests}
    with opened(build_file) as connection:
        if one_thread:
            connection.execute("set threads = 1")
        for statement in run.sent.get("", []):  # schemas in both files, which no transaction may change together
            connection.execute(statement)
        for node in run.nodes:
            started = time.perf_counter()
            statements = run.sent.get(node.unique_id, [])
            status, failures = node.status, node.failures
            if node.unique_id in tests:
                status, failures = came[node.unique_id] = _asked(connection, tests[node.unique_id], statements)
            else:
                _make(connection, statements)
            seconds = time.perf_counter() - started
            nodes.append(_as_it_came(node, status, failures, seconds))
    return dbt_run.DbtResult(True, nodes, dbt_run.checks(build_file, run.tests, came), tests=run.tests)


def _make(connection: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    connection.execute("begin")
    for statement in statements:
        connection.execute(statement)
    connection.execute("commit")
    for name in (made[1] for statement in statements if (made := TEMPORARY.match(statement))):
        connection.execute(f"drop table {name}")  # dbt's end with its connection; this one stays


def _asked(connection: duckdb.DuckDBPyConnection, test: dbt_run.Test, statements: Sequence[str]) -> tuple[str, int]:
    """What comes of a test: passed, or a warning."""
    failures, warns, _ = connection.execute(statements[-1]).fetchone() or (None, True, True)
    if failures is None or (warns and test.severe):
        raise _Differs(f"{test.name} is not passed")
    return ("warn" if warns else "pass"), int(failures)


def _as_it_came(node: dbt_run.Node, status: str, failures: int | None, seconds: float) -> dbt_run.Node:
    return dbt_run.Node(**{**asdict(node), "status": status, "failures": failures, "seconds": seconds, "message": ""})


@contextlib.contextmanager
def _heard(words: Sequence[str]) -> Iterator[Sent]:
    """What dbt sends meanwhile that begins with one of the words, by the node that a statement names.

    One that names none is of the node of the statement before it in its thread.
    """
    from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper

    of: Any = DuckDBCursorWrapper
    execute = of.execute
    sent: Sent = {}
    last = threading.local()

    def hear(self: Any, sql: str, bindings: Any = None) -> Any:
        node = NODE.search(sql)
        last.node = node[1] if node else getattr(last, "node", "")
        plain = COMMENT.sub("", sql, count=1).strip()
        if plain.split(None, 1)[0].lower() in words or ASKED.match(plain):
            sent.setdefault(last.node, []).append(plain if bindings is None else "")
        return execute(self, sql, bindings)

    of.execute = hear
    try:
        yield sent
    finally:
        of.execute = execute


def _keep(file: Path, made_of: str, run: Run) -> None:
    """Put a run aside and rename it into its place; nothing where it cannot be written, or has what cannot be sent again."""
    if any(not statement for statements in run.sent.values() for statement in statements):
        return
    if any(node.unique_id not in run.sent for node in run.nodes if node.kind in BUILT):
        return
    if set(run.sent) - {"", *(node.unique_id for node in run.nodes)}:
        return
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(f".{os.getpid()}.aside")
        aside.write_text(sealed({"made of": made_of} | _told(run)), encoding="utf-8")
        aside.replace(file)


def _told(run: Run) -> dict[str, Any]:
    """A run as it is kept: without what the next one says anew, the same each time and wherever the project lies."""
    schemas = {"": sorted(run.sent[""])} if "" in run.sent else {}  # dbt makes them in any order
    return {
        "sent": {
            node: [_lines(statement) for statement in statements] for node, statements in (run.sent | schemas).items()
        },
        "nodes": [
            asdict(node)
            | {"sql": _lines(node.sql), "seconds": 0.0, "message": ""}
            | ({"status": "pass", "failures": 0} if node.kind == "test" else {})
            for node in run.nodes
        ],
        "tests": [asdict(test) | {"sql": _lines(test.sql)} for test in run.tests],
    }


def _lines(sql: str) -> list[str]:
    """SQL by its lines, in which people can see what changed."""
    return sql.replace(str(dbt_run.PROJECT), HERE).split("\n")


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).replace(HERE, str(dbt_run.PROJECT))


def sealed(content: Mapping[str, Any]) -> str:
    """What is kept, as JSON below its own digest: a flipped bit in a statement may leave good SQL of other rows."""
    text = json.dumps(content, ensure_ascii=False, indent=0) + "\n"
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


def _read(file: Path, made_of: str) -> Run | None:
    """The run that is kept, if it is of this digest; None where there is none, or a damaged one."""
    try:
        seal, content = file.read_text(encoding="utf-8").split("\n", 1)
        if seal != hashlib.sha256(content.encode()).hexdigest():
            return None
        found: Mapping[str, Any] = json.loads(content)
        if found["made of"] != made_of:
            return None
        return Run(
            {node: [_joined(lines) for lines in statements] for node, statements in found["sent"].items()},
            [dbt_run.Node(**node | {"sql": _joined(node["sql"])}) for node in found["nodes"]],
            [dbt_run.Test(**test | {"sql": _joined(test["sql"])}) for test in found["tests"]],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
