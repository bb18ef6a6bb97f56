"""What a passage is about where its figures do not say so: the plant whose 员工 are counted, the hall whose 展位."""

from __future__ import annotations

from pipelines.extract.prose.predicates import strip_leading
from pipelines.lexicon.cues import words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

REACH = 2
"""A body named in one sentence owns what the next two count."""

_P = patterns("owners")
_W = word_lists("owners")
_PRONOUN = _P["pronoun"]
_MANY = _W["several"]
_EVENT = _P["event"]
_NOUN = _P["noun"]
_SUBJECT = _P["subject"]
_STATEMENT = _P["statement"]


def owner_of(clause: str, before: str) -> str:
    """The plant, company, building, park or industry that is a clause's subject; '' where it has none of them.

    before: the owner so far, which 该中心 refers to.

    >>> owner_of("于2021年底投产的临江电动车生产基地", ""), owner_of("新型显示产业同样亮眼", ""), owner_of("产业结构持续优化", "")
    ('临江电动车生产基地', '新型显示产业', '')
    >>> owner_of("该会展中心总建筑面积约6.6万平方米", "临江国际会展中心")
    '临江国际会展中心'
    """
    match = _SUBJECT.match(strip_leading(clause)) if _NOUN.search(clause) else None
    if not match:
        return ""
    owner = _EVENT.sub("", match["owner"])
    pronoun = _PRONOUN.match(owner)
    if pronoun:
        return before if before.endswith(pronoun["noun"]) else ""
    if len(owner) <= 3 or owner.startswith(_MANY) or _STATEMENT.search(owner):
        return ""
    return owner


def owned(name: str, owner: str) -> str:
    """A name that says nothing without its owner (员工, 展位), with it.

    >>> owned("员工", "临江电动车生产基地"), owned("新增就业", "临江电动车生产基地")
    ('临江电动车生产基地员工', '新增就业')
    """
    return owner + name if owner and name in words("owned_nouns") else name


def is_event(owner: str) -> bool:
    """Whether an owner is a fair, a festival or a meeting, whose guests are its own.

    >>> is_event("第三届茶业博览会"), is_event("临江电动车生产基地"), is_event("")
    (True, False, False)
    """
    return owner.endswith(_W["events"])
