"""The patterns of the statement grammar, from `prose.yml`, compiled by group and name.

A pattern is data: it has a name, says why it is there, what it fits (`examples`) and what it must leave alone (`not`);
one test holds all of them to that. `{word_list}` stands for any word of that list of cues.yml.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.lexicon.cues import any_of, cues

_FILE = Path(__file__).with_name("prose.yml")
_LIST = re.compile(r"\{([a-z_]+)\}")  # the placeholders of the file itself, so it cannot stand in it

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

    @property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(_LIST.sub(lambda m: any_of(m[1]) if m[1] in cues() else m[0], self.pattern))

    def fits(self, text: str) -> bool:
        """Whether the pattern fits a text in the way in which it is used."""
        how = self.how if self.how in ("match", "fullmatch") else "search"
        return getattr(self.compiled, how)(text) is not None


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


@cache
def entries() -> tuple[Entry, ...]:
    """All patterns of prose.yml, in the order of the file."""
    with _FILE.open(encoding="utf-8") as f:
        table = yaml.load(f, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(
        Entry(group, e["name"], e["why"], e.get("how", "search"), e["pattern"], tuple(e["examples"]), tuple(e["not"]))
        for group, found in table.items()
        for e in found
    )


@cache
def patterns(group: str) -> dict[str, re.Pattern[str]]:
    """The compiled patterns of a group by name.

    >>> bool(patterns("measures")["rate"].search("森林覆盖率"))
    True
    """
    found = {entry.name: entry.compiled for entry in entries() if entry.group == group}
    if hits is None:
        return found
    return {name: Counted(f"{group}.{name}", p) for name, p in found.items()}  # type: ignore[misc]
