"""The noun that a number counts stands behind it: 新增12家科技型企业."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.prose import names, nouns
from pipelines.extract.prose.measures.model import dimension
from pipelines.extract.prose.naming.model import Named, Unnamed, alone
from pipelines.extract.prose.owners import is_event, owned
from pipelines.extract.prose.rules import Rule, Table
from pipelines.lexicon.cues import words
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("naming")
_W = word_lists("naming")
_LEVEL = _P["level"]
_CEILING = _P["ceiling"]
_THING = _P["thing"]
_DRAWN = _P["drawn"]
_LAST_OF_LIST = _P["last_of_list"]
_BECAME_ALONE = _P["became_alone"]
_MIXED = _P["mixed"]
_CARRIED_OUT = _P["carried_out"]
# 为1000户老人家庭实施改造: what was done for them belongs to the name.
_DONE_FOR = _P["done_for"]
_BESIDE = _W["beside"]
_HAVE = frozenset(_W["have"])
_HELD = frozenset(_W["held"])
_OF_KIND = _W["of_kind"]
_ADDRESSES = "对在为将把向"
_COUNTED = frozenset({"count", "people", "person_times", ""})
_SIZES = frozenset({"area", "land", "length"})
_LONG_LEAD = 16
_LONG_LIST = 8
_LONG_ORDINAL = 9
_LONG_PREDICATE = 24


def noun_behind(u: Unnamed) -> Named | None:
    """The noun behind the number, with what of the words in front belongs to it."""
    moved = u.reading.measure == "change" and u.bare and not u.figure.joined and u.dimension == "count"
    if u.suffix or not (moved or u.reading.measure in ("level", "share")):
        return None
    noun = _noun(u)
    if not noun:
        return None
    noun = u.figure.gap if _is_done_for(u) else _CARRIED_OUT.sub("", noun)
    lead, verb = _lead(u) if not moved else ("", "")
    name = _owned(_of_what(u, lead, noun), u.memory.owner)
    keep = {**alone(name), "verb": verb or (lead if u.bare else ""), "behind": True, "latest": ""}
    return Named(name, False, "G4.behind", keep)


def _is_done_for(u: Unnamed) -> bool:
    figure = u.figure
    return figure.last and figure.pre.endswith(_W["for_whom"]) and _DONE_FOR.fullmatch(figure.gap) is not None


def _of_what(u: Unnamed, lead: str, noun: str) -> str:
    """The noun with the words in front, the whole that it is a part of, or what the figure before counted."""
    if noun in words("part_nouns"):
        return (u.context.subject or u.memory.label or lead) + noun
    name = _what_became(u, noun)
    return name or names.shorten(names.without_empty_verb(names.tidy(lead + noun + _shared_predicate(u, noun, lead))))


def _what_became(u: Unnamed, noun: str) -> str:
    """贫困户301户611人全部脱贫，其中173户稳定脱贫: a number with nothing but what became of those counted before."""
    if not _BECAME_ALONE.fullmatch(noun) or not u.memory.has_facts():
        return ""
    of = u.memory.facts[-1].indicator
    if not names.has_words(u.figure.pre) and of.endswith(noun):
        return of  # 173户349人稳定脱贫
    return names.shorten(of + noun) if u.memory.part or "其中" in u.figure.pre else ""


def _owned(name: str, owner: str) -> str:
    """The guests and contracts of a fair are its own; so are the staff and the stands of a body."""
    return owner + name if _DRAWN.match(name) and is_event(owner) else owned(name, owner)


def _shared_predicate(u: Unnamed, noun: str, lead: str) -> str:
    """8所学校、15个专业入选省级重点: what the last one says became of it is said of all."""
    if lead or u.figure.gap.rstrip("、和及与") != noun:
        return ""
    last = u.i
    while last + 1 < len(u.figures) and u.figures[last + 1].joined and not names.has_words(u.figures[last + 1].pre):
        last += 1
    gap = u.figures[last].gap
    return nouns.predicate_of(gap) if last > u.i and len(gap) <= _LONG_PREDICATE else ""


def _lead(u: Unnamed) -> tuple[str, str]:
    """What of the words in front goes before the noun behind, and the verb that it has."""
    figure, clean, verb = u.figure, u.clean, u.verb
    if figure.pre.endswith(_BESIDE) and not figure.joined:
        return "", ""  # 实施河流治理、5000亩沙区治理: what stands in front is another member
    if u.i and figure.pre.endswith("的"):
        return "", verb  # 20个国家和地区的419家企业: the 419 are firms
    if u.i and figure.pre.endswith("中") and figure.gap[:2] in figure.pre:
        return "", verb  # 27个行业大类中18个行业保持正增长
    if figure.pre.endswith("第"):
        return (clean.removesuffix("第") if len(clean) <= _LONG_ORDINAL else ""), ""
    if u.bare:
        lead = verb or (clean if clean != "等" and clean not in words("prepositions") else "")
        if not lead and (figure.joined or u.memory.behind):
            lead = u.memory.verb
        return lead, verb
    return (verb or names.short_lead(clean) if len(clean) > _LONG_LEAD or _gives_examples(u) else clean), verb


def _gives_examples(u: Unnamed) -> bool:
    """建成西环路等31条公路, 为甲厂、乙厂2户企业融资: who or what some of those are that are counted."""
    addressed = u.clean[0] in _ADDRESSES
    if not u.figure.pre.endswith("等"):
        return addressed and "、" in u.clean
    return addressed or len(u.clean) > _LONG_LIST or not u.figure.gap.startswith(_OF_KIND)  # 智慧环保等9个场景


# where the noun stands


@dataclass(slots=True)
class Behind:
    """The words behind a number that may hold its noun; last: no other number follows in the clause."""

    u: Unnamed
    gap: str
    last: bool
    share: bool

    @property
    def in_size(self) -> bool:
        return _is_size(self.u.unit)


def _is_size(unit: str) -> bool:
    """An area or a length, which a thing has and may also be counted by."""
    return dimension(unit) in _SIZES


def _measures(unit: str) -> bool:
    return dimension(unit) not in _COUNTED


def _noun(u: Unnamed) -> str:
    """The noun that the number counts, where it stands behind it; '' where the name is in front."""
    gap, last, following = u.figure.gap, u.figure.last, u.following
    if following is not None and not gap.strip():  # 301户611人: both numbers are of the noun behind the second
        if not u.bare or following.joined:
            return ""
        gap, last = following.gap, following.last
    return NOUNS.first(Behind(u, gap, last, u.reading.measure == "share")) or ""


def _held_below(b: Behind) -> str | None:
    figure = b.u.figure
    if not (b.share and b.u.tail.verb in _HELD and _CEILING.match(figure.gap)):
        return None
    figure.qualifier = figure.qualifier or "le"
    return ""


def _named_in_front(b: Behind) -> str | None:
    if b.u.bare:
        return None
    tail = b.u.tail
    named = b.share and not b.u.figure.qualifier or tail.kind == "level" and tail.verb not in _HAVE
    return "" if named else None


def _beside(b: Behind) -> str | None:
    figure = b.u.figure
    beside = not figure.joined and figure.pre.endswith(_BESIDE) and _THING.match(b.gap)
    return nouns.noun_behind(b.gap, not b.last, True) if beside else None


def _mixed(b: Behind) -> str | None:
    mixed = b.u.bare and b.u.following and _MIXED.match(b.gap)
    return nouns.noun_behind(b.gap, True, True) if mixed else None


def _of_noun(b: Behind) -> str | None:
    if not b.gap.startswith("的"):
        return None
    sized = b.u.bare and not b.u.tail.kind and not b.u.figure.joined and b.in_size
    if not b.share and not sized:
        return None
    noun = names.tidy(b.gap[1:]) if b.last else nouns.noun_behind(b.gap[1:], True, True)
    return "" if noun in words("plan_nouns") else noun


def _measured(b: Behind) -> str | None:
    u = b.u
    listed = u.figure.joined and not names.has_words(u.figure.pre)
    may_follow = (u.bare or b.share) and (not listed or u.memory.behind and _THING.match(b.gap))
    return None if may_follow else ""


def _counted(b: Behind) -> str:
    u = b.u
    must = u.bare and (not u.tail.kind or u.tail.verb in _HAVE) or u.figure.pre.endswith("等")
    must = must or u.reading.measure == "change"
    level = _noun_of_level(u, b.gap) if not b.last else ""
    noun = level or nouns.noun_behind(b.gap, not b.last, must)
    member = _LAST_OF_LIST.match(noun) if u.figure.joined and u.memory.behind else None
    return member["noun"] if member else noun


def _noun_of_level(u: Unnamed, gap: str) -> str:
    """1个省级、18个市级重点项目: the noun follows once."""
    level = _LEVEL.fullmatch(nouns.noun_behind(gap, True, True))
    if not level or not u.following:
        return ""
    shared = nouns.noun_behind(u.following.gap, True, True)
    own = _LEVEL.match(shared)
    return level.group() + shared[own.end() :] if own and len(shared) > own.end() else ""


NOUNS: Table[Behind, str] = Table(
    "names.behind",
    (
        Rule("held_below", "失业率控制在5%以内: a ceiling, of the words in front", _held_below),
        Rule("named_in_front", "a share or a level that has its name in front", _named_in_front),
        Rule(
            "beside", "实施河流治理、5000亩沙区治理: another member of what is done, with its size", _beside, _is_size
        ),
        Rule("mixed", "实施31公里农村公路、1万亩农田水利建设: things with their sizes", _mixed, _is_size),
        Rule("of_noun", "占地500亩的产业园: behind 的", _of_noun),
        Rule("measured", "a measured quantity is of what stands in front, if anything does", _measured, _measures),
        Rule("counted", "新增12家科技型企业: what is counted, up to where its predicate begins", _counted),
    ),
    of=lambda b: b.u.figure.token.unit,
)
"""Where the noun of a number stands; '' says that it is not behind it."""
