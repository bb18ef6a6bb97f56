"""Lists of names: their members and what the list is said to consist of."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.projects.apart import apart
from pipelines.extract.projects.heads import BUILD, COUNTED, LONGEST, QUOTES, head_of
from pipelines.extract.projects.words import list_kinds, patterns, suffix_in
from pipelines.lexicon.forms import needs
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.lists")

_ETC = _P["etc"]
_AND = _P["and"]
_RANKED = _P["ranked"]
_ASIDE = _P["aside"]
_OTHERS = _P["others"]
_NUMBERS = _P["numbers"]  # 1、2号泊位 is one name
_LEADING = _P["leading"]
_BUILDER = _P["builder"]
_HIDING = frozenset("（(“《‘")
_ENDS = frozenset("".join(needs(_ETC)))  # the characters of which the end of a list has one: 等, or what is counted by


@dataclass(slots=True)
class Listing:
    """A stretch as a list: spans of the members, what they are said to be, and whether that makes them projects."""

    members: tuple[tuple[int, int], ...]
    kind: str = ""
    projects: bool | None = None
    etc: bool = False


def read_list(text: str, start: int, end: int, region: tuple[str, ...] = ()) -> Listing:
    """The members of text[start:end]: cut at 、 and, where both sides are names, at 和, 及 and their kin."""
    hidden = hide(text[start:end])
    etc = None if _ENDS and _ENDS.isdisjoint(hidden) else _ETC.search(hidden)
    kind, stop = "", end
    if etc:
        stop = start + etc.start()
        group = "kind" if etc["kind"] is not None else "kind2"
        kind = text[start + etc.start(group) : start + etc.end(group)]
        if group == "kind2" and not _P["joined"].search(hidden, 0, etc.start()):
            etc, kind, stop = None, "", end
    if etc:
        hidden = hidden[: etc.start()]
        if etc["kind"] is None and "、" not in hidden:  # 甲和乙两座大桥
            hidden = _P["last_joint"].sub("、", hidden)
    spans: list[tuple[int, int]] = []
    position = 0
    listed = bool(etc) and _kind(kind) is True
    for part in _NUMBERS.sub("〇", hidden).split("、"):
        spans += _split_and(text, start + position, start + position + len(part), part, region, listed)
        position += len(part) + 1
    spans = [(a, b) for a, b in spans if b > a]
    if not spans:
        spans = [(start, stop)]
    works = _kind(kind) if etc and _counts(etc["count2"], len(spans)) else False if etc else None
    return Listing(tuple(spans), kind, works, bool(etc))


def _counts(printed: str | None, members: int) -> bool:
    """Whether the number behind a list may be that of its members (甲、乙两座大桥), where no 等 says that there are more:
    甲片区、乙片区30个项目 stand at two places."""
    if printed is None:
        return True
    number = printed[:-1]
    count = int(number) if number.isdigit() else "零一二三四五六七八九".find(number.replace("两", "二"))
    return count <= 2 * members


def hide(text: str) -> str:
    """The text with brackets and quotations blanked, so that nothing inside them cuts."""
    if _HIDING.isdisjoint(text):
        return text
    chars, depth = list(text), 0
    for i, char in enumerate(chars):
        if char in "（(“《‘":
            depth += 1
        if depth:
            chars[i] = "〇"
        if char in "）)”》’":
            depth = max(0, depth - 1)
    return "".join(chars)


def _split_and(
    text: str, start: int, end: int, hidden: str, region: tuple[str, ...], listed: bool
) -> list[tuple[int, int]]:
    """Cut at 和 or 及 where the left side ends in a project's word of its own and the right side is a name too."""
    for match in _AND.finditer(hidden) if len(hidden) <= 4 * LONGEST else ():
        left, right = text[start : start + match.start()], text[start + match.end() : end]
        first = (start, start + match.start())
        if _OTHERS.match(right) and head_of(left)[0] in ("facility", "work", "works"):
            return [first]
        if apart(left, right, match.group(), region, listed):
            at = start + match.end()
            return [first, *_split_and(text, at, end, hidden[match.end() :], region, listed)]
    return [(start, end)]


def _kind(kind: str) -> bool | None:
    """Whether a list of this kind is one of projects; None where the word says nothing."""
    if "的" in kind or _RANKED.match(kind):
        return False
    kind = COUNTED.sub("", QUOTES.sub("", _P["bracket"].sub("", kind)))
    kind = BUILD.sub("", kind) or kind
    table = list_kinds()
    for size in range(min(len(kind), suffix_in("kinds")), 0, -1):
        if kind[-size:] in table:
            return table[kind[-size:]]
    for size in range(2, min(len(kind), 6) + 1):
        if table.get(kind[:size]) is False:
            return False
    head = head_of(kind)[0] if kind else None
    return None if head is None else head != "other"


def skip_modifier(text: str, start: int, end: int) -> int:
    """Past what describes the object: 总投资68亿元的, 统一的."""
    if text.find("的", start, end) < 0:
        return start
    hidden = hide(text[start:end])
    if "的" not in hidden:
        return start
    first = hidden if hidden[0] in "集以" else hidden.split("、", 1)[0]
    at = first.rfind("的")
    return start + at + 1 if 0 <= at < len(first) - 2 else start


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The member without what leads to it and the 建设 behind it; a half of a quotation goes too."""
    start = _after_lead(text, start, end)
    while start < end and text[start] in " 、，；":
        start += 1
    while end > start and text[end - 1] in " 、，；的等":
        end -= 1
    build = _P["build_end"].search(text[start:end])
    if build and build.start() >= 4:
        end = start + build.start()
    name = text[start:end]
    if name.count("“") < name.count("”") and name.endswith("”"):
        end -= 1
    if name.startswith("“") and name.count("“") > name.count("”"):
        start += 1
    return start, end


def _after_lead(text: str, start: int, end: int) -> int:
    """Where a member begins behind who builds it, its money, what it is the first of (国内首条通道——甲工程) and its kind."""
    match = _BUILDER.match(text, start, end) or _LEADING.match(text, start, end)
    if match and end - match.end() >= 2:
        start = match.end()
    led = patterns()["lead"].match(text, start, end)
    if led and end - led.end() >= 3:
        start = led.end()
    told = text.rfind("——", start, end)
    if told > start and end - told > 5:
        start = told + 2
    of = text.rfind("的", start, end)
    return of + 1 if of > start and end - of > 4 and not _ASIDE.search(text, start, of) else start
