"""Plain text and Markdown: the bytes as they stand, whose layout alone tells of tables."""

from __future__ import annotations

from pipelines.documents.decode import DecodeError, decode
from pipelines.readers.medium import MediumError, Reading


def read(data: bytes, name: str) -> Reading:
    """The decoded text; raises MediumError for what is no text that can be trusted."""
    try:
        decoded = decode(data)
    except DecodeError as error:
        raise MediumError(str(error)) from error
    return Reading(decoded.text, "text/plain", encoding=decoded.encoding, warnings=decoded.warnings)
