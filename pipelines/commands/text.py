"""`taizhang text FILE`: the text that a reader makes of a file, to which value_start and value_end refer."""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.readers.medium import MediumError
from pipelines.readers.registry import read_medium


def run(file: str) -> int:
    """Print the text as it stands, warnings to stderr; 1 where the file cannot be read."""
    try:
        reading = read_medium(Path(file).read_bytes(), Path(file).name)
    except (MediumError, OSError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return 1
    for warning in reading.warnings:
        print(f"{file}: {warning}", file=sys.stderr)
    sys.stdout.buffer.write(reading.text.encode("utf-8", "surrogatepass"))
    sys.stdout.flush()
    return 0
