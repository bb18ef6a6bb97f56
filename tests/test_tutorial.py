"""Every question of docs/tutorial.md has the answer that stands below it: python -m tests.test_tutorial FILE writes them anew."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from pipelines.render import table
from pipelines.serve.query import query
from pipelines.settings import ROOT
from tests.command import House

PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"```sql\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.S)


def answer(published: Path, sql: str) -> str:
    """The answer as the command prints it."""
    found = query(published, sql)
    return "\n".join(line.rstrip() for line in table(found.columns, found.rows, limit=60).splitlines()) + "\n"


def blocks() -> list[tuple[str, str | None]]:
    return [(sql, shown) for sql, shown in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("number", range(10))
def test_the_answer_is_the_answer(ours: House, number: int) -> None:
    sql, shown = blocks()[number]
    assert shown == answer(ours.published, sql)


def test_there_are_ten_questions() -> None:
    headings = re.findall(r"^## (\d+)\. .+\?*$", PAGE.read_text(encoding="utf-8"), re.M)
    assert headings == [str(number) for number in range(1, 11)] and len(blocks()) == 10


def write(published: Path) -> None:
    """Put the answers of a warehouse of raw/ below the questions."""
    text = PAGE.read_text(encoding="utf-8")
    made = BLOCK.sub(lambda found: f"```sql\n{found[1]}```\n\n```text\n{answer(published, found[1])}```\n", text)
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
