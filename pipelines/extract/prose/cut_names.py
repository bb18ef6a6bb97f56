"""Names that cannot be whole: cut inside a word, of one kind of character only, or begun with the tail of a verb."""

from __future__ import annotations

from functools import lru_cache

from pipelines.extract.prose.names import canonical
from pipelines.lexicon.patterns import patterns

_P = patterns("cut_names")
_END = _P["end"]
_BEGIN = _P["begin"]
_INSIDE = _P["inside"]
_FIGURE_INSIDE = _P["figure_inside"]
_ONE_KIND = _P["one_kind"]
_HOLDER = _P["holder"]
_HELD = ("人", "张")
_PAIRS = (("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"))


@lru_cache(maxsize=8192)
def is_cut(name: str) -> bool:
    """Whether a name has lost a part: it ends in a particle, begins with a verb's tail, or is no word at all.

    >>> is_cut("城区主干道已基本"), is_cut("达到的产值"), is_cut("AB"), is_cut("公路（一期"), is_cut("公共厕所")
    (True, True, True, True, False)
    >>> is_cut("蔬菜全年播种面积"), is_cut("全年播种面积")
    (True, False)
    >>> is_cut("GDP"), is_cut("综合普及"), is_cut("“萝卜快跑”规模")
    (False, False, False)
    """
    if canonical(name) is not None:
        return False
    if any(name.count(opening) != name.count(closing) for opening, closing in _PAIRS):
        return True
    if _FIGURE_INSIDE.search(name):
        return True
    return bool(_ONE_KIND.fullmatch(name) or _END.search(name) or _BEGIN.match(name) or _INSIDE.match(name))


def is_holder(name: str, unit: str | None) -> bool:
    """Whether a count of people or of beds is named by those who have them: 公立医院 of 11000 beds.

    >>> is_holder("公立医院", "张"), is_holder("公立医院", "个"), is_holder("公立医院床位", "张"), is_holder("规模以上企业", "万人")
    (True, False, False, True)
    """
    return unit is not None and unit.endswith(_HELD) and bool(_HOLDER.search(name))
