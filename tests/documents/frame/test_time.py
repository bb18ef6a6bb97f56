"""Which years headings and the beginnings of sentences speak of; no grammar is needed for it."""

from __future__ import annotations

import pytest

from pipelines.documents.frame.model import Clock
from pipelines.documents.frame.time import heading_times, read_turn, words

CLOCK = Clock(2025, 2026, 2026)
TURNS = [(turn["name"], example) for turn in words()["turns"] for example in turn["examples"]]
NOT_TURNS = [(turn["name"], example) for turn in words()["turns"] for example in turn["not"]]


@pytest.mark.parametrize(("name", "text"), TURNS)
def test_every_entry_finds_its_examples(name: str, text: str) -> None:
    year = next((int(text[i : i + 4]) for i in range(len(text) - 4) if text[i : i + 4].isdigit()), 2025)
    turn = read_turn(text, Clock(year, year + 1, year + 1))
    assert turn is not None and turn.kind == name


@pytest.mark.parametrize(("name", "text"), NOT_TURNS)
def test_no_entry_finds_its_counter_examples(name: str, text: str) -> None:
    turn = read_turn(text, CLOCK)
    assert turn is None or turn.kind != name


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("五年来，我们大抓招商", (2021, 2025)),
        ("回首这五年，山乡巨变", (2021, 2025)),
        ("各位代表！过去五年，是民生改善最多的五年", (2021, 2025)),
        ("“十三五”时期，县域经济进位", (2016, 2020)),
        ("“十四五”以来，我县持续发力", (2021, 2025)),
        ("本届政府任期以来，累计办结提案", (2021, 2025)),
        ("四年来，我们一任接着一任干", (2022, 2025)),
        ("三年来累计改造小区60个", (2023, 2025)),
        ("刚刚过去的2025年，极不平凡", (2025, 2025)),
        ("2026年是新一轮规划的第一年", (2026, 2026)),
        ("据初步核算，2025年全县生产总值", (2025, 2025)),
        ("今年的主要预期目标是", (2026, 2026)),
        ("今后五年，我们要", (2026, 2030)),
        ("“十五五”时期，力争", (2026, 2030)),
    ],
)
def test_turns(text: str, wanted: tuple[int, int]) -> None:
    turn = read_turn(text, CLOCK)
    assert turn is not None and turn.years == wanted
    assert text[turn.at : turn.stop] in text and turn.at < turn.stop


@pytest.mark.parametrize(
    "text",
    [
        "2023年开通的高铁",
        "“十四五”规划纲要明确的指标",
        "十五个乡镇建成",
        "2020年以来，累计新增",
        "较“十三五”末提高",
        "一年级新生",
        "“十四五”末，里程达到",
    ],
)
def test_what_does_not_turn(text: str) -> None:
    assert read_turn(text, CLOCK) is None


def test_words_that_count_from_an_unknown_year_give_no_years() -> None:
    turn = read_turn("五年来，我们坚持", Clock())
    assert turn is not None and turn.years == (None, None) and turn.role == "review"


def test_the_span_of_the_heading_is_what_five_years_means() -> None:
    turn = read_turn("五年来，我们坚持", Clock(2021, 2022, span=(2016, 2020)))
    assert turn is not None and turn.years == (2016, 2020)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("一、“十四五”时期和2025年工作回顾", [(2021, 2025), (2025, 2025)]),
        ("二、“十五五”目标任务和2026年工作安排", [(2026, 2030), (2026, 2026)]),
        ("一、本届政府工作回顾", [(2021, 2025)]),
        ("（二）二〇二五年决算情况", [(2025, 2025)]),
        ("一、三年来工作回顾", [(2023, 2025)]),
        ("一、２０２５年工作", [(2025, 2025)]),
        ("2021—2025年发展成就", [(2021, 2025)]),
        ("（一）实现“十四五”良好开局", []),
        ("（三）认真编制“十五五”规划", []),
        ("《“十四五”规划纲要》实施情况", []),
        ("二、“十四五”后两年打算", [(None, None)]),
        ("（一）工业", []),
    ],
)
def test_heading_times(title: str, wanted: list[tuple[int | None, int | None]]) -> None:
    assert [time.years for time in heading_times(title, CLOCK)] == wanted
