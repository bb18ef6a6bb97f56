"""Long lines of a text that lost its line ends, cut where a part's heading stands inside them.

A heading inside a line follows the end of a sentence, has the number that comes next, and words before the next comma.
Items of a list inside a sentence (一、…；二、…；) follow a semicolon and are left where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.documents import vocabulary
from pipelines.documents.lines import Line

_LONG = 300  # characters of a line in which a heading may be hidden
_HEADING = re.compile(
    r"(?:(?<=[。！!”）)])|(?<=[：:])(?=一|第一)|(?<=[\u4e00-\u9fff] )(?=一、\s?(?:19|20)\d\d\s?年))[ \t\u3000]*"
    r"(?P<mark>(?P<number>[一二三四五六七八九十]{1,2})[、．]"
    r"(?![一二三四五六七八九十]|[^。，；：\n]{0,8}产业(?:增|占|比))|第(?P<part>[一二三四五六七八九十])部分)(?=[^。；\n]{4,60})"
)
# What a part's heading ends with, and what the sentence behind it begins with: a time of its own, or who acted.
_NOUN = r"(?:回顾|总结|成就|目标|任务|工作安排|主要工作|重点工作|工作重点|工作要点|总体要求|工作打算)"
_SENTENCE = (
    r"(?=[“\"](?:十|九)|(?:19|20)\d\d年|今年|去年|(?:刚刚)?过去|五年来|一年来|今后五年|全[省市县区州旗]|我们|各位代表"
    r"|[（(]一[）)])"
)
# A heading without a number names a time.
_UNNUMBERED = re.compile(
    r"(?<=[。！])(?:[“\"](?:十[一二三四五六]?|九)五[”\"](?:时期|期间)?|(?:19|20)\d\d年|今年|过去五年|今后五年)"
    rf"[^，。；“”\d]{{0,10}}{_NOUN}{_SENTENCE}"
)
_NUMBERED = re.compile(rf"[^，。；\n]{{2,36}}?{_NOUN}{_SENTENCE}")


def cuts(words: str) -> list[int]:
    """Where the parts begin that a long line holds, without its own beginning.

    >>> words = "各位代表，请予审议。一、2013年工作回顾2013年，经济增长。" + "完成了任务。" * 60 + "二、2014年任务今年要发展。"
    >>> [words[at : at + 8] for at in cuts(words)]
    ['一、2013年工', '2013年，经济', '二、2014年任', '今年要发展。']
    >>> cuts("请予审议。一、2013年工作回顾")
    []
    """
    if len(words) <= _LONG:
        return []
    found: list[int] = []
    last = 0
    for match in _HEADING.finditer(words):
        number = vocabulary.number(match["number"] or match["part"])
        if number == last + 1 or number == 1 or not found:
            last = number
            ends = _NUMBERED.match(words, match.end())
            found += [match.start("mark"), ends.end()] if ends else [match.start("mark")]
    found += [at for match in _UNNUMBERED.finditer(words) for at in match.span()]
    return sorted(set(found) - {0})


def pieces(words: str) -> list[str]:
    """The parts of a line, the line itself where it holds one."""
    bounds = [0, *cuts(words), len(words)]
    return [words[a:b].strip() for a, b in zip(bounds, bounds[1:], strict=False) if b > a]


def cut_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, the long ones cut before the headings inside them."""
    for line in lines:
        bounds = [0, *cuts(line.text), len(line.text)]
        if len(bounds) == 2:
            yield line
            continue
        for begin, end in zip(bounds, bounds[1:], strict=False):
            words = line.text[begin:end].rstrip()
            width = (len(words.encode("utf-8", "surrogatepass")) + len(words)) // 2
            first = begin == 0
            yield replace(
                line, start=line.start + begin, end=line.start + begin + len(words), text=words, width=width,
                gap=line.gap if first else 0, indent=line.indent if first else "", after_table=line.after_table and first,
            )  # fmt: skip
