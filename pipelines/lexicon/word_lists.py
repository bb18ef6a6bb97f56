"""The short word lists of single modules of the statement grammar, from prose_words.yml."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipelines.lexicon.files import content


@cache
def word_lists(module: str) -> dict[str, Any]:
    """The lists of a module by name: words in their order as a tuple, words with a meaning each as a mapping.

    >>> word_lists("shapes")["sectors"]
    ('第一产业', '第二产业', '第三产业')
    """
    lists = {name: entry["words"] for name, entry in content("prose_words")[module].items()}
    return {name: tuple(words) if isinstance(words, list) else words for name, words in lists.items()}
