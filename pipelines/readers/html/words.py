"""The words of page.yml as patterns."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from pipelines import yamls


@cache
def page() -> dict[str, Any]:
    """page.yml as it stands."""
    return yamls.read(Path(__file__).with_name("page.yml"))


@cache
def chrome_names() -> frozenset[str]:
    """Words in an element's class or id that say it is not the text."""
    return frozenset(page()["chrome_names"].split())


@cache
def ends() -> re.Pattern[str]:
    """A line after which nothing of the text comes."""
    return _any("ends")


@cache
def drops() -> re.Pattern[str]:
    """A line that is left out wherever it stands."""
    return _any("drops")


@cache
def dated() -> re.Pattern[str]:
    """A label with a date, or a label of the source with a word: 发布时间：2024-03-01 来源：统计局."""
    words = page()["dated"]
    return re.compile(rf"(?:{words['label']}|{words['source']})[：:]")


@cache
def date_labels() -> tuple[re.Pattern[str], ...]:
    """Labels in front of a date of publication, surer ones first."""
    labels = page()["dated"]
    return tuple(re.compile(rf"{labels[key]}\s*[】\])）]?\s*[：:]?\s*") for key in ("published", "label"))


@cache
def source_label() -> re.Pattern[str]:
    """The label in front of who a page has its text from, with that."""
    return re.compile(
        rf"{page()['dated']['source']}[：:]\s*(?P<source>[^\s：:|｜【】]{{2,30}}?)"
        rf"(?=[\s|｜【】]|$|{page()['dated']['label']}|作者|浏览|字[体号])"
    )


def _any(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in page()[key]))
