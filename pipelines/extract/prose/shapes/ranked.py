"""Ranks: 第N behind 居, 列, 排, or behind the field it is ranked in (G12); other ordinals are no figures."""

from __future__ import annotations

from pipelines.extract.prose import names
from pipelines.extract.prose.bases import base_period
from pipelines.extract.prose.measures.model import Reading
from pipelines.extract.prose.ranks import BEGAN, rank_subject
from pipelines.extract.prose.roots import is_head
from pipelines.extract.prose.shapes.compared import FROM
from pipelines.extract.prose.shapes.model import Shaped
from pipelines.lexicon.patterns import patterns

_P = patterns("shapes")
_TO_BEHIND = _P["to_behind"]
_IS_LIST = _P["is_list"]
_TOTAL = "总量"
"""What is ranked by it is the thing itself: 生产总值752亿元，总量排名全市第3位，增长6.2%."""


def rank(s: Shaped) -> bool | None:
    """居全省第3位, 由全国第12位跃升至第9位."""
    figure = s.figure
    began = BEGAN.search(figure.pre) if _TO_BEHIND.match(figure.gap) else None
    subject, found = (figure.pre[: began.start()], True) if began else _subject(s)
    before = s.memory.last()
    if not found and not (figure.joined and before and before.measure == "rank"):
        return True
    _write(s, subject)
    fact = s.memory.last()
    if began and fact and fact.start == figure.token.num_start and not s.is_dated:
        fact.hold_in(*base_period(began["base"], s.writer.scope.years[1]))
        fact.statement = "actual"
    return True


def _subject(s: Shaped) -> tuple[str, bool]:
    """What is ranked, by the words before the figure, by those of the whole clause, or by where it began."""
    subject, found = rank_subject(s.figure.pre)
    if not found:
        subject, found = rank_subject(s.text[s.clause.start : s.figure.token.start])
    start = None if found else FROM.fullmatch(s.figure.pre)
    return (start["subject"], True) if start and _TO_BEHIND.match(s.figure.gap) else (subject, found)


def among_first(s: Shaped) -> bool | None:
    """居全省前3位."""
    token = s.figure.token
    if not s.figure.pre.endswith("前"):
        return None
    subject, found = rank_subject(s.text[s.clause.start : token.start - 1])
    if not found:
        return None
    _write(s, subject)
    return True


def _write(s: Shaped, subject: str) -> None:
    """Write a rank down, if anything names what is ranked."""
    memory = s.memory
    clean = names.tidy(names.phrase(subject))
    carried = not names.has_words(clean) or names.is_empty(clean)
    if carried:
        listed = memory.latest.removeprefix("全国").removeprefix("全省") if _IS_LIST.search(memory.latest) else ""
        topic = listed or ("" if memory.has_facts() else memory.topic)
        name = topic or memory.subject or memory.topic or memory.label
        name = name.removesuffix("降幅") or name  # 下降13%，降幅收窄9个百分点，排名全市第7: the growth has its place
    elif is_head(clean):
        name = memory.root_of(clean) + clean
        memory.subject = memory.subject if clean == _TOTAL and memory.has_facts() else name
    else:
        name = names.without_empty_verb(clean)
        memory.call(name)
    if name:
        s.write(name, Reading("rank", 1, name, "G12.rank"), carried=carried)
