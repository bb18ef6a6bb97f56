"""What a caption says that all rows of its table are: 主要产品产量, 每百户居民家庭…拥有量, 政府性基金预算支出.

Heads often say only 数量 or 绝对数; then the caption's noun completes the row's name, and its modifier says of whom.
"""

from __future__ import annotations

from pipelines.extract.tables.parents import is_complete
from pipelines.extract.tables.printed import bare_caption
from pipelines.extract.tables.words import is_total, words
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.subjects")

_ACCOUNT = _P["account"]


def subject_of(caption: str) -> tuple[str, str]:
    """(noun, modifier) of a caption; ('', '') where it names nothing that is measured.

    >>> subject_of("2024年规模以上工业主要产品产量及增速"), subject_of("2024年末每百户居民家庭主要耐用消费品拥有量")
    (('产量', '规模以上工业'), ('拥有量', '每百户居民家庭'))
    >>> subject_of("2024年主要指标"), subject_of("2024年限额以上商品零售类值")
    (('', ''), ('零售类值', '限额以上'))
    """
    m = _P["noun"].match(bare_caption(caption))
    if not m:
        return "", ""
    modifier = _P["modifier"].search(m["lead"] + (m["things"] or ""))
    return m["noun"], modifier.group() if modifier else ""


_PLACES = _P["places"]
_MEASURED = _P["measured"]


def object_of(caption: str) -> str:
    """What a caption over rows that are places speaks of, which heads like 播种面积 leave out; '' where it does not say it.

    >>> object_of("表2 2015年全国及各省（区、市）粮食产量"), object_of("2020年各县区主要指标"), object_of("各市棉花生产情况")
    ('粮食', '', '棉花')
    >>> object_of("2024年6月水泥产量分省市数据"), object_of("2024年分省市水泥产量统计数据")
    ('水泥', '水泥')
    """
    caption = bare_caption(caption.replace("(", "（").replace(")", "）"))
    places = _PLACES.match(caption)
    found = places and (_MEASURED.match(caption[places.end() :]) or _MEASURED.match(caption[: places.end()]))
    return found["of"] if found and not found["of"].startswith("主要") else ""


def whole_of(caption: str) -> tuple[str, bool]:
    """(what a total in the first row is the total of, whether the rows divide it); ('', False) for a caption of several things.

    >>> whole_of("2024年1-3月规模以上工业增加值（单位：亿元）"), whole_of("2024年主要工业产品产量"), whole_of("各县投资完成情况")
    (('规模以上工业增加值', False), ('', False), ('', False))
    >>> whole_of("表2：2024年分行业固定资产投资完成情况")
    ('固定资产投资', True)
    """
    name = bare_caption(caption)
    divided = _P["divided"].match(name)
    name = divided["of"] if divided else name
    named = is_complete(name) and not _P["several"].search(name)
    return (name, divided is not None) if named else ("", False)


def account_of(caption: str) -> str:
    """Level, account and direction of a budget table's caption: 州本级一般公共预算支出; '' where it names no account.

    >>> account_of("2026年州本级一般公共预算支出情况表"), account_of("2025年全市政府性基金收入决算表"), account_of("主要指标")
    ('州本级一般公共预算支出', '政府性基金收入', '')
    """
    caption = bare_caption(caption.replace("（", "").replace("）", ""))
    m = _ACCOUNT.search(caption)
    if not m or "收支" in caption:
        return ""
    level = m["level"] or ""
    level = level if "本级" in level else ""
    return level + m["account"] + m["kind"]


_LEVEL = _P["level"]


_TOTAL = _P["total"]


def place_of(label: str) -> tuple[str, str]:
    """(place, level) of a row that is a place: 四平市本级 is 四平市's own level.

    >>> place_of("四平市本级"), place_of("双辽市")
    (('四平市', '市本级'), ('双辽市', ''))
    >>> place_of("全国总计")
    ('全国', '')
    """
    label = _TOTAL.sub("", label)
    m = _LEVEL.match(label)
    return (m["place"], m["place"][-1] + "本级") if m else (label, "")


def with_account(account: str, name: str) -> str:
    """An item of a budget table with the account that it belongs to; the name where it says that itself.

    >>> with_account("政府性基金支出", "彩票公益金"), with_account("一般公共预算收入", "一般公共预算收入"), with_account("", "出口额")
    ('政府性基金支出彩票公益金', '一般公共预算收入', '出口额')
    >>> with_account("政府性基金支出", "支出合计")
    '政府性基金支出合计'
    """
    known = (*words()["accounts"], *words()["beside_accounts"])
    if account.endswith(name[:2]) and is_total(name[2:]):
        return account + name[2:]  # 支出合计 of 一般公共预算支出
    return name if not account or any(word in name for word in known) else account + name
