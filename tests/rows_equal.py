"""Whether a change left every staged row as it was: `make rows-equal BASE=<commit>`, or `python -m tests.rows_equal BASE`.

The real documents beside the checkout (`../shared/corpus`, `../shared/open/texts`, `raw/`, where they are there) are
extracted by two commits: by the files of this checkout as they stand, and by BASE in a git worktree of its own. Each runs
in its own process with its own `PYTHONPATH`, so that modules that moved or changed between the two do not mix. What is said
is how many rows of each staged table are equal, and the first row that differs, field by field; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("../shared/corpus", "../shared/open/texts", "raw")
Rows = dict[str, list[Any]]

# Run by both commits, so it knows only what both have: where a reader stands has changed once.
_EXTRACT = """
import importlib, json, pathlib, sys
from concurrent.futures import ProcessPoolExecutor

def find(name, *modules):
    for module in modules:
        try:
            return getattr(importlib.import_module(module), name)
        except ModuleNotFoundError:
            continue
    sys.exit(f"no {name} in {modules}")

def plain(value):
    return value if value is None or isinstance(value, (bool, int, str, list, dict)) else repr(value)

def rows(file):
    if file.error:
        return {"error": [str(file.error)]}
    try:
        staged = find("extract", "pipelines.extract.document")(read(file))
    except Exception as error:
        return {"error": [f"{type(error).__name__}: {error}"]}
    return {table: [{k: plain(v) for k, v in row.items()} for row in rows] for table, rows in staged.items()}

read = find("read_document", "pipelines.readers.read", "pipelines.documents.read")
if __name__ == "__main__":
    scan = find("scan", "pipelines.documents.scan")
    out = open(sys.argv[1], "w", encoding="utf-8")
    for folder in sys.argv[2:]:
        files = list(scan(pathlib.Path(folder)))
        with ProcessPoolExecutor() as pool:
            for file, staged in zip(files, pool.map(rows, files)):
                out.write(json.dumps([folder, file.source_file, staged], ensure_ascii=False, default=repr) + "\\n")
"""


@dataclass
class Comparison:
    """What two extractions share: rows equal and rows in either by table, and the first difference in words."""

    equal: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    first: str = ""

    def report(self) -> str:
        lines = [f"{table:24} {self.equal[table]:8} of {self.rows[table]:8} rows equal" for table in sorted(self.rows)]
        return "\n".join([*lines, self.first or "every staged row is equal"])


def compare(base: dict[str, Rows], here: dict[str, Rows]) -> Comparison:
    """Staged rows by document and table, row by row in their order.

    A row that stands in both at another place counts as equal: an inserted row is one difference, not all that follow it.

    >>> compare({"a.txt": {"cell": [{"text": "1"}]}}, {"a.txt": {"cell": [{"text": "2"}]}}).first
    "a.txt, cell, row 1: text was '1', is '2'"
    """
    found = Comparison()
    for name in sorted(base | here):
        before, after = base.get(name, {}), here.get(name, {})
        for table in sorted(before | after):
            old, new = before.get(table, []), after.get(table, [])
            found.rows[table] = found.rows.get(table, 0) + max(len(old), len(new))
            found.equal[table] = found.equal.get(table, 0) + _shared(old, new)
            if old != new and not found.first:
                found.first = f"{name}, {table}, {_difference(old, new)}"
    return found


def _shared(old: list[Any], new: list[Any]) -> int:
    left: dict[str, int] = {}
    for row in old:
        key = _key(row)
        left[key] = left.get(key, 0) + 1
    count = 0
    for row in new:
        key = _key(row)
        if left.get(key, 0):
            left[key] -= 1
            count += 1
    return count


def _key(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def _difference(old: list[Any], new: list[Any]) -> str:
    number, was, now = next((n, a, b) for n, (a, b) in enumerate(zip_longest(old, new), 1) if a != b)
    if was is None:
        return f"row {number}: not there before: {_key(now)}"
    if now is None:
        return f"row {number}: gone: {_key(was)}"
    if not (isinstance(was, dict) and isinstance(now, dict)):
        return f"row {number}: was {was!r}, is {now!r}"
    fields = [k for k in was | now if was.get(k) != now.get(k)]
    faults = "; ".join(f"{k} was {was.get(k)!r}, is {now.get(k)!r}" for k in fields)
    place = f" ({was['quote']})" if was.get("quote") and was.get("quote") == now.get("quote") else ""
    return f"row {number}{place}: {faults}"


def extracted(checkout: Path, folders: list[Path], out: Path) -> subprocess.Popen[bytes]:
    """A running process that writes to `out` what `checkout` makes of the folders, a document a line."""
    environment = os.environ | {"PYTHONPATH": str(checkout), "PYTHONHASHSEED": "0"}
    script = out.with_suffix(".py")
    script.write_text(_EXTRACT, encoding="utf-8")
    return subprocess.Popen([sys.executable, script, out, *folders], cwd=checkout, env=environment)


def read(out: Path) -> dict[str, Rows]:
    """What `extracted` wrote, by folder and file."""
    return dict(_documents(out))


def _documents(out: Path) -> Iterator[tuple[str, Rows]]:
    with out.open(encoding="utf-8") as lines:
        for line in lines:
            folder, name, staged = json.loads(line)
            yield f"{Path(folder).name}/{name}", staged


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="rows_equal", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("base", help="the commit to compare with, such as HEAD~1 or main")
    parser.add_argument("folders", nargs="*", type=Path, help=f"folders of documents (default: {', '.join(FOLDERS)})")
    chosen = parser.parse_args(arguments)
    folders = chosen.folders or [path for name in FOLDERS if (path := ROOT / name).is_dir()]
    folders = [folder.resolve() for folder in folders]
    with tempfile.TemporaryDirectory() as home:
        base, outs = Path(home) / "base", (Path(home) / "base.jsonl", Path(home) / "here.jsonl")
        git = ["git", "-C", str(ROOT), "worktree"]
        if subprocess.run([*git, "add", "--quiet", "--detach", str(base), chosen.base]).returncode:
            print(f"git knows no commit {chosen.base!r} to compare with; try HEAD or main", file=sys.stderr)
            return 2
        try:
            running = [extracted(base, folders, outs[0]), extracted(ROOT, folders, outs[1])]
            codes = [process.wait() for process in running]
            if any(codes):
                print("one of the two commits could not extract; its error stands above", file=sys.stderr)
                return 2
        finally:
            subprocess.run([*git, "remove", "--force", str(base)], check=True)
        found = compare(read(outs[0]), read(outs[1]))
    print(found.report())
    return 1 if found.first else 0


if __name__ == "__main__":
    sys.exit(main())
