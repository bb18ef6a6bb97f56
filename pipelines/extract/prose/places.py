"""Places in a clause that are not the document's own: 全国, 全市 of a district's report, a development zone."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extract.prose.names import canonical, split_verb
from pipelines.lexicon.regions import find_region

_SCOPE = re.compile(
    r"(全国|全省|全市|全球|世界|西部地区|东部地区|中部地区|全自治区|全州)(?!性|域|面|首|第|最|统一|重点|先进|文明|示范|百强|自然|文化|遗产|一流|级|银行|贸易|杯|大会|锦标)"
)
_WIDE = frozenset({"全国", "全球", "世界"})
_ECONOMY = re.compile(
    r"总量|收入|支出|产值|投资|人口|产量|增速|增长|价格|占比|比重|率$|市场|消费|贸易|进出口|电量|能耗|经济|平均|生产总值|GDP|水平|增加值|销量|零售|份额|首批"
)
_CIRCLE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:双城经济圈|经济圈|城市群|都市圈|大湾区|经济带)|川渝|成渝|京津冀|长三角|珠三角|粤港澳|长株潭|泛珠三角|粤东西北|关中平原)"
)
_WHOLE = re.compile(r"经济总量|地区生产总值|生产总值|GDP|常住人口|总人口")
_PLACE_END = re.compile(r"[省市区县州旗盟]")
_UNIT_OF_PLACE = re.compile(r"[^省市区县州旗盟]{1,12}?(?:自治[州县旗区]|[省市区县州旗盟])")
_OTHER_BEFORE_BRACKET = re.compile(r"(全国|全省|全市|全州|西部|东部|全球)(?:平均(?:水平)?|平均增速|增速)?$")
_NO_PLACE = re.compile(
    r"^(?:强化|立足|做优|做实|优化|深化|加快|加强|促进|发挥|打造|抓好|统筹|持续|全力|高标准|高质量|高水平|借助|引导|鼓励|争取|构建|深入|全面|着力|大力|坚持|擦亮|办好|用好"
    r"|建好|管好|对标|推广|指导|规范|健全|完善|落实|以|将|在|对|向|与|和|按|由|每|各|所有|多个|两个|三个|一批|走进|位于|来到|走访|坐落|百强|千亿|国家级|省级|市级|首个|全部|封关|开工|启动|运行|新设|支持|依托|围绕|聚焦|推进|推动|提升|做大|做强)|运行|运营|开工|建设|千亿"
)
_ZONE_WORDS = "综合保税区|综保区|高新技术产业开发区|高新区|经济技术开发区|经济开发区|经开区|自贸区|自贸试验区|保税区"
_PARK_WORDS = "新区|先导区|产业园区|产业园|工业园|园区"
_OF_PARK = "完成|实现|规上|规模以上|工业(?!园)|新增|累计|税收|固定资产|地区生产总值|生产总值|GDP|产值|营业收入|进出口|一般公共预算"
_NOT_AHEAD = "(?![该占建成在本各全我是将为以从对向入获批升进引推加支])"
_ZONE = re.compile(
    rf"(高新区|经开区|经济开发区|综保区|保税区)(?=完成|实现|规上|工业|新增|累计)"
    rf"|{_NOT_AHEAD}([\u4e00-\u9fff]{{2,6}}?(?:{_ZONE_WORDS}))(?!列入|建设|入驻企业|管委会)"
    rf"|{_NOT_AHEAD}([\u4e00-\u9fff]{{2,6}}?(?:{_PARK_WORDS}))(?={_OF_PARK})"
)


def zone_at(text: str) -> tuple[str, int]:
    """The development zone that a clause begins with, and where its name ends; ('', 0) where it is none.

    >>> zone_at("临江高新区规上工业总产值"), zone_at("建成高新区道路"), zone_at("封关运行临江综合保税区")
    (('临江高新区', 5), ('', 0), ('', 0))
    """
    match = _ZONE.match(text)
    name = match[match.lastindex or 0] if match else ""
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
    rest = name[match.end() :]
    if not rest or _is_own(match.group(1), own) or match.group(1) in _WIDE and not _measured(rest):
        return "", name
    return match.group(1), rest


def _measured(rest: str) -> bool:
    """Whether the words behind 全国 or 全球 are something that a country has, and no title or office (全国试点, 全国人大代表)."""
    return _ECONOMY.search(rest) is not None or canonical(rest) is not None


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


def circle_at(text: str) -> tuple[str, bool]:
    """The circle of several places that a clause begins with, and whether the clause itself gives its economy or people;
    what is said of these in the clauses behind it is its own, too.

    >>> circle_at("成渝地区双城经济圈建设见效"), circle_at("京津冀经济总量达"), circle_at("城市更新")
    (('成渝地区双城经济圈', False), ('京津冀', True), ('', False))
    """
    match = _CIRCLE.match(text)
    return (match.group(), _WHOLE.match(text, match.end()) is not None) if match else ("", False)


def is_of_all(name: str) -> bool:
    """Whether a name is of the whole of a place (经济总量, 常住人口), not of one thing in it."""
    code = canonical(name)
    return code is not None and (code == "permanent_population" or code.startswith("gdp"))


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
