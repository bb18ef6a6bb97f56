"""Errors of building and publishing: messages for people, with the place and the next step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class PublishError(RuntimeError):
    """A build that must not be published, or a warehouse that cannot be read."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check that was run: `failures` rows failed it, `rows` are the first of them."""

    name: str
    passed: bool
    failures: int = 0
    blocking: bool = True
    description: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)

    def text(self) -> str:
        """The check in a few lines: what it says, how many rows fail it, and the first ones."""
        lines = [f"{self.name}: {self.failures} rows. {self.description}".rstrip()]
        lines += [
            "  " + ", ".join(f"{k}={_short(v)}" for k, v in row.items() if v is not None) for row in self.rows[:5]
        ]
        return "\n".join(lines)


def _short(value: object, width: int = 60) -> str:
    text = str(value)
    return text if len(text) <= width else text[: width - 1] + "…"


class ChecksFailed(PublishError):
    """Blocking checks failed; `checks` are the failed ones, with rows."""

    def __init__(self, what: str, checks: list[Check]) -> None:
        self.checks = checks
        super().__init__(
            f"{what}: {len(checks)} blocking checks failed; the published file was left as it was.\n"
            + "\n".join(check.text() for check in checks)
        )


class CommandError(Exception):
    """Something that the caller can put right; the message says how. `code` is the exit code."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code
