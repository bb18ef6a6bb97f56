"""corrections.yml: what is understood, and what is refused with the name of the correction."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.publish.corrections import CorrectionError, read

GOOD = {
    "name": "unit",
    "action": "replace",
    "document": "a.txt",
    "quote": "公路密度",
    "set": "{value: 0.1, unit: 公里}",
    "reason": "单位",
    "author": "李",
    "date": "2026-01-02",
}


def file(tmp_path: Path, **changes: str | None) -> Path:
    entry = {k: v for k, v in {**GOOD, **changes}.items() if v is not None}
    path = tmp_path / "corrections.yml"
    path.write_text("corrections:\n  - {" + ", ".join(f"{k}: {v}" for k, v in entry.items()) + "}\n", encoding="utf-8")
    return path


def test_a_good_one(tmp_path: Path) -> None:
    [correction] = read(file(tmp_path, expect="{value: 327.5}"))
    assert correction.changes == {"value": Decimal("0.1"), "unit": "公里"}, "decimals, never floats"
    assert correction.expected_value == Decimal("327.5") and correction.date == date(2026, 1, 2)
    assert correction.record(3)["position"] == 3 and correction.record(3)["measure"] is None


def test_no_file_and_an_empty_one_are_no_corrections(tmp_path: Path) -> None:
    assert read(tmp_path / "none.yml") == []
    (tmp_path / "c.yml").write_text("# nothing yet\n")
    assert read(tmp_path / "c.yml") == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": None}, "correction 1: name is missing"),
        ({"reason": None}, "reason is missing"),
        ({"author": "''"}, "author is missing"),
        ({"date": "spring"}, "expected a day"),
        ({"action": "mend"}, "expected one of replace, drop, add"),
        ({"quote": None}, "say which observation"),
        ({"set": None}, "replace sets nothing"),
        ({"action": "drop"}, "drop sets nothing"),
        ({"set": "{rule: mine}"}, "cannot set rule"),
        ({"set": "{measure: depth}"}, "measure is 'depth', expected level"),
        ({"set": "{value: many}"}, "value is str, not Decimal"),
        ({"set": "{value: 0.1234567}"}, "more than 6 decimal places"),
        ({"set": "{period_end: 2022.5}"}, "period_end is Decimal, not int"),
        ({"colour": "red"}, "unknown key colour; known are name, action, reason"),
        ({"acton": "drop"}, "unknown key acton, perhaps 'action' is meant"),
        ({"expect": "{value: many}"}, "expect: value is str, not Decimal"),
        (
            {"expect": "{unit: 公里, valeu: 3}"},
            "expect: unknown key valeu, perhaps 'value' is meant; known are value, unit",
        ),
        ({"expect": "327.5"}, "expect is 327.5, expected a mapping with value and unit"),
        ({"set": "公里"}, "set is '公里', expected a mapping of columns to values"),
        ({"date": "2026-02-30"}, "date is '2026-02-30', expected a day such as 2026-11-01"),
        ({"name": "[1]"}, r"name is \[1\], expected a name of its own"),
        ({"action": "add"}, "give document, quote and printed"),
        ({"action": "add", "printed": "'9'"}, "the quote does not hold the printed numeral 9"),
        ({"action": "add", "printed": "公", "set": "{value: 1}"}, "set indicator_name too"),
    ],
)
def test_what_is_refused(tmp_path: Path, changes: dict[str, str | None], message: str) -> None:
    with pytest.raises(CorrectionError, match=message) as error:
        read(file(tmp_path, **changes))
    assert "corrections.yml" in str(error.value)


def test_names_are_given_once_and_yaml_is_yaml(tmp_path: Path) -> None:
    path = file(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.split("\n", 1)[1], encoding="utf-8")
    with pytest.raises(CorrectionError, match="unit is given twice"):
        read(path)
    path.write_text("corrections: [", encoding="utf-8")
    with pytest.raises(CorrectionError, match="cannot be read: it is no YAML"):
        read(path)
    path.write_text("- a", encoding="utf-8")
    with pytest.raises(CorrectionError, match="expected a list under the key"):
        read(path)


def test_every_fault_of_the_file_is_named_at_once(tmp_path: Path) -> None:
    path = file(tmp_path, date="spring", action="mend")
    path.write_text(path.read_text(encoding="utf-8") + "  - 3\n", encoding="utf-8")
    with pytest.raises(CorrectionError) as error:
        read(path)
    said = str(error.value).removeprefix(f"{path}: ").split("; ")
    assert said[0] == "correction 1 (unit): action is 'mend', expected one of replace, drop, add"
    assert said[1] == "correction 1 (unit): date is 'spring', expected a day such as 2026-11-01"
    assert said[2].startswith("correction 2: expected keys with values (name, action, ") and said[2].endswith("found 3")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("corrections: &a [*a]", "aliases"),
        ("corrections: " + "[" * 60 + "]" * 60, "nested too deep"),
        ("corrections: []\ncorrections: []", "'corrections' is given twice"),
    ],
)
def test_a_file_that_would_swell_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "corrections.yml").write_text(content, encoding="utf-8")
    with pytest.raises(CorrectionError, match=message):
        read(tmp_path / "corrections.yml")


def test_a_pipe_of_that_name_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "corrections.yml")
    with pytest.raises(CorrectionError, match="no regular file; give the file or folder of that name another one"):
        read(tmp_path / "corrections.yml")
