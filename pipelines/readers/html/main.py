"""Which element of a page holds its text: the one with the sentences and figures, as deep as none of them is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipelines.readers.html import words

_MARKS = re.compile(r"[，。；、：！？]|\d")
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_SENTENCE = re.compile(r"[，、；].*[。！；]|[。！].*[。！]")
_SHARE = 0.75  # of a page's marks that the element with its text has
_FOOT = re.compile(r"版权|ICP|备案|公网安备|主办|承办|网站标识码|邮编|凡.{0,6}(?:来源|注明)|转载")


@dataclass(slots=True)
class _Weights:
    """Marks of sentences and digits outside of links, by element with all below it."""

    of: dict[HtmlElement, int]

    def __getitem__(self, element: HtmlElement) -> int:
        return self.of.get(element, 0)


def drop_chrome(root: HtmlElement) -> None:
    """Take out elements that call themselves navigation, foot, share bar, as long as the text is not in them."""
    weights = _weigh(root)
    total = max(1, weights[root])
    for element in list(root.iter()):
        if element is root or element.getparent() is None or element.tag in ("body", "html"):
            continue
        if (element.tag in ("nav", "footer", "aside") or _is_chrome(element)) and weights[element] < 0.1 * total:
            element.drop_tree()


def main_element(root: HtmlElement) -> HtmlElement:
    """The deepest element that still holds the page's text, tables and notes with it."""
    weights = _weigh(root)
    body = root.find("body")
    element = body if body is not None else root
    while True:
        best = max((c for c in element if isinstance(c.tag, str)), key=lambda c: weights[c], default=None)
        if (
            best is None
            or weights[best] < _SHARE * weights[element]
            or best.tag in ("p", "span", "font", "tr", "tbody")
        ):
            return element
        if any(_is_text(c, weights) for c in element if c is not best) or _own_text(element):
            return element
        table = next((each for each in (best, element) if each.tag == "table"), None)
        if table is not None and not _is_layout(table):
            return element
        element = best


def _is_layout(table: HtmlElement) -> bool:
    return any(len(_words(cell)) > 800 for cell in table.iter("td"))


def _is_text(element: HtmlElement, weights: _Weights) -> bool:
    """Whether an element beside the main one is of the text, too: a paragraph or a table of figures, and no foot."""
    if weights[element] < 4:
        return False
    said = _words(element)
    if _FOOT.search(said) or sum(len(_words(a)) for a in element.iter("a")) > len(said) / 3:
        return False
    if element.tag == "table":
        return len(re.findall(r"\d", said)) > 20
    return len(said) >= 40 and bool(_SENTENCE.search(said)) or len(said) >= 200


def _own_text(element: HtmlElement) -> bool:
    """Whether sentences stand in the element itself, between its children."""
    own = (element.text or "") + "".join(child.tail or "" for child in element)
    return len(own.strip()) >= 60 and bool(_SENTENCE.search(own))


def _words(element: HtmlElement) -> str:
    return re.sub(r"\s+", "", element.text_content())


def _weigh(root: HtmlElement) -> _Weights:
    """The weights from the leaves upwards, in one walk."""
    weights: dict[HtmlElement, int] = {}
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            links += element.tag == "a"
            if not links:
                weights[element] = weights.get(element, 0) + _marks(element.text)
            continue
        links -= element.tag == "a"
        parent = element.getparent()
        if parent is not None:
            tail = 0 if links else _marks(element.tail)
            weights[parent] = weights.get(parent, 0) + weights.get(element, 0) + tail
    return _Weights(weights)


def _marks(text: str | None) -> int:
    return len(_MARKS.findall(text)) if text and not text.isspace() else 0


def _is_chrome(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not names.strip():
        return False
    parts = {part.lower() for part in _NAME.findall(names)} | {name.lower() for name in re.split(r"[\s_-]+", names)}
    return bool(parts & words.chrome_names())
