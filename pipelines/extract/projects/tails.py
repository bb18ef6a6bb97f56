"""What the members of a list share: the words behind 等, the tail of a neighbour, and what is done to all of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.projects.heads import BUILD, HAN_RUN, QUOTES, head_of
from pipelines.extract.projects.lists import Listing, trim
from pipelines.extract.projects.refusals import refused
from pipelines.extract.projects.words import generic, vocabulary
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.tails")

_PLAIN_KIND = _P["plain_kind"]
_PLACE_WORD = _P["place_word"]
_SHARED = 14  # characters of a tail that a list without 等 can share
_PLACE = 3  # characters of a place's name
_BRIEF = 4  # characters of a name that is no more than a place or two (韶新, 通苏嘉甬)
_OVERLAP = 2  # characters that a name and its tail must have in common to be joined there


def shared_tails(text: str, listing: Listing) -> list[str]:
    """What each member of a list may lack at its end, '' where nothing: the words behind 等, else the tail of the last
    member, as far back as the members have no head of their own (城龙、新新高速: 高速), else that of a neighbour."""
    count = len(listing.members)
    if count == 1 and not listing.etc:
        return [""]
    if listing.etc:
        kind = _shared_kind(listing.kind)
        return [kind] * count if kind else _of_neighbours(text, [trim(text, *m) for m in listing.members])
    spans = [trim(text, *m) for m in listing.members]
    tails = _of_neighbours(text, spans)
    tail = _tail_of(text[slice(*spans[-1])])
    for i in range(count - 2, -1, -1):
        name = text[slice(*spans[i])]
        if not (head_of(name)[0] is None or _mere_place(name, tail) and len(tail) > 2):
            break
        tails[i] = tail
    return tails


def _of_neighbours(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The tail of the next member for one that is only a place's name, where the next one is a thing that is called
    after places (韶新、雄信高速公路、甲园), or where 和 joins the two (久泰和神华煤制油).

    >>> t = "韶新、雄信高速公路、甲园"
    >>> _of_neighbours(t, [(0, 2), (3, 9), (10, 12)])
    ['高速公路', '', '']
    """
    tails = [""] * len(spans)
    for i in range(len(spans) - 2, -1, -1):
        name, after = text[slice(*spans[i])], text[slice(*spans[i + 1])]
        between = text[spans[i][1] : spans[i + 1][0]]
        if between == "和" and (work := _work_of_both(name, after)):
            tails[i] = work
        if not _brief(name):
            continue
        if tails[i + 1]:
            tails[i] = tails[i + 1]
            continue
        joined = len(name) <= _PLACE and len(between) == 1 and between in "和与及"
        tail = _behind_own(after) if joined else _tail_of(after)
        if tail and (joined and len(after) - len(tail) <= _BRIEF or tail.endswith(tuple(vocabulary()["after_places"]))):
            tails[i] = tail
    return tails


def _work_of_both(name: str, after: str) -> str:
    """What is done to two things of one kind that 和 joins, where only the second says it (石坪桥和白鹭桥改造)."""
    (own, thing, _), (kind, work, _) = head_of(name), head_of(after)
    if own != "facility" or kind != "works" or not thing:
        return ""
    return work if after.removesuffix(work).endswith(thing) else ""


def _brief(name: str) -> bool:
    return 2 <= len(name) <= _BRIEF and bool(HAN_RUN.fullmatch(name)) and head_of(name)[0] is None


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
    return "" if head_of(last)[0] in (None, "other") or refused(last) else _behind_own(last)


def _behind_own(last: str) -> str:
    rest = generic().sub(lambda m: "|" * len(m.group()), QUOTES.sub("“", last))
    own = max((m.end() for m in HAN_RUN.finditer(rest)), default=0)
    own += own < len(last) and last[own] in vocabulary()["place_ends"]
    own += last.startswith("街道", own - 1)
    tail = _PLACE_WORD.sub("", last[own:])
    if tail.count("”") > tail.count("“"):
        tail = last[last.rfind("“", 0, own) :]
    if _P["half_word"].match(tail):
        return ""
    return tail if 2 <= len(tail) <= _SHARED and own else ""


def _mere_place(name: str, tail: str) -> bool:
    """Whether a name may be no more than a place though a project's word ends it (太湖, 盐城, 东门街道; a road at which
    something stands: 东升路 of 东升路市民广场)."""
    word, core = head_of(name)[1], _P["phase"].sub("", name)
    if len(core) <= _PLACE and (len(word) == 1 or word == core) and _P["place_like"].search(core):
        return True
    if _P["place_level"].search(name):
        return len(tail) > 2
    return bool(_P["road"].search(name)) and head_of(tail)[1] in vocabulary()["one_place_each"]


def _only(kind: str) -> str:
    """项目 or 工程 behind a name that is only a company's or a place's (久盛动力、五丰电子等重大项目: 久盛动力项目)."""
    last = _P["only_projects"].search(kind)
    return last.group() if last else ""


def full_name(name: str, tail: str, listing: Listing) -> str:
    """The name with what a coordination leaves out: the shared tail, where it has no head of its own, else what is done
    to all members (甲路、乙路等道路改造: 甲路改造)."""
    own, word, _ = head_of(name)
    if not tail or name.endswith("”"):
        return name if own or tail or not listing.projects else name + _only(listing.kind)
    if own in ("work", "facility") and word and not _mere_place(name, tail):
        search = _P["done_to"].search if listing.etc else _P["done_to"].fullmatch
        done = search(tail) if own == "facility" else None
        return name + done.group() if done else name
    if own == "works" or not listing.etc and len(name) > 6:
        return name
    shared = range(min(len(name), len(tail)), _OVERLAP - 1, -1)
    overlap = next((k for k in shared if name.endswith(tail[:k])), 0)
    return name + tail[overlap:]
