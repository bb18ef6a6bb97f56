"""The noun that stands behind a number, up to what is said of it: 12家科技型企业入选省级名单 counts 科技型企业."""

from __future__ import annotations

from functools import lru_cache

from pipelines.extract.prose.names import split_verb, tidy
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("nouns")
_W = word_lists("nouns")
_NOUN_BEGIN = _P["noun_begin"]
_BODY_DONE = _P["body_done"]
_JOINED = _P["joined"]
_MARKS_PASSED = _P["marks_passed"]
_PREDICATE = _P["predicate"]
_CARRIED_THROUGH = _P["carried_through"]
_END = _P["end"]
_SOFT = _P["soft"]
_VERB_OF_NEXT = _P["verb_of_next"]
_LATE_ADVERB = _P["late_adverb"]
_NOUN_VERBS = frozenset(_W["noun_verbs"])
_MARKS_REACHED = frozenset(_W["marks_reached"])
_LONG_NOUN = 12


@lru_cache(maxsize=8192)
def noun_behind(text: str, cut: bool, counted: bool = False) -> str:
    """The noun that a number counts, from the text behind it; '' where that begins with a verb or a mark.

    cut: another number follows in the clause, so the noun ends where a predicate begins.
    counted: the number has nothing before it, so what stands behind is the noun even if it begins like a verb.

    >>> noun_behind("重点项目累计完成投资", True), noun_behind("项目建成投产", False), noun_behind("以上", False)
    ('重点项目', '项目建成投产', '')
    >>> noun_behind("自然保护地优化整合取得阶段性成效", False), noun_behind("纳入市级行动项目完成投资", True, True)
    ('自然保护地', '纳入市级行动项目')
    """
    if not text or not _NOUN_BEGIN.match(text) or _MARKS_PASSED.match(text) or _begins_like_verb(text, counted):
        return ""
    if cut and _JOINED.match(text):
        return ""
    noun = _before_predicate(text, cut)
    if noun in _MARKS_REACHED:
        return ""
    noun = _before_next(noun) if cut else _before_clause(noun)
    return tidy(_LATE_ADVERB.sub("", noun) if len(noun) > 3 else noun)


def _begins_like_verb(text: str, counted: bool) -> bool:
    """Whether what stands behind a number is said of it and is no noun; counted: a flow verb may begin the noun."""
    flow = "" if counted else split_verb(text)[0]
    if flow and flow not in _NOUN_VERBS:
        return True
    return _END.match(text) is not None and not text.startswith("总")


def _before_predicate(text: str, cut: bool) -> str:
    """The words up to what is said of them; where another number follows, weaker words end them too."""
    least = 2 if cut else 4
    work = None if cut else _CARRIED_THROUGH.search(text, 2)
    if work and not _END.search(text, least, work.start()):
        return _LATE_ADVERB.sub("", text[: work.start()]) + work["work"]  # 120个老旧小区已全部完成改造
    for match in (_SOFT if cut else _END).finditer(text):
        if match.start() >= least and not text.startswith("的", match.end()) and not _open_quote(text[: match.start()]):
            return text[: match.start()]
    return text


def _before_next(noun: str) -> str:
    """The noun before another number of the clause: without that one's verb, connector or clause."""
    noun = _VERB_OF_NEXT.sub("", noun) or noun
    if noun.endswith(_W["joints"]):
        return noun[:-1]
    first, mark, rest = noun.partition("、")
    return first if mark and starts_anew(rest) else noun


def _before_clause(noun: str) -> str:
    """The last noun of a clause; of a long list the first member, unless quotation marks hold it together."""
    first, mark, rest = noun.partition("、")
    if not mark or len(noun) <= _LONG_NOUN or _open_quote(first):
        return noun
    body = _BODY_DONE.match(first) if "等" in rest else None  # 3家电厂脱硫、脱硝等项目: of what is done to them
    return body["body"] if body else first


def starts_anew(text: str) -> bool:
    """Whether the words behind a mark begin another statement: a flow verb or a generic head (资金, 总投资)."""
    return bool(split_verb(text)[0]) or any(text.startswith(head) for head in _W["new_heads"])


def _open_quote(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count("（") > text.count("）")


def without_predicate(noun: str) -> str:
    """A noun without what became of it: 产业园竣工投产 → 产业园."""
    while match := next((m for m in _PREDICATE.finditer(noun, 2) if m.end() == len(noun)), None):
        noun = _LATE_ADVERB.sub("", noun[: match.start()])
    return noun


def predicate_of(gap: str) -> str:
    """What became of the things that are counted: 专业入选省级重点 → 入选省级重点; '' where nothing is said.

    >>> predicate_of("专业入选省级重点"), predicate_of("专业"), predicate_of("重点项目实施智能化改造")
    ('入选省级重点', '', '实施智能化改造')
    """
    found = _PREDICATE.search(gap, 2)
    if found:
        return gap[found.start() :]
    work = _CARRIED_THROUGH.search(gap, 2)
    return work["work"] if work else ""
