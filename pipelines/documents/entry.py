"""A paragraph with the part it plays in its document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.documents.paragraphs import Paragraph

Part = Literal[
    "text", "heading", "run_in", "topic", "bare", "box", "title", "item", "caption", "note", "furniture", "foreign", "closing"
]  # fmt: skip


@dataclass(slots=True)
class Entry:
    """A paragraph and the part it plays; `style` and `title` are set where it is or begins a section.

    heading stands alone, run_in is followed by its text in the same paragraph (一是工业提质发展。产业体系…), topic is a
    label with its passage (汽车摩托车：…), bare is a heading without a number, box the heading of a panel. `after_box` is
    set on the running text that follows a panel.
    """

    paragraph: Paragraph
    part: Part = "text"
    style: str = ""
    title: str = ""
    after_box: bool = False

    @property
    def heads(self) -> bool:
        """Whether a section begins here."""
        return self.part in ("heading", "run_in", "topic", "bare", "box")
