"""Chapters of the yearbook: the keyword table, phrases from reports of many places, and the gold labels."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from pipelines.lexicon.sectors import FALLBACK, best_keyword, keywords, sector_of, sectors
from tests.clock import processor_seconds

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def test_twenty_five_chapters() -> None:
    assert sorted(sectors()) == list(range(1, 26))
    assert len({s.zh for s in sectors().values()}) == 25


def test_keywords_are_unique_and_in_range() -> None:
    seen = [(k.keyword, k.at) for k in keywords()]
    assert len(seen) == len(set(seen))
    assert {k.sector_code for k in keywords()} <= set(sectors())
    assert {k.weight for k in keywords()} <= set(range(1, 10))
    assert {k.at for k in keywords()} <= {"", "end"}


def test_no_keyword_names_a_place_or_is_a_single_character() -> None:
    assert [k.keyword for k in keywords() if len(k.keyword) < 2] == []
    assert [k.keyword for k in keywords() if "永川" in k.keyword or "重庆" in k.keyword] == []


@pytest.mark.parametrize("row", rows("sector_cases.csv"), ids=lambda r: r["phrase"])
def test_phrases_of_the_genre(row: dict[str, str]) -> None:
    assert sector_of(row["phrase"]) in {int(s) for s in row["sectors"].split()}


def test_the_cases_cover_the_chapters() -> None:
    covered = {int(s) for r in rows("sector_cases.csv") for s in r["sectors"].split()}
    assert covered >= set(range(2, 26))
    assert len(rows("sector_cases.csv")) >= 150


def test_a_longer_word_hides_the_ones_inside_it() -> None:
    assert best_keyword("上市公司")[1] == 18
    assert best_keyword("农业产业投资基金")[1] == 18  # a fund, not an investment in farming


def test_the_head_at_the_end_decides_between_equals() -> None:
    assert sector_of("旅游医院") == 22
    assert sector_of("医院旅游") == 17


def test_a_nameless_figure_takes_its_clause_then_its_heading() -> None:
    assert sector_of("子项工程", "实施学校食堂改造等5个子项工程") == 21
    assert sector_of("子项工程", "", "一、回顾 > （三）保障民生 > 养老服务提升") == 22
    assert sector_of("", "", "") == FALLBACK


def test_a_name_goes_before_its_clause() -> None:
    assert sector_of("普惠性幼儿园覆盖率", "医院建设加快，普惠性幼儿园覆盖率达90%") == 21


def test_canonical_indicators_keep_their_chapter() -> None:
    assert sector_of("全区规模以上工业增加值") == 13
    assert sector_of("新增知识价值信用贷款") == 20


def _sections(text: str) -> list[tuple[int, str]]:
    """(start, heading path) in an approximation good enough to score with."""
    found, top, second, box, at = [], "", "", "", 0
    for line in text.split("\n"):
        words = line.strip()
        if re.match(r"[一二三四五六七八九十]+、", words):
            top, second, box = words[:40], "", ""
        elif re.match(r"（[一二三四五六七八九十]+）", words):
            second, box = words[:60], ""
        elif words.startswith("专栏"):
            box = words
        topic = re.match(r"([^，。：；]{2,14})[。：]", words)
        found.append((at, " > ".join(p for p in (top, second, box, topic[1] if topic else "") if p)))
        at += len(line) + 1
    return found


def test_gold_sectors() -> None:
    labels = sorted((SHARED / "gold").glob("*.jsonl")) if (SHARED / "gold").is_dir() else []
    if not labels:
        pytest.skip("../shared/gold is not here")
    right = total = 0
    for path in labels:
        text = (SHARED / "corpus" / path.name.replace(".jsonl", ".txt")).read_bytes().decode("utf-8")
        sections = _sections(text)
        for line in path.read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            if label["label"] != "obs":
                continue
            start = max(text.rfind(c, 0, label["start"]) for c in "，。；：\n") + 1
            end = min(e for c in "，。；\n" if (e := text.find(c, label["end"])) >= 0)
            section = next(path for at, path in reversed(sections) if at <= label["start"])
            total += 1
            got = sector_of(label["indicator"], text[start:end], section)
            right += got in {label["sector"], *label.get("sector_alt", [])}
    print(f"sector on gold: {right}/{total} = {right / total:.4f}")
    assert right / total >= 0.97


def test_it_is_fast_enough_to_run_on_every_figure() -> None:
    sector_of("热身")
    names = [f"新建改扩建某某设施{i}处" for i in range(20_000)]
    rate = len(names) / processor_seconds(lambda: [sector_of(name) for name in names], 1)
    print(f"{rate:,.0f} calls/s on names never seen before")
    assert rate > 20_000  # ten times slower than measured: other work may share the machine
