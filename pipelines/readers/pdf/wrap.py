"""Whether a line ended because the next word had no place on it."""

from __future__ import annotations

from pipelines.readers.pdf.content import Printed

# What is not parted at a line's end: figures and Latin words, closing marks from what they follow, opening marks from
# what they precede, and quotation marks, which may be both, from either side.
_RUN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,%:/+-")
_CLINGS_BEFORE = frozenset("，。、；：！？）》〉」』】,.;:!?)%％…—”’“‘\"'")
_CLINGS_AFTER = frozenset("（《〈「『【(“‘”’\"'")
_WORD = 20  # characters of the longest word looked at


def need(line: Printed) -> float:
    """The width of what would have had to fit on the line above: the first word with the marks that cling to it."""
    text = line.text
    last = 0
    while last + 1 < min(len(text), _WORD):
        one, other = text[last], text[last + 1]
        joined = (one in _RUN and other in _RUN) or other in _CLINGS_BEFORE or one in _CLINGS_AFTER
        if not joined:
            break
        last += 1
    return line.xs[2 * last + 1] - line.x0
