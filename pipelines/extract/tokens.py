"""Masks and quantities: every numeral of a text as a date, a code, a rank or a quantity.

What is not a quantity is recognised first (dates, slogans in quotation marks, titles, codes, list numbers, names with a
number); what is left is a number with its magnitude word and unit. One pattern reads all, so that the cost is one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipelines.lexicon.units import unit_pattern

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])|\d+(?:\.{1,2}\d+)?"
_SCALE = r"万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10, "首": 1}


@dataclass(slots=True)
class Token:
    """A piece of text that holds a numeral.

    kind: quantity | rank | ratio | date | skip (a code, a name, a title, a list number) | spec (describes a thing).
    `start`..`end` is the whole token, `num_start`..`num_end` the printed numeral. `unit` is as printed with its
    magnitude, '' where none is printed. `many` is 余, 多 or 来 where printed. `date`: (year, month, label, kind).
    """

    kind: str
    start: int
    end: int
    num_start: int = -1
    num_end: int = -1
    value: Decimal = Decimal(0)
    unit: str = ""
    many: str = ""
    scale: str = ""
    negative: bool = False
    range_end: int = 0
    """1 for the low end of a range, 2 for the high end, 0 otherwise."""
    ratio: int = 0
    """Position in a run such as 2.8:50.9:46.3, from 1; 0 otherwise."""
    chinese: bool = False
    date: tuple[int | None, int | None, str] | None = None
    extra: str = ""


_YEAR = r"(?:19[4-9]\d|20\d\d)"
# What stands behind a quantity: 2023 is no year before it, 2012.6 no month.
_BEHIND_QUANTITY = (
    r"[\d.%‰]|[万亿千百]|元|家|个|人|户|亩|公里|米|吨|项|件|辆|台|套|座|处|所|名|万|余|多|场|条|头|只|平方|公顷|张|组|盏|次|笔|席|千|吉|兆|位|册|株|天|小时|标箱|美元"
)
_MASKS = [
    # longer than any figure: a key, a barcode, rubbish
    ("long", r"\d{19,}"),
    # titles and quoted names: what they hold is a name
    ("title", r"《[^《》]{0,120}(?:《[^《》]{0,60}》[^《》]{0,60})?》"),
    ("quote", r"[“‘\"「『](?=[^”’\"」』]{0,24}\d)[^“”‘’\"「」『』，。；]{1,24}[”’\"」』]"),
    # years and dates
    ("years", rf"{_YEAR}年?(?:[—–\-－~～至到]|－－|——){_YEAR}年?(?:度|期间)?"),
    ("date", rf"{_YEAR}年(?:(?:1[0-2]|0?[1-9])月(?:份|末|底|初|[0-3]?\d日)?|上半年|下半年|[一二三四]季度|前[一二三四]季度|前三季度|底|末|初|年底|年末|度)?"),
    ("iso", rf"{_YEAR}[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:3[01]|[12]\d|0?[1-9]))?(?!{_BEHIND_QUANTITY})"),
    ("months", r"(?:1[0-2]|[1-9])月?[—–\-－~～至到](?:1[0-2]|[1-9])月(?:份)?"),
    ("month", r"(?:1[0-2]|0?[1-9])月(?:份|末|底|初|上旬|中旬|下旬|[0-3]?\d日(?:零时|[0-2]?\d时)?)?(?!球|饼|亮|薪|租)"),
    ("day", r"(?<!\d)[0-3]?\d日(?!均|元|产|处理|供|常|照|报|用)"),
    ("bare_year", rf"(?<![\d.]){_YEAR}(?!{_BEHIND_QUANTITY})"),
    # codes: letters with digits, sums and slashes of digits
    ("plus", r"(?<![\dA-Za-z])[\dA-Za-z]{1,12}(?:[+＋][\dA-Za-zXN]{1,12}){1,8}(?![%％])|(?<![\d.])\d+\+(?=[\u4e00-\u9fff“])"),
    ("ratio3", r"(?<![\d:：])\d+(?:\.\d+)?(?:[:：∶]\d+(?:\.\d+)?){2,4}(?![\d:：])"),
    ("clock", r"\d{1,2}[:：]\d{2}(?!\d)(?:[—–\-－~～至到]\d{1,2}[:：]\d{2})?|\d{1,2}时\d{1,2}分|[7１]×24小时|7\*24小时|24小时(?=自助|服务|便利|值班|营业|不|热线|在线|全天|运行|开放|值守)"),
    ("ratio", r"\d+(?:\.\d+)?(?:[:：∶]\d+(?:\.\d+)?){1,4}"),
    ("code", r"(?<![A-Za-z])[A-Za-zⅠ-Ⅻ][A-Za-z]{0,23}[-_.]?\d[\dA-Za-z.\-]{0,23}(?:[—–~～、/][A-Z]?\d+线?)?"),
    ("alnum", r"\d+(?:\.\d+)?(?!(?:[kKM]?[VvW]h?|[kKM]VA|MW|GW|GWh|MWh|km|kg|MB|TB|PB|EB|GB|TEU|EFLOPS|PFLOPS|Mbps|Gbps|Tbps|P|m²|m³|m2|m3|mg|ug|μg)(?![A-Za-z]))[A-Za-z][A-Za-z0-9]*(?:级)?"),
    ("list", r"(?:表|图|专栏|附件|附表|附录|栏目|序号|编号)[ 　]?(?:\d{1,2}(?=(?:19|20)\d\d(?:年|[—–－~至-]))|\d{1,3}(?:[-—.]\d{1,2})?(?![\d.]|[个家项万亿%％]))"),
    ("list_start", r"(?:^|(?<=[。；：\n\s]))(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|\d{1,2}[)）])"),
    ("bracket_no", r"[（(]\d{1,2}[)）](?![\d%％])"),
    ("number_name", r"\d+(?:、\d+){0,8}号(?!召|称|码|角|线路)|\d+[#＃](?:楼|机|炉)?|\d+号线"),
    ("version", r"(?<=[\u4e00-\u9fff])\d+\.0(?=版|时代|阶段|改革|工程|政策|体系|试点|系统|平台|[，。、”])|\d+\.0版"),
    ("hotline", r"(?<!\d)(?:1\d{4}|1[12]\d)(?=热线|服务热线|平台|政务|便民|市民|便民服务|”热线|急救|指挥|中心|接处警|联网|报警|与|工单)"),
    ("top", r"\d+强(?:企业|县|区|市|镇|榜|名单|县市)?|前\d+强|\d+佳|\d+指数"),
    ("class", r"(?:\d+(?:\.\d+)?(?:百万|千万|十亿|百亿|千亿|万|亿)(?:元)?级(?!以上|别|政府|联动)|\d+(?:万|亿)?元(?=户|村|店|镇|楼宇|产业集群))"),
    ("policy", r"(?<=[一-鿿])\d+条(?=政策|措施|意见|举措|”|》|实施细则|新政)"),
    ("mesh", r"(?<=百强)\d+|\d+·\d+|\d+/\d+(?![\d.])|\d+G\b"),
    ("circle", r"\d+(?:\.\d+)?(?:小时|分钟|公里|千米|米|天)(?=[\u4e00-\u9fff]{0,6}(?:圈|高铁网|通勤圈|经济圈|生活圈|交通圈|直达|可达|短途|航空圈))"),
    ("age", r"\d+(?:周岁|岁)?(?:[—–\-~～至到])?\d*(?:周岁|岁)(?=[（(]?(?:及|以|的|老|儿|婴|幼|青|人|至|—|-|含|女|适|组|年龄|儿童|\)|）))|\d+后(?=[\u4e00-\u9fff”、])"),
    ("every", r"每(?:\d+(?:\.\d+)?(?:万|千|百|亿)?)?(?:\d+(?:万|千|百|亿)?)(?:常住人口|人口|人|名|户|公里|平方公里|亩|张|个|天|年|吨|吨|辆|万人|学龄儿童|位)"),
]  # fmt: skip

_RANK = r"第(?P<rank>\d{1,4}|[一二三四五六七八九十]{1,3})(?P<rank_unit>位次|位|名|方阵)?(?!次|届|批|期|条|章|节|轮|季度|产业|线|方|院|代|师|中|人民|步|部|款|书记|三方|个|座|家|所|台|阶段|类|号|例|方阵|梯队|一|二|三|\d|[万亿.]|版|组|站|医|小学|高级|项|级|生|者|时间|责任|现场|手|课堂|动力|四次|五次|六次|七次|主|集|年|天|五届|六届|一届|二届|三届|四届|七届|八届|九届|十届|实验|实业|幼儿|支|列|单元|水厂|污水|卷|套|张|片|排|监)"
_ORDINAL = r"第(?:\d+|[一二三四五六七八九十百]+)(?:次|届|批|期|条|章|节|轮|季度|产业|个|座|家|所|台|类|号|例|方阵|梯队|组|站|项|级|年|天|代|医院|小学|方|版|步|阶段|支|列|污水处理厂|水厂|卷)?"

# Chinese numerals that are figures: the count of a list (…等两项赛事) and doublings.
_COUNTED = (
    r"(?P<counted>(?<=等)(?P<han>十?[两二三四五六七八九十])(?P<han_unit>个|家|项|所|条|处|座|件|类|种|场|部|款|名|位)"
    r"(?!方面|维度|层面|环节|领域|重点|关键|阶段|步骤|层次|问题|难题|方向|要素|环|百分点|月))"
)
_DOUBLED = r"(?P<doubled>翻了?近?(?P<times>[一两二三])?番)"
_QUANTITY = (
    rf"(?P<neg>(?<![\d\u4e00-\u9fffA-Za-z）)%])[-−－](?=\d)|(?<=[\u4e00-\u9fff（(：:、，])-(?=\d))?"
    rf"(?P<num>{NUMBER})(?P<mid>余|多|来)?"
    rf"(?:(?P<unit>{{unit}})|(?P<scale>{_SCALE})(?P<mid2>余|多|来)?(?P<unit2>{{unit}})?)?"
    rf"(?P<mid3>余|多(?!元|种|样|家|个|项|次|年|方|功|点|彩|层|式|产|层次|维|渠))?"
)
_RANGE = (
    rf"(?P<r1>{NUMBER})(?P<rs1>{_SCALE})?(?P<ru1>{{unit}})?(?:[—–\-－~～]|——|至|到)"
    rf"(?P<r2>{NUMBER})(?P<rs2>{_SCALE})?(?P<ru2>{{unit}})(?P<rmid>余|多)?"
)


# What a token can begin with: one look at each character keeps the scan fast.
_FIRST = r"\d第每《“‘\"「『（(A-Za-zⅠ-Ⅻ\-−－表图专附栏序注节编翻两二三四五六七八九十"


@cache
def _scanner() -> re.Pattern[str]:
    unit = unit_pattern()
    parts = [f"(?P<{name}>{pattern})" for name, pattern in _MASKS]
    parts.append(f"(?P<rank_token>{_RANK})")
    parts.append(_COUNTED)
    parts.append(_DOUBLED)
    parts.append(f"(?P<ordinal>{_ORDINAL}(?![万亿\\d.]))")
    parts.append("(?P<range>" + _RANGE.replace("{unit}", unit) + ")")
    parts.append("(?P<quantity>" + _QUANTITY.replace("{unit}", unit) + ")")
    return re.compile(f"(?=[{_FIRST}])(?:" + "|".join(parts) + ")")


def _chinese_number(text: str) -> Decimal:
    """一..九十九 as a number.

    >>> _chinese_number("十二"), _chinese_number("三")
    (Decimal('12'), Decimal('3'))
    """
    if "十" not in text:
        return Decimal("".join(str(_HAN_DIGITS[c]) for c in text))
    tens, _, ones = text.partition("十")
    return Decimal((_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0))


def _decimal(printed: str) -> Decimal:
    """A numeral as printed; a thousands comma and a doubled point (14..3, a misprint) do not count.

    >>> _decimal("1,202.8"), _decimal("14..3")
    (Decimal('1202.8'), Decimal('14.3'))
    """
    return Decimal(printed.replace(",", "").replace("..", "."))


_HAS_NUMERAL = re.compile(r"\d|第[一二三四五六七八九十]|等[两二三四五六七八九十]|翻.?番")
_YEAR_RE = re.compile(_YEAR)
_MONTH_RE = re.compile(r"(\d{1,2})(?=月)")


def _date(text: str) -> tuple[int | None, int | None, str]:
    """Year, end year and label of a date as printed."""
    years = [int(y) for y in _YEAR_RE.findall(text)]
    months = [int(m) for m in _MONTH_RE.findall(text)]
    year = years[0] if years else None
    label = ""
    if "上半年" in text:
        label = "H1"
    elif "下半年" in text:
        label = "H2"
    elif "季度" in text:
        label = "Q" + str("一二三四".find(text[text.find("季度") - 1]) + 1)
        if "前" in text:
            label = "Q1-" + label
    elif months and "日" not in text:
        label = "-".join(f"{m:02d}" for m in months)
    elif len(months) == 1:
        label = f"{months[0]:02d}"
    return year, years[-1] if len(years) > 1 else year, label


def scan(text: str) -> list[Token]:
    """All tokens with a numeral, in order, not overlapping.

    >>> [(t.kind, t.value, t.unit, t.many) for t in scan("改造5万余亩，新增3000余场次")]
    [('quantity', Decimal('5'), '万亩', '余'), ('quantity', Decimal('3000'), '场次', '余')]
    >>> [t.kind for t in scan("“2235”思路、5G基站、2022年、PM2.5")]
    ['skip', 'skip', 'date', 'skip']
    """
    tokens: list[Token] = []
    if not _HAS_NUMERAL.search(text):
        return tokens
    for match in _scanner().finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind == "quantity" or match["num"] is not None:
            tokens.append(_quantity(match))
        elif match["r1"] is not None:
            tokens.extend(_range(match))
        elif match["counted"] is not None:
            span = match.span("han")
            tokens.append(Token("quantity", start, end, *span, _chinese_number(match["han"]), match["han_unit"], chinese=True))
        elif match["doubled"] is not None:
            times = {"一": 1, "两": 2, "二": 2, "三": 3}.get(match["times"] or "一", 1)
            first = match.start("times") if match["times"] else start
            tokens.append(Token("quantity", start, end, first, end, Decimal(2**times), "倍", chinese=True))
        elif match["rank"] is not None:
            rank = match["rank"]
            chinese = not rank[0].isdigit()
            value = _chinese_number(rank) if chinese else Decimal(rank)
            span = (start if chinese else match.start("rank"), match.end("rank"))
            tokens.append(Token("rank", start, end, *span, value, "位", chinese=chinese))
        elif match["ratio3"] is not None or match["ratio"] is not None:
            tokens.extend(_ratio(match))
        elif match["years"] or match["date"] or match["iso"] or match["months"] or match["month"] or match["bare_year"]:
            tokens.append(Token("date", start, end, date=_date(match.group()), extra=match.group()))
        elif match["age"] is not None:
            tokens.append(Token("spec", start, end, extra="age"))
        elif match["title"] is not None:
            tokens.append(Token("skip", start, end, extra="title"))
        else:
            tokens.append(Token("skip", start, end, extra=match.group()))
    _share_units(text, tokens)
    return tokens


def _quantity(match: re.Match[str]) -> Token:
    unit = match["unit"] or (match["scale"] or "") + (match["unit2"] or "")
    return Token(
        "quantity", match.start(), match.end(), match.start("num"), match.end("num"),
        _decimal(match["num"]), unit,
        match["mid"] or match["mid2"] or match["mid3"] or "", match["scale"] or "", match["neg"] is not None,
    )  # fmt: skip


def _range(match: re.Match[str]) -> list[Token]:
    high_unit = (match["rs2"] or "") + match["ru2"]
    low_unit = (match["rs1"] or "") + (match["ru1"] or "")
    if not match["ru1"]:
        low_unit = (match["rs1"] or match["rs2"] or "") + match["ru2"]
    low = Token("quantity", match.start(), match.end("r1"), match.start("r1"), match.end("r1"), _decimal(match["r1"]), low_unit, range_end=1)
    high = Token("quantity", match.start("r2"), match.end(), match.start("r2"), match.end("r2"), _decimal(match["r2"]), high_unit, match["rmid"] or "", range_end=2)
    low.end = match.start("r2")
    return [low, high]


def _ratio(match: re.Match[str]) -> list[Token]:
    base = match.start()
    return [
        Token("ratio", base + m.start(), base + m.end(), base + m.start(), base + m.end(), Decimal(m.group()), "", ratio=i)
        for i, m in enumerate(re.finditer(r"\d+(?:\.\d+)?", match.group()), 1)
    ]


_LIST_GAP = re.compile(r"(?:、|和|及|以及|，|,|或|与)$")


def _share_units(text: str, tokens: list[Token]) -> None:
    """Give the members of a run the unit that is printed once at its end (78.3、16.4万吨; 3.5个、3个百分点)."""
    for i in range(len(tokens) - 2, -1, -1):
        left, right = tokens[i], tokens[i + 1]
        if left.kind != "quantity" or right.kind != "quantity" or left.range_end or not right.unit:
            continue
        gap = text[left.end : right.start]
        if len(gap) > 2 or gap not in ("、", "和", "及", "以及", "与", "，", "或"):
            continue
        if gap == "，" and (left.unit or not right.unit):
            continue
        if not left.unit:
            left.unit = right.unit
        elif left.unit == "个" and right.unit.startswith("个") and len(right.unit) > 1:
            left.unit = right.unit
        elif left.unit == left.scale and right.unit.startswith(left.unit) and len(right.unit) > len(left.unit):
            left.unit = right.unit
        elif left.unit == left.scale and left.unit and right.scale and right.unit.startswith(right.scale):
            left.unit = left.unit + right.unit[len(right.scale) :]
