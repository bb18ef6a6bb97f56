"""Targets and results without a number (G19): 与经济增长基本同步, 快于经济增长, 与上年持平, 零增长."""

from __future__ import annotations

from functools import cache

from pipelines.extract.facts import Comparison, Context, QualitativeFact
from pipelines.extract.prose import names
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.scope.scope import Scope
from pipelines.extract.prose.sentences import clauses
from pipelines.extract.prose.tokens import Token, scan
from pipelines.lexicon.cues import cues
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("qualitative")
_W = word_lists("qualitative")
_HINT = _P["hint"]
_GROWS = _P["grows"]
_IN_STEP = _P["in_step"]
_FLAT = _P["flat"]
_THAN = _P["than"]
_ZERO = _P["zero"]
_STEADY = _P["steady"]
_SHAPES = ((_IN_STEP, "in_step"), (_FLAT, "flat"), (_THAN, ""), (_ZERO, "zero_growth"), (_STEADY, "steady_growth"))
_FASTER = _W["faster"]


@cache
def _references() -> tuple[str, ...]:
    return tuple(cues()["comparison_reference"]) + _W["references"]


def read_qualitative(text: str, context: Context, tokens: list[Token] | None = None) -> list[QualitativeFact]:
    """All comparisons without a number in a passage; tokens: scan(text), if the caller has it.

    >>> facts = read_qualitative("城乡居民收入增长快于经济增长。", Context(2023, 2023, "target"))
    >>> [(f.indicator, f.comparison, f.statement) for f in facts]
    [('城乡居民收入', 'faster', 'target')]
    """
    if not _HINT.search(text):
        return []
    tokens = scan(text) if tokens is None else tokens
    dates = [t for t in tokens if t.kind == "date"]
    figures = [t for t in tokens if t.kind in ("quantity", "rank", "ratio")]
    scope = Scope(context)
    found: list[QualitativeFact] = []
    last = context.subject
    sentence = -1
    for clause in clauses(text):
        if clause.sentence != sentence:
            sentence, last = clause.sentence, context.subject
        scope.enter(clause, text, [d for d in dates if clause.start <= d.start < clause.end])
        words = text[clause.start : clause.end]
        if any(clause.start <= f.start < clause.end for f in figures):
            frame = scope.frame(clause, text, clause.end, dates, False)
            head = _P["digit"].split(words, maxsplit=1)[0]
            last = _name(_P["verbs_end"].sub("", head)) or last
            continue
        fact = _read(words)
        if fact is None:
            scope.kind.skim(clause, text)
            continue
        name, comparison, phrase_start = fact
        name = name or last
        if not name:
            continue
        frame = scope.frame(clause, text, clause.end, dates, False)
        found.append(
            QualitativeFact(
                clause.start,
                clause.end,
                name,
                comparison,
                words[phrase_start:].strip("，、"),
                "level" if comparison == "flat" else "growth",
                frame.statement,
                frame.year_start,
                frame.year_end,
                "G19." + comparison,
            )  # fmt: skip
        )
        last = name
    return found


def _name(text: str) -> str:
    name = names.without_empty_verb(names.tidy(names.phrase(text)))
    while True:
        match = _GROWS.search(name)
        if not match or match.start() < 2:
            return names.shorten(name)
        name = name[: match.start()]


def _read(words: str) -> tuple[str, Comparison, int] | None:
    for pattern, kind in _SHAPES:
        match = pattern.fullmatch(words)
        if not match:
            continue
        if "ref" in match.groupdict() and kind != "flat" and not any(r in match["ref"] for r in _references()):
            continue
        comparison = kind or ("faster" if match["how"] in _FASTER else "slower")
        if not strip_leading(match["name"]) and kind not in ("in_step", "flat"):
            continue
        return _name(match["name"]), comparison, match.end("name")  # type: ignore[return-value]
    return None
