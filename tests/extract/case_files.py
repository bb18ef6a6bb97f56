"""One-line cases for the statement layer: reading them, running them, saying what went wrong.

A case is a sentence with the rows that it states; `expect: []` is the expected nothing. Fields of a case:

text        the sentence; its view is what the extractor reads
context     year (2022), year_end, statement (actual), subject, heading, region, section, published_year, period_label
expect      rows: printed (as in the view), value, unit, indicator, measure, statement, period, qualifier, and
            nth: which occurrence of the printed numeral (1); region where it matters;
            optional: true for a value in words (翻番, 连续3年) that may be left out but must be right if it is read
spec        numerals that only describe or name a thing: neither right nor wrong to extract
qualitative comparisons without a number: indicator, comparison
note        why
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipelines.documents.view import view
from pipelines.extract.facts import Context, Fact, QualitativeFact

from .compare import indicator_ok, wrong_fields

FOLDER = Path(__file__).parent / "cases"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # every run of the suite begins with these files
KNOWN_FAILURES = FOLDER / "known_failures.txt"
_CONTEXT_KEYS = frozenset(
    ["year", "year_end", "statement", "subject", "heading", "region", "section", "published_year", "period_label"]
)
_CASE_KEYS = frozenset(["id", "text", "context", "expect", "spec", "qualitative", "note"])
_ROW_KEYS = frozenset(
    [
        "printed",
        "nth",
        "value",
        "unit",
        "indicator",
        "measure",
        "statement",
        "period",
        "qualifier",
        "region",
        "optional",
    ]
)


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `file` is the stem of its file."""

    file: str
    id: str
    text: str
    context: dict[str, Any]
    expect: tuple[dict[str, Any], ...]
    spec: tuple[str, ...] = ()
    qualitative: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One disagreement: `kind` is missed, false, qualitative or the name of a wrong field."""

    kind: str
    message: str


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """All cases of the folder's YAML files, in the order of file and line; an unknown key is an error."""
    cases = []
    for path in sorted(folder.glob("*.yml")):
        for record in yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER):
            unknown = set(record) - _CASE_KEYS | set(record.get("context", {})) - _CONTEXT_KEYS
            unknown |= {key for row in record["expect"] for key in row} - _ROW_KEYS
            if unknown:
                raise ValueError(f"{path.name}: case {record.get('id')}: unknown keys {sorted(unknown)}")
            cases.append(
                Case(
                    file=path.stem,
                    id=record["id"],
                    text=record["text"],
                    context=record.get("context", {}),
                    expect=tuple(record["expect"]),
                    spec=tuple(record.get("spec", ())),
                    qualitative=tuple(record.get("qualitative", ())),
                )
            )
    return cases


def known_failures(path: Path = KNOWN_FAILURES) -> set[str]:
    """Ids of the cases that the extractor is known not to read yet; one on a line, `#` starts a comment."""
    if not path.exists():
        return set()
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {line for line in lines if line}


def context_of(case: Case) -> Context:
    """The case's context. Unless it says so: of 2022, actual, published the year after (a target's: the same year)."""
    given = case.context
    year = given.get("year", 2022)
    year_end = given.get("year_end", year)
    statement = given.get("statement", "actual")
    subject = given.get("subject", "")
    published = given.get("published_year", year if statement == "target" else year_end + 1)
    return Context(
        year_start=year,
        year_end=year_end,
        statement=statement,
        subject=subject,
        heading=given.get("heading", not subject),
        region=given.get("region", ""),
        section=given.get("section", ""),
        published_year=published,
        period_label=given.get("period_label", ""),
    )


def view_text(case: Case) -> str:
    """The text as the extractor reads it."""
    return view(case.text, 0, len(case.text)).text


def occurrences(text: str, printed: str) -> list[tuple[int, int]]:
    """Where `printed` stands in the text, for a numeral only where it is not part of a longer one.

    >>> occurrences("12家、2家、2.5亿元", "2")
    [(4, 5)]
    """
    pattern = re.escape(printed)
    if printed[0].isdigit():
        pattern = rf"(?<![\d.]){pattern}(?!\d|\.\d|,\d{{3}})"
    return [m.span() for m in re.finditer(pattern, text)]


def run(case: Case) -> tuple[list[Fact], list[QualitativeFact]]:
    """What the extractor reads from the case's text."""
    from pipelines.extract.prose import statements  # late: the cases themselves can be checked without it

    text, context = view_text(case), context_of(case)
    facts = statements.read_statements(text, context)
    from pipelines.extract.prose.qualitative import read_qualitative

    return facts, list(read_qualitative(text, context)) if case.qualitative else []


def problems(case: Case, facts: Iterable[Fact], qualitative: Iterable[QualitativeFact] = ()) -> list[Problem]:
    """Everything in which the facts and the case disagree. Several facts on one numeral: the best one counts."""
    text = view_text(case)
    left: dict[tuple[int, int], list[Fact]] = {}
    for fact in facts:
        left.setdefault((fact.start, fact.end), []).append(fact)
    found: list[Problem] = []
    for row in case.expect:
        span = occurrences(text, row["printed"])[row.get("nth", 1) - 1]
        here = left.pop(span, []) or _overlapping(left, span, row)
        if not here:
            if not row.get("optional"):
                found.append(Problem("missed", f"missed {row['printed']}: {_wanted(row)}"))
            continue
        best = min(here, key=lambda fact: len(wrong_fields(fact, row)))
        for name in wrong_fields(best, row):
            got = f"{best.period_start}-{best.period_end}" if name == "period" else getattr(best, name)
            found.append(
                Problem(name, f"{row['printed']}: {name} is {str(got)!r}, expected {row[name]!r} ({best.rule})")
            )
    tolerated = {span for numeral in case.spec for span in occurrences(text, numeral)}
    for span, here in sorted(left.items()):
        if span not in tolerated:
            found.append(Problem("false", f"false {text[span[0] : span[1]]!r} at {span}: {_got(here[0])}"))
    found += _qualitative_problems(case, list(qualitative))
    return found


def _overlapping(left: dict[tuple[int, int], list[Fact]], span: tuple[int, int], row: dict[str, Any]) -> list[Fact]:
    """A value in Chinese numerals has no fixed span (第一 or 一): a fact that overlaps it is meant."""
    if row["printed"][0].isdigit():
        return []
    for key in sorted(left):
        if key[0] < span[1] and span[0] < key[1]:
            return left.pop(key)
    return []


def _qualitative_problems(case: Case, facts: list[QualitativeFact]) -> Iterator[Problem]:
    for row in case.qualitative:
        wants = row["comparison"] if isinstance(row["comparison"], list) else [row["comparison"]]
        names = row["indicator"] if isinstance(row["indicator"], list) else [row["indicator"]]
        if not any(f.comparison in wants and any(indicator_ok(f.indicator, n) for n in names) for f in facts):
            got = [(f.indicator, f.comparison) for f in facts]
            yield Problem("qualitative", f"no comparison {wants} of {names}; got {got}")


def _wanted(row: dict[str, Any]) -> str:
    return " | ".join(str(row.get(k, "")) for k in ("indicator", "value", "unit", "measure", "statement", "period"))


def _got(fact: Fact) -> str:
    return f"{fact.indicator} | {fact.value} | {fact.unit} | {fact.measure} | {fact.statement} ({fact.rule})"
