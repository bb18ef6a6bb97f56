"""The comparison behind `make rows-equal`: what it calls equal, and what it says of the first difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from .rows_equal import ROOT, Comparison, compare, extracted, main, read

ROW = {"value": "Decimal('5')", "unit": "家", "quote": "新建工厂5家"}


def _of(*rows: object, table: str = "observation") -> dict[str, dict[str, list[object]]]:
    return {"a.txt": {table: list(rows)}}


def test_equal_rows_are_said_to_be_equal() -> None:
    found = compare(_of(ROW), _of(dict(ROW)))
    assert found == Comparison({"observation": 1}, {"observation": 1}, "")
    assert "every staged row is equal" in found.report()


@pytest.mark.parametrize(
    ("base", "here", "said"),
    [
        (_of(ROW), _of(ROW | {"unit": "个"}), "a.txt, observation, row 1 (新建工厂5家): unit was '家', is '个'"),
        (_of(ROW), _of(), "row 1: gone"),
        (_of(), _of(ROW), "row 1: not there before"),
        (_of(ROW), _of(ROW | {"scope": ""}), ""),
        (_of(ROW), {}, "a.txt, observation, row 1: gone"),
        (_of("one", table="error"), _of("two", table="error"), "a.txt, error, row 1: was 'one', is 'two'"),
    ],
)
def test_the_first_difference_is_named(base: dict, here: dict, said: str) -> None:
    assert said in compare(base, here).first
    assert compare(base, here).first


def test_an_inserted_row_is_one_difference() -> None:
    rows = [ROW | {"value": str(n)} for n in range(5)]
    found = compare(_of(*rows), _of(ROW | {"value": "new"}, *rows))
    assert found.equal["observation"] == 5 and found.rows["observation"] == 6
    assert "row 1" in found.first


def test_a_row_twice_is_not_a_row_once() -> None:
    assert compare(_of(ROW, ROW), _of(ROW)).equal["observation"] == 1


def test_two_processes_read_the_same_rows(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("某县2023年工作报告\n2022年，新建工厂5家。\n", encoding="utf-8")
    outs = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    assert [extracted(ROOT, [folder], out).wait() for out in outs] == [0, 0]
    base, here = (read(out) for out in outs)
    assert list(base) == ["raw/a.txt"] and base["raw/a.txt"]["observation"]
    assert not compare(base, here).first


def test_an_unknown_commit_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-commit"]) == 2
    assert "knows no commit 'no-such-commit'" in capfd.readouterr().err
