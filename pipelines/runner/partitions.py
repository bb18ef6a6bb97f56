"""Partitions of a large folder, read by themselves: a region and a year at a time, on as many machines as there are.

Only the staged folder is written, and only files of documents that were read; no manifest, no database, no lock of a build.
A document's staged files have the same names whoever reads it (`plan.staged_key`), so the next build finds what was read
here, also where it was copied from another machine's folder, and reads what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.documents import scan
from pipelines.documents.overrides import load_overrides
from pipelines.documents.scan import Limits, Named
from pipelines.runner import Runner, extraction, grouping
from pipelines.runner.extraction import FUNCTION, Failure
from pipelines.runner.grouping import UNKNOWN, Choice, Group
from pipelines.runner.lock import reading
from pipelines.runner.plan import make_plan
from pipelines.settings import Settings
from pipelines.version import extractor_version

Key = tuple[str, str]
"""Region and year, as `Group.key` has them."""
ALL = Choice()


@dataclass(slots=True)
class Part:
    """What became of a partition: every file is read, unchanged, the same as another, or failed (sorted by path)."""

    key: Key
    documents: int = 0
    read: int = 0
    unchanged: int = 0
    same: int = 0
    failed: list[Failure] = field(default_factory=list)


def groups(raw: Path, choice: Choice = ALL) -> dict[str, Group]:
    """source_file → group of every file that is chosen; no file is opened whose path alone says that it is not.

    Raises ScanError, OverrideError.
    """
    return dict(_groups(raw, choice, *_known(raw)))


def counts(raw: Path, choice: Choice = ALL) -> dict[Key, int]:
    """Partition → files in it, in order, the unknown last. Raises as `groups`."""
    found = Counter(group.key for group in groups(raw, choice).values())
    return {key: found[key] for key in ordered(found)}


def ordered(keys: Iterable[Key]) -> list[Key]:
    """Partitions by region and year, the unknown last."""
    return sorted(keys, key=lambda key: [(part == UNKNOWN, part) for part in key])


def read(chosen: Settings, choice: Choice, runner: Runner, function: str = FUNCTION) -> list[Part]:
    """Read the chosen partitions' documents that are not read yet; returns the partitions in order.

    Raises ScanError, OverrideError, and PublishError where the staged folder cannot be written. Safe to be killed, and to
    be done at the same time as anything else.
    """
    listed, entries = _known(chosen.raw)
    wanted = dict(_groups(chosen.raw, choice, listed, entries))
    with reading(chosen.staged):
        found = _scan(chosen, wanted)
        plan = make_plan(found, entries, chosen.staged, extractor_version())
        _, failed = extraction.read(plan, runner, function)
    failed += [(file.source_file, "read", file.error or "") for file in plan.refused]
    parts = {key: Part(key) for key in ordered({group.key for group in wanted.values()})}
    of = {name: parts[group.key] for name, group in wanted.items()}
    for name in wanted:
        of[name].documents += 1
    for task in plan.tasks:
        of[task.file.source_file].read += 1
    for task in plan.unchanged:
        of[task.file.source_file].unchanged += 1
    for file in plan.duplicates:
        of[file.source_file].same += 1
    tried = {task.file.source_file for task in plan.tasks}
    for failure in sorted(failed):
        part = of[failure[0]]
        part.failed.append(failure)
        part.read -= failure[0] in tried
    return list(parts.values())


def _known(raw: Path) -> tuple[Sequence[Named], Mapping[str, Mapping[str, Any]]]:
    """The files by name, and what documents.yml says of them."""
    listed = scan.names(raw)
    return listed, load_overrides(raw, known=[named.source_file for named in listed])


def _groups(
    raw: Path, choice: Choice, listed: Sequence[Named], entries: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, Group]]:
    for name, path, member, _ in listed:
        entry = entries.get(name)
        known = grouping.named(name, entry)
        if (known.code and not choice.takes_region(known)) or (known.date and not choice.takes_year(known)):
            continue
        group = grouping.group(name, entry, path, member.name if member else "")
        if choice.matches(group):
            yield name, group


def _scan(chosen: Settings, wanted: Container[str]) -> list[scan.SourceFile]:
    return scan.scan(chosen.raw, Limits.of_megabytes(chosen.max_file_mb, chosen.max_text_mb), only=wanted)
