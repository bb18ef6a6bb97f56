"""Questions and forms about real documents, judged: python -m tests.ledger.open_measure WAREHOUSE [FOLDER].

The warehouse is one that was built from the five reports of the district and the texts of other places, which are not part of
this repository. A question is right if the answer holds what it must, holds nothing that it must not, and says 未载明 where the
documents do not say it. A form's cell is right if it gets what was read from the text by eye. What is wrong is printed, and -v
prints every answer. The filled forms are left in FOLDER, to be looked at.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.serve.fill.fill import fill
from pipelines.serve.ledger.answers import Answer, ask
from pipelines.serve.query import connect
from tests.ledger import spec_forms

QUESTIONS = Path(__file__).with_name("open_questions.yml")
UNSEEN = Path(__file__).with_name("open_unseen.yml")
FORMS = Path(__file__).with_name("open_forms.yml")


def right(question: dict[str, Any], answer: Answer) -> bool:
    """Whether an answer is what the question's record says."""
    said = "\n".join(answer.lines)
    holds = all(re.search(str(words), said) for words in question.get("says", ()))
    free = not any(re.search(str(words), said) for words in question.get("not", ()))
    silent = answer.stated or not answer.figures
    wanted = question.get("stated", True)
    return (wanted == "any" or answer.stated is wanted) and holds and free and silent


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


def forms(published: Path, folder: Path) -> spec_forms.Verdict:
    """The counts over all forms; what is wrong or missing is printed."""
    total = spec_forms.Verdict()
    for name, spec in spec_forms.read(FORMS).items():
        form = spec_forms.make(name, spec, folder)
        done = fill(published, form, folder / f"{form.stem}-filled{form.suffix}")
        verdict = spec_forms.judge(name, spec, done)
        total.add(verdict)
        print(
            f"{name}: {verdict.right} of {verdict.fillable} right, {len(verdict.wrong)} wrong, "
            f"{verdict.named} of {verdict.unfillable} left empty with the reason",
            *verdict.wrong,
            *verdict.missing,
            sep="\n    ",
        )
    return total


def main() -> None:
    published = Path(sys.argv[1]) / "taizhang.duckdb"
    with connect(published) as connection:
        good, asked = measure(connection, "-v" in sys.argv)
        unseen, further = measure(connection, "-v" in sys.argv, UNSEEN)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2] != "-v" else Path(scratch)
        total = forms(published, folder)
    print(f"{good} of {asked} questions answered rightly, {unseen} of {further} that were not mended against")
    print(
        f"{total.right} of {total.fillable} fillable cells right, {len(total.wrong)} filled wrongly, "
        f"{total.named} of {total.unfillable} others left empty with the reason"
    )


if __name__ == "__main__":
    main()
