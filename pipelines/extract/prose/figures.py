"""The numbers of a clause with the words around them."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.prose import names, nouns
from pipelines.extract.prose.measures.model import dimension
from pipelines.extract.prose.predicates import Tail, read_tail
from pipelines.extract.prose.rules import Rule, Table
from pipelines.extract.prose.sentences import Clause
from pipelines.extract.prose.specs import is_spec
from pipelines.extract.prose.tokens import Token
from pipelines.lexicon.patterns import patterns

_P = patterns("figures")
AFTER = _P["after"]
_CLASSED = frozenset({"currency", "area", "land", "length", "power", "mass", "volume"})
_CLASS_OF = _P["class_of"]
_CONNECT = _P["connect"]
_JOIN_END = _P["join_end"]
_DATE_END = _P["date_end"]
_MARKS_BEFORE = _P["marks_before"]
_FLAT_BEFORE = _P["flat_before"]
_PLACE_BEFORE = _P["place_before"]
_FIELD_OF_RANK = _P["field_of_rank"]
_EACH_BEHIND = _P["each_behind"]
_LISTED = frozenset({"duration", "temperature", "noise", "speed"})
_LIST_END = 12


@dataclass(slots=True)
class Figure:
    """A number with its surroundings.

    pre: the words before it, from the clause's beginning or the figure before. joined: a connector stands between.
    end: where number, unit and qualifier end. gap: the text behind, up to the next figure or the end of the clause.
    """

    token: Token
    pre: str
    joined: bool
    end: int
    qualifier: str
    gap: str
    last: bool


def without_marks(words: str) -> str:
    """The words without the marks that were passed on the way (迈上3个百亿元台阶、达…).

    >>> without_marks("地区生产总值连续迈上3个百亿元台阶、达"), without_marks("突破5000亿元")
    ('地区生产总值达', '突破5000亿元')
    """
    return _MARKS_BEFORE.sub("", words) if "台阶" in words or "大关" in words or "关口" in words else words


def streaks(text: str, clause: Clause, tokens: list[Token]) -> list[Token]:
    """The durations of a clause that say for how long something has gone on (连续6年居全省第一)."""
    return [
        t
        for t in tokens
        if text.endswith("连续", clause.start, t.start)
        and t.kind == "quantity"
        and dimension(t.unit) == "duration"
        and not t.range_end
    ]


def cut(text: str, clause: Clause, tokens: list[Token], open_words: str, subject: str) -> list[Figure]:
    """The figures of a clause; numbers that only describe something stay part of the next one's words.

    open_words: what stood before a bracket that has just closed; subject: what a bare number is of.
    """
    figures: list[Figure] = []
    left = clause.start
    for i, token in enumerate(tokens):
        pre, joined = text[left : token.start], False
        if figures:
            pre, joined = _joined(pre)
        elif clause.before == ")" and open_words:
            pre = open_words + pre
        pre = without_marks(pre)
        if "居" in pre or "持平" in pre:
            aside = _FLAT_BEFORE.search(pre) or _PLACE_BEFORE.search(pre)
            pre = pre[aside.end() :] if aside else pre
        if pre and pre[-1] in "年末底的初" and len(pre) > 4 and "恢复" not in pre[-12:]:
            pre = _DATE_END.sub("", pre)
        end, qualifier = _qualified(text, min(token.end, clause.end), clause.end, token)
        following = tokens[i + 1].start if i + 1 < len(tokens) else clause.end
        figure = Figure(token, pre, joined, end, qualifier, text[end:following], i + 1 == len(tokens))
        if _describes(text, figure, figures, tokens, i, subject):
            continue
        if figures:
            figures[-1].gap = text[figures[-1].end : token.start]
        figures.append(figure)
        left = end
    if figures:
        figures[-1].last = True
        figures[-1].gap = text[figures[-1].end : clause.end]
    return figures


def _joined(pre: str) -> tuple[str, bool]:
    """The words behind a connector, and whether there is one: at their beginning, their end, or before a new verb."""
    match = _CONNECT.match(pre)
    if match:
        return pre[match.end() :], True
    if _JOIN_END.search(pre):
        return "", True
    if "、" in pre:
        rest = pre.rpartition("、")[2]
        if nouns.starts_anew(rest):
            return rest, True
    return pre, False


def _qualified(text: str, end: int, limit: int, token: Token) -> tuple[int, str]:
    after = AFTER.match(text, end)
    if after and after.end() <= limit:
        return after.end(), after.lastgroup or ""
    return end, "gt" if token.many else ""


@dataclass(slots=True)
class Described:
    """A quantity that may only describe something, among the numbers of its clause; subject: what a bare one is of."""

    text: str
    figure: Figure
    before: Figure | None
    following: Token | None
    subject: str
    tail: Tail

    @property
    def dimension(self) -> str:
        return dimension(self.figure.token.unit)


def _describes(text: str, figure: Figure, before: list[Figure], tokens: list[Token], i: int, subject: str) -> bool:
    """Whether the number only describes something, so that its words belong to the next figure's name."""
    token = figure.token
    if token.kind != "quantity" or token.range_end:
        return False
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    last = before[-1] if before else None
    given = Described(text, figure, last, following, subject, read_tail(figure.pre))
    return DESCRIBED.first(given) or False


def _goes_on(d: Described) -> bool | None:
    if d.before is None or not d.figure.joined or dimension(d.before.token.unit) != d.dimension:
        return None
    of_list = not names.has_words(d.figure.pre) and "等" in d.figure.gap[:_LIST_END]
    return False if of_list or d.dimension in _LISTED else None


def _so_many_each(d: Described) -> bool | None:
    of_all = d.figure.pre.endswith("等") and _EACH_BEHIND.match(d.figure.gap)
    return True if of_all else None


def _bare_again(d: Described) -> bool | None:
    bare = d.before is not None and d.before.token.unit == "" and d.tail.kind
    return False if bare else None


def _field_of_rank(d: Described) -> bool | None:
    ranked = d.following is not None and d.following.kind == "rank" and _FIELD_OF_RANK.match(d.figure.gap)
    return True if ranked else None


def _class_of_counted(d: Described) -> bool | None:
    counted = d.following
    if counted is None or dimension(counted.unit) != "count":
        return None
    return True if _is_class(d.figure, d.tail, counted) else None


def _specification(d: Described) -> bool:
    figure = d.figure
    return is_spec(figure.token, d.tail, figure.gap, figure.qualifier, d.text, figure.end, figure.pre or d.subject)


DESCRIBED: Table[Described, bool] = Table(
    "figures",
    (
        Rule("goes_on", "分别仅用8个月和5个月; 18公里供水管网和19公里城市道路等: a figure as the one before", _goes_on),
        Rule(
            "so_many_each",
            "化工、建材等四个行业增加值分别增长10%、16%: only how many they are",
            _so_many_each,
            lambda unit: dimension(unit) == "count",
        ),
        Rule(
            "bare_again",
            "a bare number with a verb behind another bare number is a figure",
            _bare_again,
            lambda unit: unit == "",
        ),
        Rule("field_of_rank", "在30个区县中排第3位: only among how many", _field_of_rank),
        Rule(
            "class_of_counted", "其中10亿元以上8个: only how large the things are that are counted", _class_of_counted
        ),
        Rule("specification", "a size, a capacity, a duration that belongs to a thing (specs)", _specification),
    ),
    of=lambda d: d.figure.token.unit,
)
"""Whether a quantity is no figure of its own; the first that knows decides."""


def _is_class(figure: Figure, tail: Tail, counted: Token) -> bool:
    """Whether a number only says how large the things are that the next number counts.

    新增500平方米以上社区公园6个, 其中10亿元以上8个, 引进总投资超15亿元的产业项目38个.
    """
    size = dimension(figure.token.unit)
    sized = size in _CLASSED or size in ("count", "people") and figure.token.unit != counted.unit
    if figure.qualifier in ("ge", "le") and sized:
        noun = nouns.noun_behind(figure.gap, True)
        return bool(noun) and noun == figure.gap or size == "currency" and counted.start == figure.end
    return tail.qualifier == "gt" and size == "currency" and _CLASS_OF.fullmatch(figure.gap) is not None


def run_length(figures: list[Figure], i: int) -> int:
    """How many figures from i on form a list without names between (2.4%、20%); a rank makes bare 位 ranks too."""
    ranked = figures[i].token.kind == "rank"
    n = 1
    while i + n < len(figures):
        figure, gap = figures[i + n], figures[i + n - 1].gap
        if not figure.joined or figure.token.range_end == 2 or figure.token.kind == "ratio":
            break
        tail = read_tail(figure.pre)
        if tail.name.strip("较比") or gap[:1] not in "、，和及与" and nouns.noun_behind(gap, True):
            break
        if ranked and tail.kind in ("grow", "fall"):
            break
        if n > 1 and tail.kind and dimension(figure.token.unit) != dimension(figures[i].token.unit):
            break  # 分别达到3.2万元和1.5万元、增长7%和10%: another list of the same
        if ranked and figure.token.unit == "位" and not tail.kind:
            figure.token.kind = "rank"
        n += 1
    return n
