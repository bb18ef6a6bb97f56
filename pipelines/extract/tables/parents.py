"""Names of parts from the row above them: 出口额 over 一般贸易 is 一般贸易出口额, 期末畜禽存栏 over 奶牛 is 期末奶牛存栏."""

from __future__ import annotations

import re

from pipelines.extract.tables.loans import currency_of, in_currency
from pipelines.extract.tables.words import is_total, quantity_tail, words
from pipelines.lexicon.indicators import canonical_code
from pipelines.lexicon.patterns import patterns

_P = patterns("tables.parents")

_WHOLE = _P["whole"]
_SIZE = _P["size"]
_TOTAL = _P["total"]
_PRICES = _P["prices"]
_ASIDE = _P["aside"]
_TOTAL_TAIL = _P["total_tail"]
_STOCK = _P["stock"]
_KIND = _P["kind"]
_PER_HEAD = _P["per_head"]


def is_complete(label: str) -> bool:
    """Whether a label says what is measured, so that it needs no parent: 出口额, not 一般贸易.

    >>> is_complete("出口额"), is_complete("一般贸易"), is_complete("大豆")
    (True, False, False)
    """
    return (
        bool(quantity_tail(label))
        or "出栏" in label
        or "存栏" in label
        or (len(label) > 4 and canonical_code(label, "level", None) is not None)
    )


def is_generic(label: str, owner: str) -> bool:
    """An item that every account or office has, below or behind one that can own it.

    >>> is_generic("转移收入", "失业保险基金收入"), is_generic("转移收入", "非税收入"), is_generic("行政运行", "人大事务")
    (True, False, True)
    """
    # the owners are patterns of tables.yml
    return any(label in items["labels"] and re.search(items["owner"], owner) for items in words()["generic_items"])


def without_total(label: str) -> str:
    """A quantity without the word for its total: 客运量总计 is 客运量; a label that names none is left.

    >>> without_total("客运量总计"), without_total("人口合计"), without_total("总计"), without_total("粮食合计")
    ('客运量', '人口', '总计', '粮食合计')
    """
    core = _TOTAL_TAIL.sub("", label)
    return core if len(core) > 1 and is_complete(core) and not is_total(label) else label


def stands_alone(label: str) -> bool:
    """An item that is one by itself although it names no quantity: a tax, a fee, a service of the budget.

    >>> stands_alone("增值税"), stands_alone("公路")
    (True, False)
    """
    return _ASIDE.sub("", label).endswith(tuple(words()["own_items"]))


def named_part(parent: str, label: str) -> str:
    """The name by a rule for this very label, which holds without any mark: 出口 behind 进出口总额; '' where there is none.

    >>> named_part("货物进出口总值", "出口"), named_part("人均可支配收入", "工资性收入"), named_part("粮食产量", "油料产量")
    ('出口总额', '居民人均工资性收入', '')
    """
    rules = [r for r in words()["parts_of"] if label in r.get("labels", ())]
    return _ruled(parent, label, False) if rules else ""


def is_known_part(parent: str, label: str) -> bool:
    """Whether the vocabulary knows the label as a part of such a parent, so that the order of rows is enough.

    >>> is_known_part("旅客运输总量", "公路"), is_known_part("地区生产总值", "金融业"), is_known_part("工业用电量", "甲项")
    (True, True, False)
    """
    return label in words()["always_parts"] or "价格" in parent or bool(_ruled(parent, label, False))


def shares_noun(parent: str, label: str) -> bool:
    """Whether the label ends with words of the parent that go on there: 个人存款 below 存款余额.

    >>> shares_noun("金融机构存款余额", "个人存款"), shares_noun("出口额", "一般贸易")
    (True, False)
    """
    return bool(_overlap(parent, label))


def same_noun(parent: str, label: str) -> bool:
    """Whether a label measures what the parent does, so that it may be its part: 市的零售额 of 消费品零售总额.

    >>> same_noun("社会消费品零售总额", "市的零售额"), same_noun("工业增加值", "出口额")
    (True, False)
    """
    tail = quantity_tail(label)
    return bool(tail) and quantity_tail(parent).endswith(tail[-1]) and shares_words(parent, label, tail)


def shares_words(parent: str, label: str, tail: str) -> bool:
    """Whether the words before the noun end as words of the parent do: 零售 of 市的零售额."""
    core = label.removesuffix(tail)[-2:]
    return len(core) == 2 and core in parent


def compose(parent: str, label: str, part: bool) -> str:
    """The name of `label` below `parent`; `part` where it is marked as a part (其中, #, pushed in). The label where it stands alone.

    >>> compose("出口额", "一般贸易", True), compose("旅客运输总量", "公路", False), compose("期末畜禽存栏", "奶牛", True)
    ('一般贸易出口额', '公路旅客运输量', '期末奶牛存栏')
    >>> compose("金融机构本外币存款余额", "单位存款", True), compose("工业投资", "工业技改", True)
    ('本外币单位存款余额', '工业技改投资')
    >>> compose("金融机构存款余额", "单位存款", True), compose("人均消费支出", "衣着", False), compose("粮食", "夏粮", True)
    ('单位存款余额', '人均衣着消费支出', '夏粮')
    """
    parent = _PRICES.sub("", parent)
    if not parent:
        return label
    if is_generic(label, parent):
        return parent + label
    ruled = _ruled(parent, label, part)
    if ruled:
        return ruled
    tail = _overlap(parent, label)
    if tail is not None:
        size = _SIZE.match(parent)
        name = (size.group() if size and size.group() not in label else "") + label + tail
        return in_currency(currency_of(parent), name)
    if is_complete(label) or stands_alone(label) or not is_complete(parent):
        return label
    return _inserted(parent, label)


def _ruled(parent: str, label: str, part: bool) -> str:
    """The name by the first rule of tables.yml (parts_of) that fits; '' where none does."""
    whole = _WHOLE.sub("", parent)
    for rule in words()["parts_of"]:
        named = label in rule["labels"] if "labels" in rule else not is_complete(label)
        if rule["under"] in parent and named and (part or rule.get("unmarked")):
            # the rule of tables.yml says it
            owner = re.search(rule["owner"], whole) if "owner" in rule else None
            return rule["name"].format(
                parent=_TOTAL.sub("", whole),
                label=label,
                tail=quantity_tail(parent),
                owner=owner.group() if owner else "",
            )
    return ""


def _overlap(parent: str, label: str) -> str | None:
    """What follows in the parent the words that the label ends with: 余额 of 存款余额 for 单位存款."""
    for size in range(min(4, len(label)), 1, -1):
        end = label[-size:]
        at = parent.find(end)
        if at >= 0 and at + size < len(parent) and quantity_tail(parent) and not is_rate(parent):
            rest = parent[at + size :]
            return rest if len(rest) <= 4 and quantity_tail(rest) else None
    held = next((word for word in ("存款", "贷款") if word in label and word in parent), "")
    return "余额" if held and parent.endswith("余额") and not label.endswith("余额") else None


def same_division(one: str, other: str) -> bool:
    """Whether two labels are parts of the same division, so that neither is a part of the other: 第二产业, 第三产业.

    >>> same_division("第二产业用电量", "第三产业"), same_division("第二产业用电量", "工业"), same_division("男性人口", "女性")
    (True, False, True)
    """
    divisions = (rule["labels"] for rule in words()["parts_of"] if len(rule.get("labels", ())) > 1)
    return any(other in labels and one.startswith(tuple(labels)) for labels in divisions)


def outside_class(parent: str, label: str) -> bool:
    """Whether the parent is of a class that the label does not belong to by its last word.

    >>> outside_class("肉类总产量", "牛奶"), outside_class("肉类总产量", "猪肉"), outside_class("出口额", "一般贸易")
    (True, False, False)
    """
    kind = _KIND.fullmatch(parent)
    return kind is not None and not label.rstrip("*").endswith(kind["kind"]) and kind["class"] == "类"


def is_rate(name: str) -> bool:
    """A percentage by its name: 城镇调查失业率, 森林覆盖率, 占比."""
    return _ASIDE.sub("", name).endswith(tuple(words()["rate_ends"])) or "占" in name


def _inserted(parent: str, label: str) -> str:
    whole = _WHOLE.sub("", parent)
    for shape in (_STOCK, _PER_HEAD):
        m = shape.match(whole)
        if m:
            behind = m["behind"].replace("产品产量", "产量")
            return f"{m['before'] or ''}{label}{behind}"
    if whole == "居民消费价格":
        return f"{label}价格"
    kind = _KIND.fullmatch(whole)
    if kind and label.endswith(kind["kind"]):
        return label + kind["quantity"]  # 猪肉 of 肉类总产量
    core = whole.removesuffix(quantity_tail(whole))
    if len(core) > 1 and label.startswith(core):
        return label + quantity_tail(whole)  # 工业技改 of 工业投资 says itself of what it is
    return label + _TOTAL.sub("", whole)
