"""Which place a document is about, as it prints it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipelines.lexicon.regions import find_region, regions

_SUFFIX = "(?:自治州|自治县|自治旗|自治区|特别行政区|新区|矿区|林区|特区|地区|省|市|区|县|旗|州|盟)"
_CHAIN = re.compile(rf"[\u4e00-\u9fff]{{1,12}}?{_SUFFIX}(?:[\u4e00-\u9fff]{{1,9}}?{_SUFFIX})*|中华人民共和国")
_CONGRESS = re.compile(r"在(?P<place>[\u4e00-\u9fff]{2,24}?)第[一二三四五六七八九十百\d]{1,4}届(?:人民代表大会|人大)")
_GOVERNMENT = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{1,20}}{_SUFFIX})(?:人民政府|发展和改革|发展改革|统计局|财政局|财政厅)"
)
_BEFORE = re.compile(r"^(?:关于|中共)?(?:\d{4}年(?:度)?)?(?:关于)?")
_AREA = re.compile(r"(?=([\u4e00-\u9fff]{2})(高新区|经开区|开发区|新区|自治县|区|县|市))")
# Characters before 区, 县 and 市 that make words and no names (山区 全县 超市).
_NO_AREA = {
    "区": frozenset("全我本各该社小辖园城片库灾山校景地老新街牧林矿湖港厂院市县两一自专示特军战"),
    "县": frozenset("全我本各该两一市区郡"),
    "市": frozenset("全我本各该两一城股超门上都夜集大早菜楼商县区"),
}


def of_title(title: str) -> str | None:
    """The place that an official title begins with.

    >>> of_title("关于重庆市永川区2019年国民经济和社会发展计划执行情况的报告"), of_title("2023年甲县国民经济统计公报")
    ('重庆市永川区', '甲县')
    >>> of_title("在乙县第十八届人民代表大会第三次会议上的政府工作报告")
    '乙县'
    """
    rest = title[_BEFORE.match(title).end() :]
    cut = re.search(
        r"\d{4}年|[零〇○一二三四五六七八九]{4}年|人民政府|政府工作|国民经济|经济(?:和|运行)|全年|上半年|预算|第[一二三四五六七八九十\d]{1,3}届|财政|统计|第[一二三四]季度|一季度",
        rest,
    )
    head = rest[: cut.start()] if cut else rest
    head = re.sub(r"^(?:关于|中共|在)|(?:的|和)$", "", head)
    return head if _CHAIN.fullmatch(head) else None


def of_lines(lines: Iterable[str]) -> str | None:
    """The place whose congress met, or whose office signs, in the lines around a title."""
    lines = [re.sub(r"\s+", "", line) for line in lines]
    for pattern in (_CONGRESS, _GOVERNMENT):
        for line in lines:
            match = pattern.search(line)
            if match and _CHAIN.fullmatch(match["place"]):
                return match["place"]
    return None


def most_named(text: str) -> str | None:
    """The short name (two characters) that a text without a title names most, where it also occurs as 永川区, 永川高新区.

    >>> most_named("永川高新区产值增长。作为重庆市的引擎，永川加快建设。永川造产品。")
    '永川'
    """
    forms = Counter(name for name, kind in _AREA.findall(text) if name[-1] not in _NO_AREA.get(kind, ()))
    named = {name: forms[name] + min(text.count(name), 10) for name in forms if text.count(name) >= 2}
    best = max(named, key=lambda name: (named[name], name), default=None)
    if best is None or find_region(best):
        return best
    known = max((name for name in named if find_region(name)), key=lambda name: (named[name], name), default=best)
    return known if 4 * named[known] >= 3 * named[best] else best


def resolved(printed: str | None, text: str) -> tuple[str | None, str | None]:
    """(full name, GB/T 2260 code) of a place as printed; a name that several places share is looked for in those above
    it that the text names. A place that the lexicon does not know keeps its printed name and has no code.

    >>> resolved("永川区", ""), resolved("鼓楼区", "南京市鼓楼区经济运行。南京建设。"), resolved("甲县", "")
    (('重庆市永川区', '500118'), ('江苏省南京市鼓楼区', '320106'), ('甲县', None))
    """
    if printed is None:
        return None, None
    region = find_region(printed)
    if region is None:
        above = Counter(
            {
                r.code: text.count(r.short_name)
                for r in regions()
                if r.level in ("prefecture", "province") and r.short_name in text
            }
        )
        for code, _ in sorted(above.items(), key=lambda item: (-item[1], item[0])):
            region = find_region(printed, code)
            if region:
                break
    if region is None:
        return printed, None
    return region.full_name, region.code or None


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
