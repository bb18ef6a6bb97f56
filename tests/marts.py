"""Marts of a nation on one machine: `python -m tests.marts FOLDER [--places 2846] [--years 20]` (`make nation`).

Writes staged rows of 227,680 reports that do not exist (tests/synth/staged.py), builds and publishes all marts, adds days
of new documents and builds again (dbt is asked on the first of them alone), then asks ten questions
(tests/questions.sql). Says time, processor time and most memory of each step, as Markdown; `--write` puts it into
docs/performance.md. Reading documents is not part of it. Needs some 50 GB on the disk for the whole of it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.measure import Watch  # noqa: E402

QUESTIONS = Path(__file__).with_name("questions.sql")
PAGE, MARKS = ROOT / "docs" / "performance.md", ("<!-- marts: begin -->", "<!-- marts: end -->")
SENT = "sent"  # where what dbt sends is kept
DAY = 0.01  # new documents, as a part of all


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a build: wall and processor seconds, most memory in MB, and what it says."""

    name: str
    seconds: float
    processor: float
    megabytes: float
    said: dict[str, Any]


def load(folder: Path) -> dict[str, Any]:
    """Load the staged rows, or those of changed documents."""
    from pipelines.publish import load as loading
    from pipelines.publish import state

    rows = loading.load(_build(folder), folder / "staged", rows_from=1)
    return {
        "observations": rows["observation"],
        "documents": rows["document"],
        "partial": state.is_partial(_build(folder)),
    }


def models(folder: Path) -> dict[str, Any]:
    """dbt: all models and their tests."""
    from pipelines.publish import again, dbt_run

    result = dbt_run.require(again.build(_build(folder)))
    slowest = sorted(result.nodes, key=lambda node: -node.seconds)
    return {"nodes": {node.name: round(node.seconds, 1) for node in slowest}}


def audit(folder: Path) -> dict[str, Any]:
    """The checks before publication."""
    from pipelines.publish import audit as auditing

    checks = auditing.audit(_build(folder))
    auditing.require(checks)
    return {"checks": len(checks)}


def publish(folder: Path) -> dict[str, Any]:
    """The published file."""
    from pipelines.publish import state, swap
    from pipelines.publish.database import work_file

    publication = swap.publish(_build(folder), folder, keep=1)
    state.finish(_build(folder))
    size = (folder / "taizhang.duckdb").stat().st_size
    return {
        "published GB": round(size / 1e9, 2),
        "build GB": round(sum(f.stat().st_size for f in (_build(folder), work_file(_build(folder)))) / 1e9, 2),
        **publication.tables,
    }


def questions(folder: Path) -> dict[str, Any]:
    """Each question, asked in a connection of its own as a tool does: the seconds of three askings, the rows."""
    import duckdb

    published, asked = str(folder / "taizhang.duckdb"), {}
    with duckdb.connect(published, read_only=True) as connection:
        row = connection.execute(
            "select region_code, left(region_code, 2) || '%', source_file, observation_id, period_end from fct_indicator "
            "where passage_no is not null and left(region_code, 6) <> '100000' and right(region_code, 4) <> '0000' limit 1 offset 100000"
        ).fetchone()
    assert row is not None
    given = dict(zip(("region", "province", "file", "observation", "year"), row, strict=True))
    for part in QUESTIONS.read_text(encoding="utf-8").split("-- question: ")[1:]:
        name, _, query = part.partition("\n")
        used = {key: value for key, value in given.items() if f"${key}" in query}
        times = []
        for _ in range(3):
            with duckdb.connect(published, read_only=True) as connection:
                started = time.perf_counter()
                rows = connection.execute(query, used).fetchall()
                times.append(round(time.perf_counter() - started, 2))
        asked[name] = {"seconds": times, "rows": len(rows)}
    return asked


STEPS: tuple[Callable[[Path], dict[str, Any]], ...] = (load, models, audit, publish)


def _build(folder: Path) -> Path:
    return folder / ".build" / "warehouse.duckdb"


def measured(step: Callable[[Path], dict[str, Any]], folder: Path) -> Step:
    """Run a step in a process of its own and watch it."""
    os.environ.setdefault("TAIZHANG_DBT_TARGET", str(folder / "dbt"))
    os.environ["TAIZHANG_DBT_SENT"] = str(folder / SENT)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.marts", str(folder), "--step", step.__name__], cwd=ROOT, stdout=subprocess.PIPE
    )
    started, watch = time.time(), Watch(process.pid)
    out = process.communicate()[0]
    seconds, samples = time.time() - started, watch.stop()
    if process.returncode:
        raise SystemExit(f"{step.__name__} failed")
    said = json.loads(out.splitlines()[-1])
    done = Step(step.__name__, seconds, max(s.processor for s in samples), max(s.megabytes for s in samples), said)
    print(done, file=sys.stderr, flush=True)
    return done


def make(folder: Path, places: int, years: int) -> None:
    """Write the staged rows of all documents, unless they are there."""
    from pipelines.staging import staged as staging
    from tests.synth import staged

    if not (folder / "staged" / staging.MANIFEST).exists():
        staging.write_manifest(
            folder / "staged", list(staged.base(folder / "staged", range(2005, 2005 + years), places))
        )


def add_day(folder: Path, places: int, years: int, documents: int, spread: bool) -> None:
    """Stage the documents of a day as extraction does, a file each, of the year after the last one."""
    from pipelines.staging import staged as staging
    from tests.synth import staged

    before = staging.read_manifest(folder / "staged")
    new = list(staged.day(folder / "staged", 2005 + years, places, documents, spread))
    staging.write_manifest(folder / "staged", [*before, *new])


def report(title: str, steps: list[Step]) -> Iterator[str]:
    """A table of steps."""
    yield f"| {title} | wall (s) | processor (s) | most memory (MB) |"
    yield "|---|---:|---:|---:|"
    for step in steps:
        yield f"| {step.name} | {step.seconds:,.0f} | {step.processor:,.0f} | {step.megabytes:,.0f} |"
    yield f"| together | {sum(s.seconds for s in steps):,.0f} | {sum(s.processor for s in steps):,.0f} | {max(s.megabytes for s in steps):,.0f} |"
    yield ""


def run(folder: Path, places: int, years: int) -> list[str]:
    """The whole of it, as lines of Markdown."""
    make(folder, places, years)
    shutil.rmtree(folder / SENT, ignore_errors=True)  # so dbt is asked on the first day
    full = [measured(step, folder) for step in STEPS]
    tables, loaded = full[-1].said, full[0].said
    documents = loaded["documents"]
    lines = [f"{tables['fct_indicator']:,} observations of {documents:,} documents; "
             f"published {tables['published GB']} GB, build file and work file {tables['build GB']} GB.", ""]  # fmt: skip
    lines += report("from nothing", full)
    assert loaded["partial"] is False
    for later, (spread, what) in enumerate((
        (False, "all four reports of each of {} counties, dbt asked"),
        (False, "all four reports of each of {} counties"),
        (True, "one report of each of {} counties"),
    )):  # fmt: skip
        new = int(documents * DAY)
        add_day(folder, places, years + later, new, spread)
        day = [measured(step, folder) for step in STEPS]
        assert day[0].said["partial"] is True
        counties = new if spread else new // 4
        lines += report(f"{new:,} new documents: {what.format(f'{counties:,}')}", day)
    asked = measured(questions, folder)
    lines += ["| question | first asked (s) | again (s) | rows |", "|---|---:|---:|---:|"]
    lines += [
        f"| {name} | {said['seconds'][0]} | {min(said['seconds'])} | {said['rows']:,} |"
        for name, said in asked.said.items()
    ]
    lines += ["", f"Most memory while asking: {asked.megabytes:,.0f} MB."]
    return lines


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=int, default=2846)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--step", choices=[step.__name__ for step in (*STEPS, questions)], help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    folder = chosen.folder.absolute()
    if chosen.step:
        print(json.dumps(globals()[chosen.step](folder), ensure_ascii=False))
        return
    text = "\n".join(run(folder, chosen.places, chosen.years))
    print(text)
    if chosen.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(MARKS[0])
        PAGE.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
