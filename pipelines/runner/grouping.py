"""Which partition a file is in, by region and year: known before it is read, for it only groups the work.

What is said of a file in documents.yml goes first, then its path (50/2024/…, 重庆市/永川区/…, …-2024-plan-report.txt), then
the title lines of a text. Nothing else is guessed: a region or year that none of these says is `unknown`, which is a
partition too. No row of the warehouse comes from here, so a file in the wrong partition is read all the same, and right.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.documents import dates, own_place
from pipelines.documents.archive import ArchiveError, read_member
from pipelines.documents.lines import read_lines
from pipelines.documents.scan import TEXT_SUFFIXES
from pipelines.documents.title import find_title, front
from pipelines.lexicon.regions import by_code, find_region, within

UNKNOWN = "unknown"
HEAD = 4096  # bytes of a text that are looked at
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CODE = re.compile(r"(?<!\d)(\d{6})(?:\d{3}|\d{6})?(?!\d)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# A year alone, or in front of a month and day: 2024, 202401, 20240115.
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?=(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?(?!\d))")


class ChoiceError(ValueError):
    """A region or year that cannot be chosen; the message says what was given and what is expected."""


@dataclass(frozen=True, slots=True)
class Group:
    """Where and when a file is from: a GB/T 2260 code ('' unknown) and a year (None unknown).

    A partition is a province with a year; codes below the province only serve to choose less than a partition.
    """

    code: str
    date: int | None

    @property
    def region(self) -> str:
        """The province's two digits and short name, as people know it.

        >>> Group("500118", 2024).region, Group("", None).region
        ('50重庆', 'unknown')
        """
        province = by_code().get(f"{self.code[:2]}0000") if self.code else None
        return f"{province.code[:2]}{province.short_name}" if province else UNKNOWN

    @property
    def year(self) -> str:
        """The year as text."""
        return UNKNOWN if self.date is None else str(self.date)

    @property
    def key(self) -> tuple[str, str]:
        """(region, year): the partition."""
        return self.region, self.year


@dataclass(frozen=True, slots=True)
class Choice:
    """Some partitions, or all: codes' first digits and years, `unknown` among them; none of a sort is all of it."""

    regions: tuple[str, ...] = ()
    years: tuple[str, ...] = ()

    @classmethod
    def of(cls, regions: Iterable[str], years: Iterable[str]) -> Choice:
        """From what people write: 50, 5001, 50重庆, 重庆, 重庆市永川区; 2024, 2020-2024; unknown. Raises ChoiceError."""
        return cls(tuple(_prefix(r) for r in regions), tuple(y for given in years for y in _years(given)))

    def matches(self, group: Group) -> bool:
        """Whether a file is among what is chosen."""
        return self.takes_region(group) and self.takes_year(group)

    def takes_year(self, group: Group) -> bool:
        """Whether the year is, whatever the region."""
        return not self.years or group.year in self.years

    def takes_region(self, group: Group) -> bool:
        """Whether the region is, whatever the year."""
        known = group.region != UNKNOWN
        return not self.regions or any(group.code.startswith(r) if known else r == UNKNOWN for r in self.regions)


def _prefix(given: str) -> str:
    """The digits that the codes of a place and of all within it begin with."""
    if given == UNKNOWN:
        return UNKNOWN
    digits = re.match(r"\d*", given).group()  # type: ignore[union-attr]
    region = by_code().get(digits.ljust(6, "0")) if len(digits) in (2, 4, 6) else find_region(given)
    if region is None or not region.code:
        raise ChoiceError(
            f"region {given!r} is not known; expected a code (50, 5101, 500118), a name (重庆) or {UNKNOWN}"
        )
    return re.sub(r"(?:00){1,2}$", "", region.code)


def _years(given: str) -> list[str]:
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", given)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if given != UNKNOWN and first > last:
        raise ChoiceError(f"year {given!r} is none; expected 2024, 2020-2024 or {UNKNOWN}")
    return [UNKNOWN] if given == UNKNOWN else [str(year) for year in range(first, last + 1)]


def group(
    source_file: str, entry: Mapping[str, Any] | None = None, path: Path | None = None, member: str = ""
) -> Group:
    """The group of a file, by its entry of documents.yml and its path below the raw folder; `path` is where its head
    is read if that is not enough (None: it is not), `member` which file it is of the archive at `path`.
    """
    known = named(source_file, entry)
    if path is None or (known.code and known.date):
        return known
    if PurePosixPath(source_file).suffix.lower() not in TEXT_SUFFIXES:
        return known
    code, year = of_head(_head(path, member))
    return Group(known.code or code, known.date or year)


def named(source_file: str, entry: Mapping[str, Any] | None = None) -> Group:
    """What documents.yml and the path alone say."""
    said = _of_entry(entry or {})
    above, _, name = source_file.rpartition("/")
    code, year = _of_folders(above)
    stem = PurePosixPath(name).stem
    return Group(said.code or _place(stem, code) or code, said.date or _year(stem) or year)


def _of_entry(entry: Mapping[str, Any]) -> Group:
    region = find_region(entry["region"]) if entry.get("region") else None
    code = str(entry.get("region_code") or (region.code if region else ""))[:6]
    year = (entry.get("date") or "")[:4] or entry.get("review_year") or entry.get("plan_year")
    return Group(code if f"{code[:2]}0000" in by_code() else "", int(year) if year else None)


@lru_cache(maxsize=1 << 16)
def _of_folders(above: str) -> tuple[str, int | None]:
    """(code, year) of the folders above a file; the nearest that says anything counts, a place only within those above."""
    if not above:
        return "", None
    outer, _, name = above.rpartition("/")
    code, year = _of_folders(outer)
    digits = name.ljust(6, "0") if re.fullmatch(r"\d\d(?:\d\d)?", name) else ""
    if digits not in by_code() or (code and not within(by_code()[digits], code)):
        digits = ""
    return digits or _place(name, code) or code, _year(name) or year


def _place(name: str, above: str) -> str:
    """The code of the place that a file or folder names, within the one above it; '' for none."""
    for digits in _CODE.findall(name):
        if digits in by_code() and (not above or within(by_code()[digits], above)):
            return digits
    code = ""
    title = own_place.of_title(name)
    for words in [title] if title else _HAN.findall(name):
        region = find_region(words, code or above or None)
        code = region.code if region and region.code else code
    return code


def _year(name: str) -> int | None:
    """The last year that a file or folder names: a report of 2022 and of the plan for 2023 is of 2023."""
    found = dates.years(name) or [int(year) for year in _YEAR.findall(name)]
    return found[-1] if found else None


def of_head(text: str) -> tuple[str, int | None]:
    """(code, year) that the title lines of a text say: the place of its title or congress; the year of its date, else
    the last one in its title.

    >>> of_head("关于重庆市永川区2022年国民经济和社会发展计划执行情况及2023年计划草案的报告")
    ('500118', 2023)
    """
    lines = read_lines(text)
    title = find_title(lines)
    if title is None:
        return "", None
    around = [line.text for line in lines[: max(front(lines), title.last + 3)]]
    slot = own_place.of_lines(around, ("front",))
    printed = own_place.of_title(title.text) or (slot.printed if slot else None)
    region = find_region(printed) if printed else None
    dated = [
        date for line in around if len(line) <= 80 and (date := dates.labelled_date(line) or dates.read_date(line))
    ]
    named = dates.years(title.text)
    year = int(dated[0][:4]) if dated else named[-1] if named else None
    return region.code if region else "", year


def _head(path: Path, member: str) -> str:
    """The first lines of a text; '' where it cannot be read. Bytes that are no text of ours become none."""
    try:
        if member:
            data = read_member(path, member)[:HEAD]
        else:
            with path.open("rb") as stream:
                data = stream.read(HEAD)
    except (ArchiveError, OSError):
        return ""
    for encoding in [name for bom, name in _BOMS if data.startswith(bom)] or ["utf-8", "gb18030"]:
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data)
        except UnicodeDecodeError:
            continue
    return ""
