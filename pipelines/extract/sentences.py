"""Sentences and clauses of a passage: where a figure's subject may stand and where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Quotations, titles and brackets without a numeral are kept whole; what is left are the marks that cut.
_CUT = re.compile(
    r"“[^”\n]{0,60}”|《[^》\n]{0,120}》|‘[^’\n]{0,40}’|（[^（）\d]{0,40}）|\([^()\d]{0,40}\)"
    r"|(?P<stop>[。！？!?\n]+)"
    r"|(?P<semi>[；;])"
    r"|(?P<comma>，|,(?!\d{3}(?!\d))|(?<!\d),)"
    r"|(?P<colon>：|:(?!\d)|(?<!\d):|——)"
    r"|(?P<open>[（(\[【])|(?P<close>[）)\]】])"
)


@dataclass(slots=True)
class Clause:
    """Text between two marks. `before` is the mark in front of it: '' , 、 ; : ( ) or . for a sentence's first.

    `bracket` is true inside brackets; `sentence` numbers the sentences of the passage.
    """

    start: int
    end: int
    before: str
    sentence: int
    bracket: bool


def clauses(text: str) -> list[Clause]:
    """All clauses of a passage, in order, empty ones left out.

    >>> [("" if c.bracket else "") + "甲：乙1个，丙（2个）增3%。"[c.start:c.end] for c in clauses("甲：乙1个，丙（2个）增3%。")]
    ['甲', '乙1个', '丙', '2个', '增3%']
    """
    found: list[Clause] = []
    start, before, sentence, depth = 0, ".", 0, 0
    for match in _CUT.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        at = match.start()
        if at > start:
            found.append(Clause(start, at, before, sentence, depth > 0))
        start = match.end()
        if kind == "stop":
            sentence += 1
            before, depth = ".", 0
        elif kind == "open":
            depth += 1
            before = "("
        elif kind == "close":
            depth = max(0, depth - 1)
            before = ")"
        else:
            before = {"semi": ";", "comma": ",", "colon": ":"}[kind]
    if start < len(text):
        found.append(Clause(start, len(text), before, sentence, depth > 0))
    return found
