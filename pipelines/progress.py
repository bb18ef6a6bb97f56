"""Progress of long work on stderr: one line that is rewritten in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """Counts towards `total`; says nothing at all for work that is done within `patience` seconds.

    In a terminal the line is rewritten at most five times a second; in a log a new one is written every `every` s.
    """

    def __init__(
        self, label: str, total: int, *, stream: TextIO | None = None, patience: float = 2.0, every: float = 10.0
    ) -> None:
        self.label, self.total = label, total
        self.stream = stream or sys.stderr
        self.terminal = self.stream.isatty()
        self.interval = 0.2 if self.terminal else every
        self.count = 0
        self.started = time.monotonic()
        self.due = self.started + patience
        self.shown = False

    def step(self, what: str = "") -> None:
        """One more is done; `what` is shown where there is a terminal."""
        self.count += 1
        now = time.monotonic()
        if now < self.due:
            return
        self.due = now + self.interval
        self._show(now, what)

    def _show(self, now: float, what: str) -> None:
        per_second = self.count / max(now - self.started, 1e-9)
        left = (self.total - self.count) / per_second
        line = f"{self.label} {self.count:,} of {self.total:,}, about {left:,.0f} s left"
        if self.terminal:
            self.stream.write(f"\r\x1b[K{line}  {what[:60]}")
        else:
            self.stream.write(line + "\n")
        self.stream.flush()
        self.shown = True

    def done(self) -> None:
        """Clear the line of a terminal."""
        if self.terminal and self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
