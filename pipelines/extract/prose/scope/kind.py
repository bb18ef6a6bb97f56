"""The kind of statement that holds, and how far the word that said so reaches."""

from __future__ import annotations

import re

from pipelines.documents.model import Role, Statement
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.sentences import Clause
from pipelines.lexicon.patterns import patterns
from pipelines.lexicon.word_lists import word_lists

_P = patterns("scope")
_W = word_lists("scope")
_ANNOUNCED = _P["announced"]
_CUE = _P["cue"]
_GOAL_LABEL = _P["goal_label"]
_FORESEEN = _P["foreseen"]
_BUILT = frozenset({"规划建设"})
"""Words of planning that a review uses of what was begun (规划建设22个特色小镇)."""
_COLONS = "：:"
_LONGEST_SOURCE = 12


class Kind:
    """Follows the kind of statement from clause to clause.

    ground: what holds where no cue says otherwise; a turn may change it. reach: how far the last cue reaches: '' where
    none holds, the clause, the clauses that carry on its subject (carried), or the sentence. told: what the last figure
    of the part was; nested: an estimate was said in passing, among results.
    """

    def __init__(self, ground: Statement) -> None:
        self.ground = self.statement = ground
        self.reach = ""
        self.told: Statement | None = None
        self.nested = False
        self.foreseen = False
        """Whether 预计（下同） has called the statistics from here on estimates."""
        self.goal = False
        """Whether the sentence stands behind the label of a goal, which is a year's where no other time is said."""

    def say(self, statement: Statement, reach: str) -> None:
        """A word has said the kind of statement."""
        self.statement, self.reach = statement, reach

    def rest(self) -> None:
        """No cue holds any longer."""
        self.statement, self.reach = self.ground, ""

    def turn(self, role: Role) -> None:
        """A sentence has turned to the plan, or back to the review, and the passage with it."""
        if role == "plan" and self.ground == "actual":
            self.ground = self.statement = "target"
        elif role == "review" and self.ground == "target":
            self.ground = self.statement = "actual"

    def year(self, year: int | None, first: int | None, own: int | None) -> None:
        """A year is said: one to come is a target, one before those that are planned a result."""
        if not year or not own:
            return
        if self.ground == "actual" and year > own and self.statement == "actual":
            self.say("target", "sentence")
        if self.ground == "target" and first and year < first:
            self.say("actual", "sentence")

    # from clause to clause

    def end_part(self) -> None:
        """超4500亿元，预计全年突破5000亿元；增加值增长29%: an estimate that was said in passing ends with its part."""
        if self.nested:
            self.rest()
        self.nested = False

    def begin_sentence(self) -> None:
        """A new sentence stands on the ground."""
        self.nested = self.goal = False
        self.rest()

    def shorten_reach(self, before: str) -> None:
        """A cue inside a clause reaches over the clauses that have no subject of their own, and not over a semicolon."""
        if self.reach in ("carried", "clause") and before == ";":
            self.rest()
        elif self.reach == "clause" and before not in ("(", ")"):
            self.reach = "carried"

    # what governs a figure

    def at(self, clause: Clause, text: str, position: int, carried: bool) -> Statement:
        """The kind of statement of a figure; carried: it has no subject of its own."""
        if self.reach == "carried" and not carried:
            self.rest()
        self._cues(clause, text, position)
        if self.statement == "target" and self.ground == "actual" and text[position - 1 : position] == "了":
            self.say("actual", "")  # 规划建设了18个园区
        self.told = self.statement
        return self.statement

    def skim(self, clause: Clause, text: str) -> None:
        """A clause without figures may still set the statement for the ones behind it (主要预期目标是：)."""
        if self.reach == "carried":
            self.rest()
        if text[clause.end : clause.end + 1] in _COLONS and _GOAL_LABEL.fullmatch(text, clause.start, clause.end):
            self.say("target", "sentence")  # 目标任务：改造学校8所
            self.goal = True
            return
        self._cues(clause, text, clause.end)
        if self.reach != "clause":
            return
        words = text[clause.start : clause.end]
        if self.statement == "estimate" and words.startswith(_W["sources"]) and len(words) <= _LONGEST_SOURCE:
            self.reach = "sentence"  # 据统计预测，全县…
        elif text[clause.end : clause.end + 1] in _COLONS:
            return
        elif words.endswith(_W["goals"]):
            self.reach = "sentence"
        else:
            self.rest()

    def _cues(self, clause: Clause, text: str, position: int) -> None:
        if self.ground == "actual" and _ANNOUNCED.search(text, clause.start, min(position + 1, clause.end + 2)):
            self.ground = self.statement = "target"  # 主要预期目标是…: also of the sentences behind it in the passage
        for match in _CUE.finditer(text, clause.start, min(position, clause.end)):
            said = self._said_by(match)
            if said is None:
                continue
            self.foreseen = self.foreseen or said == "estimate" and _FORESEEN.match(text, match.end()) is not None
            head = not strip_leading(text[clause.start : match.start()]).strip("，、 ")
            head = head and not (self.ground == "actual" and "计划" in match.group())
            self.say(said, "sentence" if head or text[match.end() : match.end() + 1] in _COLONS else "clause")

    def _said_by(self, cue: re.Match[str]) -> Statement | None:
        """The kind of statement that a cue makes of what follows; None where it says nothing new."""
        if cue.lastgroup == "estimate":
            self.nested = self.nested or self.told == "actual"
            return "estimate"
        if cue.lastgroup == "target" and not (cue.group() in _BUILT and self.ground == "actual"):
            return "target"
        turned = cue.lastgroup == "actual" and self.ground == "target"
        return "actual" if turned or cue.group().startswith("实际") else None
