"""What stands on a page and is not the report: page numbers, bylines, page chrome, advertisements; and its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.documents import places, vocabulary
from pipelines.documents.entry import Entry
from pipelines.documents.headings import ends_sentence

_WORDS = vocabulary.load("furniture")
_FURNITURE = vocabulary.any_of(_WORDS["furniture"])
_BYLINE = re.compile(_WORDS["byline"])
_SURNAMES = frozenset("".join(_WORDS["surnames"].split()))
_ADVERTISEMENT = re.compile(_WORDS["advertisement"])
_INVITATION = re.compile("|".join(map(re.escape, _WORDS["invitations"])))
_GLOSSARY = re.compile(_WORDS["glossaries"])
_WORD = re.compile(r"\w")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:高新|经开|技术|开发|区|市|县)")


def mark_furniture(entries: Sequence[Entry], text: str) -> None:
    """Page numbers, bylines and page chrome; advertisements and blocks that only name another place."""
    own = places.most_named(text[:400_000]) if any(len(e.paragraph.text) < 40 for e in entries[-12:]) else None
    advertised = False
    for entry in entries:
        words = entry.paragraph.text
        if entry.paragraph.title:
            continue
        if len(words) <= 40 and _ADVERTISEMENT.fullmatch(words):
            advertised = True
            entry.part = "foreign"
        elif (
            advertised and not (len(words) >= 60 and own is not None and own in words) and entry.paragraph.mark is None
        ):
            entry.part = "foreign"
        else:
            advertised = False
            if (
                entry.paragraph.page_number
                or not _WORD.search(words[:40])
                or (len(words) <= 120 and _FURNITURE.fullmatch(words))
                or len(words) <= 40
                and entry.paragraph.mark is None
                and is_byline(words)
            ):
                entry.part = "furniture"
    _mark_foreign_tail(entries, own)


def is_byline(words: str) -> bool:
    """Whether a line is the names of those who wrote it."""
    if _BYLINE.fullmatch(words) is None:
        return False
    return words.startswith(("记者", "通讯员", "作者")) or all(name[0] in _SURNAMES for name in words.split())


def _mark_foreign_tail(entries: Sequence[Entry], own: str | None) -> None:
    """A block of short lines at the very end that names another place, invites, and never names the own place."""
    tail: list[Entry] = []
    for entry in reversed(entries):
        words = entry.paragraph.text
        if entry.part == "furniture":
            continue
        if entry.part != "text" or len(words) > 40 or ends_sentence(words) or (own and own in words):
            break
        tail.append(entry)
    together = " ".join(entry.paragraph.text for entry in tail)
    if own and tail and _INVITATION.search(together) and _PLACE.search(together):
        for entry in tail:
            entry.part = "foreign"


def mark_glossary(entries: Sequence[Entry]) -> None:
    """Everything below 注释 or 名词解释 on a line of its own is notes, until a part of the report begins again."""
    within = False
    for entry in entries:
        words = entry.paragraph.text
        if entry.part != "text":
            continue
        mark = entry.paragraph.mark
        if len(words) <= 24 and _GLOSSARY.fullmatch(words):
            within = True
            entry.part = "note"
        elif (
            within
            and mark is not None
            and mark.style in ("part", "chapter", "section", "cn_dun")
            and not ends_sentence(words)
        ):
            within = False
        elif within:
            entry.part = "note"
