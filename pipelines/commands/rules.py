"""`taizhang rules`: every rule and pattern of reading, with the documents and rows that it decides.

Patterns count only if they were asked to before they were compiled, so the counters are set before the reading modules
are imported: that is why they are imported inside functions here.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.lexicon import patterns
from pipelines.lexicon.files import content

KINDS = ("rule of a row", "rule of a table", "pattern", "mask")


@dataclass(frozen=True, slots=True)
class Use:
    """How often something decided: rows for a rule of a row, decisions or fits for the others; texts that it did so in."""

    kind: str
    name: str
    why: str
    texts: int
    times: int


class Survey:
    """Counts over texts; make it before anything of pipelines.extract is imported."""

    def __init__(self) -> None:
        if "pipelines.extract.prose.statements" in sys.modules:
            raise RuntimeError("the statement grammar is imported already, so its patterns cannot be counted")
        patterns.hits = Counter()
        from pipelines.extract.prose import rules, statements  # noqa: F401

        rules.decided = Counter()
        self._rules = rules
        self.rows: Counter[str] = Counter()
        self.texts: Counter[tuple[str, str]] = Counter()

    def document(self, path: Path) -> None:
        """Read every document of a folder, or one file."""
        from pipelines.documents.scan import scan
        from pipelines.extract.document import extract
        from pipelines.readers.read import read_document

        for file in scan(path):
            if not file.error:
                with self:
                    staged = extract(read_document(file))
                    self.count(rules_of(staged))

    def count(self, rules: Iterable[str]) -> None:
        """Count the rules of a text's rows; read it inside `with survey:`, so that tables and patterns are counted too."""
        found = Counter(rules)
        self.rows += found
        self.texts.update((KINDS[0], name) for name in found)

    def __enter__(self) -> None:
        self._before = Counter(self._rules.decided), Counter(patterns.hits)

    def __exit__(self, *_: object) -> None:
        for kind, now, before in zip(KINDS[1:3], (self._rules.decided, patterns.hits), self._before, strict=True):
            self.texts.update(
                (KINDS[3] if name.startswith("masks.") else kind, name)
                for name, count in (now or {}).items()
                if count > before[name]
            )

    def uses(self) -> Iterator[Use]:
        """Everything that there is, with its counts; zero where nothing used it."""
        decided, hits = self._rules.decided or Counter(), patterns.hits or Counter()
        for name in sorted(self.rows):
            yield Use(KINDS[0], name, "", self.texts[KINDS[0], name], self.rows[name])
        for table in self._rules.TABLES.values():
            for rule in table.rules:
                name = f"{table.name}.{rule.name}"
                yield Use(KINDS[1], name, rule.why, self.texts[KINDS[1], name], decided[name])
        for entry in patterns.entries():
            name = f"{entry.group}.{entry.name}"
            yield Use(KINDS[2], name, entry.why, self.texts[KINDS[2], name], hits[name])
        for mask in content("masks")["masks"]:
            name = f"masks.{mask['name']}"
            yield Use(KINDS[3], name, mask["why"], self.texts[KINDS[3], name], hits[name])


def rules_of(staged: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """The rules that the rows of a document were read by: of figures, outcomes and projects, and of a task's status."""
    tables = ("observation", "qualitative_target", "key_project")
    return [row["rule"] for table in tables for row in staged[table]] + [
        f"status.{row['status_rule']}" for row in staged["livelihood_task"]
    ]


def run(folders: Sequence[str], *, unused: bool = False) -> int:
    """Print what decided how often in the documents of these folders; unused: only what nothing used."""
    survey = Survey()
    for folder in folders:
        survey.document(Path(folder))
    shown = ""
    for use in survey.uses():
        if unused and use.times:
            continue
        if use.kind != shown:
            shown = use.kind
            print(f"{shown:34}{'documents':>10}{'times':>10}")
        print(f"  {use.name:32}{use.texts:10}{use.times:10}  {use.why}")
    return 0
