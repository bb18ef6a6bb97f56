"""What a passage has said so far: the names that the next figure may leave out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipelines.extract.facts import Fact
from pipelines.extract.prose.owners import REACH, owner_of
from pipelines.extract.prose.roots import fitted, is_proportion
from pipelines.lexicon.patterns import patterns

_P = patterns("memory")
_COMPLETED = _P["completed"]
_FUND_OF = _P["fund_of"]
_OTHER_ACCOUNT = _P["other_account"]
_COMPOSED, _COMPOSED_OF = "三次产业结构中", "增加值占比"


@dataclass(slots=True)
class Memory:
    """Names and facts of the sentence being read; subject, root and label outlive it.

    subject: the last full name, which an empty subject repeats. root: the last name that stands by itself, which a
    generic head (金额) is of. verb: the flow verb that the members of a list share. topic: a subject that a clause
    without figures has named; latest: such a topic, named after the last figure. behind: the last name stood behind its
    number. region: a place other than the document's. breakdown: what 按经营地分 divides. part: the sentence has come to
    其中. label: what stands before the colon. open_words: the words in front of a bracket.
    """

    subject: str = ""
    root: str = ""
    label: str = ""
    moved: str = ""
    """The verb of a label that says how what it lists has moved (上涨的有：食品3%、衣着1%)."""
    verb: str = ""
    topic: str = ""
    latest: str = ""
    region: str = ""
    circle: str = ""
    """A circle of several places that the sentence began with; what is said of the economy as a whole is its own."""
    breakdown: str = ""
    divided: str = ""
    """What the sentence before divided: 分经济类型看… is followed by 分三大门类看… of the same thing."""
    open_words: str = ""
    outside: tuple[str, str, bool] | None = None
    """Subject and root in front of the bracket that is being read, and whether its sentence had come to 其中."""
    behind: bool = False
    part: bool = False
    parts_from: int = 0
    """Where the facts of the parts begin."""
    owner: str = ""
    """The plant, building or industry that the last sentences are about, and how many sentences ago it was named."""
    owner_age: int = 0
    structure_base: tuple[int | None, int | None] | None = None
    """The period of the first of two compositions (由上年的a:b:c调整为d:e:f) while its values are read."""
    members: tuple[str, ...] = ()
    """What the numbers of the last composition (a:b:c) are the shares of."""
    base: int | None = None
    """The year that growths are measured from in what follows: 比2012年（下同）."""
    heads: tuple[str, ...] = ()
    """What the members of the last list of the sentence begin with, for a list that goes on with another quantity."""
    listed: str = ""
    """The words of the clause before, where they list what the figures of the next clause are of."""
    fund: str = ""
    """The insurance fund whose sides are told (支出, 滚存结余 without its name)."""
    whole_fund: str = ""
    """The same before 其中: what the next sentence tells is of it again."""
    facts: list[Fact] = field(default_factory=list)
    """All facts of the passage."""
    since: int = 0
    """Where the facts of the part between semicolons begin."""
    first: int = 0
    """Where the facts of the sentence begin."""

    def new_sentence(self, place: str = "") -> None:
        """Forget what holds only within a sentence; place: where its figures are, if not in the document's own place."""
        self.divided = self.breakdown
        self.members = self.heads = ()
        self.listed = ""
        self.verb = self.topic = self.latest = self.circle = self.breakdown = self.label = self.moved = ""
        self.region = place
        self.behind = self.part = False
        self.first = self.since = len(self.facts)
        self.fund = self.whole_fund or self.fund
        self.owner_age += 1
        if self.owner_age > REACH:
            self.owner = ""

    def new_part(self) -> None:
        """Begin the part behind a semicolon; a topic that has had its figures is over."""
        self.since = len(self.facts)
        self.moved = ""
        if self.has_facts():
            self.topic = ""

    def add(self, fact: Fact) -> None:
        """A figure has been read."""
        self.facts.append(fact)
        name = fact.indicator
        if "保险" in name or "社保" in name:
            self._tell_of(name)
        elif self.fund and _OTHER_ACCOUNT.search(name):
            self.fund = self.whole_fund = ""

    def _tell_of(self, name: str) -> None:
        """Keep the fund that a name is of."""
        found = _FUND_OF.match(name)
        if found:
            self.fund = found["fund"]
            self.whole_fund = self.whole_fund if self.part else self.fund

    # where the sentence is

    def go_to(self, place: str) -> None:
        """The figures that follow are of another place than the document's."""
        self.region = place

    def enter_circle(self, circle: str) -> None:
        """The sentence is about a circle of several places."""
        self.circle = circle

    def is_away(self) -> bool:
        """Whether the sentence has left the document's own place."""
        return bool(self.region or self.circle)

    def go_home(self) -> None:
        """The figures that follow are of the document's own place."""
        self.region = self.circle = ""

    # what the sentence is about

    def introduce(self, label: str, *, is_goal: bool) -> None:
        """A label before a colon is what its figures are of; 目标: says only which kind of statement they are."""
        self.label = label
        if not is_goal:
            self.topic = label
            self.latest = label if self.has_facts() else self.latest

    def speak_of(self, topic: str) -> None:
        """A clause has said what became of a subject: the next figure is of it, whatever came before."""
        self.topic = self.latest = topic

    def divide(self, subject: str) -> None:
        """按经营地分: the figures that follow are parts of what the sentence before divided, or of the subject."""
        self.breakdown = self.divided or subject

    def divide_last(self) -> None:
        """其中: the figures that follow are parts of what those before have counted."""
        self.part, self.parts_from = True, len(self.facts)

    def listed_all(self, last: str, heads: tuple[str, ...]) -> None:
        """A list has had its figures; heads: what its members begin with."""
        self.call(last)
        self.verb = ""
        self.heads = heads

    def compose(self, topic: str, members: tuple[str, ...]) -> None:
        """A composition (a:b:c) begins: what it is of, and what its numbers are the shares of."""
        self.topic = topic
        self.members = members

    def own(self, clause: str) -> None:
        """Keep the body that a clause is about."""
        owner = owner_of(clause, self.owner)
        if owner:
            self.owner, self.owner_age = owner, 0

    def has_facts(self) -> bool:
        """Whether the sentence has given a figure."""
        return len(self.facts) > self.first

    def last(self) -> Fact | None:
        """The last fact of the sentence."""
        return self.facts[-1] if len(self.facts) > self.first else None

    def of_sentence(self) -> list[Fact]:
        """The facts of the sentence."""
        return self.facts[self.first :]

    def whole_before(self, position: int, part: Fact) -> int | None:
        """Where the fact stands that 其中 at `position` divides: the nearest amount in the part's unit, else the first fact."""
        said = [i for i in range(self.first, len(self.facts)) if self.facts[i].end <= position]
        alike = [
            i
            for i in said
            if self.facts[i].measure == "level" and self.facts[i].unit == part.unit and self.facts[i].whole is None
        ]
        return alike[-1] if alike else said[0] if said else None

    def keep(self, **said: Any) -> None:
        """Remember what a rule has found; the names are those of the fields."""
        for field_, value in said.items():
            setattr(self, field_, value)

    def bracket(self, inside: bool) -> None:
        """What is named in brackets names nothing behind them: 税收45亿元（含契税3亿元），增长6% is of all taxes."""
        if inside and self.outside is None:
            self.outside = (self.subject, self.root, self.part)
            self.part = False  # 其中：一般债39亿元（还本5亿元，付息34亿元）: what the bracket gives is of the part
        elif not inside and self.outside is not None:
            self.part = self.outside[2]
            if self.outside[0]:
                self.subject, self.root = self.outside[:2]
            self.outside = None

    def open_bracket(self, words: str) -> None:
        """Keep the words in front of a bracket: what follows it goes on with them."""
        self.open_words = words

    def call(self, name: str) -> None:
        """The figure was of this name, which stands by itself; a mean hands on what it is the mean of (年均引进, 累计引进)."""
        self.subject = self.root = name.removeprefix("年均") or name
        self.latest = ""

    def understood(self) -> str:
        """The name of a figure that names nothing: a topic just named, or the name before."""
        return self.topical() or self.subject or self.label

    def topical(self) -> str:
        """The topic that an unnamed figure is of; '' where it is of the figure before."""
        if self.latest:
            return self.latest
        return self.topic if self.topic and (not self.has_facts() or not self.subject) else ""

    def prior(self, count: int) -> tuple[str, ...] | None:
        """The last `count` different names of the sentence; None where there are fewer."""
        found: list[str] = []
        for fact in reversed(self.of_sentence()):
            name = fact.indicator
            if fact.rule.endswith(".completion"):
                name = _COMPLETED.sub("", name)  # 分别完成计划的101%和120%，分别增长…: of the amounts
            if name.startswith(_COMPOSED):  # 三次产业结构为a:b:c，贡献率分别为…: of the industries, not of their shares
                name = name.removeprefix(_COMPOSED).removesuffix(_COMPOSED_OF)
            if name not in found:
                found.append(name)
            if len(found) == count:
                return tuple(reversed(found))
        return None

    def percentage_of(self, name: str) -> Fact | None:
        """The first growth or share of this name in the sentence."""
        for fact in self.of_sentence():
            if fact.indicator == name and fact.unit in ("%", "％") and fact.measure in ("growth", "share"):
                return fact
        return None

    def root_of(self, generic: str) -> str:
        """What a generic head is of: 金额 → 登记技术合同; 产量 after 粮食种植面积 → 粮食; 总量 drops a flow verb."""
        if is_proportion(generic):
            if "占" in self.subject:
                return self.subject
            if self.root and not self.latest:
                return self.root  # 社会保障支出27亿元，占比2.8%: of the expenditure
        return fitted(self._spoken_of(), generic)

    def _spoken_of(self) -> str:
        """What the sentence is about: a topic just named, the body that a topic or a noun behind is of, the last name."""
        if self.latest:
            return self.latest
        topic = self.topic if not self.has_facts() else ""
        if self.owner and (topic or self.behind):
            return self.owner  # 新型显示产业亮眼。15家企业抱团发展，产值达135亿元
        return topic or self.root or self.topic or self.label or self.owner

    def headed(self, generic: str) -> str:
        """A generic head with what it is of."""
        root = self.root_of(generic)
        if not root or root.endswith(generic):
            return generic
        both = next((k for k in range(len(generic) - 1, 1, -1) if root.endswith(generic[:k])), 0)
        return root + generic[both:]  # 重点项目开复工7项，开复工率53%
