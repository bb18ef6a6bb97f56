"""What a caption says that all rows of its table are: 主要产品产量, 每百户居民家庭…拥有量, 政府性基金预算支出.

Heads often say only 数量 or 绝对数; then the caption's noun completes the row's name, and its modifier says of whom.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.extract.tables.labels import bare_caption
from pipelines.extract.tables.words import words

_ACCOUNT = re.compile(
    r"(?P<level>[省市州县区盟旗]?本级|[省市州县区]级)?(?P<account>一般公共预算|政府性基金预算|政府性基金|国有资本经营预算|国有资本经营"
    r"|社会保险基金预算|社会保险基金|公共财政预算)(?P<between>[^收支]{0,20}?)(?P<kind>基本支出|收入|支出|转移支付|结余)"
)


@cache
def _nouns() -> re.Pattern[str]:
    nouns = "|".join(sorted(words()["caption_nouns"], key=lambda w: (-len(w), w)))
    things = "|".join(sorted(words()["caption_things"], key=lambda w: (-len(w), w)))
    return re.compile(f"(?P<lead>.*?)(?:企业)?(?:主要|部分|重点|各类|各种)?(?P<things>{things})?(?P<noun>{nouns})")


@cache
def _modifiers() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words()["caption_modifiers"], key=lambda w: (-len(w), w))))


def subject_of(caption: str) -> tuple[str, str]:
    """(noun, modifier) of a caption; ('', '') where it names nothing that is measured.

    >>> subject_of("2024年规模以上工业主要产品产量及增速"), subject_of("2024年末每百户居民家庭主要耐用消费品拥有量")
    (('产量', '规模以上工业'), ('拥有量', '每百户居民家庭'))
    >>> subject_of("2024年主要指标"), subject_of("2024年限额以上商品零售类值")
    (('', ''), ('零售类值', '限额以上'))
    """
    m = _nouns().match(bare_caption(caption))
    if not m:
        return "", ""
    modifier = _modifiers().search(m["lead"] + (m["things"] or ""))
    return m["noun"], modifier.group() if modifier else ""


_PLACES = re.compile(
    r"^.*(?:各|分)(?:省|自治区|直辖市|地区|地市|市|州|县|区|旗)(?:（[^（）]*）)?(?:、?(?:省|市|县|区|州|旗))*"
)
_MEASURED = re.compile(
    r"^(?P<of>[^0-9，。、（）与和及]{2,8}?)(?:播种面积|种植面积|单产|总?产量|生产|总?产值|增加值|总量|总额|情况|统计)"
)


def object_of(caption: str) -> str:
    """What a caption over rows that are places speaks of, which heads like 播种面积 leave out; '' where it does not say it.

    >>> object_of("表2 2015年全国及各省（区、市）粮食产量"), object_of("2020年各县区主要指标"), object_of("各市棉花生产情况")
    ('粮食', '', '棉花')
    """
    caption = bare_caption(caption.replace("(", "（").replace(")", "）"))
    places = _PLACES.match(caption)
    found = _MEASURED.match(caption[places.end() :]) if places else None
    return found["of"] if found and not found["of"].startswith("主要") else ""


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


_LEVEL = re.compile(r"^(?P<place>.+?)(?P<level>本级)$")


_TOTAL = re.compile(r"(?<=.{2})(?:总计|合计|总数)$")


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
    """
    known = words()["accounts"]
    return name if not account or any(word in name for word in known) else account + name
