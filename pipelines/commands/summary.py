"""What a build did, in the few lines that it ends with."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.settings import ROOT, Settings

if TYPE_CHECKING:
    import dagster as dg

Ask = Callable[[str], list[tuple[Any, ...]]]
SERVED = ("explorer", "workbook")  # what people open
FELL = {
    "document_gone": "the document is not there any more",
    "passage_changed": "the passage has changed since",
    "says_something_else": "nothing says this any more",
}
SHOWN = 5  # failed documents, failed checks that are named; the rest is counted

FIRST_QUERY = (
    "select year, indicator_name, target_value, actual_value, target_unit as unit, outcome, actual_observation_id "
    "from fct_target_actual where outcome in ('met', 'missed') order by year, indicator_name limit 10"
)


def failure(result: dg.ExecuteInProcessResult, chosen: Settings, *, published: bool = False) -> str:
    """Why the build failed, what became of the warehouse, and where there is more to read.

    `published`: the new version was published before something after it failed.
    """
    reasons = [_reason(event) for event in result.all_events if event.is_step_failure]
    reasons += [
        str(event.message)
        for event in result.all_events
        if event.event_type_value == "PIPELINE_FAILURE" and not reasons
    ]
    if any(word in reason for reason in reasons for word in ("OutOfMemory", "MemoryError", "out of memory")):
        reasons.append(
            "there is too little memory: give it more, or ask for less (TAIZHANG_WORKERS=1, TAIZHANG_DATABASE_MEMORY=500MB)"
        )
    kept = "as it was" if chosen.published.exists() else "not there yet"
    return (
        "\n  ".join(dict.fromkeys(reasons))
        + (
            f"\n{shown(chosen.published)} is the new version; what failed comes after it."
            if published
            else f"\nNothing was published; {shown(chosen.published)} is {kept}."
        )
        + f"\nMore: taizhang build -v, or run {result.run_id[:8]} in taizhang ui"
    )


def _reason(event: dg.DagsterEvent) -> str:
    """The message of a failed step, without Dagster's own words around it."""
    data = event.step_failure_data
    said = data.user_failure_data
    if said is not None and said.description:
        return said.description
    error = data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return f"{event.step_key}: {error.message.strip() if error else event.message}"


def success(result: dg.ExecuteInProcessResult, chosen: Settings, seconds: float) -> str:
    """Documents, rows, checks, where the file is, and a first question to it."""
    found = metadata(result, "documents")
    reading = metadata(result, "staged_observation")
    with _open(chosen.published) as ask:
        counts, reviews, unread, unsettled = _published(ask), _reviews(ask), _failed_documents(ask), _to_settle(ask)
    checks = Counter(_state(e) for e in result.get_asset_check_evaluations())
    lines = [
        f"documents     {reading.get('documents read', 0)} read, {reading.get('documents unchanged', 0)} unchanged, "
        f"{reading.get('documents failed', 0)} failed"
        + (f", {found['duplicates']} the same as another" if found.get("duplicates") else "")
        + (f", {reading['documents removed']} removed" if reading.get("documents removed") else ""),
        f"observations  {counts['observations']:,}, of them {counts['doubtful']:,} doubtful",
        f"quarantined   {counts['quarantined']:,}",
        f"conflicts     {counts['conflicts']:,}",
        *reviews,
        f"checks        {checks['passed']} passed, {checks['warned']} warned, {checks['failed']} failed",
        f"warehouse     {shown(chosen.published)} ({chosen.published.stat().st_size / 1e6:.1f} MB), in {seconds:.1f} s",
        *(f"{name:13} {shown(Path(made['file']))}" for name in SERVED if (made := metadata(result, name))),
        "",
        "A first question:",
        f'  {command()} query "{FIRST_QUERY}"',
    ]
    return "\n".join([*lines, *unread, *unsettled])


def metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, Any]:
    """What an asset's materialisation of this run says of itself; {} if it has none."""
    import dagster as dg

    for event in result.all_events:
        if event.is_step_materialization and event.asset_key == dg.AssetKey(asset):
            return {name: value.value for name, value in event.materialization.metadata.items()}
    return {}


def _state(evaluation: dg.AssetCheckEvaluation) -> str:
    if evaluation.passed:
        return "passed"
    return "failed" if evaluation.severity.value == "ERROR" else "warned"


@contextlib.contextmanager
def _open(path: Path) -> Iterator[Ask]:
    """A function that gives the rows of a select from the published warehouse."""
    import duckdb

    with duckdb.connect(str(path), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()


def _published(ask: Ask) -> dict[str, int]:
    """Counts of the published warehouse."""
    [row] = ask(
        "select (select count(*) from observations), "
        "(select count(*) from observations where len(checks) > 0), "
        "(select count(*) from quarantine), (select count(*) from fct_conflict)",
    )
    return dict(zip(("observations", "doubtful", "quarantined", "conflicts"), row, strict=True))


def _reviews(ask: Ask) -> list[str]:
    """How many reviews hold, and which fell; nothing where nobody has reviewed."""
    [(held,)] = ask("select count(distinct position) from fct_review where holds")
    fell = ask("select source_file, indicator_name, printed, problem from fct_review where not holds order by position")
    if not held and not fell:
        return []
    lines = [f"reviews       {held:,} hold, {len(fell):,} fell"]
    lines += [
        f"              {file}: {name} {printed}: {FELL[problem]}" for file, name, printed, problem in fell[:SHOWN]
    ]
    if len(fell) > SHOWN:
        lines.append(
            f"              and {len(fell) - SHOWN:,} more: {command()} query 'from fct_review where not holds'"
        )
    return lines


def _failed_documents(ask: Ask) -> list[str]:
    """A line for each of the first documents that failed, and how to see the others."""
    rows = ask("select source_file, step, error from fct_extraction_outcome where not success order by all")
    if not rows:
        return []
    lines = ["", "Not read:", *(f"  {name}: {step}: {error}" for name, step, error in rows[:SHOWN])]
    if len(rows) > SHOWN:
        lines.append(
            f"  … and {len(rows) - SHOWN} more: taizhang query 'from fct_extraction_outcome where not success'"
        )
    return lines


def _to_settle(ask: Ask) -> list[str]:
    """Which documents leave open what they are, why, and the lines of documents.yml that settle it."""
    from pipelines.documents.overrides import SETTLES

    rows = ask(
        "select source_file, unnest(warnings) as said from fct_extraction_outcome where success order by source_file",
    )
    said = [(name, words) for name, words in rows if SETTLES in words]
    if not said:
        return []
    documents = len({name for name, _ in said})
    lines = ["", f"To settle ({documents} document{'s' if documents > 1 else ''}):"]
    for name, words in said[:SHOWN]:
        reason, _, line = words.partition(f", {SETTLES} ")
        lines += [f"  {name}: {reason}", f"    {line}"]
    if len(said) > SHOWN:
        lines.append(
            f"  … and {len(said) - SHOWN} more: taizhang query "
            f"\"from fct_extraction_outcome where array_to_string(warnings, ' ') like '%{SETTLES}%'\""
        )
    return lines


def command() -> str:
    """How the caller can name this command: by its name where that is on the PATH, else by its file."""
    script = Path(sys.argv[0]).absolute()
    on_path = shutil.which("taizhang")
    if script.name != "taizhang" or (on_path and Path(on_path).samefile(script)):
        return "taizhang"
    return shown(script)


def shown(path: Path) -> str:
    """A path as short as it can be said from the checkout."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
