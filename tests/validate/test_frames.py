"""Records as frames: what fits is kept as it is, and what does not is returned with its reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipelines.validate import frames
from pipelines.validate.schema import SchemaError, tables

DECIMALS = ["0", "-0", "1E+31", "1E+32", "9" * 33, "0.1234567", "0.1234560000", "NaN", "sNaN", "Infinity"]


def row(kind: str, **said: Any) -> dict[str, Any]:
    return dict.fromkeys(tables()[kind].names) | said


def test_a_table_of_which_no_row_fits_is_empty() -> None:
    made, rejected = frames.frame("quarantine", [row("quarantine", reason=5)])
    assert made.height == 0 and made.equals(frames.empty("quarantine"))
    assert [r.reason for r in rejected] == ["reason is int, not str"]


def test_the_rows_that_fit_stay_beside_one_that_does_not() -> None:
    made, rejected = frames.frame("quarantine", [row("quarantine", reason=reason) for reason in ("甲", 5, "乙")])
    assert made["reason"].to_list() == ["甲", "乙"] and len(rejected) == 1


@pytest.mark.parametrize("said", [{"another": 1}, {"another": 1, "reason": ...}])
def test_a_row_with_other_columns_is_named(said: dict[str, Any]) -> None:
    wrong = row("quarantine", **said)
    if said.get("reason") is ...:
        del wrong["reason"]
    with pytest.raises(SchemaError, match=r"row 1: missing columns \[.*\], unknown columns \['another'\]"):
        frames.frame("quarantine", [row("quarantine"), wrong])


@pytest.mark.parametrize("printed", DECIMALS)
def test_a_column_of_decimals_says_what_each_of_them_says(printed: str) -> None:
    value = row("observation", value=Decimal(printed))["value"]
    column = tables()["observation"].column("value")
    made, rejected = frames.frame("observation", [row("observation", value=value)])
    assert bool(rejected) == bool(frames.fault(column, value)) == (made.height == 0)


def test_lists_come_out_as_they_went_in() -> None:
    lists = [["甲", "乙"], [], None, ("甲", "乙"), ["乙"]]
    made, _ = frames.frame("observation", [row("observation", checks=each) for each in lists])
    assert made["checks"].to_list() == [["甲", "乙"], [], None, ["甲", "乙"], ["乙"]]
