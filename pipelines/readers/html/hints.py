"""What a page says of itself: title, date, source in its meta and in the line under its title."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipelines.documents import dates
from pipelines.documents.model import Hints
from pipelines.documents.title import kind_of
from pipelines.readers.html import words
from pipelines.readers.html.blocks import Block, folded

_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})")
# Between the parts of a <title>: a dash between figures (2021-2025年) is none.
_JOINTS = re.compile(r"\s*(?:[_|>»]+|(?<!\d)[-—–]+|[-—–]+(?!\d))\s*")
_PLACE = re.compile(r"^[(（【\[][\u4e00-\u9fff]{2,8}[)）】\]](?=.{8})")


def meta_hints(root: HtmlElement) -> Hints:
    """The hints in <meta> and <title>; a value that is empty or a template's placeholder counts as none."""
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = folded(element.get("content") or "")
        if name and content and not re.search(r"[<>{}$]", content):
            said.setdefault(name, content)
    found = {
        key: next((said[name] for name in names if name in said), None) for key, names in words.page()["meta"].items()
    }
    titles = [title for title in (found["title"], _page_title(root, found["site"])) if title]
    title = next((title for title in titles if kind_of(title)), titles[0] if titles else None)
    return Hints(title, _iso(found["date"]), found["source"], found["url"], found["site"])


def _page_title(root: HtmlElement, site: str | None) -> str | None:
    """The <title> without the site's name before or behind it: its longest part that is not the site's."""
    element = next(root.iter("title"), None)
    whole = folded(element.text_content()) if element is not None else ""
    parts = [part.strip() for part in _JOINTS.split(whole)]
    parts = [part for part in parts if part and part != site]
    if not parts:
        return None
    longest = max(parts, key=len)
    printed = (folded(each.text_content()) for each in root.iter("h1", "h2", "h3"))
    heading = next((words_ for words_ in printed if len(words_) >= 8 and words_ in whole), "")
    return _PLACE.sub("", heading if len(heading) > len(longest) else longest) or None


def _iso(words_: str | None) -> str | None:
    match = _DATE.search(words_ or "")
    if not match:
        return None
    return dates.read_date(f"{match['y']}年{int(match['m'])}月{int(match['d'])}日")


def line_hints(blocks: list[Block]) -> Hints:
    """Date and source in the lines above the text (发布时间：2024-03-01 来源：统计局)."""
    texts = [block.text for block in blocks]
    date = next(filter(None, (_labelled(text, label) for label in words.date_labels() for text in texts)), None)
    if date is None:
        date = next((_iso(text) for text in texts if _dated(text)), None)
    told = next(filter(None, map(words.source_label().search, texts)), None)
    return Hints(date=date, source=told["source"] if told else None)


def _dated(text: str) -> bool:
    """A line that begins with a date and says little else, or the source."""
    return _DATE.match(text) is not None and (
        len(text) <= 40 or (len(text) <= 100 and bool(words.dated().search(text)))
    )


def _labelled(text: str, label: re.Pattern[str]) -> str | None:
    """The date behind the label, where it stands at once behind it."""
    match = label.search(text)
    return _iso(text[match.end() : match.end() + 16]) if match else None


def joined(first: Hints, second: Hints) -> Hints:
    """What the first says, else the second."""
    return Hints(
        first.title or second.title,
        first.date or second.date,
        first.source or second.source,
        first.url or second.url,
        first.site or second.site,
    )
