"""Time and memory of builds: `make bench` (or `python tests/bench.py COPIES` for a folder of so many documents).

Each build is a process of its own, as a user starts it. The documents are raw/'s, with a line of their own added to the
copies so that no two are the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from pipelines.cli import main; main()"


def build(raw: Path, warehouse: Path, *arguments: str) -> tuple[float, float, int]:
    """One build: seconds of wall clock, seconds of processor, megabytes of the largest process."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, str(ROOT), "build", "--raw", str(raw), "--warehouse", str(warehouse), *arguments],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "DAGSTER_HOME": str(warehouse.parent)},
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("the build failed")
    per_megabyte = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // per_megabyte


def copies(target: Path, count: int) -> Path:
    """The five digests, as texts, so often that there are `count` documents."""
    texts = sorted(
        [*(ROOT / "raw").glob("*.txt"), *(ROOT / "tests" / "pdf" / "digests").glob("*.txt")], key=lambda p: p.name
    )
    for number in range(count):
        source = texts[number % len(texts)]
        folder = target / f"{number // 100:04d}"
        folder.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        (folder / f"{number:06d}-{source.name}").write_text(f"{text}\n第{number}份。\n", encoding="utf-8")
    return target


def main(count: int) -> None:
    """A table: the first build, one with nothing changed, one with one document changed, one that reads all again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="ascii")
        raw = copies(folder / "raw", count)
        rows = [("first build", build(raw, folder / "warehouse"))]
        rows.append(("nothing changed", build(raw, folder / "warehouse")))
        changed = next(iter(sorted(raw.rglob("*.txt"))))
        changed.write_text(changed.read_text(encoding="utf-8") + "新增就业1人。\n", encoding="utf-8")
        rows.append(("one document changed", build(raw, folder / "warehouse")))
        rows.append(("all read again", build(raw, folder / "warehouse", "--all")))
    print(f"\n| build of {count} documents | wall (s) | processor (s) | largest process (MB) |\n|---|---|---|---|")
    for label, (wall, processor, megabytes) in rows:
        print(f"| {label} | {wall:.1f} | {processor:.1f} | {megabytes} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
