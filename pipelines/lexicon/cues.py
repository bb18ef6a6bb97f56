"""The cue words of the statement grammar, from `cues.yml`, as sets and patterns."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipelines.lexicon.files import content
from pipelines.lexicon.units import trie_pattern


@cache
def cues() -> dict[str, Any]:
    """The lists of `cues.yml` by name."""
    return content("cues")


@cache
def words(*names: str) -> frozenset[str]:
    """All words of the named lists (qualifier_before.gt names a list in a group)."""
    found: set[str] = set()
    for name in names:
        node: Any = cues()
        for part in name.split("."):
            node = node[part]
        found.update(node if isinstance(node, list) else [w for group in node.values() for w in group])
    return frozenset(found)


@cache
def any_of(*names: str) -> str:
    """A pattern that matches any word of the named lists, the longest first."""
    return trie_pattern(dict.fromkeys(sorted(words(*names)), ""))
