"""The index of a page's texts: which passages and rows of tables hold a pair of characters.

Chinese has no blanks between its words, so what is indexed are pairs of neighbouring characters, with width and case
folded and blanks left out. A word is looked for in the passages that have all of its pairs, and read only there. Pairs
with signs, and pairs of digits alone, are left out: they say least of where a word stands. Pairs are known by one of
SLOTS numbers, which halves the bytes; that two pairs share one leads to a passage too many, never to one too few.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipelines.serve.site.encode import Table

SLOTS = 8192
INDEXED = re.compile("(?=([0-9a-z\u3400-\u9fff]{2}))")  # the same characters as in template/js/grams.js


def folded(text: str) -> str:
    """A text as it is compared, the same as `folded` of template/js/search.js.

    >>> folded("ＧＤＰ 增\\n长")
    'gdp增长'
    """
    return re.sub(r"[\s\ufeff]+", "", unicodedata.normalize("NFKC", text).lower())


def pairs(text: str) -> set[str]:
    """The pairs of a folded text that are indexed.

    >>> sorted(pairs("增长7.52%，增长"))
    ['增长', '长7']
    """
    return {pair for pair in INDEXED.findall(text) if not pair.isdecimal()}


def units(tables: Mapping[str, Table]) -> list[str]:
    """The texts that are indexed, in the order of their numbers: passages, then rows of tables, as their tables have them."""
    passage, cell = tables["passage"], tables["cell"]
    rows: dict[tuple[Any, ...], list[str]] = {}
    columns = (cell.column(name) for name in ("document", "table", "row", "text"))
    for document, table, row, text in zip(*columns, strict=True):
        rows.setdefault((document, table, row), []).append(text)
    return [*passage.column("text"), *(" ".join(texts) for texts in rows.values())]


def slot(pair: str) -> int:
    """The number by which a pair is known.

    >>> slot("增长")
    4257
    """
    return (ord(pair[0]) * 31 + ord(pair[1])) % SLOTS


def index(texts: Iterable[str]) -> dict[str, Any]:
    """`sizes`: how many texts each slot has; `places`: their numbers, slot after slot.

    The numbers of a slot rise; each is told by its distance from the one before, seven bits a byte, the last byte of a
    number below 128.
    """
    found: list[list[int]] = [[] for _ in range(SLOTS)]
    for number, text in enumerate(texts):
        for place in {slot(pair) for pair in pairs(folded(text))}:
            found[place].append(number)
    packed = bytearray()
    for numbers in found:
        _pack(numbers, packed)
    return {
        "slots": SLOTS,
        "sizes": [len(numbers) for numbers in found],
        "places": base64.b64encode(packed).decode("ascii"),
    }


def _pack(numbers: Sequence[int], into: bytearray) -> None:
    before = 0
    for number in numbers:
        step, before = number - before, number
        while step > 127:
            into.append(step & 127 | 128)
            step >>= 7
        into.append(step)
