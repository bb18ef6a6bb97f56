"""Years, amounts, place, scale and owner of a project from the words beside its name."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.projects.listed.model import Details, Nature
from pipelines.extract.projects.listed.words import pattern
from pipelines.lexicon.patterns import patterns

_P = patterns("projects.listed.details")

_FULL = _P["year"]
_UNITS = {"亿": "亿元", "万": "万元"}
_TEN_THOUSAND = Decimal(10000)


def years_in(text: str) -> tuple[int | None, int | None]:
    """(first, last) year of a cell on when something is built; a single year is both, (None, None) for a mere length.

    >>> years_in("2023-2025"), years_in("2024.03—2026.12"), years_in("2025年"), years_in("24个月"), years_in("2023-25年")
    ((2023, 2025), (2024, 2026), (2025, 2025), (None, None), (2023, 2025))
    """
    found = [int(year) for year in _FULL.findall(text)]
    short = _P["short_end"].search(text)
    if short and len(found) == 1:
        found.append(found[0] // 100 * 100 + int(short[1]))
    if not found:
        return None, None
    return min(found), max(found)


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal:
    """An amount of 万元 in 亿元 and the other way round; of another pair of units as it stands.

    >>> in_unit(Decimal("12000"), "万元", "亿元"), in_unit(Decimal("1.2"), "亿元", "万元")
    (Decimal('1.2'), Decimal('12000.0'))
    """
    if (unit, wanted) == ("万元", "亿元"):
        return value / _TEN_THOUSAND
    return value * _TEN_THOUSAND if (unit, wanted) == ("亿元", "万元") else value


def _amount(name: str, text: str) -> tuple[Decimal, str] | None:
    match = pattern("details", name).search(text)
    if match is None:
        return None
    groups = match.groupdict()
    number, unit = groups["n"] or groups["n2"], groups["u"] or groups.get("u2", groups["u"])
    return Decimal(number.replace(",", "")), _UNITS.get(unit, unit)


def _words(name: str, text: str) -> str | None:
    match = pattern("details", name).search(text)
    return match["t"].strip("，,、 ") if match else None


def details_in(text: str, nature: Nature | None = None) -> Details:
    """The details that a bracket or the words behind a name state.

    >>> d = details_in("总投资2.86亿元，年度投资9000万元，建设年限：2024-2026年")
    >>> str(d.total_investment), str(d.planned_investment), d.investment_unit, d.year_start, d.year_end
    ('2.86', '0.9', '亿元', 2024, 2026)
    """
    planned = _amount("planned_investment", text)
    total = _amount("total_investment", text)
    if total is None:
        rest = pattern("details", "planned_investment").sub("", text)
        total = _amount("any_investment", rest)
    unit = (total or planned or (None, None))[1]
    start, end = years_in(_words("years", text) or "")
    return Details(
        nature=nature,
        location=_words("location", text),
        scale_text=_words("scale", text) or _words("bare_scale", text),
        year_start=start,
        year_end=end,
        total_investment=total[0] if total else None,
        planned_investment=in_unit(*planned, unit) if planned and unit else None,
        investment_unit=unit,
        owner=_words("owner", text),
    )
