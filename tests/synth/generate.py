"""Write N plausible reports with known facts: `python -m tests.synth.generate N FOLDER [SEED]` (`make synth`).

FOLDER/raw gets the texts, a folder per district; FOLDER/facts.jsonl a line per text: its path below raw and its facts as
[start, end, value, unit, indicator, measure, statement, period]. The same N and seed give the same bytes, and a smaller
N a part of them.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.synth.district import FIRST_YEAR, LAST_YEAR, District
from tests.synth.reports import communique, plan_report, work_report
from tests.synth.text import Text

KINDS = (("plan-report", plan_report), ("work-report", work_report), ("communique", communique))
YEARS = range(FIRST_YEAR + 2, LAST_YEAR + 1)


def reports(count: int, seed: int = 5) -> Iterator[tuple[str, Text]]:
    """(path, report) of the first `count` reports: district by district, year by year, three kinds of each."""
    for number in range(count):
        place, rest = divmod(number, len(YEARS) * len(KINDS))
        year, kind = YEARS[rest // len(KINDS)], KINDS[rest % len(KINDS)]
        if rest == 0:
            district = District(seed, place)
        path = f"{place:04d}-{district.stem}/{year}-{kind[0]}.txt"
        yield path, kind[1](district, year, random.Random(f"{seed}/{path}"))


def write(folder: Path, count: int, seed: int = 5) -> int:
    """Write the reports and their facts; returns the number of facts."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    with (folder / "facts.jsonl").open("w", encoding="utf-8") as lines:
        for path, report in reports(count, seed):
            target = folder / "raw" / path
            if not target.parent.is_dir():
                target.parent.mkdir(parents=True)
            target.write_text(report.text, encoding="utf-8", newline="")
            facts = [fact.line() for fact in report.facts]
            lines.write(json.dumps([path, facts], ensure_ascii=False) + "\n")
            total += len(facts)
    return total


def main(arguments: list[str]) -> int:
    """The command."""
    if len(arguments) not in (2, 3) or not arguments[0].isdigit():
        print("usage: python -m tests.synth.generate N FOLDER [SEED]", file=sys.stderr)
        return 2
    started = time.perf_counter()
    facts = write(Path(arguments[1]), int(arguments[0]), *map(int, arguments[2:]))
    print(f"{arguments[0]} reports with {facts:,} facts in {arguments[1]}, in {time.perf_counter() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
