"""Which place a newspaper's page is about, as it prints it: such a page has none of the slots of official documents."""

from __future__ import annotations

import re
from collections import Counter

from pipelines.lexicon.regions import find_region

_AREA = re.compile(r"(?=([\u4e00-\u9fff]{2})(高新区|经开区|开发区|新区|自治县|区|县|市))")
# Characters before 区, 县 and 市 that make words and no names (山区 全县 超市).
_NO_AREA = {
    "区": frozenset("全我本各该社小辖园城片库灾山校景地老新街牧林矿湖港厂院市县两一自专示特军战"),
    "县": frozenset("全我本各该两一市区郡"),
    "市": frozenset("全我本各该两一城股超门上都夜集大早菜楼商县区"),
}


def most_named(text: str) -> str | None:
    """The short name (two characters) that a text without a title names most, where it also occurs as 永川区, 永川高新区.

    >>> most_named("永川高新区产值增长。作为重庆市的引擎，永川加快建设。永川造产品。")
    '永川'
    """
    forms = Counter(name for name, kind in _AREA.findall(text) if name[-1] not in _NO_AREA.get(kind, ()))
    named = {name: forms[name] + min(count, 10) for name in forms if (count := text.count(name)) >= 2}
    best = max(named, key=lambda name: (named[name], name), default=None)
    if best is None or find_region(best):
        return best
    known = max((name for name in named if find_region(name)), key=lambda name: (named[name], name), default=best)
    return known if 4 * named[known] >= 3 * named[best] else best


def full_name(short: str, text: str) -> str:
    """The fullest form in which the text prints a short name: 重庆市永川区 before 永川区 before 永川."""
    forms = Counter(
        re.findall(
            rf"(?:[\u4e00-\u9fff]{{2,3}}[省市])?{re.escape(short)}(?:自治县|新区|[区县市省州旗])(?![场民政])", text
        )
    )
    plain = Counter(form[form.index(short) :] for form in forms.elements())
    if not plain:
        return short
    own = max(plain, key=lambda form: (plain[form], form))
    longer = {form: n for form, n in forms.items() if form.endswith(own) and form != own}
    return max(longer, key=lambda form: (longer[form], form)) if longer else own
