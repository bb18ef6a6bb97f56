"""The index of a page's texts finds what reading all of them finds, and what is called so comes first."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.serve.query import query
from pipelines.serve.site import build, grams
from pipelines.serve.site.encode import unpack
from tests.site.chromium import Chromium, Page
from tests.site.conftest import script_text

TEXTS = ["粮食产量达到18.4万吨，增长2.1%。", "ＧＤＰ 增速\n加快", "", "新建学校3所", "粮食、蔬菜产量"]


def places(index: dict[str, Any]) -> list[set[int]]:
    """Slot → texts, read as the page reads it."""
    found, at, data = [], 0, base64.b64decode(index["places"])
    for size in index["sizes"]:
        numbers: set[int] = set()
        number = 0
        for _ in range(size):
            step = shift = 0
            while data[at] > 127:
                step, shift, at = step | (data[at] & 127) << shift, shift + 7, at + 1
            step, at = step | data[at] << shift, at + 1
            number += step
            numbers.add(number)
        found.append(numbers)
    assert at == len(data)
    return found


def test_every_pair_leads_to_its_texts() -> None:
    found = places(grams.index(TEXTS * 60))
    for pair, wanted in (("粮食", {0, 4}), ("产量", {0, 4}), ("gd", {1}), ("p增", {1}), ("速加", {1}), ("校3", {3})):
        assert {number % 5 for number in found[grams.slot(pair)]} >= wanted, pair
        assert len(found[grams.slot(pair)]) >= 60 * len(wanted)


def test_signs_and_numbers_alone_are_not_indexed() -> None:
    assert grams.pairs(grams.folded("18.42%，𠀀人")) == set() and grams.pairs("3所") == {"3所"}


@pytest.fixture(scope="module")
def indexed(browser: Chromium, index: Path) -> Iterator[Page]:
    page = browser.open(index.as_uri())
    page.wait("document.documentElement.dataset.index === '8192'")
    yield page
    page.close()


@pytest.fixture(scope="module")
def plain(browser: Chromium, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The same page without the index: it is read from end to end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "index", lambda texts: {})
        [path] = build.build_site(published, tmp_path_factory.mktemp("plain"))
    page = browser.open(path.as_uri())
    yield page
    page.close()


def hits(page: Page, words: str) -> tuple[str, list[str]]:
    page.value(f"location.hash = '#search?q=' + encodeURIComponent({script_text(words)})")
    page.wait(f"document.querySelector('[data-search]')?.value === {script_text(words)}")
    return page.text("main [role=status]"), page.texts(".hits .passage")


@pytest.mark.slow
def test_words_are_found_with_the_index_as_without(indexed: Page, plain: Page, published: Path, index: Path) -> None:
    texts = [
        text for (text,) in query(published, "select text from dim_passage where length(text) > 30 order by 1").rows
    ]
    draw = random.Random(19)
    words = ["固定资产 投资", "ＧＤＰ", "产", "2023", "增长7", "纳米机器鲸鱼", "固定资产投资增长率多少", "全区 年"]
    for text in draw.sample(texts, 25):
        at = draw.randrange(len(text) - 8)
        words.append("".join(text[at : at + draw.randrange(1, 7)].split()) or "区")
    for one in words:
        assert hits(indexed, one) == hits(plain, one), one
    assert plain.value("document.documentElement.dataset.index") == "0"
    assert (
        unpack(index.read_text(encoding="utf-8").partition('id="index">')[2].partition("<")[0])["slots"] == grams.SLOTS
    )


@pytest.mark.slow
def test_what_is_called_so_comes_first(indexed: Page, observations: list[dict[str, Any]]) -> None:
    said, sentences = hits(indexed, "固定资产投资")
    names = indexed.texts("main [role=status] a")
    assert names[0] == "固定资产投资" and len(names) > 1 and said
    first = next(o for o in observations if o["indicator_name"] == "固定资产投资")
    assert any(first["printed"] in sentence for sentence in sentences[:8])
    ranks = [("固定资产投资" in sentence, len(sentence)) for sentence in sentences]
    assert ranks and ranks[0][0]
