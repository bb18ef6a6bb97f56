"""A page saved as one file (.mht): the page among its parts; pictures and styles are left alone."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace

from pipelines.readers.html.read import read as read_html
from pipelines.readers.medium import MediumError, Reading

_MOST_PARTS = 2000


def read(data: bytes, name: str) -> Reading:
    """The page in an archive of a page; raises MediumError where it has none."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                said = part.get_content_charset()
                mark = f'<meta charset="{said}">'.encode() if said else b""
                return replace(read_html(mark + payload, name), media_type="multipart/related")
    raise MediumError("a saved page without a page in it; save it again as .html")
