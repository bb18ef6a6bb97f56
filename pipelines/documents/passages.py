"""The paragraphs of a document with their section and kind: the units in which sentences are read."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.documents.entry import Entry
from pipelines.documents.model import Passage, PassageKind, Section
from pipelines.documents.outline import read_outline

_KINDS: dict[str, PassageKind] = {
    "heading": "heading",
    "bare": "heading",
    "box": "heading",
    "title": "heading",
    "caption": "caption",
    "note": "note",
    "item": "list_item",
    "furniture": "furniture",
    "foreign": "foreign",
}


def read_passages(
    text: str, sections: Sequence[Section], skip: Sequence[tuple[int, int]] = (), outline: Sequence[Entry] | None = None
) -> tuple[Passage, ...]:
    """The passages outside the spans to skip (tables), in order, disjoint, numbered from 1.

    A passage covers its paragraph from the first to the last visible character. A heading on a line of its own is a
    passage of kind heading; a heading that runs on into its text, and the label of a panel's topic, stay part of
    their passage, which then starts where its section starts.
    """
    entries = read_outline(text, skip) if outline is None else outline
    passages: list[Passage] = []
    open_: list[Section] = []
    following = 0
    for entry in entries:
        start, end = entry.paragraph.start, entry.paragraph.end
        while following < len(sections) and sections[following].start <= start:
            open_.append(sections[following])
            following += 1
        while open_ and open_[-1].end <= start:
            open_.pop()
        kind = _KINDS.get(entry.part, "prose")
        section = None if kind == "foreign" or not open_ else open_[-1].number
        passages.append(Passage(len(passages) + 1, start, end, section, kind))
    return tuple(passages)
