"""Texts made to stall a reader are read in a time that grows with their length."""

import pytest

from pipelines.documents.metadata import read_metadata
from pipelines.documents.model import Metadata
from pipelines.documents.outline import read_outline
from pipelines.documents.passages import read_passages
from pipelines.documents.sections import read_sections
from tests.clock import processor_seconds, within

MILLION = 1_000_000
CHARACTERS = [
    "1",
    "（",
    "\n",
    "，",
    "、",
    "“",
    " ",
    "\t",
    "发",
    "一",
    "：",
    "—",
    "\u200b",
    "\r",
    "《",
    "第",
    ".",
    "专栏",
    "一、",
    "（一）",
    "2021年",
]
LINES = [
    "—1\n",
    "\t1\n", "一、\n", "增长\n", "标题：内容很多的内容。\n", "永川加快建设大格局\n", "— 12 —\n", "各位代表！\n", "专栏1：事项\n汽车：增长。\n", "一、回顾\n完成投资。\n（一）工业\n增长。\n",
    "增长发展，建设大\n", "增长“\n", "2021年，增长6%。\n", "广告\n", "一是\n", "（一）（二）\n", "1.\n", "张三 李四\n", "注释：\n",
]  # fmt: skip


def structure(text):
    outline = read_outline(text)
    sections = read_sections(text, Metadata(kind="press", review_year=2021), (), outline)
    read_metadata(text)
    return read_passages(text, sections, (), outline)


@pytest.mark.parametrize("character", CHARACTERS, ids=[repr(c) for c in CHARACTERS])
def test_a_megabyte_of_one_thing(character):
    text = character * (MILLION // len(character))
    assert within(1.5, lambda: structure(text))


@pytest.mark.parametrize("line", LINES, ids=[repr(line) for line in LINES])
def test_cost_grows_with_the_lines_not_with_their_square(line):
    def cost(count, tries):
        return processor_seconds(lambda: structure(line * count), tries)

    def grows_with_the_lines(tries):
        return cost(4000, tries) < 8 * cost(500, 2) * 3 + 0.0125

    assert grows_with_the_lines(1) or grows_with_the_lines(3), "measured again before complaining"
