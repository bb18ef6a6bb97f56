"""The patterns of reading: every one in a YAML file of this folder, by the module that uses it and its name.

A pattern is data: it has a name, says why it is there, what it fits (`examples`) and what it must leave alone (`not`);
one test holds all of them to that. `{word_list}` stands for any word of that list of cues.yml, or of the vocabulary of
the pattern's room. prose.yml and *_patterns.yml hold nothing else; the vocabularies hold patterns beside their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.lexicon.cues import any_of, cues
from pipelines.lexicon.files import content
from pipelines.lexicon.guards import Guarded, leaping
from pipelines.lexicon.units import trie_pattern

FILES = {
    "prose": "",
    "table_patterns": "tables.",
    "project_patterns": "projects.",
    "livelihood_patterns": "livelihood.",
    "projects": "project_words.",
    "project_lists": "project_lists.",
    "livelihood": "livelihood_words.",
}
"""The files that hold patterns, and what the names of their groups begin with."""

_VOCABULARIES = {"projects": "projects", "livelihood": "livelihood", "tables": "tables"}
"""The file with the words of a room, which its patterns may name."""
_LIST = re.compile(r"\{([a-z_]+)\}")  # the placeholders of the files themselves, so it cannot stand in them

hits: Counter[str] | None = None
"""How often each pattern fitted, by group.name; counted only where `taizhang rules` asked for it before the first use."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A pattern as written: `how` is the method that it is used with, which the examples are tried with."""

    group: str
    name: str
    why: str
    how: str
    pattern: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def written(self) -> str:
        """The pattern's text with the words of the lists that it names."""
        return _LIST.sub(self._words, self.pattern)

    def _words(self, placeholder: re.Match[str]) -> str:
        """Any word of the list that a placeholder names; the placeholder itself where there is no such list."""
        vocabulary = _VOCABULARIES.get(self.group.partition(".")[0])
        own = content(vocabulary).get(placeholder[1]) if vocabulary else None
        if isinstance(own, list):
            return trie_pattern(dict.fromkeys(sorted(own), ""))
        return any_of(placeholder[1]) if placeholder[1] in cues() else placeholder[0]

    def fits(self, text: str) -> bool:
        """Whether the pattern fits a text in the way in which it is used."""
        how = self.how if self.how in ("match", "fullmatch") else "search"
        return getattr(leaping(self.written()), how)(text) is not None


class Counted:
    """A pattern that counts how often it fits; as slow as it looks, for `taizhang rules` alone."""

    def __init__(self, name: str, pattern: re.Pattern[str]) -> None:
        self.name = name
        self.pattern = pattern.pattern
        self._compiled = pattern

    def __getattr__(self, method: str) -> Any:
        call = getattr(self._compiled, method)
        if not callable(call):
            return call

        def counted(*arguments: Any, **named: Any) -> Any:
            found = call(*arguments, **named)
            if hits is not None and self._fitted(method, found, arguments):
                hits[self.name] += 1
            return found

        return counted

    def _fitted(self, method: str, found: Any, arguments: tuple[Any, ...]) -> bool:
        if method == "sub":
            return found != arguments[1]
        if method == "finditer":
            return self._compiled.search(*arguments) is not None
        if method == "split":
            return len(found) > 1
        return bool(found)


def _walk(key: str, node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """(key, entry) of everything below a node that has a pattern; a list's entries are keyed by their own names."""
    if isinstance(node, dict) and isinstance(node.get("pattern"), str):
        yield key, node
    elif isinstance(node, dict):
        for name, below in node.items():
            yield from _walk(f"{key}.{name}" if key else name, below)
    elif isinstance(node, list):
        for below in node:
            if isinstance(below, dict) and {"name", "pattern"} <= below.keys():
                yield f"{key}.{below['name']}", below


@cache
def entries(file: str = "") -> tuple[Entry, ...]:
    """All patterns of a file, or of all files in turn, in the order in which they are written."""
    if not file:
        return tuple(entry for name in FILES for entry in entries(name))
    found = []
    for key, entry in _walk("", content(file)):
        group, _, name = f"{FILES[file]}{key}".rpartition(".")
        found.append(
            Entry(
                group,
                name,
                entry.get("why", ""),
                entry.get("how", "search"),
                entry["pattern"],
                tuple(entry.get("examples", ())),
                tuple(entry.get("not", ())),
            )  # fmt: skip
        )
    return tuple(found)


@cache
def patterns(group: str) -> dict[str, re.Pattern[str]]:
    """The patterns of a group by name, each compiled when it is first used.

    >>> bool(patterns("measures")["rate"].search("森林覆盖率"))
    True
    """
    file = next((name for name, prefix in FILES.items() if prefix and (group + ".").startswith(prefix)), "prose")
    found = {entry.name: entry for entry in entries(file) if entry.group == group}
    if not found:
        raise KeyError(f"{file}.yml has no group {group!r} of patterns")
    if hits is None:
        return {name: Guarded(entry.written, leaps=True) for name, entry in found.items()}  # type: ignore[misc]
    return {name: Counted(f"{group}.{name}", leaping(entry.written())) for name, entry in found.items()}  # type: ignore[misc]
