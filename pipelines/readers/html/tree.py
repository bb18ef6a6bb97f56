"""The bytes of a page to a tree without what is never shown: decoding by the page's own word, scripts taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from pipelines.documents.decode import DecodeError, decode
from pipelines.readers.medium import MediumError

_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,300}?charset\s*=\s*["']?\s*([a-z0-9_-]{2,20})""")
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_GB = {"gb2312", "gbk", "gb18030", "gb-2312", "x-gbk", "cp936", "gb_2312-80"}
_GONE = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "applet",
    "svg",
    "math",
    "canvas",
    "video",
    "audio",
    "map",
    "select",
    "option",
    "button",
    "textarea",
    "input",
    "meta",
    "link",
    "base",
    "head",
    "title",
    "form-control",
]
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_DEEPEST = 400  # levels of elements that are read; no page of people has so many


def decoded(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """(text, encoding, warnings) of a page; raises MediumError for what is no text."""
    said = _CHARSET.search(data[:8000])
    charset = said[1].decode("ascii").lower() if said else ""
    codec = "gb18030" if charset in _GB else charset
    if codec == "big5":
        codec = "big5hkscs"
    warning: tuple[str, ...] = ()
    if codec and codec not in ("utf-8", "utf8"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return data.decode(codec), codec, ()
            except (UnicodeDecodeError, LookupError):
                warning = (f"the page says that it is {charset}, and is not",)
    try:
        found = decode(data)
    except DecodeError as error:
        if codec not in ("utf-8", "utf8", "gb18030") or b"\0" in data[:4000]:
            raise MediumError(str(error)) from error
        text = data.decode(codec, "replace")
        lost = text.count("\ufffd")
        if lost * 200 > len(text):
            raise MediumError(str(error)) from error
        return text, codec, (f"{lost} damaged characters",)
    return found.text, found.encoding, warning + found.warnings


def parse(text: str) -> lxml_html.HtmlElement:
    """The tree of a page; raises MediumError where there is no element at all. Nothing outside the text is looked up."""
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(_XML.sub("", text.lstrip("\ufeff")).replace("\0", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise MediumError(f"no web page that can be read: {error}") from error
    return root


def drop_unseen(root: lxml_html.HtmlElement, hidden: bool) -> None:
    """Take out scripts and forms, and what is not shown if `hidden`."""
    for element in list(root.iter(*_GONE)):
        _drop(element)
    if hidden:
        for element in list(root.iter()):
            style = element.get("style") or ""
            if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
                _drop(element)


def _drop(element: lxml_html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def too_deep(root: lxml_html.HtmlElement) -> bool:
    """Whether elements stand in one another more deeply than any page's."""
    return any(depth > _DEEPEST for depth, _ in _depths(root))


def _depths(root: lxml_html.HtmlElement) -> Iterator[tuple[int, lxml_html.HtmlElement]]:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            depth += 1
            yield depth, element
        else:
            depth -= 1
