"""The projects that a stretch of text names: clause by clause, with stage, statement, year and amount."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipelines.documents.model import Statement
from pipelines.extract.projects.names import Name, amount_in, may_name, names_in
from pipelines.extract.projects.stages import Clause, Reading, clauses, pieces, read_clause, stated_year
from pipelines.extract.projects.told import NEEDED, settled
from pipelines.extract.projects.words import Stage, after, patterns
from pipelines.lexicon.forms import firsts
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.mentions")

_LABEL = _P["label"]
_HEAD_YEAR = _P["head_year"]
_YEAR_BEGINS, _PROMISE_BEGINS = firsts(_HEAD_YEAR), firsts(_P["promised"])


@dataclass(frozen=True, slots=True)
class Place:
    """What a stretch of text inherits: statement, year, and where it stands."""

    statement: Statement
    year: int | None
    section: str | None
    topic: str | None
    cell: bool = False


@dataclass(slots=True)
class Mention:
    """A project named in a text that was read; the name's span is in that text, `quote` the clause or the table's row."""

    name: Name
    stage: Stage | None
    statement: Statement
    year: int | None
    quote: str
    amount: tuple[str, str] | None = None


@dataclass(slots=True)
class Clock:
    """The year that a text has last named at the head of a clause; `published` is what 去年 and 今年 refer to.

    Only in a newspaper's text does it go on from paragraph to paragraph (`lasting`): reports have headings for it.
    """

    published: int | None = None
    lasting: bool = False
    year: int | None = None
    ahead: bool = False
    """The year was named as a distant aim (到2027年): outside a newspaper it holds for its sentence only."""

    def hear(self, head: str, own: int | None = None) -> None:
        """Take the year at the head of a clause, if there is one; `own` is the year that the section is about."""
        match = _HEAD_YEAR.match(head)
        if match is None:
            return
        if match[1]:
            self.year = int(match[1])
            self.ahead = match[0].startswith("到") or own is not None and self.year > own
        elif self.published:
            self.year = self.published - 1 if match[2] else self.published

    def close(self, mark: str) -> None:
        """Forget a distant aim's year at the end of its sentence."""
        if mark == "。" and self.ahead and not self.lasting:
            self.year, self.ahead = None, False


def mentions(text: str, place: Place, region: tuple[str, ...] = (), clock: Clock | None = None) -> list[Mention]:
    """The projects that a passage or a cell's line names, in order."""
    clock = clock or Clock()
    if not clock.lasting:
        clock.year, clock.ahead = None, False
        if not patterns()["any"].search(text):
            return []
    reader = _Reader(text, place, region, clock)
    for clause in clauses(text):
        if clause.mark == "：" and _LABEL.match(text, clause.start, clause.end + 1):
            if place.cell:
                reader.found += _labelled(text, clause, place, region)
            continue
        if text[clause.start] in _YEAR_BEGINS:
            clock.hear(text[clause.start : clause.start + 12], place.year)
        for start, end in pieces(text, clause):
            reader.take(start, end, clause.mark)
        if clause.mark in "。；":
            reader.close(clause.mark)
    return _disjoint(reader.found)


@dataclass(slots=True)
class _Reader:
    """A passage as far as its clauses are read.

    since: where in `found` the mentions of the clause before begin. opener, waiting: the members of a list that commas
    cut, until its 等 comes.
    """

    text: str
    place: Place
    region: tuple[str, ...]
    clock: Clock
    found: list[Mention] = field(default_factory=list)
    since: int = 0
    opener: Reading | None = None
    waiting: list[Reading] = field(default_factory=list)

    def take(self, start: int, end: int, mark: str) -> None:
        """Read a piece of a clause; `mark` ends the clause."""
        promised = _promised(self.text[start:end]) if self.text[start] in _PROMISE_BEGINS else None
        if promised:
            self.found[self.since :] = [_sped(mention, promised) for mention in self.found[self.since :]]
            return
        reading = read_clause(self.text, start, end)
        if reading is not None:
            open_list = reading.shape == "before" and mark == "，" and "等" not in self.text[start:end]
            self.opener, self.waiting = (reading if open_list else None), []
            self._add(self._told(reading, Clause(start, end, mark)))
        elif self.opener is not None:
            self._wait(self.opener, start, end, mark)

    def _wait(self, opener: Reading, start: int, end: int, mark: str) -> None:
        """A clause without a verb behind an open list is its member; 等…项目 closes the list."""
        self.waiting.append(Reading(start, end, opener.stage, opener.strong, "list", opener.verbs))
        if _closes(self.text, start, end):
            for each in [opener, *self.waiting]:
                self._add(self._told(replace(each, shape="list"), Clause(start, end, mark)))
            self.waiting, self.opener = [], None

    def _told(self, reading: Reading, clause: Clause) -> list[Mention]:
        return _mentions(self.text, reading, clause, self.place, self.region, self.clock)

    def _add(self, told: list[Mention]) -> None:
        self.since = len(self.found) if told else self.since
        self.found += told

    def close(self, mark: str) -> None:
        """End a sentence or a part of one: lists and promises do not reach beyond it."""
        self.opener, self.waiting, self.since = None, [], len(self.found)
        self.clock.close(mark)


def _promised(clause: str) -> Stage | None:
    """What a clause without a subject promises of the works named before it (确保年内开工); None where it promises nothing.

    >>> _promised("确保按时开工"), _promised("力争年底前建成投用"), _promised("确保质量")
    ('start', 'completion', None)
    """
    match = _P["promised"].fullmatch(clause)
    verb = after().get(match["what"]) if match else None
    return verb.stage if verb and verb.stage and verb.stage in ("start", "completion") else None


def _sped(mention: Mention, stage: Stage) -> Mention:
    """A work that is to be built, at the stage that the next clause promises; one that was begun stays as it is."""
    if mention.statement != "target" or mention.stage != "construction":
        return mention
    return replace(mention, stage=stage)


def _closes(text: str, start: int, end: int) -> bool:
    return bool(_P["closing"].search(text[start:end]))


def _labelled(text: str, clause: Clause, place: Place, region: tuple[str, ...]) -> list[Mention]:
    """The project that a label of a completion cell names, at the stage that the sentence behind it tells; and those
    that it lists in brackets."""
    stop = text.find("\n", clause.end)
    body = text[clause.end + 1 : stop if stop > 0 else len(text)]
    stage = stage_of_text(body)
    if stage is None:
        return []
    reading = Reading(clause.start, clause.end, stage, True, "label")
    names = [n for n in names_in(text, reading, region) if n.confidence >= 0.7]
    if len([n for n in names if not n.rule.endswith("bracket")]) != 1:
        return []
    quote = text[clause.start : clause.end + 1 + len(body)]
    return [Mention(name, stage, place.statement, place.year, quote) for name in names]


_PREPARING = _P["preparing"]
_BUILDING = _P["building"]
_DONE = _P["done"]


def stage_of_text(text: str) -> Stage | None:
    """The stage that a completion's wording tells: what is still being prepared, then built, then done.

    >>> stage_of_text("完成选址"), stage_of_text("2号楼完成三层施工"), stage_of_text("完成综合楼建设"), stage_of_text("甲")
    ('preparation', 'construction', 'completion', None)
    """
    if _P["finished"].search(text):
        return "completion"
    if _PREPARING.search(text):
        return "preparation"
    if _BUILDING.search(text):
        return "construction"
    return "completion" if _DONE.search(text) else None


def _mentions(
    text: str, reading: Reading, clause: Clause, place: Place, region: tuple[str, ...], clock: Clock
) -> list[Mention]:
    if not reading.stage or not may_name(text, reading.start, reading.end):
        return []
    if NEEDED.search(text, reading.start, reading.end):
        return []
    reading = settled(text, clause.start, clause.end, reading)
    names = names_in(text, reading, region)
    if not names:
        return []
    span = (min(clause.start, reading.start), clause.end)
    statement, year = _when(text, span, reading, place, clock)
    amount = amount_in(text, *span) if len(names) == 1 else None
    stage = reading.stage if reading.told else None
    return [Mention(name, stage or None, statement, year, text[slice(*span)], amount) for name in names]


def _when(
    text: str, clause: tuple[int, int], reading: Reading, place: Place, clock: Clock
) -> tuple[Statement, int | None]:
    """Statement and year: the section's, unless the text's own words say otherwise around the name."""
    around = text[clause[0] : reading.start] + "|" + text[reading.end : clause[1]]
    statement, year = place.statement, clock.year or place.year
    if clock.year and place.statement == "actual" and clock.published and clock.year > clock.published:
        statement = "target"
    if place.statement == "actual":
        if patterns()["cue_estimate"].search(around):
            statement = "estimate"
        elif patterns()["cue_target"].search(around):
            statement = "target"
    own = stated_year(text, clause[0], reading.start) or stated_year(text, reading.end, clause[1])
    if own is not None and year is not None and own != year and abs(own - year) <= 10:
        if place.statement == "actual" and own > year:
            statement = "target" if statement == "actual" else statement
        year = own
    return statement, year


def _disjoint(found: list[Mention]) -> list[Mention]:
    """Mentions in order, the surer one where two overlap."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.name.start, -m.name.confidence, -m.name.end)):
        if kept and mention.name.start < kept[-1].name.end:
            if mention.name.confidence > kept[-1].name.confidence:
                kept[-1] = mention
        else:
            kept.append(mention)
    return kept
