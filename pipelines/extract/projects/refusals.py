"""What is no named work by the form of its name: the rules `refused` of `lexicon/projects.yml`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.extract.projects.words import vocabulary


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule["name"], re.compile(rule["pattern"])) for rule in vocabulary()["refused"])


@lru_cache(maxsize=16384)
def refused(name: str) -> str:
    """The rule by which a name is no named work, '' where none speaks against it.

    >>> refused("文艺精品创作工程"), refused("水平明显提升"), refused("石坪大桥改造提升工程")
    ('programme', 'clause', '')
    """
    return next((rule for rule, pattern in _rules() if pattern.search(name)), "")
