"""Ordered tables of rules: each rule has a name, says why it is there, and reads what it is given or leaves it.

The first rule that reads decides. A rule may say for which words (`fits`) it is at all; of those words, which the table takes
from what it is given (`of`), it is asked once, so that most rules are not called. A table can be listed, a rule switched off by
taking it out, and `taizhang rules` counts how often each decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

Given = TypeVar("Given")
Read = TypeVar("Read")


_REMEMBERED = 8192


def _nothing(given: object) -> None:
    """What a table goes by that tries each rule on everything."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Given, Read]):
    """One rule: what it is for, and what reads; None where the rule does not apply.

    fits: whether it can apply to what its table goes by; None where that says nothing.
    """

    name: str
    why: str
    read: Callable[[Given], Read | None]
    fits: Callable[[Any], object] | None = None


@dataclass(frozen=True, slots=True)
class Table(Generic[Given, Read]):
    """Rules in the order in which they are tried.

    of: the words, the unit or the like of what is given, by which rules are left out.
    """

    name: str
    rules: tuple[Rule[Given, Read], ...]
    of: Callable[[Given], Any] = _nothing
    reads: Callable[[Any], tuple[Callable[[Given], Read | None], ...]] = _nothing  # type: ignore[assignment]
    """What the rules read with that can apply, in order; made from the rules."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reads", lru_cache(maxsize=_REMEMBERED)(self._reads))
        TABLES[self.name] = self

    def _reads(self, of: Any) -> tuple[Callable[[Given], Read | None], ...]:
        return tuple(rule.read for rule in self.rules if rule.fits is None or rule.fits(of))

    def first(self, given: Given) -> Read | None:
        """What the first rule that applies reads; None where none does."""
        if decided is not None:
            return self._counted(given, decided)
        for read in self.reads(self.of(given)):
            found = read(given)
            if found is not None:
                return found
        return None

    def _counted(self, given: Given, counts: Counter[str]) -> Read | None:
        of = self.of(given)
        for rule in self.rules:
            found = rule.read(given) if rule.fits is None or rule.fits(of) else None
            if found is not None:
                counts[f"{self.name}.{rule.name}"] += 1
                return found
        return None


TABLES: dict[str, Table] = {}
"""Every table that was made, by name."""
decided: Counter[str] | None = None
"""How often each rule decided, by table.name; counted only for `taizhang rules`."""
