"""`taizhang read`: some regions and years of a folder, on one machine or several, and the build that comes after."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import duckdb
import pytest

from tests.command import House
from tests.conftest import First
from tests.reports import COMMUNIQUE, plan_report, write_bad
from tests.synth.generate import reports

FILES = {
    "50/2024/plan.txt": plan_report(), "50/2023/communique.txt": COMMUNIQUE, "51/2024/plan.txt": plan_report("99.5"),
    "notes.txt": plan_report("7.5").replace("2023", "次").replace("2024", "今"),
}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path / "house")
    write(made.raw)
    return made


def write(raw: Path) -> None:
    for name, text in FILES.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def test_partitions_are_listed_and_read(house: House) -> None:
    result = house.run("read", "--list")
    assert result.returncode == 0 and not house.warehouse.exists(), result.stderr
    assert lines(result.stdout)[2:] == [
        ["50重庆", "2023", "1"], ["50重庆", "2024", "1"], ["51四川", "2024", "1"], ["unknown", "unknown", "1"],
    ]  # fmt: skip
    assert "4 partitions, 4 documents" in result.stderr
    result = house.run("read", "--region", "50", "unknown", "--year", "2024", "unknown")
    assert result.returncode == 0, result.stderr
    assert lines(result.stdout)[2:] == [
        ["50重庆", "2024", "1", "1", "0", "0", "0"],
        ["unknown", "unknown", "1", "1", "0", "0", "0"],
    ]
    assert lines(house.run("read", "--region", "重庆").stdout)[2:] == [
        ["50重庆", "2023", "1", "1", "0", "0", "0"], ["50重庆", "2024", "1", "0", "1", "0", "0"],
    ]  # fmt: skip
    assert not house.published.exists()


def test_what_fails_is_named_and_no_fault_of_the_command(house: House) -> None:
    bad = write_bad(house.raw / "51" / "2024")
    result = house.run("read", "--region", "51")
    assert result.returncode == 0, result.stderr
    assert lines(result.stdout)[2:] == [["51四川", "2024", str(len(bad) + 1), "1", "0", "0", str(len(bad))]]
    assert "failed: 51/2024/binary.txt: read: " in result.stderr and "log.jsonl" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--region", "乌有"), 2, "乌有"),
        (("--year", "24"), 2, "24"),
        (("--raw", "/nowhere/at/all"), 2, "does not exist"),
        (("--warehouse", "/dev/null/x"), 1, "cannot write"),
    ],
)
def test_what_cannot_be_is_one_line(house: House, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = house.run("read", *arguments)
    assert result.returncode == code and said in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_nothing_chosen_is_nothing_to_do(house: House) -> None:
    result = house.run("read", "--region", "11")
    assert result.returncode == 0 and "0 documents" in result.stderr


def test_reading_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    house = House(tmp_path / "killed")
    for path, report in reports(40):
        target = house.raw / "50" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(report.text, encoding="utf-8")
    process = house.start("read", "--workers", "1")
    rows = house.warehouse / "staged" / "rows"
    deadline = time.monotonic() + 300
    while not rows.is_dir() or sum(1 for _ in rows.glob("[!.]*.rows")) < 5:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    result = house.run("read")
    counts = [[int(cell) for cell in line[2:]] for line in lines(result.stdout)[2:]]
    documents, read, unchanged, _, failed = (sum(column) for column in zip(*counts, strict=True))
    assert (documents, failed) == (40, 0) and read + unchanged == 40 and unchanged >= 5


def marts(published: Path) -> dict[str, list[str]]:
    """All rows of all tables, but how long things took."""
    with duckdb.connect(str(published), read_only=True) as con:
        names = [name for (name,) in con.execute(
            "select table_name from duckdb_tables() where schema_name = 'main' order by 1").fetchall()]  # fmt: skip
        return {
            name: sorted(
                str(row) for row in con.execute(f"select columns(c -> c <> 'duration_s') from main.{name}").fetchall()
            )
            for name in names
        }


def test_a_build_after_some_partitions_is_the_plain_build(first: First, tmp_path: Path) -> None:
    house = House(tmp_path / "parts")
    shutil.copytree(first.copy.raw, house.raw, symlinks=True)
    for name in [*first.bad]:  # links of the copied folder lead into the other one
        if (house.raw / name).is_symlink():
            target = (house.raw / name).readlink()
            (house.raw / name).unlink()
            (house.raw / name).symlink_to(house.raw / target.name, target_is_directory=name == "folder.txt")
    assert house.run("read", "--year", "2024", "unknown").returncode == 0
    result = house.run("build")
    assert result.returncode == 0, result.stderr
    assert "documents     1 read, 1 unchanged, 7 failed" in result.stdout
    assert marts(house.published) == marts(first.copy.published)


@pytest.mark.slow
def test_several_machines_read_and_one_builds(house: House, tmp_path: Path) -> None:
    for number, region in enumerate(("50", "51", "unknown")):
        machine = House(tmp_path / f"machine{number}")
        write(machine.raw)
        assert machine.run("read", "--region", region).returncode == 0
        shutil.copytree(machine.warehouse / "staged", house.warehouse / "staged", dirs_exist_ok=True)
    result = house.run("build")
    assert result.returncode == 0 and "documents     0 read, 4 unchanged, 0 failed" in result.stdout, result.stderr
    plain = House(tmp_path / "plain")
    write(plain.raw)
    assert plain.run("build").returncode == 0
    assert marts(house.published) == marts(plain.published)
