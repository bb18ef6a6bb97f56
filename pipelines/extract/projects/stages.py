"""Where a clause's project names stand and which stage its verbs tell.

A clause has verbs before its object (开工建设甲、乙等项目), a predicate behind its subject (甲、乙等项目加快推进), or both
(推动甲建成投产): then the predicate tells the stage, unless it only repeats that something is built (启动甲建设).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipelines.extract.projects.words import (
    STAGES,
    Stage,
    Verb,
    after,
    before,
    patterns,
    signs,
    with_object,
    word_set,
)
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.stages")

_OPEN, _CLOSE = "（(《“‘[【「『", "）)》”’]】」』"
_MARK = _P["mark"]
_TREATED = _P["treated"]
_NOUN = _P["noun"]
_UNDER_WAY = _P["under_way"]
_PROGRESS = _P["progress"]
_PREDICATE = 48  # characters at the end of a clause in which its predicate is looked for
_CLAUSE = 2400  # a longer clause is no sentence
_YEAR = _P["year"]


@dataclass(slots=True)
class Clause:
    """Text between two marks outside brackets and quotation marks; `mark` is the one behind it ('' at the end)."""

    start: int
    end: int
    mark: str


@dataclass(slots=True)
class Reading:
    """The stretch of a clause that names something, with its verbs.

    shape: before (verbs in front), after (predicate behind), both, inside (a strong verb in the middle), list (no verb).
    strong: a verb that alone shows that something is built.
    """

    start: int
    end: int
    stage: Stage | Literal[""]
    strong: bool
    shape: str
    verbs: tuple[str, ...] = ()
    bare: bool = False
    """The predicate is a bare 建设 or 工作: the object may be the name of a task."""
    told: bool = True
    """Whether the stage is told, and not only that something is done for the work."""
    work: str = ""
    """What is done to the things (改造甲路), which is part of their works' names."""


def clauses(text: str) -> list[Clause]:
    """The clauses of a passage; brackets, titles and quotations are never cut.

    >>> t = "建成甲馆（一期，含乙）、丙园；丁路通车。"
    >>> [(t[c.start:c.end], c.mark) for c in clauses(t)]
    [('建成甲馆（一期，含乙）、丙园', '；'), ('丁路通车', '。')]
    """
    found: list[Clause] = []
    start = depth = 0
    for match in _MARK.finditer(text):
        at = match.start()
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth or char in "。；":
            if char in ",:" and at and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit():
                continue
            if at > start:
                found.append(Clause(start, at, char))
            start, depth = at + 1, 0
    if start < len(text):
        found.append(Clause(start, len(text), ""))
    return found


def pieces(text: str, clause: Clause) -> list[tuple[int, int]]:
    """The clause cut where 、 joins predicates (甲建成通车、乙开工建设), else whole."""
    at = text.find("、", clause.start, clause.end)
    while at >= 0 and text[at - 1] not in signs().cut_behind and text[at + 1 : at + 2] not in signs().cut_before:
        at = text.find("、", at + 1, clause.end)
    if at < 0:
        return [(clause.start, clause.end)] if clause.end > clause.start else []
    return _cut(text, clause)


def _cut(text: str, clause: Clause) -> list[tuple[int, int]]:
    bounds = [clause.start]
    depth_at = None
    for match in patterns()["cut"].finditer(text, clause.start, clause.end):
        at = match.start("dun") if match["dun"] else match.start()
        if at - bounds[-1] < 4 or match["dun"] and match.start() - bounds[-1] < 3:
            continue
        depth_at = _depths(text, clause) if depth_at is None else depth_at
        if not depth_at[at - clause.start]:
            bounds.append(at + 1)
    bounds.append(clause.end + 1)
    return [(a, b - 1) for a, b in zip(bounds, bounds[1:], strict=False) if b - 1 > a]


def _depths(text: str, clause: Clause) -> list[int]:
    depth, found = 0, []
    for char in text[clause.start : clause.end]:
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
        found.append(depth)
    return found


def read_clause(text: str, start: int, end: int) -> Reading | None:
    """The reading of text[start:end], None where nothing is said of a project.

    >>> def r(t):
    ...     x = read_clause(t, 0, len(t)); return x and (t[x.start:x.end], x.stage, x.shape)
    >>> r("加快推进甲桥、乙桥启动建设"), r("甲桥等项目前期工作加快推进"), r("启动甲桥建设")
    (('甲桥、乙桥', 'start', 'both'), ('甲桥等项目', 'preparation', 'after'), ('甲桥', 'start', 'before'))
    """
    if end - start > _CLAUSE or not signs().among(text, start, end):
        return None
    head, verbs = _verbs_before(text, start, end)
    if verbs and head >= end or patterns()["not_after"].search(text, head, end):
        return None
    treated = _TREATED.match(text, start, end)
    if treated:
        return Reading(treated.start(1), treated.end(1), "construction", False, "both", work=treated["work"])
    if verbs:
        return _with_verbs_before(text, head, end, verbs)
    hit = _object_predicate(text, head, end)
    if hit and hit[0] - head >= 2:
        return Reading(head, hit[0], hit[1], False, "after")
    return _with_predicate(text, head, end) or _inside(text, head, end)


def _with_verbs_before(text: str, head: int, end: int, verbs: list[Verb]) -> Reading | None:
    """A clause with verbs in front of its object at `head`: a predicate behind it tells the stage, where there is one."""
    tail, behind = _verbs_behind(text, head, end)
    stage, strong = _stage(verbs)
    if tail - head >= 2 and behind:
        own, own_strong = _stage(behind)
    else:
        tail, behind, own, own_strong = end, [], "", False
    words = tuple(v.word for v in verbs)
    if own:
        if stage == "completion" and word_set("done_with").issuperset(v.word for v in behind):
            own = stage  # 完成甲中学续建
        alone = own in ("preparation", "construction")  # what stands in front adds nothing to them
        sure = own_strong or (strong and own == stage and not alone)
        return Reading(head, tail, own, sure, "both", words)
    hit = _object_predicate(text, head, end)
    if hit:
        return Reading(head, hit[0], hit[1], hit[1] != "preparation", "both")
    if not stage and _goes_on(text, head, tail, verbs, behind):
        stage = "construction"
    done = words[-1] if word_set("done_before").issuperset(words) else ""
    return Reading(head, tail, stage, strong, "before", words, bare=bool(behind), work=done) if stage else None


def _goes_on(text: str, head: int, tail: int, verbs: list[Verb], behind: list[Verb]) -> bool:
    """Whether verbs without a stage still say that something is being built."""
    if any("建设" in v.word for v in behind) or verbs[-1].word in word_set("hasten"):
        return True
    return _UNDER_WAY.search(text, head, tail) is not None


def _with_predicate(text: str, head: int, end: int) -> Reading | None:
    """A clause whose subject at `head` has only a predicate behind it."""
    tail, behind = _verbs_behind(text, head, end)
    if not behind or tail - head < 2:
        return None
    own, strong = _stage(behind)
    if not own:
        return None
    if "即将" in text[tail:end]:  # not yet: what is about to be finished is being built
        own, strong = ("preparation" if own == "start" else "construction"), False
    return Reading(head, tail, own, strong, "after", tuple(v.word for v in behind))


def _verbs_before(text: str, start: int, end: int) -> tuple[int, list[Verb]]:
    """Where the object begins and the verbs in front of it; words between verbs count only before a verb."""
    table, pattern = before(), patterns()["before"]
    verbs: list[Verb] = []
    position = head = start
    while position < end:
        match = pattern.match(text, position, end)
        if match is None or patterns()["not_verbs"].match(text, position, end):
            break
        word = match.group()
        verb = table.get(word)
        position = match.end()
        if verb is not None:
            if _NOUN.match(text, position):
                return start, []
            if verbs and not verb.stage and text[position : position + 1] in "、等":
                break
            verbs.append(verb)
            head = position
        elif not verbs and len(word) > 1:
            head = position
    if verbs and text.startswith("的", head) and verbs[-1].stage == "completion":
        return head + 1, []  # 计划通车的甲线: what the verb tells of it is no predicate
    dated = patterns()["year"].match(text, head, end) if verbs else None
    return dated.end() if dated else head, verbs


def _verbs_behind(text: str, start: int, end: int) -> tuple[int, list[Verb]]:
    """Where the predicate at the end of a clause begins, and its verbs; (end, []) where there is none."""
    near = max(start, end - _PREDICATE)
    match = patterns()["chain"].search(text, near, end) if signs().behind(text, end) else None
    if match is None:
        return end, []
    table = after()
    first, found = end, []
    for hit in patterns()["after"].finditer(text, match.start(), end):
        verb = table.get(hit.group())
        first = min(first, hit.start())
        if verb is not None:
            found.append(verb)
    dated = patterns()["year"].match(text, match.start(), first)
    if dated and dated.end() > dated.start():
        first = match.start()
    return (first, found) if found else (end, [])


def _object_predicate(text: str, start: int, end: int) -> tuple[int, Stage] | None:
    """Where a predicate with an object begins (落地某地, 通过验收, 纳入规划) and its stage."""
    progress = _PROGRESS.search(text, start + 2, end)
    if progress:
        return progress.start(), "construction"
    prepared = _P["prepared"].search(text, start + 2, end)
    if prepared:
        return prepared.start(), "preparation"
    match = patterns()["with_object"].search(text, start + 2, end)
    if match is None or match.end() == end or text[match.start() - 2 : match.start()] == "签约":
        return None
    at = match.start()
    if _P["other_object"].match(text, match.end()):
        return None
    while at > start and (text[at - 1] in "已经均正成功顺利将" or text.endswith("基本", start, at)):
        at -= 1 if text[at - 1] != "本" else len("基本")
    return at, with_object()[match.group()]


def _stage(verbs: list[Verb]) -> tuple[Stage | Literal[""], bool]:
    """The stage that a run of verbs tells: preparation over completion over start over construction."""
    return _stage_of(tuple(verbs))


@lru_cache(maxsize=4096)
def _stage_of(verbs: tuple[Verb, ...]) -> tuple[Stage | Literal[""], bool]:
    words = {v.stage for v in verbs}
    if any(v.word.startswith("主体") or v.word in ("封顶", "合龙") for v in verbs):
        return "construction", True
    for stage in STAGES:
        if stage not in words:
            continue
        told = [v for v in verbs if v.stage == stage]
        if _outweighed(stage, [v.word for v in told], words):
            continue
        return stage, any(v.strong for v in told)
    return "", False


def _outweighed(stage: Stage, told: list[str], stages: set[Stage | Literal[""]]) -> bool:
    """Whether the verbs of a stage say so little that another verb's stage counts: 争取, 完成, 运营 beside building."""
    if stage == "preparation":
        return word_set("wished").issuperset(told) and len(stages - {""}) > 1
    if stage != "completion":
        return False
    done = "start" in stages and set(told) == {"完成"}
    return done or "construction" in stages and word_set("used").issuperset(told)


def _inside(text: str, start: int, end: int) -> Reading | None:
    """A strong verb in the middle of a clause with its object behind it (某公司投资建设甲基地)."""
    match = patterns()["mid_verb"].search(text, start + 1, end)
    if (
        match is None
        or end - match.end() < 3
        or text[match.end()] in "等的"
        or text[start] == "把"
        or patterns()["not_verbs"].match(text, match.start(), end)
        or _P["no_subject"].search(text[start : match.start()])
        or _P["own_work"].match(text, match.end())
    ):
        return None
    verb = before()[match.group()]
    if verb is None or not verb.stage:
        return None
    tail, behind = _verbs_behind(text, match.end(), end)
    own, own_strong = _stage(behind) if tail - match.end() >= 3 else ("", False)
    if tail - match.end() < 3:
        tail = end
    return Reading(
        match.end(),
        tail,
        own or verb.stage,
        own_strong or verb.strong,
        "inside",
        (verb.word,),
        bool(behind) and not own,
    )


def stated_year(text: str, start: int, end: int) -> int | None:
    """The year that a clause itself names outside titles and brackets, the last one before its end; else None."""
    stretch = text[start:end]
    if "20" not in stretch:
        return None
    years = _YEAR.findall(_P["aside"].sub("", stretch))
    return int(years[-1]) if years else None
