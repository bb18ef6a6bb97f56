"""Errors of building and publishing: messages for people, with the place and the next step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class PublishError(RuntimeError):
    """A build that must not be published, or a warehouse that cannot be read."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check that was run: `failures` rows failed it, `rows` are the first of them, of `of` rows where that is known.

    `description` is what it promises; `found` is what it found, where that is more than a count.
    """

    name: str
    passed: bool
    failures: int = 0
    blocking: bool = True
    description: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    of: int | None = None
    found: str = ""

    def said(self) -> str:
        """What it found, and then what it promises.

        >>> Check("whole", True, description="Counts are whole.", of=1200).said()
        'None of 1,200 rows fails it. Counts are whole.'
        >>> Check("whole", False, 2, rows=[{"source_file": "a.txt", "quote": "3.5个", "unit": "个"}], of=30).said()
        '2 of 30 rows fail it; the first: a.txt: 3.5个.'
        """
        if self.found:
            return f"{self.found.rstrip('.')}. {self.description}".rstrip()
        all_rows = "" if self.of is None else f" of {self.of:,}"
        if not self.failures:
            head = f"None{all_rows} rows fails it" if all_rows else "No row fails it"
        else:
            number = f"{self.failures:,}{all_rows}"
            head = f"{number} rows fail it" if self.failures > 1 or all_rows else "1 row fails it"
            head += f"; the first: {_first(self.rows[0])}" if self.rows else ""
        return f"{head}. {self.description}".rstrip()

    def text(self) -> str:
        """The check in a few lines: what it says, how many rows fail it, and the first ones."""
        lines = [f"{self.name}: {self.failures} rows. {self.description}".rstrip()]
        lines += [
            "  " + ", ".join(f"{k}={_short(v)}" for k, v in row.items() if v is not None) for row in self.rows[:5]
        ]
        return "\n".join(lines)


TOLD = (
    "reason",
    "quote",
    "values_text",
    "target_quote",
    "plan_text",
    "full_name",
    "text",
    "error",
)  # of a row, two of these


def _first(row: dict[str, Any]) -> str:
    """A row in a few words: its document and passage, or else its first fields."""
    told = [_short(row[name]) for name in TOLD if row.get(name)][:2]
    return ": ".join([str(row["source_file"]), *told] if row.get("source_file") else told) or ", ".join(
        f"{k}={_short(v)}" for k, v in list(row.items())[:4] if v is not None
    )


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
