"""reviews.yml: what it may say; and that a review holds while its passage does, and falls when it changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.publish.reviews import ReviewError, read
from tests.command import House

ENTRY = {
    "document": '"a.txt"', "passage": '"0123456789ab"', "printed": '"3.50"',
    "says": '{indicator: 地区生产总值, value: 3.50, unit: "%", period: "2022", measure: growth, statement: actual}',
    "verdict": "accepted", "by": "张三", "date": "2026-11-29",
}  # fmt: skip


def written(folder: Path, **changed: str | None) -> Path:
    fields = {name: value for name, value in {**ENTRY, **changed}.items() if value is not None}
    lines = "\n".join(f"    {name}: {value}" for name, value in fields.items())
    path = folder / "reviews.yml"
    path.write_text("reviews:\n  -" + lines[3:] + "\n", encoding="utf-8")
    return path


def test_a_review_is_read_as_it_is_written(tmp_path: Path) -> None:
    [review] = read(written(tmp_path))
    assert (review.document, review.passage, review.printed) == ("a.txt", "0123456789ab", "3.50")
    assert (review.indicator_name, review.value, review.period_label) == ("地区生产总值", Decimal("3.50"), "2022")
    assert (review.reviewed_by, review.reviewed_on) == ("张三", date(2026, 11, 29))
    assert read(tmp_path / "none.yml") == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"by": None}, "by is missing"),
        ({"verdict": "perhaps"}, "expected accepted"),
        ({"date": "gestern"}, "expected a day"),
        ({"says": "{indicator: a}"}, "says: value is missing, expected a number; review 1: says: unit is missing"),
        ({"says": "3"}, "says is 3, expected a mapping of indicator, value"),
        ({"says": "{indicator: a, value: viel, unit: a, measure: level, statement: actual}"}, "expected a number"),
        ({"by": None, "verdict": "bad"}, "verdict is 'bad', expected accepted; review 1: by is missing, expected who"),
        ({"passage": "[a, b]"}, r"passage is \['a', 'b'\], expected the hash of a passage"),
        ({"note": "x"}, "unknown key note; known are document, passage"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, changed: dict[str, str | None], said: str) -> None:
    with pytest.raises(ReviewError, match=said) as caught:
        read(written(tmp_path, **changed))
    assert "reviews.yml: review 1" in str(caught.value)


TEXT = """青石县2023年国民经济和社会发展统计公报

一、综合
2023年，全县实现地区生产总值326.5亿元，比上年增长5.2%。年末常住人口41.3万人。

二、农业
全年粮食产量18.7万吨，比上年增长1.4%。
"""
SAYS = """select o.source_file, left(md5(p.text), 12), o.printed, o.indicator_name, o.value, o.unit, o.period_label, o.measure, o.statement
  from fct_indicator as o inner join dim_passage as p using (document_id, passage_no) where o.printed = ?"""


def review(house: House, printed: str) -> str:
    """An entry as the explorer makes it."""
    [(file, passage, numeral, name, value, unit, period, measure, statement)] = house.ask(SAYS, [printed])
    says = f'{{indicator: "{name}", value: {value}, unit: "{unit}", period: "{period}", measure: {measure}, statement: {statement}}}'
    return (
        f'  - document: "{file}"\n    passage: "{passage}"\n    printed: "{numeral}"\n    says: {says}\n'
        "    verdict: accepted\n    by: 张三\n    date: 2026-11-29\n"
    )


@pytest.mark.slow
def test_a_review_survives_a_rebuild_and_falls_with_its_passage(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.raw.mkdir()
    report = house.raw / "bulletin.txt"
    report.write_text(TEXT, encoding="utf-8")
    assert house.run("build").returncode == 0
    reviewed = (
        "select printed, reviewed_by, confidence from fct_indicator where reviewed_by is not null order by printed"
    )
    assert house.ask(reviewed) == []
    (house.raw / "reviews.yml").write_text(
        "reviews:\n" + review(house, "326.5") + review(house, "18.7"), encoding="utf-8"
    )

    first = house.run("build")
    assert first.returncode == 0, first.stderr
    assert house.ask(reviewed) == [("18.7", "张三", 1.0), ("326.5", "张三", 1.0)]
    assert "2 hold, 0 fell" in first.stdout + first.stderr

    # Another paragraph changes: the document has another id now, the passages of the reviews are what they were.
    report.write_text(TEXT.replace("一、综合", "一、总体情况"), encoding="utf-8")
    assert house.run("build").returncode == 0
    assert [printed for printed, *_ in house.ask(reviewed)] == ["18.7", "326.5"]

    # The passage of one changes, though its numeral does not: that one falls, and the build says so.
    report.write_text(TEXT.replace("全年粮食产量", "据抽样调查，全年粮食产量"), encoding="utf-8")
    last = house.run("build")
    assert last.returncode == 0
    assert [printed for printed, *_ in house.ask(reviewed)] == ["326.5"]
    assert house.ask("select printed, problem from fct_review where not holds") == [("18.7", "passage_changed")]
    assert (
        "1 hold, 1 fell" in last.stdout + last.stderr and "the passage has changed since" in last.stdout + last.stderr
    )

    # A document that is gone takes its reviews with it, with a reason of its own.
    report.rename(house.raw / "other.txt")
    assert house.run("build").returncode == 0
    assert {problem for (problem,) in house.ask("select problem from fct_review")} == {"document_gone"}
