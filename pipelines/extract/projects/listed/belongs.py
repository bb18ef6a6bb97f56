"""Where a project is and who answers for it, where the group above says so: 祥云县（2个）, 县水务局."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipelines.documents.frame.place import code_of
from pipelines.extract.projects.listed.model import Details
from pipelines.extract.projects.listed.words import pattern
from pipelines.lexicon.regions import by_code, region_words, within

_SHORTEST, _LONGEST = 2, 14  # characters of a place's name


def with_group(details: Details, names: Sequence[str]) -> Details:
    """The details with the place and the owner that the groups above say (the innermost first), if a row says none.

    >>> d = with_group(Details(), ["水利", "县水务局", "祥云县"])
    >>> d.location, d.owner
    ('祥云县', '县水务局')
    """
    place = next((name for name in names if pattern("groups", "place").fullmatch(name)), None)
    owner = next((name for name in names if pattern("groups", "unit").fullmatch(name)), None)
    return replace(details, location=details.location or place, owner=details.owner or owner)


def code_of_place(location: str | None, own: str | None) -> str | None:
    """The code of the region that a place stands in, told by its beginning (大姚县金碧镇); None where it names none.

    `own` is the code of the document's place. A region outside it is not meant: only its own parts have names alone.

    >>> code_of_place("大姚县金碧镇", "532300"), code_of_place("金碧镇", "532300"), code_of_place("大姚县、永仁县", "532300")
    ('532326', None, None)
    """
    words = "".join((location or "").split())
    if not words or pattern("groups", "places").search(words):
        return None
    for size in range(min(len(words), _LONGEST), _SHORTEST - 1, -1):
        code = code_of(words[:size], own) if words[:size] in _known() else None
        if code is not None:
            home = by_code().get(own or "")
            return code if home is None or within(by_code()[code], home.code) else None
    return None


@cache
def _known() -> frozenset[str]:
    return frozenset(region_words(True))
