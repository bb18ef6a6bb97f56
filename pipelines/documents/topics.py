"""Labels with their passages (汽车摩托车：…): in a panel all of them, elsewhere only where at least two stand in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents.entry import Entry
from pipelines.documents.headings import read_label

_LONGEST = 16  # characters of a label outside a panel


@dataclass(slots=True)
class _Panel:
    """The panel that a paragraph may stand in."""

    open: bool = False
    begun: bool = False
    """Whether a topic or a text of it was read."""

    def pass_by(self, entry: Entry) -> None:
        """A paragraph without a label: it opens a panel, ends it, or is a text of it."""
        if entry.part == "box":
            self.open, self.begun = True, False
        elif entry.heads or entry.part == "closing":
            self.open = False
        else:
            # two empty lines end a panel, and so does running text behind its topics
            if self.open and self.begun and entry.part == "text" and entry.paragraph.gap >= 2:
                self.open, entry.after_box = False, True
            self.begun = self.begun or entry.part in ("text", "item")

    def takes(self, entry: Entry) -> bool:
        """Whether a label belongs to the panel: it stands in it, not far below what was read of it."""
        return self.open and not (self.begun and entry.paragraph.gap >= 3)


def mark_topics(entries: Sequence[Entry]) -> None:
    """Makes topics of labels in panels and of labels in a row."""
    panel = _Panel()
    row: list[tuple[Entry, str]] = []
    for entry in entries:
        if entry.part == "topic":
            panel.begun = panel.open
            continue
        label = read_label(entry.paragraph.text) if entry.part == "text" else None
        if label is None:
            panel.pass_by(entry)
            row = []
            continue
        words, end = label
        if panel.takes(entry):
            _set_topic(entry, words)
            panel.begun = True
        elif end < len(entry.paragraph.text.rstrip()) and len(words) <= _LONGEST:
            row.append((entry, words))
        else:
            row = []
        if len(row) > 1:
            for other, other_words in row:
                _set_topic(other, other_words)
            row = row[-1:]


def _set_topic(entry: Entry, label: str) -> None:
    entry.part, entry.style, entry.title = "topic", "topic", label
