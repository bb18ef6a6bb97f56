"""The words in front name nothing: the figure is of a name that was said before, or its verb is of what is counted."""

from __future__ import annotations

from pipelines.extract.prose import names
from pipelines.extract.prose.measures.model import dimension, without_growth_noun
from pipelines.extract.prose.naming.model import Named, Unnamed, alone, noun_of
from pipelines.lexicon.patterns import patterns

_P = patterns("naming")
_ADDED_TO = _P["added_to"]
_TAKEN_UP = _P["taken_up"]


def verb_alone(u: Unnamed) -> Named | None:
    """扶持创业700人; 新开工41个、续建37个 after 其中: the verb with the noun that is being counted."""
    if not u.level or not u.verb or names.has_words(u.rest):
        return None
    noun = _noun_counted(u)
    stock = noun.removesuffix("存栏")  # 羊存栏2万只，出栏1.8万只: of the sheep
    name = stock + u.clean if stock != noun else u.clean + noun
    return Named(name, False, "G3.verb", alone(name))


def _noun_counted(u: Unnamed) -> str:
    """What the figures before count in this one's unit, or the whole that 其中 divides; '' where neither is said."""
    memory, before = u.memory, u.memory.last()
    if before is None:
        return noun_of(memory.root) if memory.part or "其中" in u.figure.pre else ""
    flow, noun = names.split_verb(before.indicator.removeprefix("年均"))
    if before.unit != u.unit or u.figure.joined and not flow:
        return ""
    return noun or before.indicator


def suffix_alone(u: Unnamed) -> Named | None:
    """…占工业增加值的17.4%，比重提高1.3个百分点: of the owner of the share before."""
    if not u.suffix:
        return None
    name = u.memory.understood()
    if u.suffix.endswith("完成率"):
        name = without_growth_noun(name)[0] or name  # 增速提升4个百分点，完成年度目标的50%: of the amount
    owner = without_growth_noun(name.partition("占")[0])[0]
    if u.suffix.startswith("占") and owner:
        return Named(owner + u.suffix, True, u.reading.rule, {"subject": owner + u.suffix})
    return Named(name + u.suffix, True, u.reading.rule)


def understood(u: Unnamed) -> Named:
    """The name before, or the topic that was named; the stock behind its flow (新增12家，累计达到114家)."""
    memory = u.memory
    name = _owner_of_share(u, memory.understood())
    rule = "G5.topic" if memory.topical() or not memory.has_facts() else "G5.carried"
    keep = {**alone(name), "latest": ""} if memory.topical() else {}
    stock = _stock_of(u, name)
    return Named(stock, True, rule, keep | alone(stock)) if stock else Named(name, True, rule, keep)


def _owner_of_share(u: Unnamed, name: str) -> str:
    """教育支出18亿元，占预算支出的31%，年均增长4.2%: what has grown is the amount; a share moves by points."""
    before = u.memory.last()
    if before is None or before.measure != "share" or not (u.level or u.reading.measure == "growth"):
        return name
    if u.level and u.dimension == "count" and name.endswith("占比"):
        return name.removesuffix("占比") or name  # 轻度污染占3.3%（1个）
    return _TAKEN_UP.split(name, maxsplit=1)[0] or name


def _stock_of(u: Unnamed, flow: str) -> str:
    """What a flow before added to (里程新增1700公里、突破7000公里); '' where the figure is no stock behind its flow."""
    before = u.memory.last()
    if before is None or not u.level or u.tail.kind != "level":
        return ""
    if before.indicator != flow or before.rule in ("G8.from", "G2.level"):
        return ""
    verb, stock = names.split_verb(flow)
    if verb and stock and dimension(before.unit) == u.dimension:
        return stock
    return _ADDED_TO.sub("", flow) if _ADDED_TO.search(flow) else ""
