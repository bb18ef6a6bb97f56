"""Ordered tables of rules: each rule has a name, says why it is there, and reads what it is given or leaves it.

The first rule that reads decides. A table can be listed, a rule switched off by taking it out, and `taizhang rules`
counts how often each decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Given = TypeVar("Given")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Given, Read]):
    """One rule: what it is for, and what reads; None where the rule does not apply."""

    name: str
    why: str
    read: Callable[[Given], Read | None]


@dataclass(frozen=True, slots=True)
class Table(Generic[Given, Read]):
    """Rules in the order in which they are tried."""

    name: str
    rules: tuple[Rule[Given, Read], ...]
    reads: tuple[Callable[[Given], Read | None], ...] = ()
    """What each rule reads with, in order; made from the rules."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reads", tuple(rule.read for rule in self.rules))
        TABLES[self.name] = self

    def first(self, given: Given) -> Read | None:
        """What the first rule that applies reads; None where none does."""
        if decided is not None:
            return self._counted(given, decided)
        for read in self.reads:
            found = read(given)
            if found is not None:
                return found
        return None

    def _counted(self, given: Given, counts: Counter[str]) -> Read | None:
        for rule in self.rules:
            found = rule.read(given)
            if found is not None:
                counts[f"{self.name}.{rule.name}"] += 1
                return found
        return None


TABLES: dict[str, Table] = {}
"""Every table that was made, by name."""
decided: Counter[str] | None = None
"""How often each rule decided, by table.name; counted only for `taizhang rules`."""
