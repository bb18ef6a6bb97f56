"""Quantities that only describe or name a thing: capacities in project names, thresholds, durations in names.

They are neither results nor targets, so they yield no observation.
"""

from __future__ import annotations

import re

from pipelines.extract.prose.measures import dimension
from pipelines.extract.prose.predicates import Tail
from pipelines.extract.prose.tokens import Token

_THRESHOLD = re.compile(
    r"(?:及)?(?:以上|以下|以内)?的(?!\d|增长|增速|速度|目标|幅度|比例|水平|概率|好成绩|成绩|产值|规模)"
)
_THRESHOLD_NOUN = re.compile(
    r"(?:企业|村|项目|园区|单位|户|产品|集群|高校|人群|家庭|用户|商户|耕地|河流|湖泊|机组|锅炉|老人|居民)"
)
_CAPACITY_BEFORE = re.compile(
    r"(?:年产|日产|月产|年加工|年处理|日处理|年可产|年产能|设计产能|年出栏|年生产|单机容量|规划面积|占地|占地面积|总占地|净重|直径|全长|时速|库容为?)$"
)
_NAMED = re.compile(
    r"[\u4e00-\u9fffA-Za-z“”（）()—\-]{0,30}?(?:项目|工程|生产线|线路|变电站|输变电|基地|产业链|产业园|产业带|机组|电站|储备林|水库)(?:（[^）]{1,8}）)?"
)
_DURATION_OBSERVED = re.compile(
    r"(?:时间|时限|时长|天数|周期|期限|工作日|寿命|年限|工期|日数|减至|压缩|缩短|缩减|延长|增加|减少|平均|达|达到|超|超过|提前|用了|用时|历时|仅用|只用)"
)
# What is itself an age, a temperature, a noise: 人均预期寿命79.5岁, 年平均气温18.3℃, 区域环境噪声52分贝.
_MEAN = re.compile(
    r"(?:寿命|年龄|气温|温度|水温|噪声|声级|(?:平均|均)[\u4e00-\u9fff]{0,4}速度?|比上年[高低升降]|较上年[高低升降])$"
)
_BEST = re.compile(r"(?:来|内|以来)?(?:的)?(?:最|新高|新低)")
_MEASURED = (
    "mass",
    "power",
    "area",
    "volume",
    "land",
    "length",
    "energy",
    "flow",
    "power_apparent",
    "data",
    "computing",
)
_ALWAYS = ("voltage", "age", "bandwidth", "speed", "temperature", "noise")


def is_spec(token: Token, tail: Tail, gap: str, qualifier: str, text: str, end: int, pre: str) -> bool:  # noqa: C901
    """Whether a number only describes or names something.

    gap: the text behind up to the next number; end: where number, unit and qualifier end in `text`.
    """
    dim = dimension(token.unit)
    if dim in _ALWAYS and not tail.kind and not _MEAN.search(pre):
        return True
    if dim == "voltage":
        return True
    if not token.unit:
        return not _is_index(pre, tail, text, token)
    if token.unit in ("级", "期", "孔", "代", "步", "版") and not tail.kind and not pre.endswith(("由", "从")):
        return True
    if dim == "duration" and not (
        tail.kind
        or _DURATION_OBSERVED.search(pre)
        or re.search(r"(?:由|从)$", pre)
        or pre.endswith(("平均", "时间", "时限", "由平均", "天数"))
    ):
        return True
    if dim == "duration" and _BEST.match(gap):
        return True
    if token.value == 1 and re.match(r"[\u4e00-\u9fff]{1,8}?(?:时间|成本|费用|用时|时长|时限)", gap):
        return True
    if (
        qualifier in ("ge", "le")
        and dim in ("currency", "power", "area", "land", "mass", "age")
        and _THRESHOLD_NOUN.match(gap)
    ):
        return True
    if tail.verb in ("超", "超过", "逾") and dim == "currency" and (gap == "或" or _THRESHOLD_NOUN.match(gap)):
        return True
    if dim not in ("percent", "percentage_point", "multiple"):
        threshold = _THRESHOLD.match(text, end) if not qualifier else re.compile(r"的(?!\d)").match(text, end)
        if threshold and _THRESHOLD_NOUN.match(text, threshold.end()):
            return True
    if _CAPACITY_BEFORE.search(pre):
        return True
    if dim in _MEASURED and gap and not tail.kind:
        named = _NAMED.match(gap)
        if named and not re.match(r"的", gap) and not re.match(r"[^，。；、]{0,20}建设(?:$|[，。；、])", gap):
            return True
    return bool(re.search(r"每$", pre))


def _is_index(pre: str, tail: Tail, text: str, token: Token) -> bool:
    """Whether a number without a unit is a figure all the same: an index, a score, a ratio, an elided count."""
    if re.search(
        r"(?:指数|得分|评分|分值|系数|比值|收入比|之比|杠杆率|倍数|恩格尔系数|容积率|人口|户籍人口|常住人口)(?:为|达到|达|由|从|降至|降为|缩小为|缩小到|缩小至|扩大到|提升至|提高到|上升到)?$",
        pre,
    ):
        return True
    return bool(tail.kind == "level" and re.search(r"(?:指数|得分|评分|系数|收入比|之比)", tail.name))
