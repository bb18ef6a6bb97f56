"""How many of the sixty questions about real documents are answered rightly: python -m tests.ledger.open_measure WAREHOUSE.

The warehouse is one that was built from the five reports of the district and the texts of other places, which are not part of
this repository. A question is right if the answer holds what it must, holds nothing that it must not, and says 未载明 where the
documents do not say it. What is wrong is printed, and -v prints every answer.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.serve.ledger.answers import Answer, ask
from pipelines.serve.query import connect

QUESTIONS = Path(__file__).with_name("open_questions.yml")


def right(question: dict[str, Any], answer: Answer) -> bool:
    """Whether an answer is what the question's record says."""
    said = "\n".join(answer.lines)
    holds = all(re.search(str(words), said) for words in question.get("says", ()))
    free = not any(re.search(str(words), said) for words in question.get("not", ()))
    silent = answer.stated or not answer.figures
    return answer.stated is question.get("stated", True) and holds and free and silent


def measure(
    connection: duckdb.DuckDBPyConnection, verbose: bool = False, questions: Path = QUESTIONS
) -> tuple[int, int]:
    """(right answers, questions); what is wrong is printed."""
    found = yaml.safe_load(questions.read_text(encoding="utf-8"))
    count = 0
    for question in found:
        answer = ask(connection, question["ask"])
        good = right(question, answer)
        count += good
        if verbose or not good:
            print(
                "right" if good else "WRONG",
                question["ask"],
                *answer.text(sources=False).splitlines()[:14],
                sep="\n    ",
            )
    return count, len(found)


def main() -> None:
    with connect(Path(sys.argv[1]) / "taizhang.duckdb") as connection:
        good, asked = measure(connection, "-v" in sys.argv)
    print(f"{good} of {asked} questions answered rightly")


if __name__ == "__main__":
    main()
