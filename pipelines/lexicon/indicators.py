"""Canonical indicators: the catalogue, the names it is known by, and the match from a source's own words.

The match is exact after normalising (`name_rules.csv`), never fuzzy: an unknown name stays unmapped with its own words.
A value gets a code only if it fits the indicator: an amount in a unit of the indicator's dimension, a share only for
an indicator that is itself a percentage. The growth, rank or gap of an indicator carries the indicator's code.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pipelines.lexicon.units import trie_pattern, unit_of, units

_HERE = Path(__file__).parent
FlowOrStock = Literal["flow", "stock", "ratio", "index"]
Direction = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A canonical indicator.

    `dimension` is a dimension word of units.csv; `other_dimensions` are those that the same thing is also published
    in (land and floor space, people and visits). `canonical_unit` is the unit of publication, magnitude included.
    `bounded` marks a share that cannot leave 0–100; `direction` says which way is good.
    """

    code: str
    name_zh: str
    name_en: str
    sector_code: int
    dimension: str
    other_dimensions: tuple[str, ...]
    canonical_unit: str
    flow_or_stock: FlowOrStock
    direction: Direction
    bounded: bool
    headline: bool

    @property
    def dimensions(self) -> tuple[str, ...]:
        """All dimensions in which a level of this indicator may be stated."""
        return (self.dimension, *self.other_dimensions)


def _read(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of name_rules.csv in the form in which they are applied."""

    dropped: dict[int, None]
    prefixes: tuple[str, ...]
    replacements: tuple[tuple[str, str], ...]
    suffixes: tuple[str, ...]
    growth_suffixes: tuple[str, ...]
    share_of: dict[str, str]
    unit_brackets: re.Pattern[str]
    replaceable: re.Pattern[str]


@cache
def _rules() -> _Rules:
    rows = _read("name_rules.csv")

    def texts(kind: str) -> tuple[str, ...]:
        return tuple(sorted((r["text"] for r in rows if r["kind"] == kind), key=lambda t: (-len(t), t)))

    names = sorted((unicodedata.normalize("NFKC", u) for u in units()), key=lambda u: (-len(u), u))
    replacements = tuple((r["text"], r["to"]) for r in rows if r["kind"] == "replace")
    return _Rules(
        dropped=dict.fromkeys(ord(c) for text in texts("drop") for c in text),
        prefixes=texts("prefix"),
        replacements=replacements,
        suffixes=texts("suffix"),
        growth_suffixes=texts("growth_suffix"),
        share_of={r["text"]: r["to"] for r in rows if r["kind"] == "share_of"},
        unit_brackets=re.compile(r"\((?:单位[::]?)?(?:" + "|".join(map(re.escape, names)) + r")\)"),
        replaceable=re.compile(trie_pattern({long: "" for long, _ in replacements})),
    )


@lru_cache(maxsize=1 << 16)
def normalise_name(name: str) -> str:
    """The key under which an indicator's name is looked up; applying it twice changes nothing.

    Width and case are folded, punctuation and blanks dropped, a unit in brackets taken off, words for the document's
    own region, the period and the statement stripped from the front, official long forms replaced by short ones.

    >>> normalise_name("全区规模以上工业增加值（亿元）"), normalise_name("“四好农村路”建设")
    ('规上工业增加值', '四好农村路建设')
    """
    rules = _rules()
    text = _fold(name)
    while True:
        before = text
        if rules.replaceable.search(text):
            for long, short in rules.replacements:
                text = text.replace(long, short)
        if text.startswith(rules.prefixes):
            for prefix in rules.prefixes:
                if len(text) > len(prefix) and text.startswith(prefix):
                    text = text[len(prefix) :]
        if not text.isprintable() or not unicodedata.is_normalized("NFKC", text):
            text = _fold(text)  # what was dropped stood between two characters that compose
        if text == before:
            return text


def _fold(name: str) -> str:
    text = (name if unicodedata.is_normalized("NFKC", name) else unicodedata.normalize("NFKC", name)).upper()
    if "(" in text:
        text = _rules().unit_brackets.sub("", text)
    return "".join(text.translate(_rules().dropped).split())


@cache
def indicators() -> dict[str, Indicator]:
    """The catalogue by code, in the order of the file."""
    return {
        r["code"]: Indicator(
            code=r["code"],
            name_zh=r["name_zh"],
            name_en=r["name_en"],
            sector_code=int(r["sector_code"]),
            dimension=r["dimension"],
            other_dimensions=tuple(r["other_dimensions"].split()),
            canonical_unit=r["canonical_unit"],
            flow_or_stock=r["flow_or_stock"],  # type: ignore[arg-type]
            direction=r["direction"],  # type: ignore[arg-type]
            bounded=r["bounded"] == "true",
            headline=r["headline"] == "true",
        )
        for r in _read("indicators.csv")
    }


def alias_rows() -> Iterator[tuple[str, str]]:
    """(alias, code) of every name: the canonical names first, then indicator_aliases.csv."""
    for indicator in indicators().values():
        yield indicator.name_zh, indicator.code
    for row in _read("indicator_aliases.csv"):
        yield row["alias"], row["code"]


@cache
def aliases() -> dict[str, str]:
    """Normalised name → code, with the forms that only add a word for quantity (高新技术企业数量).

    Raises ValueError where two indicators claim one name.
    """
    found: dict[str, str] = {}
    for name, code in alias_rows():
        key = normalise_name(name)
        if found.setdefault(key, code) != code:
            raise ValueError(f"indicator_aliases.csv: {name} ({key}) names both {found[key]} and {code}; keep one")
    exact = dict(found)
    for key, code in exact.items():
        for suffix in _rules().suffixes:
            found.setdefault(key + suffix, code)
    return found


def _growing(key: str) -> str | None:
    """The code of a name that says growth itself (地区生产总值增速)."""
    grown = (key.removesuffix(suffix) for suffix in _rules().growth_suffixes if key.endswith(suffix))
    return next((code for name in grown if (code := aliases().get(name))), None)


@lru_cache(maxsize=1 << 16)
def code_of_name(name: str) -> str | None:
    """The code of the indicator that `name` names, whatever was measured of it; None if the catalogue has none."""
    return aliases().get(normalise_name(name))


@lru_cache(maxsize=1 << 16)
def canonical_code(name: str, measure: str, unit: str | None) -> str | None:
    """The canonical code of an observation, or None where the name is unknown or the value does not fit it.

    >>> canonical_code("全区规模以上工业增加值", "growth", "%"), canonical_code("规上工业增加值", "level", "亿元")
    ('industrial_value_added', 'industrial_value_added')
    >>> canonical_code("规上工业增加值", "share", "%") is None  # a share of it is another thing
    True
    """
    key = normalise_name(name)
    code = aliases().get(key)
    if code is None and measure in ("growth", "gap"):
        code = _growing(key)
    if code is not None and measure == "share":
        code = _rules().share_of.get(code, code)
    return code if code is not None and _fits(indicators()[code], measure, unit) else None


def _fits(indicator: Indicator, measure: str, unit: str | None) -> bool:
    if measure in ("growth", "rank", "gap", "multiple"):
        return True
    known = unit_of(unit) if unit else None
    dimension = known.dimension if known else ""
    if measure == "share":
        return indicator.flow_or_stock == "ratio" and "percent" in indicator.dimensions
    if measure == "change":
        # Points are the change of a percentage; of an amount they are the change of its growth, which is another thing.
        return dimension in indicator.dimensions or (
            dimension == "percentage_point" and "percent" in indicator.dimensions
        )
    if not unit:  # printed without a unit: an index, a ratio, or things counted
        return indicator.flow_or_stock == "index" or bool({"multiple", "count"} & set(indicator.dimensions))
    return dimension in indicator.dimensions
