"""What a name that says nothing alone is of: 金额 of 登记技术合同, 优良率 of 空气质量优良天数."""

from __future__ import annotations

from functools import lru_cache

from pipelines.extract.prose import names
from pipelines.lexicon.cues import words
from pipelines.lexicon.indicators import indicators
from pipelines.lexicon.word_lists import word_lists

_W = word_lists("roots")
_TOTALS = frozenset(_W["totals"])
_ADDED = _W["added"]
_OF_THESE = _W["of_these"]
_PROPORTIONS = frozenset(_W["proportions"])
_RATES = ("率", "度")
_SHORT = 4
_BRANCH = "产业"


@lru_cache(maxsize=8192)
def is_head(name: str) -> bool:
    """Whether a name says nothing without what it is of: a generic head, or a short rate (合杆率).

    >>> is_head("金额"), is_head("合杆率"), is_head("城镇化率")
    (True, True, False)
    """
    if names.is_generic(name):
        return True
    return len(name) <= 3 and name.endswith(_W["kinds"]) and names.canonical(name) is None


def is_proportion(generic: str) -> bool:
    """Whether a head is the part that something takes up (占比, 比重)."""
    return generic in _PROPORTIONS


def fitted(root: str, generic: str) -> str:
    """The root as a generic head takes it; '' where it cannot be of the root.

    >>> fitted("粮食种植面积", "产量"), fitted("新增科技型企业", "总量"), fitted("空气质量优良天数", "优良率")
    ('粮食', '科技型企业', '空气质量')
    >>> fitted("地区生产总值", "投资")
    ''
    """
    if "投资" in generic and _is_money(root):
        return ""  # 地区生产总值达到365亿元，累计完成投资90亿元: money has no investment of its own
    of_these = generic.startswith(_OF_THESE) and not root.endswith(
        generic[1:3]
    )  # 新增里程20公里，总里程达300公里: of all
    if generic in _TOTALS or generic.startswith("总") and not of_these:
        root = _stock(root)
    if generic.endswith("率") and root.endswith("天数") and generic[:2] in root:
        return root[: root.index(generic[:2])]  # 空气质量优良天数330天，优良率90.4%
    if _is_rate_beside(root, generic):
        return root[:-3]
    takes_place = names.root_of(generic) != generic or generic in words("shared_tails")
    return names.root_of(root) if takes_place and not root.endswith(_BRANCH) else root


def _is_money(name: str) -> bool:
    code = names.canonical(name)
    return code is not None and indicators()[code].dimension == "currency"


def _stock(flow: str) -> str:
    """What a flow adds to: the total of 新增企业 and of 企业新增 is that of 企业."""
    stock = names.split_verb(flow)[1] or flow
    return next((stock[: -len(word)] for word in _ADDED if stock.endswith(word)), stock)


def _is_rate_beside(root: str, generic: str) -> bool:
    """重点项目开工率80%，竣工率60%: one rate takes the place of another."""
    both = generic.endswith(_RATES) and root.endswith(_RATES)
    return both and len(root) > _SHORT and names.canonical(root) is None
