"""The scope of a figure: account of the budget, level of government, school level, as heading, caption or sentence says.

一般公共预算收入 of 全市 and of 市本级 are two series; so are 利息收入 of one fund and of another. The nearest words win: the
name, the sentence up to the figure, the passage, the caption, the headings from the innermost outwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from pipelines.lexicon.files import content
from pipelines.lexicon.guards import guarded
from pipelines.lexicon.patterns import patterns

_P = patterns("accounts")

# 一般公共预算本级支出 is an item beside 上解支出, and says nothing of it.
_OWN_ITEM = _P["own_item"]
# 其中：市本级收入3亿元；县区收入5亿元: what was said of one part holds for no other.
_OTHER_PARTS = _P["other_parts"]
# 从政府性基金预算调入20亿元，收入总计…: where money came from is not what the sentence is about.
_MOVED = _P["moved"]
_UPWARD = _P["upward"]
# The levels between words that stand before and behind them, which are lists of accounts.yml.
_LEVEL = r"全[省市州县区旗盟]|(?P<own>[省市州县区旗盟])?本级|(?:[省市州][县区]级|(?P<short>[省市州县区])级)(?=一般|政府性|国有资本|社会保险|社保|公共|预算|财政|支出|收入|税|“三公”)"


@cache
def words() -> dict[str, Any]:
    """accounts.yml as it stands."""
    return content("accounts")


def _any(forms: Iterable[str]) -> re.Pattern[str]:
    return guarded("|".join(sorted(forms, key=lambda w: (-len(w), w))))  # words of accounts.yml alone


@cache
def _accounts() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {f"a{i}": account for i, account in enumerate(words()["accounts"])}
    # words and patterns of accounts.yml, each account a group
    return guarded(
        "|".join(f"(?P<a{i}>{'|'.join(forms)})" for i, forms in enumerate(words()["accounts"].values()))
    ), names


@cache
def _fiscal() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _any(words()["fiscal"]), _any(words()["not_fiscal"])


@cache
def _levels() -> re.Pattern[str]:
    before = "".join(f"(?<!{word})" for word in words()["compared_before"])
    after = "|".join(words()["compared_after"])
    # put together from two lists with a look to either side, behind one at what a level begins with: few places have it
    return guarded(f"(?=[全本省市州县区旗盟])(?!全.(?:{after})){before}(?:{_LEVEL})")


@cache
def _schools() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _any(words()["schools"]), _any(words()["pupils"])


@lru_cache(maxsize=8192)
def is_fiscal(name: str) -> bool:
    """Whether a name belongs to an account of a government.

    >>> is_fiscal("上级补助收入"), is_fiscal("居民人均可支配收入"), is_fiscal("粮食产量")
    (True, False, False)
    >>> is_fiscal("教育费附加"), is_fiscal("免费接种人数"), is_fiscal("加工费"), is_fiscal("税费")
    (True, False, False, True)
    """
    fiscal, other = _fiscal()
    return bool(fiscal.search(name)) and not other.search(name)


def account_in(text: str) -> str:
    """The account that a text names last, '' for none.

    >>> account_in("全市一般公共预算收入和政府性基金预算收入"), account_in("税收收入")
    ('政府性基金', '')
    >>> account_in("累计完成基金支出"), account_in("职工养老保险基金收入"), account_in("安排产业基金收入")
    ('政府性基金', '社会保险基金', '')
    """
    pattern, names = _accounts()
    found = list(pattern.finditer(text))
    return names[found[-1].lastgroup or ""] if found else ""


@lru_cache(maxsize=8192)
def _account_named(words: str) -> str:
    """The account of a name, which is asked for again and again."""
    return account_in(words)


def level_in(text: str) -> str:
    """The level of government that a text names last; 市级 of a budget is 市本级.

    >>> level_in("全市收入，其中市本级收入"), level_in("市级一般公共预算"), level_in("省级示范园")
    ('市本级', '市本级', '')
    >>> level_in("省级收入6亿元；市县级收入"), level_in("市县级科技奖励")
    ('市县级', '')
    >>> level_in("全市支出总量居全省第六位，在全省绩效评价中获评优秀，高于全省平均")
    '全市'
    """
    found = list(_levels().finditer(text))
    if not found:
        return ""
    last = found[-1]
    return f"{last['short']}本级" if last["short"] else last.group()


def scope_of(name: str, texts: Iterable[str], headings: Iterable[str] = ()) -> str:
    """The scope of a figure, '' where nothing is said.

    name: the indicator's name; texts: what stands around it, the nearest first (sentence up to it, passage, caption);
    headings: those above it, the innermost first. Under a heading that names an account everything is of that account.

    >>> scope_of("利息收入", ["", "2024年市本级社会保险基金预算收入表"]), scope_of("粮食产量", ["市本级政府性基金"])
    ('社会保险基金 / 市本级', '')
    >>> scope_of("教育占比", ["教育占比"], ["2.市级一般公共预算执行情况"])
    '一般公共预算 / 市本级'
    >>> scope_of("在校生", ["全市普通高中招生310人，在校生"]), scope_of("政府性基金收入", ["一般公共预算收入"])
    ('普通高中', '政府性基金')
    >>> scope_of("上解支出", ["一般公共预算本级支出23亿元，上解支出"]), scope_of("上解支出", ["市本级支出23亿元，上解支出"])
    ('一般公共预算', '市本级')
    >>> scope_of("县区收入", ["全市收入8亿元。其中：市本级收入3亿元；县区收入"]), scope_of("上划省级收入", ["上划省级收入"])
    ('全市', '')
    >>> scope_of("收入总量", ["一般公共预算收入83亿元，从政府性基金预算调入4亿元，收入总量"]), scope_of("上划省级、市级收入", ["全县"])
    ('一般公共预算', '全县')
    """
    above = tuple(headings)
    counted = _pupils_at(name)
    if counted is not None:
        schools = _schools()[0]
        own = schools.findall(name)
        around = islice(texts, 1) if counted == 0 else ()  # 中职在校生: of the school that it names
        said = own or next(filter(None, map(schools.findall, around)), [""])
        return said[-1]
    fiscal = is_fiscal(name) or bool(_account_named(name))
    account_above, level_above = _said_above(above)
    if not fiscal and (not account_above or _fiscal()[1].search(name)):
        return ""
    near = list(texts) if fiscal else []
    # one after the other, and only as far as none has said it: the last of them are long
    spoken = (account_in(_MOVED.sub("", text)) for text in near)
    account = _own_account(name) or next(filter(None, spoken), account_above)
    told = (level_in(_OWN_ITEM.sub("", _OTHER_PARTS.sub("", _UPWARD.sub("", text)))) for text in near)
    level = _own_level(name) or next(filter(None, told), level_above)
    return " / ".join(part for part in (account, level) if part)


@lru_cache(maxsize=1024)
def _said_above(headings: tuple[str, ...]) -> tuple[str, str]:
    """The account and the level that headings say, the innermost first."""
    return next(filter(None, map(account_in, headings)), ""), next(filter(None, map(level_in, headings)), "")


@lru_cache(maxsize=8192)
def _pupils_at(name: str) -> int | None:
    """Where a name speaks of pupils or teachers; None where it does not."""
    found = _schools()[1].search(name)
    return found.start() if found else None


@lru_cache(maxsize=8192)
def _own_account(name: str) -> str:
    """The account that an indicator's name says itself."""
    return account_in(_MOVED.sub("", name))


@lru_cache(maxsize=8192)
def _own_level(name: str) -> str:
    """The level that an indicator's name says itself."""
    return level_in(_UPWARD.sub("", name))


@cache
def _bare() -> re.Pattern[str]:
    return re.compile("|".join(words()["bare_items"]))  # a list of accounts.yml


def qualified(name: str, scope: str) -> str:
    """An item that every account and every level has (支出总计, 上年结余), with the account and the level that it is of.

    >>> qualified("支出总计", "政府性基金 / 市本级"), qualified("上解支出", "一般公共预算"), qualified("教育支出", "一般公共预算")
    ('市本级政府性基金预算支出总计', '一般公共预算上解支出', '教育支出')
    >>> qualified("县本级支出总计", "一般公共预算 / 县本级"), qualified("支出总计", "县本级")
    ('县本级一般公共预算支出总计', '县本级支出总计')
    """
    if not scope:
        return name
    parts = scope.split(" / ")
    account = next((part for part in parts if part in words()["accounts"]), "")
    level = next((part for part in parts if part != account), "")
    item = name.removeprefix(level) if level else name
    if not _bare().fullmatch(item):
        return name
    full = account if account.endswith("预算") or not account else f"{account}预算"
    return f"{level}{full}{item}"
