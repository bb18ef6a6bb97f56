"""Sentences and clauses of a passage: where a figure's subject may stand and where it ends."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.lexicon.patterns import patterns

# Quotations, titles and brackets without a numeral are kept whole; what is left are the marks that cut.
_P = patterns("sentences")
_CUT = _P["cut"]
_LABEL, _HEADING = _P["label"], _P["heading"]
_LABEL_BEGINS = frozenset("一二三四五六七八九十（( \u3000①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


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


MAX_CLAUSE = 300
"""Text that goes on longer without a mark is no clause; it is cut here, so that the cost stays linear."""
MAX_SENTENCE = 1500


def clauses(text: str, until: int | None = None) -> list[Clause]:
    """The clauses of a passage, in order, empty ones left out; none is longer than MAX_CLAUSE characters.

    until: where the last clause begins that is wanted; those behind it may be left out.

    >>> [("" if c.bracket else "") + "甲：乙1个，丙（2个）增3%。"[c.start:c.end] for c in clauses("甲：乙1个，丙（2个）增3%。")]
    ['甲', '乙1个', '丙', '2个', '增3%']
    """
    found: list[Clause] = []
    start, before, sentence, depth, begun = 0, ".", 0, 0, 0
    for match in _CUT.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        at = match.start()
        if text[start] in _LABEL_BEGINS:
            start = behind_label(text, start, at, before)
        if at > start:
            sentence = _add(found, start, at, before, sentence, depth > 0)
            if until is not None and at > until:
                return found
        start = match.end()
        if kind == "stop" or start - begun > MAX_SENTENCE:
            sentence, begun = sentence + 1, start
            before, depth = ".", 0
        elif kind == "open":
            depth += 1
            before = "("
        elif kind == "close":
            depth = max(0, depth - 1)
            before = ")"
        else:
            before = _MARKS[kind]
    if start < len(text):
        start = behind_label(text, start, len(text), before)
        _add(found, start, len(text), before, sentence, depth > 0)
    return found


def behind_label(text: str, start: int, end: int, before: str) -> int:
    """Where the words of a clause begin: behind the number of its item, and behind a heading that lost its line.

    A number with a mark (二、) stands at the beginning of a sentence or an item only; 一是 and ① behind a comma, too.

    >>> words = "二、人口和就业年末人口9万人"
    >>> words[behind_label(words, 0, len(words), "."):], behind_label("二、三产业", 0, 5, "."), behind_label("二是", 0, 2, ",")
    ('年末人口9万人', 0, 0)
    """
    label = _LABEL.match(text, start, end)
    if label is None or before == "(" or (before in ",)" and text[label.end() - 1] in "、）)"):
        return start
    heading = None if label["told"] else _HEADING.match(text, label.end(), end)
    return heading.end() if heading else label.end()


_MARKS = {"semi": ";", "comma": ",", "colon": ":"}


def _add(found: list[Clause], start: int, end: int, before: str, sentence: int, bracket: bool) -> int:
    """Add a clause, in pieces where it is long; returns the sentence of the last piece: without marks none ends either."""
    pieces = 0
    while end - start > MAX_CLAUSE:
        found.append(Clause(start, start + MAX_CLAUSE, before, sentence, bracket))
        start, before, pieces = start + MAX_CLAUSE, ",", pieces + 1
        if pieces % (MAX_SENTENCE // MAX_CLAUSE) == 0:
            sentence, before = sentence + 1, "."
    found.append(Clause(start, end, before, sentence, bracket))
    return sentence
