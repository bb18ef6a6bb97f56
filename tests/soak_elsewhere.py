"""What a build shares with others, under the kills of the local one: `python -m tests.soak_elsewhere --minutes 20` (part of `make soak`).

DuckLake: warehouses are published into one lake, by the command, which is killed with all it started at a random moment. After
each kill the lake holds for every writer one whole publication, the one before or the new one; the next publication goes
through, and its rows are those of the warehouse. At the end no file is left in the lake's folder that it does not know.

Ray: builds on a cluster of two workers are killed with all they started, or a worker of the cluster is, at a random moment.
What is published stays whole. The next build, on the cluster or without it, has the rows of a build from nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import duckdb

from pipelines.serve.ducklake.catalogue import parse
from pipelines.serve.ducklake.clean import clean
from tests.command import House
from tests.load import differences
from tests.publish import lakes, server
from tests.runner.ray_cluster import Cluster, cluster
from tests.synth import generate

TABLES = ("dim_document", "fct_indicator", "fct_key_project", "fct_target_actual", "fct_conflict", "dim_passage")
Counts = dict[str, tuple[int, int]]


def killed(process: subprocess.Popen[str]) -> bool:
    """Kill a command with all that it started; whether it was not done before."""
    os.killpg(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


class Lake:
    """A lake of two writers, each with two warehouses that it publishes in turn."""

    def __init__(self, folder: Path, chance: random.Random, said: Counter[str], address: str) -> None:
        self.chance, self.said, self.address, self.data = chance, said, address, folder / "data"
        self.houses = {name: [House(folder / f"{name}{n}") for n in (0, 1)] for name in ("东湖", "西山")}
        self.stands: dict[str, int] = {}
        for seed, houses in enumerate(self.houses.values()):
            for number, house in enumerate(houses):
                generate.write(house.folder, 4 + 3 * number, 10 + seed)
                built = house.run("build")
                assert built.returncode == 0, built.stderr[-3000:]
        self.counts = {name: [self.of_file(house) for house in houses] for name, houses in self.houses.items()}
        self.usual = 0.0
        for name in self.houses:
            self.publish(name, 0)

    def of_file(self, house: House) -> Counts:
        """Rows of each table, with a sum over their contents."""
        return {t: house.ask(f"select count(*), coalesce(sum(hash({row(t)}) % 1000003), 0)::bigint from {t}")[0] for t in TABLES}  # type: ignore[misc]  # fmt: skip

    def of_lake(self) -> dict[str, Counts]:
        """The same of each writer in the lake."""
        with lakes.reading(self.address, self.data) as con:
            found: dict[str, Counts] = {name: {} for name in self.houses}
            for table in TABLES:
                query = f"select writer, count(*), sum(hash({row(table)}) % 1000003)::bigint from by_writer.{table} group by 1"
                told = {writer: (count, total) for writer, count, total in con.execute(query).fetchall()}
                for name in self.houses:
                    found[name][table] = told.get(name, (0, 0))
            return found

    def start(self, name: str, number: int) -> subprocess.Popen[str]:
        """Begin to publish one of a writer's warehouses."""
        words = ("publish-ducklake", self.address, "--data", str(self.data), "--as", name)
        return self.houses[name][number].start(*words, "--take-over")

    def publish(self, name: str, number: int) -> None:
        """Publish undisturbed."""
        started = time.monotonic()
        process = self.start(name, number)
        _, said = process.communicate(timeout=600)
        self.usual = time.monotonic() - started  # on a machine that is as busy as it is now
        assert process.returncode == 0, said[-3000:]
        self.stands[name] = number
        self.whole()

    def whole(self) -> None:
        """Every writer's tables are of the publication that stands."""
        found = self.of_lake()
        wanted = {name: self.counts[name][number] for name, number in self.stands.items()}
        assert {name: found[name] for name in wanted} == wanted, f"{found} instead of {wanted}"

    def round(self) -> None:
        """A publication killed; then perhaps another writer's, and in the end its own once more."""
        name = self.chance.choice(list(self.houses))
        other = 1 - self.stands[name]
        process = self.start(name, other)
        time.sleep(self.chance.uniform(0.05, self.usual))
        ended = killed(process)
        found = self.of_lake()[name]
        if found == self.counts[name][other]:
            self.stands[name] = other
            self.said["lake: killed after the commit" if ended else "lake: done before the kill"] += 1
        else:
            assert ended, "it was done, and the lake has other rows"
            self.said["lake: killed before the commit"] += 1
        self.whole()
        if self.chance.random() < 0.5:
            self.publish(*self.chance.choice([(one, number) for one in self.houses for number in (0, 1)]))
        if self.chance.random() < 0.3:
            clean(parse(self.address), self.data)
            self.whole()
        self.publish(name, other)

    def end(self) -> None:
        """Nothing is left over."""
        for _ in range(2):
            clean(parse(self.address), self.data, keep=1, grace=timedelta(0))
        self.whole()
        with duckdb.connect() as con:
            lakes.extensions.load(con, "ducklake", *(["postgres_scanner"] if parse(self.address).is_server else []))
            con.execute(f"attach '{parse(self.address).attached}' as office (data_path '{self.data}', override_data_path true, read_only)")  # fmt: skip
            known = {Path(name).name for (name,) in con.execute("select path from __ducklake_metadata_office.ducklake_data_file").fetchall()}  # fmt: skip
        there = {path.name for path in self.data.rglob("*.parquet")}
        assert there == known, f"{len(there - known)} files too many, {len(known - there)} too few"


def row(table: str) -> str:
    """What of a row is held against the other side."""
    keys = {"dim_document": "document_id, source_file", "fct_indicator": "observation_id, value, unit", "fct_key_project": "mention_id, name",
            "fct_target_actual": "indicator_name, year, outcome", "fct_conflict": "conflict_id, kind", "dim_passage": "document_id, passage_no, text"}  # fmt: skip
    return keys[table]


class Machines:
    """A warehouse that a cluster reads for, and the same made from nothing without one."""

    def __init__(self, folder: Path, chance: random.Random, said: Counter[str], nodes: Cluster) -> None:
        self.house, self.plain, self.chance, self.said, self.nodes = (
            House(folder / "house"),
            House(folder / "plain"),
            chance,
            said,
            nodes,
        )
        generate.write(self.house.folder, 60)
        self.plain.folder.mkdir()
        self.plain.raw.symlink_to(self.house.raw)
        self.number = 0
        started = time.monotonic()
        self.done(self.start())
        self.usual = time.monotonic() - started

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a build on the cluster."""
        where = ("--runner", "ray", "--address", self.nodes.address)
        return self.house.start("build", *where, *arguments, TAIZHANG_RAY_SECONDS="300", **self.nodes.environ)

    def done(self, process: subprocess.Popen[str]) -> None:
        """Let a build come to its end."""
        _, said = process.communicate(timeout=1200)
        assert process.returncode == 0 and "Traceback" not in said, said[-3000:]

    def edit(self) -> None:
        """One more figure in some reports."""
        self.number += 1
        for path in self.chance.sample(sorted(self.house.raw.rglob("*.txt")), 20):
            text = path.read_text(encoding="utf-8").rstrip("\n")
            path.write_text(f"{text}\n新增公交线路{self.number}条。\n", encoding="utf-8", newline="")

    def same(self) -> None:
        """The rows are those of a build from nothing."""
        shutil.rmtree(self.plain.warehouse, ignore_errors=True)
        plain = self.plain.run("build")
        assert plain.returncode == 0, plain.stderr[-3000:]
        found = differences(self.house.published, self.plain.published)
        assert found == [], f"other rows than a build from nothing in {found}"

    def round(self) -> None:
        """A build killed, or a worker of the cluster below a build; then whoever builds next repairs it."""
        self.edit()
        before, shown = self.house.published.stat().st_ino, self.house.ask("select count(*) from fct_indicator")
        more = ("--all",) if self.chance.random() < 0.5 else ()
        if self.chance.random() < 0.5:
            number = self.nodes.worker()
            process = self.start(*more)
            time.sleep(self.chance.uniform(0.5, self.usual))
            self.nodes.kill(number)
            self.done(process)
            self.said["ray: a worker killed, the build went on"] += 1
        else:
            process = self.start(*more)
            time.sleep(self.chance.uniform(0.5, self.usual))
            ended = killed(process)
            if ended and self.house.published.stat().st_ino == before:
                assert self.house.ask("select count(*) from fct_indicator") == shown
                self.said["ray: killed before publication"] += 1
            else:
                self.said["ray: killed after publication" if ended else "ray: done before the kill"] += 1
            if self.chance.random() < 0.3:
                result = self.house.run("build")
                assert result.returncode == 0, result.stderr[-3000:]
                self.said["ray: repaired without the cluster"] += 1
            else:
                self.done(self.start())
                self.said["ray: repaired on the cluster"] += 1
        self.same()


def _rounds(soaked: Lake | Machines, name: str, seconds: float, said: Counter[str]) -> int:
    """Rounds until the time is over, each told; returns how many."""
    count, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        soaked.round()
        count += 1
        print(f"{name} {count}; so far {dict(said)}", flush=True)
    return count


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20, help="of which half are the lake's, half the cluster's")
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="taizhang-elsewhere-"))
    chance, said = random.Random(args.seed), Counter[str]()
    half = args.minutes * 30
    with ExitStack() as stack:
        address = str(folder / "catalogue.ducklake")
        if server.missing() == "":
            address = stack.enter_context(server.server("s3cret"))
        lake = Lake(folder / "lake", chance, said, address)
        rounds = _rounds(lake, "lake", half, said)
        lake.end()
    with cluster(workers=2) as nodes:
        machines = Machines(folder / "ray", chance, said, nodes)
        rounds += _rounds(machines, "ray", half, said)
    for what, count in sorted(said.items()):
        print(f"{count:4}  {what}")
    print(f"{rounds} rounds, no fault")
    shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
