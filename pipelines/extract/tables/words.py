"""The vocabulary of tables (lexicon/tables.yml): roles of columns, totals, parts, units in heads."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pipelines.lexicon.files import content
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.words")

_BRACKET = _P["bracket"]
_YEAR = _P["year"]
_BLANKS = re.compile(r"\s+")  # blanks are no rule


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """tables.yml as it stands."""
    return content("tables")


def squeeze(text: str) -> str:
    """Text without blanks and line ends, Latin brackets as Chinese ones, years in figures.

    >>> squeeze("二○二四年 执行数"), squeeze("一、收入(万元)")
    ('2024年执行数', '一、收入（万元）')
    """
    return in_figures(_BLANKS.sub("", text).replace("(", "（").replace(")", "）").replace("％", "%"))


_HAN_YEAR = _P["han_year"]
_HAN_DIGITS = {c: str(i % 10) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零OＯ0０", "0")


def in_figures(text: str) -> str:
    """Years in Chinese digits as figures: 二〇二三年, 二○二三年, 二零二三年."""
    return _HAN_YEAR.sub(lambda m: "".join(_HAN_DIGITS[c] for c in m.group()), text)


def native(text: str) -> str:
    """A head or label without its translation, which yearbooks print behind it.

    >>> native("总人口（年末）\\nTotal Population (year-end)"), native("男 Male"), native("人均GDP"), native("Item")
    ('总人口（年末）', '男', '人均GDP', 'Item')
    """
    kept = _P["translation"].sub("", text)
    return kept if any("\u4e00" <= c <= "\u9fff" for c in kept) else text


def bare_head(text: str) -> str:
    """A head without blanks, bracketed units and its year.

    >>> bare_head("2023年目标（亿元）"), bare_head("年度计划投资\\n（亿元）")
    ('目标', '年度计划投资')
    """
    head = _YEAR.sub("", _BRACKET.sub("", squeeze(text)))
    return head.rstrip("%：:").strip("、，,")


@lru_cache(maxsize=4096)
def column_role(head: str) -> str:
    """The role a column's head gives it, '' where the vocabulary has none.

    >>> column_role("预期目标"), column_role("增速（%）"), column_role("2022年完成情况"), column_role("交通")
    ('target', 'growth', 'actual', '')
    """
    bare = bare_head(head)
    if not bare:
        return ""
    roles = words()["roles"]
    full = squeeze(head)
    for role, lists in roles.items():
        if bare in lists.get("exact", ()) or full in lists.get("exact", ()):
            return role
    order = ["annual", "completion", "change", *(r for r in roles if r not in ("annual", "completion", "change"))]
    for role in order:
        if any(part in squeeze(head) for part in roles[role].get("part", ())):
            return role
    return ""


def is_region_head(head: str) -> bool:
    """Whether a head says that the labels below it are places.

    >>> is_region_head("县（区）"), is_region_head("区县"), is_region_head("街镇名称"), is_region_head("地区生产总值")
    (True, True, True, False)
    """
    word = squeeze(head)
    return (
        word in words()["region_heads"]
        or bare_head(head) in words()["region_heads"]
        or bool(_P["region_head"].fullmatch(word))
    )


def head_in(head: str, names: list[str]) -> bool:
    """Whether a head is one of `names`, without its unit, its year and its months.

    >>> head_in("2023年目标任务", ["目标任务"]), head_in("1-9月份完成情况", ["完成情况"])
    (True, True)
    """
    bare = bare_head(head)
    return bare in names or squeeze(head) in names or _P["months"].sub("", bare) in names


def is_total(label: str) -> bool:
    """合计, 总计, 小计 with or without a unit, also of the whole place.

    >>> is_total("合 计（万元）"), is_total("全省总计"), is_total("粮食总计")
    (True, True, False)
    """
    return _P["of_place"].sub("", bare_head(label)) in words()["totals"]


@lru_cache(maxsize=4096)
def quantity_tail(label: str) -> str:
    """The noun at a label's end that says what is measured; '' for a thing or a class of things.

    >>> quantity_tail("出口额"), quantity_tail("金融机构存款余额"), quantity_tail("公路"), quantity_tail("大豆")
    ('额', '余额', '', '')
    """
    m = _P["quantity"].search(label)
    return m.group() if m else ""
