"""Lists of names: members, what the list is said to consist of, and the words that its members share."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.projects.apart import apart
from pipelines.extract.projects.heads import BUILD, COUNTED, HAN_RUN, LONGEST, QUOTES, head_of
from pipelines.extract.projects.refusals import refused
from pipelines.extract.projects.words import list_kinds, patterns, suffix_in, vocabulary
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.lists")

_ETC = _P["etc"]
_AND = _P["and"]
_RANKED = _P["ranked"]
_ASIDE = _P["aside"]
_OTHERS = _P["others"]
_PLAIN_KIND = _P["plain_kind"]
_PLACE_WORD = _P["place_word"]
_NUMBERS = _P["numbers"]  # 1、2号泊位 is one name
_SHARED = 14  # characters of a tail that a list without 等 can share
_PLACE = 3  # characters of a place's name
_LEADING = _P["leading"]
_BUILDER = _P["builder"]


@dataclass(frozen=True, slots=True)
class Listing:
    """A stretch as a list: spans of the members, what they are said to be, and whether that makes them projects."""

    members: tuple[tuple[int, int], ...]
    kind: str = ""
    projects: bool | None = None
    etc: bool = False


def read_list(text: str, start: int, end: int, region: tuple[str, ...] = ()) -> Listing:
    """The members of text[start:end]: cut at 、 and, where both sides are names, at 和, 及 and their kin."""
    hidden = hide(text[start:end])
    etc = _ETC.search(hidden)
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
    for part in _NUMBERS.sub("〇", hidden).split("、"):
        spans += _split_and(text, start + position, start + position + len(part), part, region)
        position += len(part) + 1
    spans = [(a, b) for a, b in spans if b > a]
    if not spans:
        spans = [(start, stop)]
    return Listing(tuple(spans), kind, _kind(kind) if etc else None, bool(etc))


def hide(text: str) -> str:
    """The text with brackets and quotations blanked, so that nothing inside them cuts."""
    if not any(c in text for c in "（(“《‘"):
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


def _split_and(text: str, start: int, end: int, hidden: str, region: tuple[str, ...]) -> list[tuple[int, int]]:
    """Cut at 和 or 及 where the left side ends in a project's word of its own and the right side is a name too."""
    for match in _AND.finditer(hidden) if len(hidden) <= 4 * LONGEST else ():
        left, right = text[start : start + match.start()], text[start + match.end() : end]
        first = (start, start + match.start())
        if _OTHERS.match(right) and head_of(left)[0] in ("facility", "work", "works"):
            return [first]
        if apart(left, right, match.group(), region):
            at = start + match.end()
            return [first, *_split_and(text, at, end, hidden[match.end() :], region)]
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


def shared_tails(text: str, listing: Listing) -> list[str]:
    """What each member of a list may lack at its end, '' where nothing: the words behind 等, else the tail of the last
    member, as far back as the members have no head of their own (城龙、新新高速: 高速)."""
    count = len(listing.members)
    if listing.etc:
        return [_shared_kind(listing.kind)] * count
    tails = [""] * count
    a, b = trim(text, *listing.members[-1])
    tail = _tail_of(text[a:b])
    for i in range(count - 2, -1, -1):
        a, b = trim(text, *listing.members[i])
        bare = head_of(text[a:b])[0] is None or _mere_place(text[a:b]) and len(tail) > 2
        if not bare:
            break
        tails[i] = tail
    return tails


def _shared_kind(kind: str) -> str:
    """What the words behind 等 give to a name before it: no rank (重大), and nothing that says only that it is a project.

    >>> [_shared_kind(k) for k in ("重点口岸提升工程", "铁路", "重大外资项目", "在建项目")]
    ['口岸提升工程', '铁路', '', '']
    """
    kind = _P["standing"].sub("", _P["quality"].sub("", BUILD.sub("", kind)))
    if len(kind) < 2 or _PLAIN_KIND.fullmatch(kind) or _P["no_kind"].search(kind):
        return ""
    return kind if len(kind) > 2 or head_of(kind)[0] == "facility" else ""


def _tail_of(last: str) -> str:
    """The words of a name that other members of its list may share: those behind the last that are its own."""
    if head_of(last)[0] in (None, "other") or refused(last):
        return ""
    rest = patterns()["generic"].sub(lambda m: "|" * len(m.group()), QUOTES.sub("“", last))
    own = max((m.end() for m in HAN_RUN.finditer(rest)), default=0)
    own += own < len(last) and last[own] in vocabulary()["place_ends"]
    tail = _PLACE_WORD.sub("", last[own:])
    if tail.count("”") > tail.count("“"):
        tail = last[last.rfind("“", 0, own) :]
    if _P["half_word"].match(tail):
        return ""
    return tail if 2 <= len(tail) <= _SHARED and own else ""


def _mere_place(name: str) -> bool:
    """Whether a short name may be no more than a place though a project's word ends it (太湖, 盐城, 西站)."""
    return len(name) <= _PLACE and len(head_of(name)[1]) == 1 and bool(_P["place_like"].search(name))


def full_name(name: str, tail: str, listing: Listing) -> str:
    """The name with what a coordination leaves out: the shared tail, where it has no head of its own."""
    own = head_of(name)[0]
    if (
        not tail
        or name.endswith("”")
        or own in ("work", "facility")
        and head_of(name)[1] != ""
        and not _mere_place(name)
    ):
        return name
    if own == "works" or not listing.etc and len(name) > 6:
        return name
    overlap = next((k for k in range(min(len(name), len(tail)), 0, -1) if name.endswith(tail[:k])), 0)
    return name + tail[overlap:]
