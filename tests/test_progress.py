"""Progress lines: quiet for short work, a line now and then in a log, one rewritten line in a terminal."""

import io

from pipelines.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(stream: io.StringIO, **times: float) -> str:
    progress = Progress("reading", 3, stream=stream, **times)
    for name in ("a.txt", "b.txt", "c.txt"):
        progress.step(name)
    progress.done()
    return stream.getvalue()


def test_short_work_is_quiet() -> None:
    assert run(io.StringIO()) == "" and run(Terminal()) == ""


def test_a_log_gets_lines() -> None:
    lines = run(io.StringIO(), patience=0, every=0).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("reading 2 of 3, about ")


def test_a_terminal_gets_one_line_and_it_is_cleared() -> None:
    text = run(Terminal(), patience=0)
    assert text.count("\n") == 0
    assert "1 of 3" in text and "a.txt" in text and text.endswith("\r\x1b[K")
