"""Good reports under names that break quoting, paths, shells and terminals."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.texts import READ, REPORT

NAMES = (
    "it's.txt", 'say "so".txt', "two\nlines.txt", "tab\there.txt", "back\\slash.txt", "-rf.txt", "--help.txt", "*?[x].txt",
    "; drop table observation; --.txt", "$(touch pwned).txt", "`touch pwned`.txt", "a & b | c > d.txt", "up..%2f..%2fetc.txt",
    "up\\..\\..\\up.txt", "=cmd|' -C calc'!A0.txt", "{{ 7 * 7 }}.txt", "%s%n.txt", "报告 最终版（二）.txt", "é.txt", "e\u0301.txt",
    "\u202etxt.exe.txt", "zero\u200bwidth.txt", "😀.txt", "con.txt", "nul", " leading blank.txt", "trailing dot..txt",
    "n" * 230 + ".txt", "\x1b[31mred.txt", "upper.TXT", "two.dots.md", "#.txt", "~.txt",
)  # fmt: skip
BYTES = b"bytes-\xff\xfe.txt"


def named(folder: Path) -> dict[str, str]:
    """Write a report of its own under each name, in a folder with a nasty name, and one some forty folders deep."""
    place = folder / "names" / 'it\'s a "folder"\n(2)'
    place.mkdir(parents=True)
    outcomes = {}
    for number, name in enumerate(NAMES):
        (place / name).write_text(_own(number), encoding="utf-8")
        outcomes[(place / name).relative_to(folder).as_posix()] = READ
    with open(os.path.join(os.fsencode(place), BYTES), "wb") as file:  # noqa: PTH118, PTH123  (bytes, no text)
        file.write(_own(len(NAMES)).encode())
    outcomes[f"{place.relative_to(folder).as_posix()}/bytes-\\xff\\xfe.txt"] = READ
    deep = folder.joinpath(*["deep"] * 40)
    deep.mkdir(parents=True)
    (deep / "report.txt").write_text(_own(len(NAMES) + 1), encoding="utf-8")
    (folder / "folder.txt").mkdir()
    (folder / "folder.txt" / "inside.txt").write_text(_own(len(NAMES) + 2), encoding="utf-8")
    return outcomes | {(deep / "report.txt").relative_to(folder).as_posix(): READ, "folder.txt/inside.txt": READ}


def _own(number: int) -> str:
    """A report that is no other's duplicate; its region is its own too."""
    return REPORT.replace("东湖区", f"{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'川江山溪陵'[number // 10]}区").replace(
        "412.5", f"{412 + number}.5"
    )
