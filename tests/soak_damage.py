"""Damage done to a warehouse between its builds: `python -m tests.soak_damage --minutes 20` (part of `make soak`).

Each round does something to the files of a warehouse, or to its documents while they are read: bits flipped in staged, published,
version and build files, files cut, gone or of somebody else, clocks set back (files of the future), full disks, kills, two
warehouses at once, edits on the way that makes only parts anew. The build after it has two ways to end: with exit code 0 and the
rows of a build from nothing, or with one sentence that names the file; then the next one repairs it. Exit code 0 with other rows,
a traceback, or a build that stays broken is a fault, and ends the soak.
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
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.command import House, limited
from tests.load import differences
from tests.synth import generate

DAY = 86_400.0


class Damage:
    """A warehouse, the same made from nothing in another folder, and what the rounds came to."""

    def __init__(self, folder: Path, reports: int, seed: int) -> None:
        self.house, self.plain, self.other = (House(folder / name) for name in ("house", "plain", "other"))
        self.chance, self.said, self.number = random.Random(seed), Counter[str](), 0
        generate.write(self.house.folder, reports, seed)
        for place in (self.plain, self.other):
            place.folder.mkdir()
            place.raw.symlink_to(self.house.raw)
        self.truth_is_old = True
        self.settings: dict[str, Any] = {}
        self.build()
        self.usual = 10.0

    def build(self, place: House | None = None) -> subprocess.CompletedProcess[str]:
        """A build; in half of the rounds by the way that makes only parts anew."""
        return (place or self.house).run("build", **self.settings)

    def truth(self) -> Path:
        """The warehouse made from nothing of the documents as they are."""
        if self.truth_is_old:
            shutil.rmtree(self.plain.warehouse, ignore_errors=True)
            result = self.plain.run("build")
            assert result.returncode == 0, f"a build from nothing failed:\n{result.stderr[-3000:]}"
            self.truth_is_old = False
        return self.plain.published

    def same(self, what: str, place: House | None = None) -> None:
        """The published rows are those of a build from nothing."""
        found = differences((place or self.house).published, self.truth())
        assert found == [], f"{what}: exit code 0, and other rows than a build from nothing in {found}"

    def after(self, what: str, names: list[str]) -> None:
        """Build, and hold the end against what it may be; `names` are of the files that a sentence may be about."""
        result = self.build()
        if result.returncode == 0:
            self.said[f"{what}: repaired at once"] += 1
        else:
            said = result.stderr
            assert result.returncode == 1 and "Traceback" not in said, f"{what}:\n{said[-3000:]}"
            assert any(name in said for name in names), f"{what}: none of {names[:5]} is named:\n{said[-1500:]}"
            again = self.build()
            assert again.returncode == 0, f"{what}: the next build does not repair it:\n{again.stderr[-3000:]}"
            self.said[f"{what}: a sentence, then repaired"] += 1
        self.same(what)

    def files(self, *patterns: str) -> list[Path]:
        """Files of the warehouse that match, in a fixed order."""
        return sorted(path for pattern in patterns for path in self.house.warehouse.glob(pattern) if path.is_file())

    def harm(self, what: str, found: list[Path]) -> None:
        """Flip bits in one of the files, cut it, empty it, or take it away."""
        path = self.chance.choice(found)
        content = bytearray(path.read_bytes())
        how = self.chance.choice(["flipped", "flipped", "flipped", "cut", "emptied", "gone", "of somebody else"])
        status = path.stat()
        if how == "gone":
            path.unlink()
        else:
            if how == "flipped" and content:
                for _ in range(self.chance.choice([1, 1, 8])):
                    content[self.chance.randrange(len(content))] ^= 1 << self.chance.randrange(8)
            elif how == "cut":
                del content[self.chance.randrange(len(content) + 1) :]
            else:
                content = bytearray() if how == "emptied" else bytearray(b"somebody else's file\n")
            path.write_bytes(bytes(content))
            if self.chance.random() < 0.5:  # as a disk does it
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        self.after(f"{what} {how}", [path.name, path.stem, path.parent.name])

    def staged(self) -> None:
        """A staged file, of a document or of a pack, or the description of these."""
        self.harm("staged file", self.files("staged/rows/*", "staged/pack/*/*"))

    def manifest(self) -> None:
        """The list of current documents, or a version's manifest."""
        self.harm("manifest", self.files("staged/manifest.json", "versions/*.json"))

    def published(self) -> None:
        """The published file."""
        self.harm("published file", self.files("taizhang.duckdb"))

    def version(self) -> None:
        """A kept version: a hard link of what is published, or an older one."""
        self.harm("version", self.files("versions/*.duckdb"))

    def build_file(self) -> None:
        """What a build leaves for the next one."""
        self.harm("build file", self.files(".build/*", ".build/dbt/*"))

    def folders(self) -> None:
        """A whole folder is gone."""
        name = self.chance.choice(["staged", "staged/rows", "staged/pack", "versions", ".build", ".build/dbt"])
        shutil.rmtree(self.house.warehouse / name, ignore_errors=True)
        self.after(f"folder {name} gone", [name])

    def edit(self) -> None:
        """One figure of some reports; in half of them nothing but the content tells of it."""
        self.number += 1
        for path in self.chance.sample(sorted(self.house.raw.rglob("*.txt")), 2):
            text, status = path.read_text(encoding="utf-8"), path.stat()
            at = text.rindex("1", 0, len(text)) if "1" in text else 0
            path.write_text(text[:at] + self.chance.choice("23456789") + text[at + 1 :], encoding="utf-8", newline="")
            if self.chance.random() < 0.5:
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        self.truth_is_old = True
        self.after("edited", ["documents_lost"])

    def withdrawn(self) -> None:
        """A report leaves the folder, or an earlier one returns."""
        aside = self.house.folder / "withdrawn.txt"
        if aside.exists():
            aside.rename(self.house.raw / "returned.txt")
        elif (back := self.house.raw / "returned.txt").exists():
            back.rename(aside)
        else:
            self.chance.choice(sorted(self.house.raw.rglob("*.txt"))).rename(aside)
        self.truth_is_old = True
        self.after("withdrawn or returned", ["documents_lost"])

    def clock(self) -> None:
        """The clock was set back: everything is of tomorrow, and a report changes now."""
        tomorrow = time.time() + DAY
        for path in [*self.house.warehouse.rglob("*"), *self.house.raw.rglob("*")]:
            os.utime(path, (tomorrow, tomorrow), follow_symlinks=False)
        self.edit()
        self.said["clock set back"] += 1

    def full(self) -> None:
        """No file may grow beyond some size, as on a full disk."""
        self.number += 1
        path = self.chance.choice(sorted(self.house.raw.rglob("*.txt")))
        path.write_text(
            f"{path.read_text(encoding='utf-8').rstrip()}\n新增公交线路{self.number}条。\n", encoding="utf-8"
        )
        self.truth_is_old = True
        size = self.chance.choice([2_000, 50_000, 500_000, 1_000_000, 2_000_000, 5_000_000])
        with limited(size):
            result = self.build()
        assert "Traceback" not in result.stderr, result.stderr[-3000:]
        self.said["disk full" if result.returncode else "disk just large enough"] += 1
        self.after("after a full disk", ["File too large"])

    def killed(self) -> None:
        """A build killed with all its workers, then damage to what it left."""
        process = self.house.start("build", "--force", out=subprocess.DEVNULL, **self.settings)
        time.sleep(self.chance.uniform(0.5, self.usual))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.after("killed", ["build"])

    def changing(self) -> None:
        """A report that is written again and again while a build reads; the next build has what it came to."""
        path = self.chance.choice(sorted(self.house.raw.rglob("*.txt")))
        text, over = path.read_text(encoding="utf-8"), threading.Event()

        def write() -> None:
            number = 0
            while not over.wait(0.05):
                number += 1
                path.write_text(f"{text.rstrip()}\n新增公园{number}个。\n", encoding="utf-8", newline="")

        writer = threading.Thread(target=write)
        writer.start()
        result = self.build()
        over.set()
        writer.join()
        assert result.returncode == 0 or path.name in result.stderr, result.stderr[-2000:]
        self.truth_is_old = True
        self.after("changed while it was read", [path.name])

    def two(self) -> None:
        """Two warehouses of the same documents are built at the same time; each is right."""
        first = self.other.start("build", "--force", out=subprocess.DEVNULL, **self.settings)
        result = self.house.run("build", "--force", **self.settings)
        code = first.wait()
        assert result.returncode == code == 0, result.stderr[-3000:]
        self.same("two warehouses at once")
        self.same("two warehouses at once", self.other)
        self.said["two warehouses at once"] += 1

    def rounds(self) -> list[Callable[[], None]]:
        """What may be done, as often as it is likely."""
        return [
            self.staged, self.staged, self.manifest, self.published, self.version, self.build_file, self.folders, self.edit,
            self.withdrawn, self.clock, self.full, self.killed, self.changing, self.two,
        ]  # fmt: skip


def main(arguments: list[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--reports", type=int, default=12)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="taizhang-damage-"))
    damage = Damage(folder, args.reports, args.seed)
    deadline = time.monotonic() + args.minutes * 60
    waiting: list[Callable[[], None]] = []
    number = 0
    while time.monotonic() < deadline:
        if not waiting:
            waiting = damage.rounds()
            damage.chance.shuffle(waiting)
        one, number = waiting.pop(), number + 1
        damage.settings = {"TAIZHANG_PARTIAL_FROM": "0"} if damage.chance.random() < 0.5 else {}
        way = "in parts" if damage.settings else "as a whole"
        if damage.chance.random() < 0.7:
            damage.settings["TAIZHANG_PACK_DOCUMENTS"] = "1"  # these few are of many years
            way += ", packed"
        one()
        print(f"{number}: {one.__name__}, built {way}", flush=True)
    for said, count in sorted(damage.said.items()):
        print(f"{count:4}  {said}")
    print(f"{number} rounds, no fault")
    shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
