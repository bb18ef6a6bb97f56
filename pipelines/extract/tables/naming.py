"""The name of a cell: what its row is called, with what its column, the caption and the account say for it."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.prose.rules import Rule, Table
from pipelines.extract.tables.column import Column
from pipelines.extract.tables.label import RowLabel
from pipelines.extract.tables.loans import currency_of, in_currency
from pipelines.extract.tables.parents import compose, is_complete, shares_noun, stands_alone
from pipelines.extract.tables.printed import bare_caption
from pipelines.extract.tables.reading import TableReading
from pipelines.extract.tables.subjects import object_of, place_of, whole_of, with_account
from pipelines.extract.tables.words import bare_head, is_total, quantity_tail, squeeze, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.regions import find_region

_P = patterns("tables.naming")
_MONTHS = patterns("tables.columns")["months"]
_GROWTH_TAIL = patterns("tables.doubts")["growth_tail"]


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A cell that wants a name: its table, its column, its row."""

    reading: TableReading
    column: Column
    label: RowLabel

    @property
    def subject(self) -> str:
        """What the whole table is about; of a caption that says growth what grows."""
        caption = self.reading.table.caption
        said = self.reading.account or whole_of(caption)[0] or bare_caption(caption)
        said = (_GROWTH_TAIL.sub("", said).rstrip("_") or said) if self.reading.moves else said
        return _without_place(_P["table"].sub("", said) or said)


def _without_place(subject: str) -> str:
    """What a caption speaks of without the place that it begins with: 石坪县地方政府债务."""
    m = _P["place"].match(subject)
    return subject[m.end() :] if m and find_region(m.group()) else subject


_SIDE = 2  # characters of 收入, 支出, whose 合计 is a name of its own

Named = tuple[str, str]
"""(indicator, region); the region is '' where it is the document's own."""


def name_of(reading: TableReading, column: Column, label: RowLabel) -> Named:
    """(indicator, region) of a cell."""
    named = NAMES.first(Unnamed(reading, column, label))
    assert named is not None, "the last rule names every cell"
    name, region = named
    region = region or column.place
    return in_currency(currency_of(reading.table.caption), name), region


def _project(c: Unnamed) -> Named | None:
    """交通 under 个数 → 交通项目个数; the total takes the thing that the caption arranges: 区级重点项目个数."""
    if c.reading.table.kind != "project_plan":
        return None
    subject = c.label.label
    if c.label.total:
        subject = bare_caption(c.reading.table.caption)
        for tail in words()["project_plan"]["caption_tail"]:
            subject = subject.removesuffix(tail)
    head = _MONTHS.sub("", bare_head(c.column.heads[-1])) if c.column.heads else ""
    if not subject.endswith(("项目", "工程")):
        subject += "项目"
    return subject + head.removeprefix("项目"), ""


def _period_row(c: Unnamed) -> Named | None:
    if not c.reading.stub_is_period:
        return None
    column = _with_noun(c)
    composed = column and ("结构" in c.subject or "构成" in c.subject) and "%" in c.reading.units
    return c.column.level + (column or c.subject or c.label.name) + ("比重" if composed else ""), ""


def _with_noun(c: Unnamed) -> str:
    """What the column is of, with what the caption says is measured of it: 粮食 of 历年主要农产品产量 is 粮食产量."""
    name, noun = ("" if is_total(c.column.name) else c.column.name), c.reading.noun
    thing = name and noun and not (is_complete(name) or stands_alone(name) or c.column.unit)
    return name + noun if thing else name


def _place_row(c: Unnamed) -> Named | None:
    if not (c.label.place or c.reading.stub_is_region) or c.label.name in words()["statement_words"]:
        return None
    region, level = place_of(c.label.name)
    name = _subject_of_places(c)
    column = _with_noun(c)
    name += column if column not in name else ""
    return (name if level and level in name else level + name), "" if c.label.total else region


def _subject_of_places(c: Unnamed) -> str:
    """What the rows of places are of: the row above them, what the caption speaks of, or the caption."""
    if is_total(c.column.name):
        return c.subject
    under = "" if c.reading.stub_is_region else c.label.under
    if under:
        return under
    told = object_of(c.reading.table.caption) if c.column.name in words()["bare_measures"] else ""
    return told or ("" if c.column.name else c.subject)


def _total_row(c: Unnamed) -> Named | None:
    if not c.label.total:
        return None
    subject = c.subject or c.label.label
    ends = (c.column.name[:2], c.column.name[-2:])
    told = any(end in subject and end not in words()["said_of_time"] for end in ends)
    if len(c.column.name) > _SIDE + 1 and is_complete(c.column.name) and told:
        return c.column.name, ""  # 债务限额 under 债务余额变动情况表
    if is_complete(c.column.name) and quantity_tail(subject):
        subject = subject.removesuffix(quantity_tail(subject))  # 还本 of 债务, not of its 余额
    return (subject if c.column.name in subject else subject + c.column.name), ""


def _named_column(c: Unnamed) -> Named | None:
    """A row's name with what its column measures: 水稻 and 产量; 发电量 needs none."""
    column, name = c.column, _row_name(c)
    if not column.name:
        return None
    if column.name in name or (is_total(column.name) and len(name) > _SIDE):
        return name, ""
    if column.name.endswith("基金") and is_complete(name):
        return column.name + name, ""  # 失业保险基金 over 收入: the funds are the columns
    if shares_noun(column.name, name):
        return compose(column.name, name, True), ""  # 债务余额 over 一般债务
    if column.name in words()["side_nouns"]:
        whole = is_complete(c.label.name) or c.label.name.endswith(tuple(words()["balances"]))
        return (name if whole else _row_name(c, column.name)), ""  # 资本金注入 on the side of 支出
    item = column.name in words()["item_nouns"]
    if item and (is_complete(c.label.name) or c.label.origin):
        return _of_whom(c, name), ""
    return (_of_whom(c, name) if item else name) + column.name, ""


def _of_whom(c: Unnamed, name: str) -> str:
    """A name with those of whom the caption says that it is measured (规模以上工业), unless it says of whom itself."""
    modifier = c.reading.modifier
    return name if any(word in name for word in (modifier, *words()["said_of_whom"])) else modifier + name


def _noun_of_caption(c: Unnamed) -> Named | None:
    reading, label = c.reading, c.label
    if not reading.noun or label.origin or is_complete(label.name) or stands_alone(label.name):
        return None
    return _of_whom(c, _row_name(c)) + reading.noun, ""


def _divided(c: Unnamed) -> Named | None:
    whole, divided = whole_of(c.reading.table.caption)
    if not divided or c.label.origin or is_complete(c.label.name) or stands_alone(c.label.name):
        return None
    return compose(whole, _row_name(c), True), ""


def _row(c: Unnamed) -> Named:
    name = _row_name(c)
    return (_of_whom(c, name) if c.reading.noun and is_complete(c.label.name) else name), ""


NAMES: Table[Unnamed, Named] = Table(
    "tables.names",
    (
        Rule("project", "交通 under 个数: a plan of projects counts projects", _project),
        Rule("period_row", "rows that are years or months: the column, or what the table is about", _period_row),
        Rule("place_row", "rows that are places: the same of each place", _place_row),
        Rule("total_row", "合计: of what the table is about", _total_row),
        Rule("named_column", "水稻 under 产量: the row with what its column measures", _named_column),
        Rule("noun_of_caption", "主要产品产量 over 水稻: the caption says what is measured", _noun_of_caption),
        Rule("divided", "分行业固定资产投资 over 制造业: the caption says what its rows divide", _divided),
        Rule("row", "the row's own name", _row),
    ),
)


def _row_name(c: Unnamed, side: str = "") -> str:
    """The row's name with the level of government, the account and the plan that it is of."""
    return _led(c.column.level, with_account(c.reading.account, c.label.name + side)) + _against(c.column)


def _led(level: str, name: str) -> str:
    """A name behind the level of government or the people that it is of: 农村居民 and 居民人均收入 share 居民."""
    shared = next((word for word in words()["people"] if level.endswith(word) and name.startswith(word)), "")
    return level + name.removeprefix(shared)


def _against(column: Column) -> str:
    """What a percentage of a plan is a completion of, and which of two budgets a figure is.

    决算数为调整预算数的% is 完成调整预算; beside 预算数 the 调整预算数 is an amount of its own.
    """
    head = squeeze("".join(column.heads))
    changed = next((word for word in words()["changed_budgets"] if word in head), "")
    if column.role == "completion":
        plan = next((word for word in words()["plans"] if word in head), "")
        return f"完成{changed if plan == '预算' else ''}{plan}" if plan else ""
    if column.statement == "target" and changed in ("调整", "变动") and "预算" in head:
        return f"{changed}预算"
    return ""
