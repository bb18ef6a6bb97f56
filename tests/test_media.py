"""Files of all kinds through whole builds: archives and what stands in them, with the place of every figure."""

from __future__ import annotations

import zipfile
from pathlib import Path

import py7zr
import pytest

from pipelines.staging import loose
from tests.command import House
from tests.readers.test_docx import file, p
from tests.readers.test_locator import sheet
from tests.reports import COMMUNIQUE, plan_report


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("media"))
    (made.raw / "50" / "2024").mkdir(parents=True)
    write(made.raw, plan_report())
    with py7zr.SevenZipFile(made.raw / "50" / "2024" / "c.7z", "w") as packed:
        packed.writestr(plan_report("99.5"), "plan.txt")
    result = made.run("build")
    assert result.returncode == 0, result.stderr
    return made


WORD = file(p("甲县2024年国民经济和社会发展统计公报") + p("2024年，全县粮食产量32万吨，增长4.5%。"))
SHEET = sheet()


def write(raw: Path, plan: str) -> None:
    with zipfile.ZipFile(raw / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in {
            "甲/公报.docx": WORD,
            "甲/表.xlsx": SHEET,
            "plan.txt": plan.encode(),
            "x.exe": b"MZ",
        }.items():
            packed.writestr(name, data)


def test_every_file_of_an_archive_is_accounted_for(house: House) -> None:
    rows = house.ask("select distinct source_file, error from fct_extraction_outcome where step = 'read'")
    said = {name: error or "" for name, error in rows}
    assert set(said) == {
        "a.zip/甲/公报.docx",
        "a.zip/甲/表.xlsx",
        "a.zip/plan.txt",
        "a.zip/x.exe",
        "50/2024/c.7z/plan.txt",
    }
    assert [name for name, error in said.items() if error] == ["a.zip/x.exe"] and "a program" in said["a.zip/x.exe"]


def test_the_place_of_a_figure_begins_with_the_member(house: House) -> None:
    rows = house.ask("select source_file, printed, locator from fct_indicator where source_file not like '%plan%'")
    found = {(name, printed): locator for name, printed, locator in rows}
    assert found["a.zip/甲/公报.docx", "4.5"] == "甲/公报.docx paragraph 2"
    assert found["a.zip/甲/表.xlsx", "32.7"] == "甲/表.xlsx 主要产品!C4"
    assert house.ask("select distinct locator from observations where source_file = 'a.zip/plan.txt'") == [
        ("plan.txt",)
    ]
    [(number,)] = house.ask("select observation_id from observations where value = 32.7")
    assert "甲/表.xlsx 主要产品!C4" in house.run("explain", number).stdout


def test_the_text_of_a_member_is_printed(house: House) -> None:
    result = house.run("text", str(house.raw / "a.zip" / "甲" / "公报.docx"))
    assert result.returncode == 0 and result.stdout.endswith("增长4.5%。\n")
    assert "no 乙.txt in the archive" in house.run("text", str(house.raw / "a.zip" / "乙.txt")).stderr


def test_partitions_of_archives_are_known(house: House) -> None:
    result = house.run("read", "--list")
    listed = [line.split() for line in result.stdout.strip().splitlines()[2:]]
    assert result.returncode == 0 and ["50重庆", "2024", "1"] in listed and sum(int(line[2]) for line in listed) == 5


def test_nothing_changed_is_nothing_done_and_a_changed_member_is_read_alone(house: House) -> None:
    result = house.run("build")
    assert result.returncode == 0 and "nothing" in (result.stdout + result.stderr).lower(), (
        result.stdout + result.stderr
    )
    ids = dict(house.ask("select source_file, document_id from dim_document"))
    before = set(staged(house))
    write(house.raw, plan_report("413.5"))
    (house.raw / "documents.yml").write_text("a.zip/甲/公报.docx: {region: 重庆市永川区}\n", encoding="utf-8")
    (house.raw / "copy.txt").write_text(COMMUNIQUE, encoding="utf-8")
    result = house.run("read")
    assert result.returncode == 0, result.stderr
    read = {row["source_file"]: row for path, row in staged(house).items() if path not in before}
    assert set(read) == {"a.zip/plan.txt", "a.zip/甲/公报.docx", "copy.txt"}, "what was changed, named, and is new"
    assert [name for name, row in read.items() if row["document_id"] == ids.get(name)] == ["a.zip/甲/公报.docx"]
    assert read["a.zip/甲/公报.docx"]["region_code"] == "500118"


def staged(house: House) -> dict[Path, dict[str, object]]:
    """The staged row of each document, under its file."""
    found = {path: loose.read(path, ["document"])[1] for path in house.warehouse.glob("staged/rows/*")}
    return {path: rows["document"].to_dicts()[0] for path, rows in found.items() if rows}
