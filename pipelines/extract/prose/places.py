"""Places in a clause that are not the document's own: 全国, 全市 of a district's report, a development zone."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extract.prose.names import canonical, split_verb
from pipelines.lexicon.regions import find_region

_SCOPE = re.compile(
    r"(全国|全省|全市|全球|世界|西部地区|东部地区|中部地区|全自治区|全州)(?!性|域|面|首|第|最|统一|重点|先进|文明|示范|百强|自然|文化|遗产|一流|级|银行|贸易|杯|大会|锦标)"
)
_PLACE_END = re.compile(r"[省市区县州旗盟]")
_UNIT_OF_PLACE = re.compile(r"[^省市区县州旗盟]{1,12}?(?:自治[州县旗区]|[省市区县州旗盟])")
_OTHER_BEFORE_BRACKET = re.compile(r"(全国|全省|全市|全州|西部|东部|全球)(?:平均(?:水平)?|平均增速|增速)?$")
_NO_PLACE = re.compile(
    r"^(?:走进|位于|来到|走访|坐落|百强|千亿|国家级|省级|市级|首个|全部|封关|开工|启动|运行|新设|支持|依托|围绕|聚焦|推进|推动|提升|做大|做强)|运行|运营|开工|建设|千亿"
)
_ZONE_WORDS = "综合保税区|综保区|高新技术产业开发区|高新区|经济技术开发区|经济开发区|经开区|自贸区|自贸试验区|保税区"
_ZONE = re.compile(
    rf"(高新区|经开区|经济开发区|综保区|保税区)(?=完成|实现|规上|工业|新增|累计)"
    rf"|(?![该占建成在本各全我是将为以从对向入获批升进引推加支])([\u4e00-\u9fff]{{2,6}}?(?:{_ZONE_WORDS}))(?!列入|建设|入驻企业|管委会)"
)


def zone_at(text: str) -> tuple[str, int]:
    """The development zone that a clause begins with, and where its name ends; ('', 0) where it is none.

    >>> zone_at("临江高新区规上工业总产值"), zone_at("建成高新区道路"), zone_at("封关运行临江综合保税区")
    (('临江高新区', 5), ('', 0), ('', 0))
    """
    match = _ZONE.match(text)
    name = match.group(1) or match.group(2) if match else ""
    if not match or _NO_PLACE.search(name) or split_verb(name)[0]:
        return "", 0
    return name, match.end()


def scope_of(name: str, own: str) -> tuple[str, str]:
    """The other place that a name begins with and the name without it; ('', name) where it is the document's own.

    >>> scope_of("全国固定资产投资", "甲省乙市"), scope_of("全市粮食产量", "甲省乙市")
    (('全国', '固定资产投资'), ('', '全市粮食产量'))
    >>> scope_of("武汉市地区生产总值", "湖北省"), scope_of("湖北地区生产总值", "湖北省"), scope_of("武汉市民之家", "湖北省")
    (('武汉市', '地区生产总值'), ('', '地区生产总值'), ('', '武汉市民之家'))
    """
    match = _SCOPE.match(name)
    if not match:
        return _named_place(name, own)
    if len(name) == match.end() or _is_own(match.group(1), own):
        return "", name
    return match.group(1), name[match.end() :]


@lru_cache(maxsize=8192)
def _named_place(name: str, own: str) -> tuple[str, str]:
    """The same for a place that is named (武汉市地区生产总值), where the catalogue knows the rest of the name."""
    if len(name) < 5 or canonical(name) is not None:
        return "", name
    units = _UNIT_OF_PLACE.findall(own)
    last = units[-1] if units else own
    for short in (last, last[:-1]):
        if len(short) > 1 and name.startswith(short) and canonical(name[len(short) :]) is not None:
            return "", name[len(short) :]
    for match in _PLACE_END.finditer(name, 1, 8):
        place, rest = name[: match.end()], name[match.end() :]
        if len(place) > 2 and canonical(rest) is not None and (place in units or find_region(place) is not None):
            return place, rest
    return "", name


def before_bracket(words: str) -> str:
    """The place whose own value a bracket holds: 比全国（5.1%）高4个百分点."""
    match = _OTHER_BEFORE_BRACKET.search(words)
    return match.group(1) if match else ""


def _is_own(scope: str, region: str) -> bool:
    """Whether 全市, 全省 means the document's own region."""
    if scope == "全市":
        return not region or region.endswith(("市", "州", "盟", "地区"))
    if scope in ("全省", "全自治区", "全州"):
        return not region or region.endswith(("省", "自治区", "自治州", "州"))
    return False
