"""What a label prints besides its name: number, marks, unit, year, plan or result, growth; and captions without their numbers."""

from __future__ import annotations

from pipelines.documents.model import Statement
from pipelines.extract.tables.column import unit_in
from pipelines.extract.tables.periods import Period, find_period
from pipelines.extract.tables.words import bare_head, native, squeeze, words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.regions import find_region
from pipelines.lexicon.units import unit_of

_P = patterns("tables.printed")

_NUMBERING = _P["numbering"]
_PART = _P["part"]
_UNIT_TAIL = _P["unit_tail"]
_GROWTH = _P["growth"]
_ONLY_GROWTH = _P["only_growth"]


def own_unit(printed: str) -> str:
    """The unit in a label's brackets, '' where there is none: 羊（万只）, not 18-34岁（含不满35周岁）, 其他支出（项）."""
    unit = unit_in(printed) if _UNIT_TAIL.search(squeeze(printed)) else ""
    return "" if unit in words()["account_levels"] else unit


_BEGINS_DATED = _P["begins_dated"]


def dated(name: str, this_year: int | None) -> tuple[Period | None, str]:
    """(period, name) of a label that begins with its year: 2024年末地方政府债务余额."""
    m = _BEGINS_DATED.match(name)
    return (find_period(m.group(), this_year), name[m.end() :]) if m else (None, name)


def said(name: str) -> tuple[Statement | None, str]:
    """(statement, name) of a label that ends with plan or result: 专项债券发行预计执行数."""
    for tail, statement in words()["said_behind"].items():
        if name.endswith(tail) and len(name) > len(tail) + 1:
            return statement, name.removesuffix(tail)
    return None, name


def is_place(name: str) -> bool:
    """Whether a label is a place: 维西县, 迪庆州本级.

    >>> is_place("维西县"), is_place("迪庆州本级"), is_place("税收返还"), is_place("城镇")
    (True, True, False, False)
    """
    bare = name.removesuffix("本级")
    return len(bare) > 2 and bare[-1] in "省市州县区旗盟" and find_region(bare) is not None


UNNUMBERED = 9
"""The rank of a label without a number."""
_RANKS = (_P["rank_1"], _P["rank_2"], _P["rank_3"], _P["rank_4"], _P["rank_5"])


def rank_of(printed: str) -> int:
    """How deep a label's numbering stands: 1 for 一、, 2 for （一）, 3 for 1., 9 where there is none."""
    word = squeeze(printed)
    return next((k for k, pattern in enumerate(_RANKS, start=1) if pattern.match(word)), UNNUMBERED)


def style_of(printed: str) -> str:
    """How a label is numbered: its first number's kind, '' where it is not."""
    m = _NUMBERING.match(squeeze(printed))
    return _P["numeral"].sub("1", _P["han_numeral"].sub("一", m.group())) if m else ""


def is_division(printed: str) -> bool:
    """Whether a row without figures only says by what the whole above it is divided.

    >>> is_division("2、按企业规模分组"), is_division("在总计中："), is_division("期末畜禽存栏")
    (True, True, False)
    """
    word = _NUMBERING.sub("", squeeze(printed))
    return bool(_P["division"].match(word))


def clean_label(text: str) -> tuple[str, bool]:
    """A label without numbering, part marks and its unit; and whether it was marked as a part.

    >>> clean_label("其中：税收收入（亿元）"), clean_label("一、地区生产总值"), clean_label("##粮食"), clean_label("2.1.茶叶")
    (('税收收入', True), ('地区生产总值', False), ('粮食', True), ('茶叶', False))
    """
    label = _NUMBERING.sub("", _P["declared"].sub("", squeeze(native(text))))
    marked = bool(_PART.match(label))
    label = _NUMBERING.sub("", _PART.sub("", label)).removesuffix("（季度）").removesuffix("（季报）")
    label = _UNIT_TAIL.sub(lambda m: "" if unit_of(m[1].removeprefix("±")) else m[0], label)
    return label.strip("：:#*※★☆、，") or squeeze(text), marked


def growth_said(label: str, parent: str, unit: str) -> tuple[int, str]:
    """(sign, name) of a label that says growth itself: 规上工业增加值增速 with unit %, or 增速 alone under another row.

    >>> growth_said("地区生产总值增长率（按可比价格计算）", "", "%"), growth_said("增速", "出口额", "%")
    ((1, '地区生产总值'), (1, '出口额'))
    """
    if _ONLY_GROWTH.match(label):
        return 1, parent or label
    if unit not in ("%", "‰", ""):
        return 0, label
    m = _GROWTH.search(_P["aside"].sub("", label))
    if m and m.start() >= 2:
        return (-1 if m["down"] else 1), label[: m.start()]
    return 0, label


def bare_caption(caption: str) -> str:
    """A caption without its number, year and months: 表3：2023年区级重点项目暂定安排 → 区级重点项目暂定安排.

    >>> bare_caption("表3：2023年区级重点项目暂定安排（单位：亿元）"), bare_caption("表32023年产量"), bare_caption("1-22026年支出表")
    ('区级重点项目暂定安排', '产量', '支出表')
    >>> bare_caption("2024年1-3月工业增加值"), bare_caption("2024年9月份用电量"), bare_caption("2024年前三季度指标")
    ('工业增加值', '用电量', '指标')
    """
    caption = native(caption)
    caption = _P["caption_lead"].sub("", _P["caption_number"].sub("", _P["furniture"].sub("", caption.strip())))
    caption = _P["yearbook_number"].sub("", squeeze(caption))
    return _P["months"].sub("", bare_head(_P["before_year"].sub("", caption)))
