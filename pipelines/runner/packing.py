"""Many small documents of a year and kind are put into packs, after a build has read what is new.

Only a build does it, under the lock of its folder, and only while nobody reads: who comes waits for one pack to be made. What
cannot be packed stays in files of its own, which is as right and takes longer to load.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipelines.progress import Progress
from pipelines.runner.lock import nobody_reading
from pipelines.staging import packs
from pipelines.staging import staged as staging

LOG = logging.getLogger("taizhang")

AT_ONCE = 2
"""Packs that are made at a time: while one's files are read, the other's are compressed."""


def pack(staged: Path, size: int) -> int:
    """Make packs of `size` documents each of the manifest's that have files of their own; returns how many; 0: none."""
    made = documents = 0
    try:
        with nobody_reading(staged) as free:
            todo = staging.tidy(staged, staging.read_manifest(staged), size) if free and size else []
        progress = Progress("packing", len(todo))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for first in range(0, len(todo), AT_ONCE):
                some = todo[first : first + AT_ONCE]
                with nobody_reading(staged) as free:
                    if not free:  # the next build goes on
                        break
                    documents += sum(pool.map(lambda one: packs.make(staged, *one), some))
                made += len(some)
                for group, _ in some:
                    progress.step(group)
        progress.done()
    except (OSError, ValueError) as error:
        LOG.warning("staged        not packed, and left in files of their own: %s", error)
    if made:
        LOG.info("staged        %d documents in %d new packs", documents, made)
    return made
