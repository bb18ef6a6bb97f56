"""What a document is, in all the forms in which documents name themselves; and the slots that name a place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.documents import own_place
from pipelines.documents.metadata import read_metadata
from pipelines.lexicon.regions import region_words

CASES = yaml.safe_load(Path(__file__).with_name("identity.yml").read_text(encoding="utf-8"))
FIELDS = {
    "kind": "kind", "region": "region_name", "review": "review_year", "plan": "plan_year", "title": "title",
    "date": "published_date", "label": "period_label",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_a_document_says_what_it_is(case: dict[str, Any]) -> None:
    body = "\n" + "本段是正文，说的是一年里做过的事情，没有别的意思。\n" * 12
    found = read_metadata(case["text"] + body + case.get("tail", ""), case.get("name", "text.txt"))
    said = {field: getattr(found, FIELDS[field]) for field in FIELDS if field in case}
    assert said == {field: str(case[field]) if field == "date" else case[field] for field in said}
    if "guessed" in case:
        assert set(case["guessed"]) <= found.guessed
    elif found.region_name is not None:
        assert "region" not in found.guessed


@pytest.mark.parametrize("slot", own_place._WORDS["slots"], ids=lambda slot: slot["name"])
def test_slots_hold_their_examples(slot: dict[str, Any]) -> None:
    assert slot["why"]
    for example in slot["examples"]:
        found = own_place.of_lines([example], (slot["within"],))
        assert found is not None and found.slot == slot["name"], example
    for other in slot["not"]:
        assert own_place.of_lines([other], (slot["within"],)) is None, other


@pytest.mark.parametrize(
    "word", ["经济", "示范区", "建成区", "推进市", "我代表省", "自治区", "本市", "全县", "开发区", "来自市", "成了市"]
)
def test_a_word_of_running_text_is_no_place(word: str) -> None:
    assert own_place.proper(word) is None


def test_every_place_of_the_lexicon_can_be_named() -> None:
    unknown = [word for word in region_words() if own_place.proper(word) is None]
    assert [word for word in unknown if own_place.find_region(word) is not None] == []


def test_rows_that_hang_on_a_guess_are_doubtful() -> None:
    from pipelines.extract.document import extract
    from pipelines.readers.read import parse_text

    text = (
        "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n一、2016年工作回顾\n"
        "2016年，洛阳加快发展。洛阳高新区扩建，洛阳地铁开工。全市粮食产量9.1万吨。\n"
    )
    (row,) = [r for r in extract(parse_text(text))["observation"] if r["value"] == r["value"].__class__("9.1")]
    assert row["region_name"] == "河南省洛阳市" and "region_guessed" in row["checks"] and row["confidence"] < 0.9
    named = text.replace("我代表市人民政府", "我代表洛阳市人民政府")
    (row,) = [r for r in extract(parse_text(named))["observation"] if r["value"] == r["value"].__class__("9.1")]
    assert row["region_name"] == "河南省洛阳市" and "region_guessed" not in row["checks"]


def test_a_place_that_is_named_throughout_is_no_guess() -> None:
    said = "全市经济增长。" + "洛阳加快转型，洛阳高新区扩建。" * 5
    assert own_place.most_named(said) == own_place.Named("河南省洛阳市", "named throughout")
    rival = said + "开封合作扩大，开封来访。" * 2
    found = own_place.most_named(rival)
    assert found is not None and not found.sure and found.slot == "most named"
