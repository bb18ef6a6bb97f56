"""Which figure a cell gets, or why it gets none: never a figure without its source, never one of several.

A cell is filled only with a figure that is stated for its indicator, measure, statement, place and period, at full
confidence, that no other document contradicts, and that the form's unit can hold exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.lexicon.indicators import canonical_code, code_of_name
from pipelines.lexicon.units import unit_of
from pipelines.serve.fill.meaning import Asked
from pipelines.serve.ledger.choose import agree, finer
from pipelines.serve.ledger.figures import Figure, Wanted, figures, plain
from pipelines.serve.ledger.names import Place, nearest_indicators

if TYPE_CHECKING:
    import duckdb

_WHOLE = re.compile("全[省市区县州旗盟]")
_PLACES = Decimal("0.000001")  # finer than any unit's factor makes a printed figure


@dataclass(frozen=True, slots=True)
class Said:
    """The place in a document that words of a form come from; `key` is the id of the row behind it."""

    source_file: str
    title: str | None
    page: int | None
    quote: str
    key: str
    confidence: float | None = None
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A cell with its figure, or with the reason why it stays empty and what could be meant."""

    asked: Asked
    value: Decimal | None = None
    figure: Figure | None = None
    reason: str = ""
    candidates: tuple[Figure, ...] = ()
    computed: str = ""
    """How a figure was computed that no document states; '' for a stated one."""
    text: str = ""
    """What a cell for words gets; '' for one that gets a figure."""
    said: Said | None = None
    """Where the words stand."""

    @property
    def given(self) -> str:
        """What the cell gets, as text; '' where it stays empty."""
        return self.text or ("" if self.value is None else plain(self.value))


def decide(
    connection: duckdb.DuckDBPyConnection, asked: Asked, place: Place | None, year: int | None, compute: bool = False
) -> Decision:
    """The figure for a cell. `place` and `year` hold where the form says neither; `compute` allows a growth from two levels, and a share."""
    if not asked.indicator:
        return Decision(asked, reason="看不出要填什么：行、列都没有指标名称")
    asked_year = asked.year or year
    if asked_year is None:
        return Decision(asked, reason="没有写年份；请加 --year")
    if place is None and not asked.region:
        return Decision(asked, reason="没有写地区；请加 --place")
    if place is not None and not place.figures:
        return Decision(asked, reason=f"台账里没有{place.name}的文件")
    found = _stated(connection, asked, place, asked_year, (asked.statement,))
    if found:
        return _one_of(connection, asked, found)
    if compute and asked.measure in _COMPUTED and asked.statement == "actual":
        computed = _COMPUTED[asked.measure](connection, asked, place, asked_year)
        if computed is not None:
            return computed
    other = _stated(connection, asked, place, asked_year, ("actual", "estimate", "target"))
    if other:
        said = {"actual": "实际", "estimate": "预计", "target": "目标"}[other[0].statement]
        return Decision(asked, reason=f"未载明；只有{said}数", candidates=tuple(other[:3]))
    near = [known.name for known in nearest_indicators(connection, asked.indicator, 3)]
    hint = f"；相近的指标：{'、'.join(near)}" if near and not _code(asked) else ""
    return Decision(asked, reason=f"未载明{hint}")


def _names(asked: Asked) -> tuple[str, ...]:
    """The names under which a figure for a cell may stand: 目标 and 比重 are often the head's, and not the name's."""
    name = asked.indicator
    found = [name]
    if asked.statement == "target":
        found.append(re.sub("(?:增长|增速)?(?:目标|计划|预期)(?:值|数)?$", "", name))
    if asked.measure == "share":
        found.append(re.sub("的?比重$", "", name))
    return tuple(dict.fromkeys(each for each in found if each))


def _code(asked: Asked) -> str | None:
    for name in _names(asked):
        code = canonical_code(name, asked.measure, asked.unit or None) or code_of_name(name)
        if code:
            return code
    return None


def _stated(
    connection: duckdb.DuckDBPyConnection, asked: Asked, place: Place | None, year: int, statements: Sequence[str]
) -> list[Figure]:
    """The figures that answer a cell, best first."""
    code = _code(asked)
    wanted = Wanted(
        codes=(code,) if code else (),
        names=_names(asked),
        region_code=place.code if place else None,
        region_name=place.name if place else asked.region,
        years=(year, year),
        measures=(asked.measure,),
        statements=statements,
        limit=100,
    )
    start = asked.year_start if asked.year is not None and asked.year_start is not None else year
    return [
        figure
        for figure in figures(connection, wanted)
        if figure.year_start == start
        and _part(figure.period_label) == _part(asked.period_label)
        and _scope(figure.scope, asked.indicator) in (_scope(asked.scope, asked.indicator), "")
    ]


def _scope(scope: str, indicator: str) -> str:
    """A scope without what the indicator's own name says and without the whole of the place, which is no restriction.

    >>> _scope("一般公共预算 / 全县", "一般公共预算收入"), _scope("市本级", "税收收入"), _scope("", "税收收入")
    ('', '市本级', '')
    """
    parts = [part for part in scope.split(" / ") if part and part not in indicator and not _WHOLE.fullmatch(part)]
    return " / ".join(parts)


def _part(label: str | None) -> str:
    """The part of a year that a label names, '' for a whole one."""
    return (
        label if label and not label.replace("-", "").isdigit() or label and len(label) == 7 and label[4] == "-" else ""
    )


def _one_of(connection: duckdb.DuckDBPyConnection, asked: Asked, found: Sequence[Figure]) -> Decision:
    """One of the figures that were found, or why none of them."""
    sure = [figure for figure in found if not figure.doubtful]
    if not sure:
        checks = "、".join(dict.fromkeys(name for figure in found for name in figure.checks))
        return Decision(asked, reason=f"存疑{f'（{checks}）' if checks else ''}", candidates=tuple(found[:3]))
    exact = [f for f in sure if _scope(f.scope, asked.indicator) == _scope(asked.scope, asked.indicator)] or sure
    if any(figure.qualifier.startswith("range") for figure in exact):
        return Decision(asked, reason="文件写的是区间", candidates=tuple(exact[:4]))
    best = exact[0]
    for other in exact[1:]:
        best = other if finer(other, best) else best
    if any(not agree(best, other) for other in exact):
        return Decision(asked, reason="各处说法不一", candidates=tuple(exact[:5]))
    against = _contradicted(connection, exact)
    if against:
        return Decision(asked, reason=f"各处说法不一：{against}", candidates=tuple(exact[:5]))
    value = _in_unit(best, asked.unit)
    if value is None:
        return Decision(asked, reason=f"单位换算不了：文件是 {best.unit}，表格要 {asked.unit}", candidates=(best,))
    return Decision(asked, value, best)


def _contradicted(connection: duckdb.DuckDBPyConnection, found: Sequence[Figure]) -> str:
    """What documents say against one of these figures, '' where none does."""
    row = connection.execute(
        """select values_text from fct_conflict where kind <> 'rounding' and list_has_any(observation_ids, ?)
           order by conflict_id limit 1""",
        [[figure.observation_id for figure in found]],
    ).fetchone()
    return row[0] if row else ""


def _in_unit(figure: Figure, unit: str) -> Decimal | None:
    """The value in a form's unit by exact factors; None where the units do not fit or digits would be lost."""
    if not unit or unit == figure.unit:
        return figure.value
    wanted = unit_of(unit)
    if wanted is None or figure.value_base is None or wanted.base_unit != figure.unit_base:
        return None
    value = figure.value_base / wanted.factor
    return value if value == value.quantize(_PLACES) else None


def _level(
    connection: duckdb.DuckDBPyConnection, asked: Asked, indicator: str, place: Place | None, year: int
) -> Figure | None:
    """The level of an indicator of a year that is stated surely and that nothing contradicts, else None."""
    level = Asked(asked.locator, indicator, "level", "", "actual", region=asked.region, scope=asked.scope)
    found = _stated(connection, level, place, year, ("actual",))
    return _one_of(connection, level, found).figure if found else None


def _growth(connection: duckdb.DuckDBPyConnection, asked: Asked, place: Place | None, year: int) -> Decision | None:
    """Growth computed from the levels of two years, marked as computed; None where one of them is not stated surely."""
    now, then = (_level(connection, asked, asked.indicator, place, when) for when in (year, year - 1))
    if now is None or then is None or now.unit_base != then.unit_base or not then.value_base or now.value_base is None:
        return None
    value = ((now.value_base / then.value_base - 1) * 100).quantize(Decimal("0.1"))
    how = f"由 {now.text()}（{year}年）与 {then.text()}（{year - 1}年）计算，名义增速：{plain(value)}%"
    return Decision(asked, value, now, computed=how, candidates=(now, then))


def _share(connection: duckdb.DuckDBPyConnection, asked: Asked, place: Place | None, year: int) -> Decision | None:
    """A share computed from the levels of the part and of the whole, marked as computed; None where one is not stated surely."""
    named = _OF.fullmatch(asked.indicator)
    if named is None:
        return None
    part, whole = (_level(connection, asked, name, place, year) for name in (named["part"], named["whole"]))
    if part is None or whole is None or part.unit_base != whole.unit_base or not whole.value_base:
        return None
    if part.value_base is None or part.value_base > whole.value_base:
        return None
    value = (part.value_base / whole.value_base * 100).quantize(Decimal("0.1"))
    how = f"由 {part.text()} 与 {whole.text()}（{year}年）计算，比重：{plain(value)}%"
    return Decision(asked, value, part, computed=how, candidates=(part, whole))


_OF = re.compile("(?P<part>.+?)占(?P<whole>.+?)(?:的?比重)?")
_COMPUTED = {"growth": _growth, "share": _share}
