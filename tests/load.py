"""How the build grows: `python tests/load.py [N ...]` builds generated reports and says time and memory of each step.

For each N: a full build in a fresh folder, the facts found again, a build with nothing changed, and one with a changed
document, whose marts are compared with those of a full build. The table goes to standard output as Markdown, progress to
standard error; `--write` puts it into docs/performance.md between the marks.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.command import House  # noqa: E402
from tests.measure import Sample, Watch  # noqa: E402
from tests.synth import generate  # noqa: E402

STEPS = {
    "documents": "scan", "extraction": "extraction", "build_database": "load", "dbt_models": "dbt",
    "audited_build": "audit", "published_warehouse": "swap",
}  # fmt: skip
PAGE, MARKS = ROOT / "docs" / "performance.md", ("<!-- load: begin -->", "<!-- load: end -->")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a build: wall seconds, processor seconds, and the most memory of all processes together in MB."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(slots=True)
class Build:
    """One build: its steps by name, and how long the whole command took."""

    seconds: float
    steps: dict[str, Step] = field(default_factory=dict)

    @property
    def megabytes(self) -> float:
        """The most that the command and its workers held at once."""
        return max(step.megabytes for step in self.steps.values())


def build(folder: Path, warehouse: str = "warehouse") -> Build:
    """Run `taizhang build` on folder/raw and measure its steps; raises RuntimeError if it fails."""
    house, home = House(folder), folder / f"history-{warehouse}"  # one for each, which the command asks for
    started = time.time()
    log = folder / "build.log"
    with log.open("w") as stream:
        chosen = {"TAIZHANG_WAREHOUSE": str(folder / warehouse), "TAIZHANG_WORKERS": "0", "DAGSTER_HOME": str(home)}
        process = house.start("build", out=stream, **chosen)
        watch = Watch(process.pid)
        code = process.wait()
        samples = watch.stop()
    if code:
        raise RuntimeError(f"the build of {folder} failed:\n{log.read_text()[-4000:]}")
    return Build(time.time() - started, dict(_steps(home, samples, started)))


def _steps(home: Path, samples: list[Sample], started: float) -> Iterator[tuple[str, Step]]:
    """When each step of this run began and ended, from Dagster's history, and what was sampled in between.

    Nothing where nothing had changed: there is no run then, and the last one in the history is of the build before.
    """
    os.environ["DAGSTER_HOME"] = str(home)
    import dagster as dg

    with dg.DagsterInstance.get() as instance:
        [run] = instance.get_run_records(limit=1)
        if run.create_timestamp.timestamp() < started:
            return
        times: dict[str, dict[str, float]] = {}
        for entry in instance.all_logs(run.dagster_run.run_id):
            event = entry.dagster_event
            if event and event.step_key and event.event_type_value in ("STEP_START", "STEP_SUCCESS"):
                times.setdefault(event.step_key, {})[event.event_type_value] = entry.timestamp
    for key, name in STEPS.items():
        begin, end = times[key]["STEP_START"], times[key]["STEP_SUCCESS"]
        within = [s for s in samples if begin <= s.at <= end] or [min(samples, key=lambda s: abs(s.at - begin))]
        span, used = within[-1].at - within[0].at, within[-1].processor - within[0].processor
        # Sampled from some way into the step to some way before its end; the rest is taken to be like that.
        yield name, Step(end - begin, used * (end - begin) / span if span else 0.0, max(s.megabytes for s in within))


def found_again(folder: Path) -> tuple[int, int]:
    """How many of the known facts are in the warehouse with all their fields, and how many there are."""
    import duckdb

    facts = found = 0
    query = """select value_start, value_end, value, unit, measure, statement, period_label, indicator_name
               from observations where source_file = ?"""
    with (
        duckdb.connect(str(folder / "warehouse" / "taizhang.duckdb"), read_only=True) as con,
        (folder / "facts.jsonl").open(encoding="utf-8") as lines,
    ):
        for line in lines:
            path, known = json.loads(line)
            rows = set(con.execute(query, [path]).fetchall())
            for start, end, value, unit, indicator, measure, statement, period in known:
                facts += 1
                found += (start, end, Decimal(value), unit, measure, statement, period, indicator) in rows
    return found, facts


def differences(one: Path, other: Path, schema: str = "main") -> list[str]:
    """The tables in which two warehouses differ; how long a step took is no difference."""
    import duckdb

    with duckdb.connect() as con:
        for name, path in (("one", one), ("other", other)):
            con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
        tables = con.execute(
            "select table_name from duckdb_tables() where database_name = 'one' and schema_name = ? order by 1",
            [schema],
        ).fetchall()
        assert tables, schema
        return [table for (table,) in tables if _differ(con, schema, table)]


def _differ(con: object, schema: str, table: str) -> bool:
    chosen = "* exclude (duration_s)" if table == "fct_extraction_outcome" else "*"
    one, other = (f'select {chosen} from {name}.{schema}."{table}"' for name in ("one", "other"))
    both = f"(({one}) except all ({other})) union all (({other}) except all ({one}))"
    return con.execute(f"select count(*) from ({both})").fetchone() != (0,)  # type: ignore[attr-defined]


def edit(folder: Path) -> str:
    """Change one figure of a report in the middle of the folder; returns its path."""
    paths = sorted((folder / "raw").rglob("*.txt"))
    path = paths[len(paths) // 2]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip("\n") + "\n补充：新增公交线路17条。\n", encoding="utf-8", newline="")
    return path.relative_to(folder / "raw").as_posix()


def measure(count: int, folder: Path) -> dict[str, object]:
    """All there is to measure of `count` reports, in a fresh folder."""
    generate.write(folder, count)
    full = build(folder)
    found, facts = found_again(folder)
    size = (folder / "warehouse" / "taizhang.duckdb").stat().st_size / 1e6
    unchanged = build(folder)
    edit(folder)
    changed = build(folder)
    again = build(folder, "again")
    same = differences(folder / "warehouse" / "taizhang.duckdb", folder / "again" / "taizhang.duckdb")
    return {
        "count": count, "full": full, "found": found, "facts": facts, "size": size, "unchanged": unchanged,
        "changed": changed, "differ": same, "again": again,
    }  # fmt: skip


def tables(measured: list[dict]) -> str:
    """The measurements as Markdown."""
    names = list(STEPS.values())
    lines = ["Wall seconds of each step of a full build (and processor seconds), and of the whole command:", ""]
    lines += ["| reports | " + " | ".join(names) + " | command |", "|" + "---:|" * (len(names) + 2)]
    for m in measured:
        full = m["full"]
        lines.append(
            f"| {m['count']:,} | "
            + " | ".join(map(_times, (full.steps[n] for n in names)))
            + f" | {full.seconds:.1f} |"
        )
    lines += ["", "Most memory of the command and its workers together, in MB:", ""]
    lines += ["| reports | " + " | ".join(names) + " |", "|" + "---:|" * (len(names) + 1)]
    for m in measured:
        lines.append(f"| {m['count']:,} | " + " | ".join(f"{m['full'].steps[n].megabytes:.0f}" for n in names) + " |")
    lines += ["", "What came of it:", ""]
    lines += [
        "| reports | facts found again | file (MB) | cores busy in extraction | command, nothing changed (s) | extraction, one changed (s) | command (s) | marts of the warm build |"
    ]
    lines += ["|" + "---:|" * 8]
    for m in measured:
        full, unchanged, changed = m["full"], m["unchanged"], m["changed"]
        reading = full.steps["extraction"]
        lines.append(
            f"| {m['count']:,} | {m['found']:,} of {m['facts']:,} | {m['size']:.1f} | {reading.processor / reading.seconds:.1f} | "
            f"{unchanged.seconds:.1f} | {_times(changed.steps['extraction'])} | "
            f"{changed.seconds:.1f} | {'as a full build' if not m['differ'] else 'differ: ' + ', '.join(m['differ'])} |"
        )
    return "\n".join(lines)


def _times(step: Step) -> str:
    return f"{step.seconds:.1f} ({step.processor:.1f})"


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("counts", metavar="N", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    args = parser.parse_args(arguments)
    work = args.folder or Path(tempfile.mkdtemp(prefix="taizhang-load-"))
    measured = []
    for count in args.counts:
        folder = work / str(count)
        shutil.rmtree(folder, ignore_errors=True)
        measured.append(measure(count, folder))
        print(tables(measured[-1:]), file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
    said = tables(measured)
    print(said)
    if args.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(MARKS[0])
        _, _, after = rest.partition(MARKS[1])
        PAGE.write_text(f"{before}{MARKS[0]}\n{said}\n{MARKS[1]}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
