"""What runs on a machine of a Ray cluster: is it fit to work, and a batch of documents.

A batch is read by one local reading process, as on a single machine: the same limits, the same words when a document
breaks them. It is kept between batches, for starting it takes as long as twenty documents. It leaves by itself when the
Ray process above it is gone, whatever ended that.
"""

from __future__ import annotations

import os
import pickle
import platform
import socket
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from pipelines.runner import Outcome
from pipelines.runner.local import LocalRunner

# What decides which rows a document gives, beside our own rules; None is not installed, as recognition may be.
LIBRARIES = ("pypdfium2", "pdfplumber", "pdfminer.six", "rapidocr", "onnxruntime", "polars")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that has to be the same one everywhere, known by a name in it."""

    folder: str
    witness: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What a machine has to agree with, and how it is to work: goes with every batch."""

    function: str
    extractor_version: str
    libraries: tuple[tuple[str, str | None], ...] = ()
    places: tuple[Place, ...] = ()
    seconds: float = 120
    memory_mb: int = 2048
    recycle: int = 2500


@dataclass(frozen=True, slots=True)
class Unfit:
    """The machine is not to work for this build, for its rows would be others or nobody would see them."""

    why: str


def libraries(names: Sequence[str] = LIBRARIES) -> tuple[tuple[str, str | None], ...]:
    """Name and installed version of each library.

    >>> libraries(["no-such-library"])
    (('no-such-library', None),)
    """
    found: list[tuple[str, str | None]] = []
    for name in names:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, None))
    return tuple(found)


def unfit(terms: Terms) -> str | None:
    """Why this machine cannot work for the build; None if it can.

    >>> unfit(Terms("math:sqrt", "0.0.0+another")).partition(" has ")[2]
    'another version of taizhang, ... than this one, 0.0.0+another'
    """
    from pipelines.version import extractor_version

    here = f"the worker {socket.gethostname()} (Python {platform.python_version()})"
    if (own := extractor_version()) != terms.extractor_version:
        return f"{here} has another version of taizhang, {own}, than this one, {terms.extractor_version}"
    for name, version in terms.libraries:
        [(_, there)] = libraries([name])
        if there != version:
            return f"{here} has {name} {there or '(none)'}, this machine {version or '(none)'}; install the same everywhere"
    for place in terms.places:
        if not os.path.lexists(Path(place.folder) / place.witness):
            return (
                f"{here} does not see what this machine sees in {place.folder}; raw and warehouse folders must be on a "
                "file system that all machines share, under the same path"
            )
        if place.written:
            try:
                with tempfile.TemporaryFile(dir=place.folder, prefix=".aside-"):
                    pass
            except OSError as error:
                return f"{here} cannot write into {place.folder}: {error.strerror or error}"
    return None


@dataclass(slots=True)
class Reader:
    """One reading process that is given batch after batch."""

    terms: Terms
    waiting: deque[Any] = field(default_factory=deque)
    results: Iterator[tuple[Any, Outcome]] = field(init=False)

    def __post_init__(self) -> None:
        runner = LocalRunner(
            workers=1, seconds=self.terms.seconds, memory_mb=self.terms.memory_mb, recycle=self.terms.recycle
        )
        self.results = runner.map(self.terms.function, self._batches())

    def _batches(self) -> Iterator[list[Any]]:
        """The runner asks for a task only when it has nothing to do, and then there is one: see `read`."""
        while True:
            yield [self.waiting.popleft()]

    def read(self, tasks: Sequence[Any]) -> list[Outcome]:
        """An outcome for each task, in their order: one process has one task at a time."""
        self.waiting.extend(tasks)
        outcomes = []
        for task in tasks:
            answered, outcome = next(self.results)
            assert answered is task
            outcomes.append(outcome)
        return outcomes


_readers: dict[Terms, Reader] = {}  # at most one: a Ray process works for one build at a time


def work(terms: Terms, blobs: Sequence[bytes]) -> list[Outcome] | Unfit:
    """Read a batch in this process's reader; the machine is looked at before its first batch."""
    if terms not in _readers:
        if why := unfit(terms):
            return Unfit(why)
        _readers.clear()
        _readers[terms] = Reader(terms)
    try:
        return _readers[terms].read([pickle.loads(blob) for blob in blobs])
    except BaseException:  # whatever it was, the reader is in the middle of something
        _readers.clear()
        raise
