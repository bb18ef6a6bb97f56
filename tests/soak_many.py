"""Very many small files in one folder: `python -m tests.soak_many [FILES]` (part of `make soak`; 20,000 unless said otherwise).

A build of all of them, one with one changed, and one with nothing changed. Each says how far it is, none holds more memory than
a bound that does not depend on how many there are, and every file is in the warehouse with the figures that were written
into it. Seconds, processor seconds and memory of each to standard output.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.command import House
from tests.measure import Watch

MEGABYTES = 2200  # of the command and its workers together
TEXT = "云岭市岚川区{place}街道2027年工作总结\n\n{place}街道新增就业{jobs}人，新改建农村公路{road}公里。\n"


def write(raw: Path, count: int) -> None:
    """Reports of one line each, all of them different, all in one folder."""
    raw.mkdir(parents=True)
    for number in range(count):
        text = TEXT.format(place=f"第{number + 1}", jobs=100 + number, road=1 + number % 90)
        (raw / f"{number:05d}.txt").write_text(text, encoding="utf-8", newline="")


def build(house: House, what: str) -> str:
    """A build, watched; returns what it said."""
    log, started, before = house.folder / "log", time.monotonic(), os.times()
    with log.open("w", encoding="utf-8") as stream:
        process = house.start("build", out=stream, TAIZHANG_WORKERS="2")
        watch = Watch(process.pid)
        code = process.wait()
    most, took, after = max(sample.megabytes for sample in watch.stop()), time.monotonic() - started, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    said = log.read_text(encoding="utf-8")
    print(f"{what}: {took:.0f} s, {used:.0f} s of the processor, {most:.0f} MB", flush=True)
    assert code == 0, said[-3000:]
    assert most < MEGABYTES, f"{most:.0f} MB"
    return said


def main(count: int = 20_000) -> int:
    """The three builds."""
    with tempfile.TemporaryDirectory(prefix="taizhang-many-") as folder:
        house = House(Path(folder))
        write(house.raw, count)
        said = build(house, f"{count:,} files")
        assert re.search(rf"documents\s+{count} read, 0 unchanged, 0 failed", said), said[-3000:]
        told = {line for line in said.splitlines() if re.match(rf"reading [\d,]+ of {count:,}, about", line)}
        print(f"{len(told)} lines of progress", flush=True)
        assert len(told) > 3 or count < 5_000, said[:3000]
        figures = (
            "select count(*), count(distinct document_id), sum(value)::bigint from fct_indicator where unit = '人'"
        )
        assert house.ask(figures) == [(count, count, sum(range(100, 100 + count)))]
        path = house.raw / f"{count // 2:05d}.txt"
        path.write_text(path.read_text(encoding="utf-8").replace("公里", "千米"), encoding="utf-8", newline="")
        said = build(house, "one of them changed")
        assert re.search(rf"documents\s+1 read, {count - 1} unchanged, 0 failed", said), said[-3000:]
        assert "nothing changed" in build(house, "none changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
