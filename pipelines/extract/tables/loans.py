"""Deposits and loans: in what money they are counted, and the rows that part them by holder, term and purpose.

The forms of a bank push such rows in below each other; where the blanks are lost, their words tell: a purpose stands below a
term or a holder, a term right below a holder, and a holder below a term where a mark (#) says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.lexicon.patterns import patterns

_P = patterns("tables.loans")
_KINDS = ("holder", "term", "purpose")


def currency_of(caption: str) -> str:
    """The money that a caption says for all deposits and loans of its table; '' where it names none or two.

    >>> currency_of("2024年末金融机构人民币存贷款余额"), currency_of("存贷款余额"), currency_of("本外币与人民币存款")
    ('人民币', '', '')
    """
    found = set(_P["currency"].findall(caption))
    return found.pop() if len(found) == 1 else ""


def in_currency(currency: str, name: str) -> str:
    """A deposit or loan with the money that it is counted in, unless its name says one.

    >>> in_currency("人民币", "住户存款余额"), in_currency("人民币", "外币贷款余额"), in_currency("人民币", "保费收入")
    ('人民币住户存款余额', '外币贷款余额', '保费收入')
    """
    counted = any(word in name for word in ("存款", "贷款")) and not _P["currency"].search(name)
    return currency + name if counted else name


@dataclass(slots=True)
class Tiers:
    """The rows that are open above the next one, outermost first; each with the kind of word that it added."""

    rows: list[tuple[str, re.Match[str]]] = field(default_factory=list)
    marked: bool = False

    def name_of(self, label: str, marked: bool) -> str:
        """The label with what the rows above say of it: 个人贷款 behind 中长期贷款 with a mark is 中长期个人贷款."""
        m = _P["parts"].fullmatch(label)
        kinds = [kind for kind in _KINDS if m and m[kind]]
        if m is None or not kinds:
            self.rows.clear()
            return label
        self._close(kinds, m, marked)
        above = [held for _, held in self.rows]
        self.rows.append((kinds[-1] if len(kinds) == 1 else "", m))
        self.marked = marked
        return _joined(above, m)

    def _close(self, kinds: list[str], m: re.Match[str], marked: bool) -> None:
        """Drop the rows that the new one is no part of."""
        if any(held["noun"] != m["noun"] for _, held in self.rows) or (m["where"] and len(kinds) > 1):
            self.rows.clear()
        while self.rows and not self._holds(kinds, m, marked):
            self.rows.pop()

    def _holds(self, kinds: list[str], m: re.Match[str], marked: bool) -> bool:
        """Whether a row with these words may be a part of the innermost one that is open."""
        kind, held = self.rows[-1]
        added = [one for one in kinds if held[one] != m[one]]
        if not kind or not added or any(row[one] for _, row in self.rows for one in added):
            return False
        return kinds[-1] == "purpose" or marked or (kind == "holder" and added == ["term"])


def _joined(above: list[re.Match[str]], m: re.Match[str]) -> str:
    """The words of the rows above that the label does not say, in front of it."""
    said = [held[kind] for held in above for kind in _KINDS if held[kind] and held[kind] != m[kind]]
    return "".join(dict.fromkeys(said)) + m.group()
