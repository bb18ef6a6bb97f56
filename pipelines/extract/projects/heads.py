"""What a name ends in, and how far it says which one it is."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extract.projects.words import HeadClass, generic, heads, suffix_in, vocabulary
from pipelines.lexicon.patterns import patterns as written

_P = written("projects.heads")

LONGEST = 48  # characters of a name
_SHORT = 5  # characters of a name of which the last may be all that says that it is a place's (建园路)
COUNTED = _P["counted"]
_PHASE = _P["phase"]
_SECTION = _P["section"]
_CODE = _P["code"]
OWN = _P["own_level"]
_SLOGAN = _P["slogan"]
BUILD = _P["build"]
QUOTES = _P["quotes"]
HAN_RUN = _P["han_run"]


@lru_cache(maxsize=16384)
def head_of(name: str) -> tuple[HeadClass | None, str, bool]:
    """(class of the last word, the word, whether a phase or section is named) of a name without its brackets.

    >>> head_of("某某产业园（一期）"), head_of("某县治理体系建设")[0], head_of("某某二期工程")[2]
    (('facility', '产业园', True), 'other', True)
    """
    phased = False
    while True:
        match = _PHASE.search(name) or _SECTION.search(name)
        if match is None or match.start() < 2:
            break
        phased = phased or bool(_P["parted"].search(match.group()))
        name = name[: match.start()]
    name = QUOTES.sub("", name)
    core = BUILD.sub("", name) if len(name) > 4 else name
    table = heads()
    for text in (core, name):
        for size in range(min(len(text), suffix_in("heads")), 0, -1):
            if text[-size:] in table:
                return table[text[-size:]], text[-size:], phased
    return ("work" if phased and len(core) > 3 else None), "", phased


def _placed(name: str) -> bool:
    """Whether a bracket within or behind a name says where it is (数据中心（石坪）)."""
    if "（" not in name and "(" not in name:
        return False
    said = generic().sub("|", "|".join(_P["bracket"].findall(name)))
    return any(len(run) > 1 and not _P["parted"].search(run) for run in HAN_RUN.findall(said))


@lru_cache(maxsize=16384)
def evidence_of(name: str, region: tuple[str, ...]) -> int:
    """How far a name says which one: 2 by words of its own, 1 by the region, a code or a phase, 0 not at all."""
    rest = _P["bracket"].sub("", name)
    weak = bool(_CODE.search(rest) or OWN.match(rest)) or bool(_P["numbered_phase"].search(name)) or _placed(name)
    for word in region:
        if word in rest:
            rest, weak = rest.replace(word, "|"), True
    if "“" in rest and head_of(name)[0] != "facility":
        rest = _SLOGAN.sub("|", rest)  # a slogan's 工程 is a programme
    rest = generic().sub("|", QUOTES.sub("", rest))
    ends = vocabulary()["place_ends"]
    runs = HAN_RUN.findall(rest)
    if any(len(r) >= 2 for r in runs):
        return 2
    word = head_of(name)[1]
    before = rest.removesuffix(word) if word == "港" or len(word) == 1 and len(name) > _SHORT else rest
    # the ends of places are a word of projects.yml
    if re.search(rf"[\u4e00-\u9fff|]\|?[{ends}]", before) or _P["latin"].search(rest):
        return 1
    return 1 if weak else 0
