"""A name for each figure of a list."""

from __future__ import annotations

from pipelines.extract.prose import names
from pipelines.extract.prose.lists.run import Run
from pipelines.extract.prose.measures.model import Reading
from pipelines.extract.prose.name_lists import members
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.roots import is_head
from pipelines.extract.prose.rules import Rule, Table
from pipelines.lexicon.patterns import patterns

_P = patterns("lists")
_COMPARED = _P["compared"]
_EACH_KIND = _P["each_kind"]
_COUNTED_LIST = _P["counted_list"]
_OF_BODY = patterns("naming")["of_body"]
_LONGEST_GENERIC = 10
_SPENT = "支出"


# a name for each figure: () where the list has none, None leaves it to the next rule


def _compared(run: Run) -> tuple[str, ...] | None:
    compared = _COMPARED.fullmatch(strip_leading(run.subject))
    if not compared:
        return None
    name = names.tidy(compared["head"])
    name = run.memory.headed(name) if name and is_head(name) else name or run.memory.understood()
    return (name,) * run.count if name else ()


def _noun_of_last(run: Run) -> tuple[str, ...] | None:
    prior = run.memory.prior(run.count) if run.respectively and run.memory.behind else None
    generic = run.generic
    if not prior or len(generic) <= len(prior[-1]) or not generic.startswith(prior[-1]):
        return None
    return tuple(names.shorten(name + generic[len(prior[-1]) :]) for name in prior)


def _quantity_of_names_before(run: Run) -> tuple[str, ...] | None:
    prior = run.memory.prior(run.count) if run.is_of_names_before else None
    if prior and names.EFFECT.fullmatch(run.generic):  # 贡献率分别为…，分别拉动经济增长…: of those who contribute
        prior = tuple(names.EFFECT.sub("", name) for name in prior)
    return tuple(names.shorten(name + run.generic) for name in prior) if prior else None


def _counted_before(run: Run) -> tuple[str, ...] | None:
    """甲业、乙业两个行业增加值增势较好，分别增长3%、5%: of the branches that the clause before spells out and counts."""
    counted = _COUNTED_LIST.fullmatch(run.memory.listed) if run.respectively and not run.is_named else None
    if not counted:
        return None
    last = run.memory.last()
    tail = names.tails().search(last.indicator) if last and last.rule.startswith("G6.") else None
    quantity = counted["quantity"] or (tail.group() if tail else "")
    found = members(strip_leading(counted["list"]), run.count)
    return tuple(names.shorten(name + quantity.removeprefix("产业")) for name in found) if found else None


def _members_before(run: Run) -> tuple[str, ...] | None:
    found = members(run.subject, run.count) if run.is_named and not run.is_of_names_before else None
    if not found:
        return None
    topic = run.memory.topical()
    if topic and all(is_head(name) or _OF_BODY.fullmatch(name) for name in found):
        return tuple(topic + name for name in found)  # 民营经济发展加快，销售收入、增加值分别增长30%、29%
    whole = run.memory.breakdown or (run.memory.subject if run.memory.part and not run.memory.has_facts() else "")
    branches = run.reading.measure == "growth" and all(name.endswith("业") for name in found)
    found = tuple(_of_divided(name, whole, branches) for name in found)
    if _divides_spending(run):
        found = tuple(name if name.endswith(_SPENT) else name + _SPENT for name in found)
    verb, _ = names.split_verb(found[0])
    return (names.without_empty_verb(found[0]), *(_with_verb(name, verb, run.reading) for name in found[1:]))


def _divides_spending(run: Run) -> bool:
    """财政支出35亿元，其中教育、科技8.7亿元、1.2亿元: what is divided is what was spent."""
    is_part = run.memory.part or "其中" in run.figures[0].pre
    return is_part and run.memory.subject.endswith(_SPENT) and run.figures[0].token.unit.endswith("元")


def _of_divided(name: str, whole: str, branches: bool) -> str:
    """固定资产投资增长7%。分产业看，第一、二、三产业分别增长…: what is divided, where the catalogue knows the part of it.

    branches: the members are branches that have grown (利润增长3%。其中，食品业、纺织业分别增长…), in what is divided.
    """
    tail = names.tails().search(whole) if whole else None
    of_whole = name + tail.group() if tail else name
    return of_whole if branches or names.canonical(of_whole) is not None else name


def _names_before(run: Run) -> tuple[str, ...] | None:
    if run.is_named or run.is_of_names_before:
        return None
    memory = run.memory
    said = memory.of_sentence()[-run.count :]
    if run.reading.measure == "rank" and len(said) == run.count and len({fact.indicator for fact in said}) == 1:
        prior: tuple[str, ...] | None = tuple(fact.indicator for fact in said)
    else:
        prior = memory.prior(run.count)
    prefix = strip_leading(run.subject) if run.subject.endswith("后") else ""
    return tuple(prefix + name for name in prior) if prior else None


def _heads_before(run: Run) -> tuple[str, ...] | None:
    heads, generic = run.memory.heads, run.generic
    of_heads = run.respectively and len(heads) == run.count and 2 <= len(generic) <= _LONGEST_GENERIC
    return tuple(head + generic for head in heads) if of_heads else None


def _each_kind(run: Run) -> tuple[str, ...] | None:
    each = _EACH_KIND.match(run.figures[0].pre.lstrip("，,")) if run.respectively else None
    prior = run.memory.prior(run.count) if each else None
    if not each or not prior:
        return None
    quantity = run.generic.removeprefix(each["kind"] or "")
    return tuple(names.shorten(name + quantity) for name in prior)


def _listed_before(run: Run) -> tuple[str, ...] | None:
    listed = run.memory.listed if run.respectively else ""
    quantity = _bare(run.generic)
    found = members(strip_leading(listed), run.count) if listed and is_head(quantity) else None
    return tuple(names.shorten(name + quantity) for name in found) if found else None


def _joint(run: Run) -> tuple[str, ...] | None:
    joint = (names.shorten(run.generic) or run.memory.subject) if run.respectively else ""
    return (joint,) * run.count if joint else None


SUBJECTS: Table[Run, tuple[str, ...]] = Table(
    "lists",
    (
        Rule(
            "compared", "较一季度、上半年分别提高7.9个、3.4个百分点: one name, compared with several times", _compared
        ),
        Rule(
            "noun_of_last",
            "5个省重点项目、61个市重点项目分别完成投资: the second's noun stands right before the verb",
            _noun_of_last,
        ),
        Rule("quantity_of_names", "…，金额分别为a、b: of the names before", _quantity_of_names_before),
        Rule("members", "茶叶、花椒产量分别增长a、b", _members_before),
        Rule(
            "counted",
            "甲业、乙业两个行业增势较好，分别增长a、b: of those that the clause before counts",
            _counted_before,
        ),
        Rule("names", "…241.5亿元、增长6.4%，分居第4、第3位: of the names before, or of the one thing", _names_before),
        Rule("heads", "…年平均气温分别为9、8度，降水量分别为113、46毫米: another quantity of the same", _heads_before),
        Rule("each_kind", "各险种分别完成年任务的102%、96%: of each that was named before", _each_kind),
        Rule(
            "listed",
            "推进省级项目和市级项目建设，分别完成投资204、265亿元: of what the clause before lists",
            _listed_before,
        ),
        Rule("joint", "分别 with one name for all", _joint),
    ),
)
"""A name for each figure: members of the list in front, the names before, or one joint name."""


def _bare(generic: str) -> str:
    return names.without_empty_verb(generic)


def _with_verb(name: str, verb: str, reading: Reading) -> str:
    """A later member with the flow verb of the first."""
    counted = reading.rule.startswith(("G3", "G2"))
    if verb and verb not in ("完成", "实现") and counted and not names.split_verb(name)[0]:
        name = name if names.canonical(name) and not names.canonical(verb + name) else verb + name
    return names.without_empty_verb(name)
