"""The table of classes and the curve: learnt from labels, each place scored without its own, under test with made-up rows and
with the texts of this folder's labels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.commands import confidence as command
from pipelines.commands.calibration import judge, table
from pipelines.commands.calibration.curve import curve, left_out
from pipelines.commands.calibration.labels import Judged, judged, label_sets
from pipelines.extract import confidence

TESTS = Path(__file__).parents[1]


def rows(place: str, family: str, right: int, wrong: int = 0, **changes: object) -> list[Judged]:
    one = Judged("set", place, family, "frame.above", 0.93, False, False, False, False)
    good = [replace(one, **changes) for _ in range(right)]  # type: ignore[arg-type]
    return good + [replace(one, name_wrong=True, **changes) for _ in range(wrong)]  # type: ignore[arg-type]


def test_a_class_with_errors_is_not_sure_and_one_without_is() -> None:
    classes = table.learn(rows("甲市", "flow.noun", 100) + rows("甲市", "generic", 20, 6))
    assert classes["flow.noun"].confidence == table.SURE
    assert classes["generic"].confidence < 0.9 and (classes["generic"].rows, classes["generic"].wrong) == (26, 6)


def test_a_small_class_leans_on_its_family() -> None:
    small = rows("甲市", "flow.noun.long", 3)
    sound = table.learn(small + rows("甲市", "flow.noun", 200))["flow.noun.long"]
    faulty = table.learn(small + rows("甲市", "flow.noun", 80, 30))["flow.noun.long"]
    assert sound.confidence == table.SURE and faulty.confidence < 0.9


@pytest.mark.parametrize(("right", "wrong", "told"), [(140, 2, table.SURE), (90, 30, 0.8), (60, 0, confidence.UNSEEN)])
def test_a_class_that_no_label_was_seen_of_is_as_its_family_if_that_is_known(
    right: int, wrong: int, told: float
) -> None:
    elsewhere = rows("甲市", "cell.level", right // 2, wrong) + rows("甲市", "cell.growth", right // 2)
    given = elsewhere + rows("乙市", "cell.rank", 20)
    again = left_out(given, table.learn(given))
    assert {row.confidence for row in again if row.family == "cell.rank"} == {told}
    assert "frame.*" not in table.learn(given)


def test_a_wrong_frame_lowers_the_frame_and_not_the_name() -> None:
    wrong = [replace(row, frame="frame.said", frame_wrong=True) for row in rows("甲市", "mapped", 30)]
    classes = table.learn(rows("甲市", "mapped", 60) + wrong)
    assert classes["mapped"].confidence == table.SURE > classes["frame.said"].confidence


def test_what_a_check_has_doubted_teaches_nothing_about_its_class() -> None:
    given = rows("甲市", "mapped", 50) + rows("甲市", "mapped", 0, 40, doubted=True)
    assert table.learn(given)["mapped"].wrong == 0


def test_a_place_is_scored_without_its_own_labels() -> None:
    given = rows("甲市", "list", 0, 40) + rows("乙市", "list", 60)
    again = left_out(given, table.learn(given))
    by_place = {row.place: row.confidence for row in again}
    assert by_place["甲市"] == table.SURE, "the labels of 乙市 know of no error"
    assert by_place["乙市"] < 0.9, "those of 甲市 know of nothing else"


def test_a_doubt_outlasts_the_table() -> None:
    given = rows("甲市", "mapped", 60) + rows("乙市", "mapped", 60, confidence=0.5, doubted=True)
    again = left_out(given, table.learn(given))
    assert {row.confidence for row in again if row.place == "乙市"} == {0.5}


def test_the_curve_counts_what_is_covered_and_what_is_wrong() -> None:
    given = rows("甲市", "mapped", 8, 2) + rows("甲市", "generic", 3, 7, confidence=0.6)
    sure, *_, everything = curve(given)
    assert (sure.threshold, sure.rows, sure.covered, sure.wrong, sure.hard) == (0.9, 20, 10, 2, 0)
    assert (everything.covered, everything.wrong) == (20, 9)


def test_the_table_is_written_and_read(tmp_path: Path) -> None:
    classes = table.learn(rows("甲市", "mapped", 60) + rows("甲市", "generic", 5, 3))
    table.write(tmp_path / "c.csv", classes.values())
    assert table.read(tmp_path / "c.csv") == classes


def test_the_table_of_the_package_is_one_that_was_learnt() -> None:
    """No value by hand: each class has the confidence that its own counts and its family's give it."""
    known = table.read(confidence.TABLE)
    made = [
        Judged("", "", name, "", 0.93, n < row.wrong, False, False, False)
        for name, row in known.items()
        for n in range(row.rows)
    ]
    learnt = {name: row for name, row in table.learn(made).items() if name}
    assert {n: r.confidence for n, r in learnt.items()} == {n: r.confidence for n, r in known.items()}


def test_names_units_and_periods_are_judged_as_labels_are() -> None:
    row = {
        "value": 3.5, "unit": "名", "indicator_name": "全年新增就业", "measure": "level", "statement": "actual",
        "period_start": 2021, "period_end": 2025,
    }  # fmt: skip
    label = {
        "value": 3.5,
        "unit": "人",
        "indicator": "新增就业",
        "measure": "level",
        "statement": "actual",
        "period": "2021-2025",
    }
    assert all(judge.right(row, label).values())
    assert not judge.right(row, {**label, "period": "2025", "unit": "户"})["unit"]
    assert judge.right(row, {**label, "period": "2025"})["period"], "the end of a span is its year"
    assert not judge.right(row, {**label, "period": "2020-2025"})["period"]


def test_label_sets_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    whole = f"whole,{tmp_path}/a/*.jsonl,{tmp_path}/a"
    lines = ["name,labels,texts", "here,a/*.jsonl,a", "gone,b/*.jsonl,b", whole]
    (tmp_path / "sets.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.jsonl").write_text("", encoding="utf-8")
    assert [given.name for given in label_sets(tmp_path / "sets.csv")] == ["here", "whole"]


def test_the_command_prints_the_curve_of_the_labels_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sets = tmp_path / "sets.csv"
    folder = TESTS / "heldout"
    (tmp_path / "heldout").symlink_to(folder)
    sets.write_text("name,labels,texts\nheld out,heldout/songling*.jsonl,heldout\n", encoding="utf-8")
    read = list(judged(label_sets(sets)[0]))
    assert len(read) > 50 and sum(row.wrong for row in read) < len(read) / 10
    assert command.run(sets) == 0
    assert "held out" in capsys.readouterr().out
    assert command.run(tmp_path / "none.csv") == 1
