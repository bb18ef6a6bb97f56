"""The PDF reader as the registry knows it."""

from __future__ import annotations

from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.pdf.read import PdfError, read_pdf


def read(data: bytes, name: str) -> Reading:
    """The PDF's text with its tables and the place of every character; raises MediumError."""
    try:
        pdf = read_pdf(data)
    except PdfError as error:
        raise MediumError(str(error)) from error
    if not pdf.text.strip():
        raise MediumError("; ".join(pdf.warnings) or "the PDF holds no text")
    return Reading(pdf.text, "application/pdf", pdf.tables, pdf.pages, warnings=tuple(pdf.warnings))
