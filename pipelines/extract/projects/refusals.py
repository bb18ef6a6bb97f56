"""What is no named work by the form of its name: the rules `refused` of `lexicon/projects.yml`."""

from __future__ import annotations

from functools import lru_cache

from pipelines.lexicon.patterns import patterns

_RULES = tuple(patterns("project_words.refused").items())  # in the order in which they are tried


@lru_cache(maxsize=16384)
def refused(name: str) -> str:
    """The rule by which a name is no named work, '' where none speaks against it.

    >>> refused("文艺精品创作工程"), refused("水平明显提升"), refused("石坪大桥改造提升工程")
    ('programme', 'clause', '')
    """
    return next((rule for rule, pattern in _RULES if pattern.search(name)), "")
