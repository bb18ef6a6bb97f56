"""`taizhang text FILE`: the text that a reader makes of a file, to which value_start and value_end refer."""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.documents import archive
from pipelines.documents.archive import ArchiveError
from pipelines.readers.medium import MediumError
from pipelines.readers.registry import read_medium


def run(file: str) -> int:
    """Print the text as it stands, warnings to stderr; 1 where the file cannot be read."""
    try:
        within = None if Path(file).is_file() else archive.split(Path(file))
        data = archive.read_member(*within) if within else Path(file).read_bytes()
        reading = read_medium(data, Path(file).name)
    except (MediumError, ArchiveError, OSError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return 1
    for warning in reading.warnings:
        print(f"{file}: {warning}", file=sys.stderr)
    sys.stdout.buffer.write(reading.text.encode("utf-8", "surrogatepass"))
    sys.stdout.flush()
    return 0
