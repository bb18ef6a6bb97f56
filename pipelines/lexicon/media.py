"""The media that documents come in, by the suffix of a name and by the first bytes: media.yml as records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any, Literal

from pipelines.lexicon.files import content

_LOOKED_AT = 2000
_DIRECTORY = 200_000  # bytes at the end of a zip in which the names of its parts stand


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium: what people call it, its media type, its suffixes, the module that reads it, the size limit it is under."""

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    reader: str
    size: Literal["text", "file"]


@cache
def _data() -> dict[str, Any]:
    return content("media")


@cache
def media() -> tuple[Medium, ...]:
    """Every medium, in the order of media.yml."""
    return tuple(
        Medium(entry["name"], entry["type"], tuple(entry["suffixes"]), entry["reader"], entry["size"])
        for entry in _data()["media"]
    )


@cache
def _by_suffix() -> dict[str, Medium]:
    return {suffix: medium for medium in media() for suffix in medium.suffixes}


def suffix_of(name: str) -> str:
    """The last suffix of a path with `/`, in small letters, '' without one.

    >>> suffix_of("甲县/公报.PDF"), suffix_of("公报")
    ('.pdf', '')
    """
    return PurePosixPath(name).suffix.lower()


def medium_of(name: str) -> Medium | None:
    """The medium that a file's name says it is, None for one that is not read.

    >>> medium_of("甲县/公报.PDF").name, medium_of("a.exe")
    ('PDF', None)
    """
    return _by_suffix().get(suffix_of(name))


def refusal_of(name: str) -> str | None:
    """What to do with a file of a kind that is known and not read.

    >>> refusal_of("甲.pptx"), refusal_of("甲.txt")
    ('slides: save them as PDF', None)
    """
    return _data()["refused"].get(suffix_of(name))


@cache
def _contents() -> tuple[tuple[str, bytes, bytes, re.Pattern[bytes] | None], ...]:
    return tuple(
        (
            entry["type"],
            bytes.fromhex(entry.get("starts", "")),
            entry.get("part", "").encode(),
            re.compile(entry["pattern"].encode("latin-1"), re.DOTALL) if "pattern" in entry else None,
        )
        for entry in _data()["contents"]
    )


def medium_in(data: bytes) -> Medium | None:
    """The medium that the bytes themselves are of, None where they do not say it.

    >>> medium_in(b"<!DOCTYPE html><html>").name, medium_in("甲县公报".encode())
    ('web page', None)
    """
    head = data[:_LOOKED_AT]
    bare = head.lstrip()
    for media_type, starts, part, pattern in _contents():
        begun = starts and head.startswith(starts) and part in data[-_DIRECTORY:]
        if begun or (pattern and pattern.match(bare)):
            return next(medium for medium in media() if medium.media_type == media_type)
    return None
