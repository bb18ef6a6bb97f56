"""The long form of the fault tests: `make soak` (`python tests/soak.py --kills 25 --stops 12 --reports 40`).

A folder of generated reports is built again and again while a reader asks the published file all the time. Each round
changes the folder a little, starts a build, and does something to it: kills or stops it and its workers at a random moment, starts
a second build beside it, or takes the room on its disk away (where a file system may be mounted). After every round the
published file has to be one whole version: the one before or the new one, its rows those of the reports that it names.
At the end a last build must repair everything by itself and leave nothing behind.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402

from tests.command import House  # noqa: E402
from tests.synth import generate  # noqa: E402

WHOLE = """
    select (select count(*) from fct_indicator), (select count(distinct document_id) from fct_indicator),
      (select count(*) from dim_document), (select count(*) from fct_indicator where document_id not in (select document_id from dim_document)),
      (select count(*) from dim_document where document_id not in (select document_id from fct_indicator))
"""


class Reader(threading.Thread):
    """Opens the published file over and over, and holds one connection open for a while; faults are counted."""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True)
        self.house, self.faults, self.reads = house, Counter[str](), 0
        self.over = threading.Event()

    def run(self) -> None:
        """Until `over` is set."""
        while not self.over.wait(0.02):
            try:
                with duckdb.connect(str(self.house.published), read_only=True) as con:
                    before = con.execute(WHOLE).fetchone()
                    time.sleep(random.random() * 0.5)
                    after = con.execute(WHOLE).fetchone()
                assert before == after, f"a snapshot changed: {before}, {after}"
                assert before and before[3] == before[4] == 0 and before[2] > 0, f"half a version: {before}"
                self.reads += 1
            except Exception as error:
                self.faults[f"{type(error).__name__}: {error}"[:300]] += 1


class Soak:
    """The rounds; `said` counts what they came to."""

    def __init__(self, folder: Path, reports: int, seed: int) -> None:
        self.house, self.chance, self.said = House(folder), random.Random(seed), Counter[str]()
        generate.write(folder, reports, seed)
        self.number = 0
        self._built(self.house.run("build"))
        self.change()
        started = time.monotonic()
        self._built(self.house.run("build"))  # as in the rounds: most of it is read already
        self.usual = time.monotonic() - started

    def _built(self, result: subprocess.CompletedProcess[str]) -> None:
        assert result.returncode == 0, f"a build that nothing disturbed failed:\n{result.stderr[-3000:]}"

    def state(self) -> tuple[int, ...]:
        """Rows of the published file, which has to be a whole one."""
        with duckdb.connect(str(self.house.published), read_only=True) as con:
            row = con.execute(WHOLE).fetchone()
        assert row and row[3] == row[4] == 0 and row[2] > 0, f"half a version is published: {row}"
        return row

    def change(self) -> None:
        """One more figure in each of some reports."""
        self.number += 1
        for path in self.chance.sample(sorted(self.house.raw.rglob("*.txt")), 5):
            text = path.read_text(encoding="utf-8").rstrip("\n")
            path.write_text(f"{text}\n新增公交线路{self.number}条。\n", encoding="utf-8", newline="")

    def kill(self) -> None:
        """A build killed with all its workers at a random moment; the file is as it was, or whole and new."""
        before = self.state()
        process = self.house.start("build", out=subprocess.DEVNULL)
        time.sleep(self.chance.uniform(0.05, self.usual))
        os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        self.said["killed" if code == -signal.SIGKILL else "was done before the kill"] += 1
        if code == -signal.SIGKILL:
            self.said["killed before publication" if self.state() == before else "killed after publication"] += 1

    def stop(self) -> None:
        """Ctrl-C at a random moment, as a terminal sends it: the build ends soon, and says whether it had published."""
        before = self.house.published.stat().st_ino
        handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
        process = self.house.start("build")
        signal.signal(signal.SIGINT, handler)
        time.sleep(self.chance.uniform(0.3, self.usual))
        os.killpg(process.pid, signal.SIGINT)
        started = time.monotonic()
        _, said = process.communicate(timeout=60)
        took = time.monotonic() - started
        assert took < 30, f"stopped only after {took:.0f} s"
        published = self.house.published.stat().st_ino != before
        allowed = (0, 130) if published else (130, -signal.SIGINT)  # the latter: before there was a command
        assert process.returncode in allowed, f"exit code {process.returncode}, published: {published}\n{said[-2000:]}"
        self.state()
        self.said["stopped after publication" if published else "stopped before publication"] += 1

    def kill_parent(self) -> None:
        """Only the command is killed; its workers have to end by themselves."""
        process = self.house.start("build", "--all", out=subprocess.DEVNULL)
        time.sleep(self.chance.uniform(0.5, self.usual))
        process.kill()
        process.wait()
        self.state()
        deadline = time.monotonic() + 30
        while _alive(process.pid) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not _alive(process.pid), "workers outlive a killed build"
        self.said["command killed alone"] += 1

    def two(self) -> None:
        """Two builds at once: one builds, the other says so; or it waits, as it was told to."""
        patient = self.chance.random() < 0.5
        first = self.house.start("build", out=subprocess.DEVNULL)
        time.sleep(self.chance.uniform(0, 3))
        second = self.house.run("build", TAIZHANG_LOCK_SECONDS="600" if patient else "0")
        codes = {first.wait(), second.returncode}
        assert codes <= {0, 1} and 0 in codes, f"two builds at once came to {codes}: {second.stderr[-500:]}"
        assert not (patient and second.returncode), second.stderr[-500:]
        self.state()
        self.said["two builds, one waited" if patient else "two builds, one said so"] += 1

    def full_disk(self) -> None:
        """A build into a folder on a small disk of its own; afterwards the disk grows and the next build is right."""
        place = House(self.house.folder / "disk")
        place.warehouse.mkdir(parents=True, exist_ok=True)
        size = self.chance.randint(3, 24)
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "none", str(place.warehouse)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            self.said["no disk could be mounted"] += 1
            return
        try:
            place.raw.unlink(missing_ok=True)
            place.raw.symlink_to(self.house.raw)
            small = place.run("build", TAIZHANG_RAW=str(self.house.raw))
            assert "Traceback" not in small.stderr, small.stderr[-2000:]
            self.said["disk full" if small.returncode else "disk just large enough"] += 1
            assert small.returncode == 0 or not place.published.exists()
            subprocess.run(["mount", "-o", "remount,size=500m", str(place.warehouse)], check=True)
            self._built(place.run("build", TAIZHANG_RAW=str(self.house.raw)))
        finally:
            subprocess.run(["umount", str(place.warehouse)], check=True)

    def end(self) -> None:
        """A last build repairs everything, and nothing is left over."""
        self._built(self.house.run("build"))
        self.state()
        left = [
            path.relative_to(self.house.warehouse).as_posix()
            for path in self.house.warehouse.rglob("*")
            if ".aside-" in path.name or path.suffix in (".wal", ".tmp")
        ]
        assert left == [], f"left over: {left[:5]}"
        outcomes = list((self.house.warehouse / "staged" / "rows").iterdir())
        documents = self.state()[2]
        assert len(outcomes) == documents, f"{len(outcomes)} staged documents, {documents} published"
        assert len(list((self.house.warehouse / "versions").glob("*.duckdb"))) <= 6
        with sqlite3.connect(self.house.folder / "dagster" / "history" / "runs.db") as history:
            states = dict(history.execute("select status, count(*) from runs group by 1").fetchall())
        assert "STARTED" not in states, f"killed runs are shown as running: {states}"


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=25, help="rounds with a kill at a random moment")
    parser.add_argument("--stops", type=int, default=12, help="rounds with Ctrl-C at a random moment")
    parser.add_argument("--others", type=int, default=4, help="rounds of each other kind")
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="taizhang-soak-"))
    soak = Soak(folder, args.reports, args.seed)
    print(f"an undisturbed build takes {soak.usual:.1f} s", flush=True)
    reader = Reader(soak.house)
    reader.start()
    rounds = [soak.kill] * args.kills + [soak.stop] * args.stops
    rounds += [soak.two, soak.kill_parent, soak.full_disk] * args.others
    soak.chance.shuffle(rounds)
    for number, one in enumerate(rounds, 1):
        soak.change()
        one()
        print(f"{number} of {len(rounds)}: {one.__name__}; so far {dict(soak.said)}", flush=True)
    soak.end()
    reader.over.set()
    reader.join()
    print(f"reads {reader.reads}, faults of the reader {dict(reader.faults)}")
    shutil.rmtree(folder, ignore_errors=True)
    return 1 if reader.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
