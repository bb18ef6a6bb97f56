"""The extractor version: the package's version and a digest of everything that decides what is extracted."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pipelines import __version__

PACKAGE = Path(__file__).resolve().parent
SOURCES = PACKAGE.parent / "dbt_project" / "models" / "staging" / "_sources.yml"
ROOMS = ("documents", "extract", "lexicon", "readers", "validate")
SUFFIXES = {".py", ".csv", ".yml", ".yaml", ".json", ".txt", ".tsv"}


def digest(files: list[tuple[str, bytes]]) -> str:
    """Twelve hexadecimal digits over (name, content) pairs; neither order nor line ends of a checkout matter.

    >>> digest([("a", b"1"), ("b", b"2")]) == digest([("b", b"2"), ("a", b"1")])
    True
    >>> digest([("a", b"12")]) == digest([("a1", b"2")])
    False
    """
    total = hashlib.sha256()
    for name, content in sorted(files):
        content = content.replace(b"\r\n", b"\n")
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()[:12]


def inputs() -> list[Path]:
    """The source and data files that the digest covers."""
    found = [
        path
        for room in ROOMS
        for path in (PACKAGE / room).rglob("*")
        if path.suffix in SUFFIXES and "__pycache__" not in path.parts
    ]
    return sorted([*found, SOURCES])


@cache
def extractor_version() -> str:
    """The version that staged files are keyed by, such as 0.1.0+3f0c2a9d81be."""
    return f"{__version__}+{digest([(p.relative_to(PACKAGE.parent).as_posix(), p.read_bytes()) for p in inputs()])}"
