"""What a clause says before its figures, or without any: the place, the subject, the whole that is divided."""

from __future__ import annotations

from pipelines.documents.frame.place import leads, listed, returns
from pipelines.extract.facts import Context
from pipelines.extract.prose import names, nouns
from pipelines.extract.prose.figures import Figure, without_marks
from pipelines.extract.prose.memory import Memory
from pipelines.extract.prose.places import circle_at, zone_at
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.writing.implied import GROWTH
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("openings")
_W = word_lists("openings")
_BREAKDOWN = _P["breakdown"]
_WITHIN = _P["within"]
_THREE_BRANCHES = _P["three_branches"]
_TOPIC_VERB = _P["topic_verb"]
_STREAK_CLAUSE = _P["streak_clause"]
_ENTERED = _P["entered"]
_BRANCH = _P["branch"]
_PASSED = _P["passed"]
_WHILE = _P["while"]
_GOAL = _P["goal"]
_MOVED_LABEL = _P["moved_label"]
_WITH = _P["with_amount"]
LISTED = _P["listed"]
"""What stands between the members of a list."""
_COLONS = ("：", ":")
_LONGEST_LABEL = 24
_TOPIC_LENGTH = range(4, 21)
_SUBJECT_LENGTH = range(2, 31)


# a clause without figures


def open_subject(clause: Clause, text: str, memory: Memory, context: Context) -> None:
    """A clause without figures may name the subject, the parts or the place of the figures that follow."""
    words = without_marks(text[clause.start : clause.end])
    stripped = strip_leading(words)
    if words.endswith("其中"):
        memory.divide_last()
        return
    if text[clause.end : clause.end + 1] in _COLONS and len(words) <= _LONGEST_LABEL:
        moved = _MOVED_LABEL.fullmatch(stripped)
        memory.introduce(names.tidy(stripped), is_goal=moved is not None or _GOAL.search(words) is not None)
        memory.moved = moved["verb"] if moved else ""
        return
    if clause.bracket:
        return
    memory.listed = words if LISTED.search(words) else ""
    within = _WITHIN.fullmatch(words)
    if _BREAKDOWN.fullmatch(words):
        memory.divide(GROWTH.sub("", memory.subject) or _W["industry"][0] * bool(_THREE_BRANCHES.search(words)))
    elif within:
        memory.breakdown = within["quantity"]
    elif not (memory.has_facts() and _STREAK_CLAUSE.match(words) and not _ENTERED.search(words)):
        _open_topic(words, stripped, memory, context)
        memory.go_to(zone_at(stripped)[0] or memory.region)
        memory.enter_circle(circle_at(stripped)[0] or memory.circle)


def _open_topic(words: str, stripped: str, memory: Memory, context: Context) -> None:
    """工业经济稳步增长: what a clause says something of; else the noun that it consists of."""
    passed = _PASSED.search(stripped)
    if passed and passed.start() in _SUBJECT_LENGTH:  # 生产总值突破千亿元，达1082亿元
        memory.speak_of(names.without_empty_verb(names.tidy(strip_leading(stripped[: passed.start()]))))
        return
    entered = _ENTERED.search(words)
    if entered:
        memory.speak_of(names.tidy(entered["list"]))
        return
    branch = _BRANCH.match(words) if "行业" in words else None
    if branch:
        memory.speak_of(branch["subject"])
        return
    verb = _TOPIC_VERB.search(words)
    if verb and verb.start() in _SUBJECT_LENGTH:
        memory.speak_of(_WHILE.sub("", names.tidy(strip_leading(words[: verb.start()]))))
        return
    noun = nouns.noun_behind(stripped, False)
    if not noun and not context.subject:
        noun = names.tidy(names.split_verb(stripped)[1])
    if len(noun) in _TOPIC_LENGTH and "《" not in words and (not memory.has_facts() or noun != stripped):
        memory.topic = noun


# the place that leads the figures of a clause


def open_place(figure: Figure, memory: Memory, context: Context) -> None:
    """A zone or a place that leads a clause is that of its figures and of those behind it; `pre` loses its name."""
    head = strip_leading(figure.pre)
    zone, end = zone_at(head)
    if zone and end < len(head) and zone not in context.region:
        memory.go_to(zone)
        return
    circle, whole = circle_at(head)
    if circle and whole:
        memory.enter_circle(circle)
        figure.pre = head[len(circle) :]
        return
    own = context.region_code or None
    place, end = leads(head, own)
    if not place and "、" in head:
        place, end = listed(head, own)
    if place and names.split_verb(head)[0] != place:  # 新建 is a district and a verb
        memory.go_to(place)
        figure.pre = head[end:]
        _take_with(figure, memory)
    elif memory.is_away() and returns(figure.pre.lstrip("，、；: ")):
        memory.go_home()


def _take_with(figure: Figure, memory: Memory) -> None:
    """常州以1.08万亿元的GDP总量居首, 唐山以1万亿元紧随其后: the name stands behind the number, or was said before."""
    if figure.pre != "以":
        return
    named = _WITH.match(figure.gap)
    figure.pre, figure.gap = (named["name"], "") if named else (memory.subject, "")
