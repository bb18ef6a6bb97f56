"""One build of every hostile and broken file: it ends, it holds its limits, it accounts for each, and loses no good one."""

from __future__ import annotations

import csv
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.runner.local import PATIENCE
from tests.command import House
from tests.hostile.make_files import EITHER, GOOD, READ, write
from tests.measure import Watch

DOCUMENT_SECONDS = 30
MEMORY_MB = 1024
# What a mistake of ours looks like in an outcome: an exception that no one meant for people.
CRASH = re.compile(r"^(?:[A-Z]\w*(?:Error|Exception|Panic\w*)|Traceback|died|the reading process)")


@dataclass(frozen=True)
class Built:
    """The build of the corpus: the house, what was expected of each file, and what the build took."""

    house: House
    expected: dict[str, str]
    seconds: float
    megabytes: float
    output: str

    def outcomes(self) -> dict[str, str | None]:
        """File → its first error, None if it was read."""
        rows = self.house.ask("select source_file, max(error) from fct_extraction_outcome group by source_file")
        return dict(rows)


@pytest.fixture(scope="module", params=[1, pytest.param(30, marks=pytest.mark.slow)])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    house = House(tmp_path_factory.mktemp("hostile"))
    expected = write(house.raw, request.param)
    started = time.monotonic()
    log = house.folder / "log"
    with log.open("w") as stream:
        process = house.start(
            "build",
            out=stream,
            TAIZHANG_DOCUMENT_SECONDS=str(DOCUMENT_SECONDS),
            TAIZHANG_DOCUMENT_MEMORY_MB=str(MEMORY_MB),
            TAIZHANG_WORKERS="2",
        )
        watch = Watch(process.pid)
        code = process.wait(timeout=1800)
    took = time.monotonic() - started
    most = max(sample.megabytes for sample in watch.stop())
    assert code == 0, log.read_text()[-5000:]
    return Built(house, expected, took, most, log.read_text())


def test_there_are_enough_files(built: Built) -> None:
    assert len(built.expected) >= 150
    assert len({name.split("/")[0] for name in built.expected}) >= 10
    assert len([name for name in built.expected if name.startswith("media/")]) >= 60


def test_every_file_is_accounted_for(built: Built) -> None:
    assert set(built.outcomes()) == set(built.expected)


def test_what_is_refused_is_refused_with_a_reason_for_people(built: Built) -> None:
    outcomes = built.outcomes()
    wrong = {
        name: (outcomes[name], said)
        for name, said in built.expected.items()
        if (said == READ and outcomes[name]) or (said not in (READ, EITHER) and said not in (outcomes[name] or "read"))
    }
    assert wrong == {}
    assert {name: error for name, error in outcomes.items() if error and CRASH.match(error)} == {}


def test_no_document_took_longer_than_its_limit_and_memory_was_bounded(built: Built) -> None:
    [(longest,)] = built.house.ask("select max(duration_s) from fct_extraction_outcome")
    assert longest <= DOCUMENT_SECONDS * PATIENCE + 5  # on the clock; the limit is of the processor's time
    assert built.megabytes < 2 * MEMORY_MB + 1024
    assert not list(built.house.raw.parent.rglob("pwned")), "a file name reached a shell"


def test_the_good_files_are_in_the_warehouse_with_every_figure(built: Built) -> None:
    for name in GOOD:
        rows = built.house.ask(
            "select value::varchar, unit from observations where source_file = ? order by value_start", [name]
        )
        assert [(value.rstrip("0").rstrip("."), unit) for value, unit in rows] == [
            ("412.5", "亿元"), ("6.2", "%"), ("9300", "人"), ("5.9", "%"), ("6", "%"), ("42", "公里"),
        ]  # fmt: skip


def test_figures_that_contradict_each_other_are_both_there_and_flagged(built: Built) -> None:
    for files in (("figures/conflict-a.txt", "figures/conflict-b.txt"), ("figures/conflict-in-itself.txt",) * 2):
        [(count,)] = built.house.ask(
            "select count(distinct value) from observations where source_file in (?, ?) and indicator_code = 'gdp' "
            "and measure = 'level' and len(checks) > 0",
            list(files),
        )
        assert count == 2, files


def test_the_same_report_under_any_name_gives_the_same_figures(built: Built) -> None:
    counts = built.house.ask(
        "select source_file, count(*) from observations where starts_with(source_file, 'names/') group by 1"
    )
    assert len(counts) == sum(name.startswith("names/") for name in built.expected)
    assert {count for _, count in counts} == {6}


def test_no_cell_of_an_export_is_a_formula(built: Built, tmp_path: Path) -> None:
    result = built.house.run("export", "--format", "csv", str(tmp_path / "csv"))
    assert result.returncode == 0, result.stderr
    seen = set()
    csv.field_size_limit(1 << 27)
    for path in (tmp_path / "csv").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                seen |= {cell[:2] for cell in row if cell.startswith("'")}
                bad = [
                    cell
                    for cell in row
                    if re.match(r"[=+@\t\r\n-]", cell) and not re.fullmatch(r"-[\d.]+(e-?\d+)?", cell)
                ]
                assert bad == [], path.name
    assert seen >= {"'=", "'+", "'@", "'-"}, "the corpus has nothing that would be one"


@pytest.mark.slow
def test_a_second_build_reads_only_what_failed(built: Built) -> None:
    result = built.house.run(
        "build", TAIZHANG_DOCUMENT_SECONDS=str(DOCUMENT_SECONDS), TAIZHANG_DOCUMENT_MEMORY_MB=str(MEMORY_MB)
    )
    assert result.returncode == 0, result.stderr
    assert re.search(r"documents     0 read, \d+ unchanged", result.stdout), result.stdout
