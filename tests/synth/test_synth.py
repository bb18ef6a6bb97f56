"""The generator: the same bytes each time, facts that stand where they are said to stand, and are found there."""

import hashlib
import time
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.extract.document import extract
from pipelines.lexicon.regions import find_region
from pipelines.readers.read import parse_text
from tests.synth.district import District
from tests.synth.generate import reports, write


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(p.relative_to(folder)).encode() + p.read_bytes() for p in files)).hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write(tmp_path / name, 40, seed)
    assert digest(tmp_path / "a") == digest(tmp_path / "b") != digest(tmp_path / "c")


def test_a_thousand_are_made_in_seconds_and_all_differ() -> None:
    started = time.process_time()
    texts = {report.text for _, report in reports(1000)}
    assert time.process_time() - started < 5
    assert len(texts) == 1000


def test_districts_have_names_of_their_own_and_are_in_no_catalogue() -> None:
    names = [District(5, number).name for number in range(400)]
    assert len(set(names)) == len(names)
    assert [name for name in names if (found := find_region(name)) and found.code] == []


@pytest.mark.parametrize("number", range(0, 90, 8))
def test_facts_stand_in_the_text_and_are_all_found(number: int) -> None:
    path, report = list(reports(number + 1))[number]
    document = parse_text(report.text, source_file=path)
    rows = {(row["value_start"], row["value_end"]): row for row in extract(document)["observation"]}
    assert len(report.facts) > 40
    for fact in report.facts:
        row = rows.get((fact.start, fact.end))
        assert row, (fact, report.text[fact.start - 30 : fact.end + 10])
        assert Decimal(report.text[fact.start : fact.end]) == abs(Decimal(fact.value))
        found = (
            row["value"],
            row["unit"],
            row["measure"],
            row["statement"],
            row["period_label"],
            row["indicator_name"],
        )
        known = (Decimal(fact.value), fact.unit, fact.measure, fact.statement, fact.period, fact.indicator)
        assert found == known
    assert document.meta.region_name == report.district.name
    assert len(rows) == len({(fact.start, fact.end) for fact in report.facts}), "nothing else is taken for a figure"
