"""Pass rates of the one-line cases per file, and which fields fail: `python -m tests.extract.case_score [-v] [FILE ...]`."""

from __future__ import annotations

import argparse
from collections import Counter

from .case_files import known_failures, load_cases, problems, run


def main() -> None:
    """Print a line per file, then the kinds of disagreement; with -v every disagreement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="stems of case files, or the beginning of case ids; all if none")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every case that fails")
    parser.add_argument("--ids", action="store_true", help="print only the ids that fail, for known_failures.txt")
    options = parser.parse_args()
    total, right, kinds = Counter(), Counter(), Counter()
    by_file: dict[str, Counter] = {}
    failing: list[str] = []
    for case in load_cases():
        if options.files and not any(case.file == f or case.id.startswith(f) for f in options.files):
            continue
        try:
            found = [(p.kind, p.message) for p in problems(case, *run(case))]
        except Exception as error:  # a crash on one case must not hide the others
            found = [("error", f"{type(error).__name__}: {error}")]
        total[case.file] += 1
        right[case.file] += not found
        by_file.setdefault(case.file, Counter()).update({kind for kind, _ in found})
        kinds.update({kind for kind, _ in found})
        if found:
            failing.append(case.id)
        if found and options.verbose:
            print(f"{case.id} {case.text}")
            print("".join(f"    {message}\n" for _, message in found), end="")
    if options.ids:
        print("\n".join(failing))
        return
    for name in sorted(total):
        worst = ", ".join(f"{kind} {n}" for kind, n in by_file[name].most_common())
        print(f"{name:<24}{right[name]:>4}/{total[name]:<4}{right[name] / total[name]:>7.1%}  {worst}")
    n, ok = sum(total.values()), sum(right.values())
    print(f"{'all':<24}{ok:>4}/{n:<4}{ok / max(n, 1):>7.1%}  " + ", ".join(f"{k} {v}" for k, v in kinds.most_common()))
    print(f"known failures listed: {len(known_failures())}")


if __name__ == "__main__":
    main()
