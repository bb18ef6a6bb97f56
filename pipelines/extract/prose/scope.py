"""The period and the kind of statement that govern a figure.

A passage inherits both from its section. A year at the head of a clause holds from there on; a year inside a clause holds
for the figures behind it; a year behind 比 or 较 is a base and changes nothing. 预计 and 力争 at the head of a clause reach to
the end of the sentence, inside a clause they reach over the clauses that have no subject of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.documents.model import Statement
from pipelines.extract.facts import Context
from pipelines.extract.prose.predicates import strip_leading
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.cues import any_of
from pipelines.lexicon.years import part_label

_BASE_BEFORE = re.compile(r"(?:恢复至|恢复到|相当于|(?<!占)比|较|与|同|相比于|对比|相较于|基于|在)$")
_BASE_AFTER = re.compile(r"(?:年)?(?:相比|以来|基础上|同期|的?\d+(?:\.\d+)?倍|末?(?:的)?基础)")
_PERCENT_OF = re.compile(r"(?:同期)?的\d+(?:\.\d+)?[%％]")
_DIGIT = re.compile(r"\d")
_RATIO = re.compile(r"^的?[\d.:：∶]+$")
_SINCE = re.compile(r"[^，。；]{0,24}?(?:以来|起来)|(?:年)?(?:起|开始)")
_EVENT = re.compile(r"[^，。；\d]{2,24}的")
_PART = re.compile(r"(上半年|下半年|前三季度|前[二两]季度|[一二三四]季度)")
_PLAN_NUMBER = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_PLAN = re.compile(r"(?<![由从是为比较])“?十([一二三四五六七])五”?(期间|时期|以来|末|收官|规划期|五年)(?!的?\d)")
_FIVE = re.compile(r"(?:过去|近|这|上一个)?五年(?:来|间|里)|过去(?:的)?五年|(?P<next>今后五年|未来五年|接下来五年)")
PARTS = {"上半年": "H1", "下半年": "H2", "前三季度": "Q1-Q3", "前二季度": "H1", "前两季度": "H1",
          "一季度": "Q1", "二季度": "Q2", "三季度": "Q3", "四季度": "Q4"}  # fmt: skip
_RELATIVE = re.compile(r"(?:去年|上年|今年|新的一年|来年|明年)(?!同期|末|底|初|的?基|水平|增|下|实际|，?以来)")
_HEAD = re.compile(
    r"(?:到|至|截至|截止|自|在|于|从|其中|预计|力争|确保|经|，|、|“|—|-|（|\(|\s|全年|全区|全市|全县|全省|计划|据|我区|我市|我县|我省)*$"
)


def plan_start(numeral: str) -> int:
    """The first year of a five-year plan by the numeral behind 十: 十四五 began in 2021.

    >>> plan_start("四"), plan_start("一")
    (2021, 2006)
    """
    return 2001 + 5 * _PLAN_NUMBER[numeral]


@cache
def _cue() -> re.Pattern[str]:
    goal = r"(?:主要|预期|发展|总体|工作|奋斗|年度)*目标(?:任务)?(?:是|为|：|:|定为)"
    return re.compile(
        rf"(?P<estimate>{any_of('estimate')})|(?P<target>{any_of('target')}(?!率)|{goal})|(?P<actual>{any_of('actual')}|实际完成|实际达到|实际实现)"
    )


@dataclass(slots=True)
class Frame:
    """What governs a figure: period, label, statement; `cue` is true where a word, not the section, says so."""

    year_start: int | None
    year_end: int | None
    label: str
    statement: Statement
    cue: bool = False


class Scope:
    """Follows period and statement from clause to clause of one passage."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.years = (context.year_start, context.year_end)
        self.label = context.period_label
        self.statement: Statement = context.statement
        self.reach = ""
        self.sentence = -1
        self.year_stated = False
        self.told: Statement | None = None
        self.nested = False
        self.outside: tuple[tuple[int | None, int | None], str, bool] | None = None

    def enter(self, clause: Clause, text: str, dates: list[Token]) -> None:  # noqa: C901
        """Begin a clause: heads of clauses set the period, the end of a sentence ends the reach of a cue.

        What brackets say of the period ends with them: 规划（2021—2035年）获批复，新建公园12个.
        """
        if clause.bracket and self.outside is None:
            self.outside = self.years, self.label, self.year_stated
        elif not clause.bracket and self.outside is not None:
            (self.years, self.label, self.year_stated), self.outside = self.outside, None
        if clause.before in (".", ";"):
            self.told = None
        if self.nested and clause.before == ";":  # 超4500亿元，预计全年突破5000亿元；增加值增长29%: the aside ends
            self.statement, self.reach = self.context.statement, ""
        self.nested = self.nested and clause.before != ";"
        if clause.sentence != self.sentence:
            self.nested = False
            self.sentence = clause.sentence
            self.statement, self.reach = self.context.statement, ""
            if not self.year_stated:
                self.label = self.context.period_label
        elif self.reach == "carried" and clause.before == ";" or self.reach == "clause" and clause.before == ";":
            self.statement, self.reach = self.context.statement, ""
        elif self.reach == "clause" and clause.before not in ("(", ")"):
            self.reach = "carried"
        for token in dates:
            if clause.start <= token.start < clause.end and self._is_head(clause, text, token):
                self._set_years(token, text)
        head = text[clause.start : clause.start + 14]
        if self.label and head.startswith(("全年", "预计全年")):
            self.label = ""
        if "五" in head or "半年" in head or "季度" in head or "年" in head:
            self._words(head)

    def _is_head(self, clause: Clause, text: str, token: Token) -> bool:
        before = text[clause.start : token.start]
        if before.endswith(("从", "由")) or before.endswith("于") and clause.before != ".":
            return False  # the base of a from-to pair, the day of an event
        if (
            clause.before != "."
            and before.endswith(("到", "至"))
            and text[token.end : token.end + 1] not in ("，", ",", "末", "底")
        ):
            return False
        return bool(_HEAD.fullmatch(before)) and not self.is_base(text, token)

    def is_base(self, text: str, token: Token) -> bool:
        """Whether a date is what a figure is compared with (比2020年, 2012年的2.4倍), not when it holds."""
        if _BASE_AFTER.match(text, token.end):
            return True
        before = text[max(0, token.start - 4) : token.start]
        if _SINCE.match(text, token.end) or before.endswith("于") and _EVENT.match(text, token.end):
            return True
        if before.endswith(("为", "是")) and _PERCENT_OF.match(text, token.end):
            return True
        if before.endswith("在"):
            return bool(re.match(r"(?:年)?(?:的)?基础", text[token.end : token.end + 5]))
        return bool(_BASE_BEFORE.search(before))

    def _set_years(self, token: Token, text: str) -> None:
        start, end, label = token.date or (None, None, "")
        if start is None:
            year = self.years[1]
            if label and year:
                self.label = part_label(year, label)
            return
        if _SINCE.match(text, token.end):
            return
        self.years = (start, end)
        self.year_stated = True
        self.label = part_label(start, label) if label else ""
        self._future(end)

    def _future(self, year: int | None) -> None:
        own = self.context.year_end
        if year and own and self.context.statement == "actual" and year > own and self.statement == "actual":
            self.statement, self.reach = "target", "sentence"
        if (
            year
            and own
            and self.context.statement == "target"
            and self.context.year_start
            and year < self.context.year_start
        ):
            self.statement, self.reach = "actual", "sentence"

    def _words(self, head: str) -> None:
        plan = _PLAN.search(head)
        if plan and plan.start() <= 3:
            first = plan_start(plan.group(1))
            kind = plan.group(2)
            if kind in ("末", "收官"):
                self.years, self.year_stated = (first + 4, first + 4), True
            elif kind == "以来":
                self.years, self.year_stated = (first, self.context.year_end or first + 4), True
            else:
                self.years, self.year_stated = (first, first + 4), True
            self.label = ""
            self._future(self.years[0])
        five = _FIVE.search(head)
        own = self.context.year_end
        if five and five.start() <= 2 and own and self.context.year_start == own:
            self.years = (own + 1, own + 5) if five.group("next") else (own - 4, own)
            self.year_stated, self.label = True, ""
            if five.group("next"):
                self._future(self.years[0])
        relative = _RELATIVE.match(head.lstrip('“‘"「'))
        if relative:
            self._relative(relative.group())
        part = _PART.search(head)
        if part and self.years[1] and strip_leading(head[: part.start()]) in ("", "第"):
            self.label = f"{self.years[1]}{PARTS[part.group(1)]}"

    def _relative(self, word: str) -> None:
        """去年 and 今年 are told from the year of publication; in a plan part also from the planned year."""
        published, own = self.context.published_year, self.context.year_end
        if self.context.statement == "target" and own:
            published = own
        if word in ("新的一年", "来年", "明年"):
            if own and self.context.statement == "actual":
                self.years, self.year_stated, self.label = (own + 1,) * 2, True, ""
                self.statement, self.reach = "target", "sentence"
            return
        if not published:
            return
        if word in ("去年", "上年"):
            self.years, self.year_stated, self.label = (published - 1,) * 2, True, ""
            self._future(published - 1)
        elif self.years[1] != published:
            self.years, self.year_stated, self.label = (published,) * 2, True, ""
            self.statement, self.reach = self.context.statement, ""

    def frame(self, clause: Clause, text: str, position: int, dates: list[Token], carried: bool) -> Frame:
        """What governs the figure at `position`; carried: the figure has no subject of its own."""
        years, label = self.years, self.label
        for token in dates:
            if clause.start <= token.start and token.end <= position and not self.is_base(text, token):
                if text[token.start - 1] in "从由" and _DIGIT.search(_RATIO.sub("", text[token.end : position])):
                    continue  # 从2016年的50.2亿元增加到92.9亿元: only the first value is of 2016
                start, end, part = token.date or (None, None, "")
                if start:
                    years = (start, end)
                    label = part_label(start, part) if part else ""
                elif part and years[1] and not label.startswith(f"{years[1]}-{part}"):
                    label = part_label(years[1], part)
        if self.reach == "carried" and not carried:
            self.statement, self.reach = self.context.statement, ""
        self._cues(clause, text, position)
        statement = self.told = self.statement
        if "-" in label and statement == "estimate" and "全年" in text[clause.start : position]:
            label = ""  # 1—11月超4500亿元，预计全年突破5000亿元
        return Frame(years[0], years[1], label, statement, bool(self.reach))

    def _cues(self, clause: Clause, text: str, position: int) -> None:
        for match in _cue().finditer(text, clause.start, min(position, clause.end)):
            kind = match.lastgroup
            after = text[match.end() : match.end() + 1]
            if kind == "estimate":
                self.nested = self.nested or self.told == "actual"
                self.statement = "estimate"
            elif kind == "target":
                self.statement = "target"
            elif kind == "actual" and self.context.statement == "target" or match.group().startswith("实际"):
                self.statement = "actual"
            else:
                continue
            head = not strip_leading(text[clause.start : match.start()]).strip("，、 ")
            self.reach = "sentence" if head or after in "：:" else "clause"

    def skim(self, clause: Clause, text: str) -> None:
        """A clause without figures may still set the statement for the ones behind it (主要预期目标是：)."""
        if self.reach == "carried":
            self.statement, self.reach = self.context.statement, ""
        self._cues(clause, text, clause.end)
        words = text[clause.start : clause.end]
        if (
            self.reach == "clause"
            and words.startswith(("据", "经", "初步", "根据"))
            and len(words) <= 12
            and self.statement == "estimate"
        ):
            self.reach = "sentence"  # 据统计预测，全县…
        if self.reach == "clause" and text[clause.end : clause.end + 1] not in "：:":
            goal = text[clause.start : clause.end].endswith(("目标是", "目标为", "目标任务是", "预计"))
            self.statement, self.reach = (self.statement, "sentence") if goal else (self.context.statement, "")
