"""Figures of the published warehouse with all that makes them trustworthy: passage, document, doubts.

found = figures(connection, Wanted(codes=("gdp",), region_code="500118", years=(2022, 2022)))   # [Figure, ...], best first
found[0].text()                                                                                # '1202.8亿元'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

STATEMENTS = {"actual": "实际", "estimate": "预计", "target": "目标"}
MEASURES = {
    "level": "数值",
    "growth": "增速",
    "change": "增减",
    "share": "比重",
    "rank": "位次",
    "multiple": "倍数",
    "gap": "差距",
}
QUALIFIERS = {
    "ge": ("", "以上"),
    "gt": ("超过", ""),
    "approx": ("", "左右"),
    "le": ("", "以内"),
    "lt": ("不到", ""),
    "range_low": ("下限", ""),
    "range_high": ("上限", ""),
}
SURE = 0.9  # below it a figure is shown as doubtful
CHECKS = 17  # the place of `checks` among the columns that are read
LONGEST = 400  # characters of a quote that an answer repeats


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation as an answer shows it. `value` is as printed, signed; `year` is the last of its period."""

    observation_id: str
    indicator_code: str | None
    indicator_name: str
    region_code: str | None
    region_name: str | None
    year: int | None
    year_start: int | None
    period_label: str | None
    value: Decimal
    unit: str
    value_base: Decimal | None
    unit_base: str | None
    qualifier: str
    measure: str
    statement: str
    scope: str
    confidence: float
    checks: tuple[str, ...]
    source_file: str
    title: str | None
    page: int | None
    locator: str | None
    section: str | None
    quote: str
    chosen: bool  # whether the warehouse's series takes this one of several sources

    @property
    def doubtful(self) -> bool:
        """Whether it is to be looked at before it is used."""
        return self.confidence < SURE

    def text(self) -> str:
        """The value with its qualifier and unit: 7.5%以上, 超过100亿元, 第3位."""
        before, after = QUALIFIERS.get(self.qualifier, ("", ""))
        number = f"{plain(self.value)}{self.unit}"
        return f"第{number}" if self.measure == "rank" else f"{before}{number}{after}"

    def period(self) -> str:
        """The period as printed in an answer: 2022年, 2021—2025年, 2024H1."""
        if self.period_label and not self.period_label.replace("-", "").isdigit():
            return self.period_label
        if self.year is None:
            return "时期不明"
        return f"{self.year}年" if self.year_start in (None, self.year) else f"{self.year_start}—{self.year}年"

    def record(self) -> dict[str, Any]:
        """The figure as plain values, decimals as text: what JSON and tools of others take."""
        row = asdict(self)
        row["value"] = plain(self.value)
        row["value_base"] = None if self.value_base is None else plain(self.value_base)
        row["checks"] = list(self.checks)
        row["doubtful"] = self.doubtful
        row["quote"] = self.quote[:LONGEST]
        return row


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures are asked for; what is empty is not asked about. `years` are the first and the last period_end."""

    codes: Sequence[str] = ()
    names: Sequence[str] = ()
    region_code: str | None = None
    region_name: str | None = None
    years: tuple[int, int] | None = None
    measures: Sequence[str] = ()
    statements: Sequence[str] = ()
    ids: Sequence[str] = ()
    least_confidence: float = 0.0
    limit: int = 200


def plain(value: Decimal) -> str:
    """A decimal without the zeros of its column's type.

    >>> plain(Decimal("1202.800000")), plain(Decimal("150")), plain(Decimal("-4.90"))
    ('1202.8', '150', '-4.9')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figures(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> list[Figure]:
    """The figures that were asked for: those of the series first, then the surest; at most `wanted.limit`."""
    conditions, parameters = _conditions(wanted)
    held = _columns(connection)
    scope = "coalesce(o.scope, '')" if "scope" in held else "''"
    locator = "o.locator" if "locator" in held else "null"
    rows = connection.execute(
        f"""
        select o.observation_id, o.indicator_code, o.indicator_name, o.region_code, o.region_name, o.period_end,
            o.period_start, o.period_label, o.value, coalesce(o.unit, ''), o.value_base, o.unit_base,
            coalesce(o.qualifier, ''), o.measure, o.statement, {scope} as scope, o.confidence, o.checks,
            o.source_file, d.title, o.page, {locator} as locator, o.section, o.quote,
            o.observation_id in (select observation_id from mart_indicator_series) as chosen
        from fct_indicator as o
        inner join dim_document as d using (document_id)
        where {" and ".join(conditions) or "true"}
        order by o.region_code nulls last, o.region_name nulls last, o.period_end desc nulls last, chosen desc,
            scope, o.confidence desc, o.observation_id
        limit {int(wanted.limit)}
        """,
        parameters,
    ).fetchall()
    return [_figure(row) for row in rows]


def _figure(row: Sequence[Any]) -> Figure:
    values = list(row)
    values[CHECKS] = tuple(values[CHECKS] or ())
    return Figure(*values)


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    found: list[str] = []
    parameters: list[Any] = []

    def add(condition: str, *values: Any) -> None:
        found.append(condition)
        parameters.extend(values)

    if wanted.ids:
        add("list_contains(?, o.observation_id)", list(wanted.ids))
    if wanted.codes or wanted.names:
        add(
            "(list_contains(?, o.indicator_code) or list_contains(?, o.indicator_name))",
            list(wanted.codes),
            list(wanted.names),
        )
    if wanted.region_code:
        add("o.region_code = ?", wanted.region_code)
    elif wanted.region_name:
        add("o.region_name = ?", wanted.region_name)
    if wanted.years:
        add("o.period_end between ? and ?", *wanted.years)
    if wanted.measures:
        add("list_contains(?, o.measure)", list(wanted.measures))
    if wanted.statements:
        add("list_contains(?, o.statement)", list(wanted.statements))
    if wanted.least_confidence:
        add("o.confidence >= ?", wanted.least_confidence)
    return found, parameters


def _columns(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The columns of the published table of figures; files of earlier versions may lack the newer ones.

    Those of an empty result: the schema would be asked for the columns of all tables.
    """
    return {name for name, *_ in connection.execute("from fct_indicator limit 0").description or ()}
