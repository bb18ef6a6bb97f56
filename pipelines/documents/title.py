"""The title of an official document, which may be broken over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.documents import own_place, vocabulary
from pipelines.documents.headings import ends_sentence, read_mark
from pipelines.documents.lines import Line

_WORDS = vocabulary.load("metadata")
_KINDS = [(entry["kind"], re.compile(entry["pattern"])) for entry in _WORDS["kinds"]]
_ENDS = re.compile(rf".*{_WORDS['title_ends']}")
_NOT = re.compile(_WORDS["title_not"])
_FRONT_ENDS = re.compile(_WORDS["front_ends"])
_BLANK = re.compile(r"\s+")
_MARKS = re.compile(r"(?:[①-⑳]|[\[〔［【（(]\s?(?:注?\d{1,2}|[①-⑳])\s?[\]〕］】）)]|[＊*])+$")
_WHOLE = re.compile(r"^.{0,12}(?:全文|公报|报告)(?:如下|见下)[：:]?$|全文(?:内容)?(?:如下|见下)[：:。]?$|^[↓▼]+$")
_GOES_ON = re.compile(r"[与及和暨的]|执行|完成情况|草案|（草案|计划(?:草案|的)|预算")
_YEAR = re.compile(r"\d{4}年?|[零〇○Ｏ０0OoΟ一二三四五六七八九]{4}年")
_COLUMN = re.compile(_WORDS["columns"])
_SEPARATED = re.compile(r"[ \u3000\xa0\t]+|[>＞»›|｜]+|(?=——|--|各位代表)|(?<=[\u4e00-\u9fff])(?=[（(](?:19|20)\d\d年)")
_PARTICULARS = re.compile(_WORDS["particulars"])
_PATH = re.compile(r"(?:当前|您的?|现在的?|所在|你的?)(?:现在的?)?位置|首页\s*[-—>＞»›/|｜]|网站首页")
_PROVINCE = re.compile(_WORDS["province_before"])
_CITES = re.compile(r"^[^《]+《[^》]*》?$|^[^《]*》")  # 听取《政府工作报告》
_RUN_ON = 300  # characters of a line in which a title can run together with others
_FRONT = 60  # lines in which a title can stand
_PARTS = 5  # lines that a title can take
_LONGEST = 100  # characters of the longest title


@dataclass(frozen=True, slots=True)
class Title:
    """A title: the lines that it takes (first and last index), its words without blanks, and the kind it names."""

    first: int
    last: int
    text: str
    kind: str


def kind_of(title: str) -> str | None:
    """The kind of document that a title names, None where it names none.

    >>> kind_of("关于甲县2019年国民经济和社会发展计划执行情况与2020年计划草案的报告"), kind_of("2023年甲县统计公报")
    ('plan_report', 'communique')
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), None)


def without_marks(title: str) -> str:
    """A title without the footnote marks behind it.

    >>> without_marks("甲县2023年国民经济和社会发展统计公报[1]"), without_marks("甲县统计公报①"), without_marks("（草案）")
    ('甲县2023年国民经济和社会发展统计公报', '甲县统计公报', '（草案）')
    """
    return _MARKS.sub("", title)


def front(lines: Sequence[Line]) -> int:
    """How many lines stand before the address, the first part or the first paragraph."""
    for index, line in enumerate(lines[:_FRONT]):
        if _FRONT_ENDS.match(line.text) or (line.width >= 120 and ends_sentence(line.text)):
            return index
    return min(len(lines), _FRONT)


def find_title(lines: Sequence[Line]) -> Title | None:
    """The title before the text begins; None for texts without one (newspapers).

    The first that names an official kind and a year, else an official kind, else any: a page has its columns before it.
    """
    found = _best(_titles_among(lines, 0, front(lines)))
    if found is None:  # an article that announces a document, and then prints it whole
        for index, line in enumerate(lines):
            if _WHOLE.search(line.text.strip()):
                found = _best(_titles_among(lines, index + 1, min(index + 1 + 2 * _PARTS, len(lines))))
            if found:
                break
    return found


def _best(found: list[Title]) -> Title | None:
    titles = [t for t in found if not any(_is_tighter(other, t) for other in found)]
    dated = (t for t in titles if t.kind != "other" and _YEAR.search(t.text))
    official = (t for t in titles if t.kind != "other" and not (t is not titles[0] and _is_heading_below(titles[0], t)))
    return next(dated, None) or next(official, None) or next(iter(titles), None)


def _is_heading_below(first: Title, other: Title) -> bool:
    """Whether the first title says place and year, and the other neither: 一般公共预算收入情况 in 甲省2016年一季度财政收支情况."""
    says_all = _YEAR.search(first.text) and own_place.of_title(first.text) is not None
    return bool(says_all) and not _YEAR.search(other.text) and own_place.of_title(other.text) is None


def _is_tighter(title: Title, wider: Title) -> bool:
    """Whether a title is the end of a wider one and names a place itself: the lines before it are the site's."""
    return title.last == wider.last and title.first > wider.first and own_place.of_title(title.text) is not None


def _titles_among(lines: Sequence[Line], begin: int, limit: int) -> list[Title]:
    """The complete titles of known kinds that start in these lines, in order; what runs together with others last."""
    found = [t for first in range(begin, limit) if (t := _whole(lines, first, limit)) is not None]
    return found or [
        t for index in range(begin, min(limit + 1, len(lines))) if (t := _run_together(lines[index], index))
    ]


def _whole(lines: Sequence[Line], first: int, limit: int) -> Title | None:
    """The title that begins with a line and ends with one."""
    joined, parts = "", 0
    for last in range(first, limit):
        line = lines[last]
        words = without_marks(_BLANK.sub("", line.text).lstrip("#*").rstrip("*"))
        words = _PROVINCE.sub("", words) if last == first else words
        parts += len(words) > 1  # 政 府 工 作 报 告 down the page is one part
        named = last == first and _committee_of(lines, last)
        if (
            parts > _PARTS
            or (last > first and line.gap > 2)
            or (not named and _NOT.search(words))
            or ends_sentence(words)
        ):
            return None
        joined += words
        if len(joined) > _LONGEST:
            return None
        kind = _named_kind(joined)
        if kind and not _goes_on(lines, last, limit):
            return Title(first, last, _unquoted(joined), kind)
    return None


def _unquoted(title: str) -> str:
    """A title without the marks around it; those around a part of it stay.

    >>> _unquoted("《甲县统计公报》"), _unquoted("甲县两会《政府工作报告》"), _unquoted("甲县统计公报》")
    ('甲县统计公报', '甲县两会《政府工作报告》', '甲县统计公报')
    """
    inside = title.count("《") == title.count("》") and not title.startswith("《")
    return title if inside else title.strip("《》")


def _committee_of(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the committee of a congress whose report the next line names: both are the title."""
    following = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
    return following.startswith("关于") and re.search(r"人民代表大会.{0,12}委员会$", lines[index].text) is not None


def _run_together(line: Line, index: int) -> Title | None:
    """The title in a line that also has the path of the page, its source or its date, or the session."""
    column = _PATH.search(line.text[:_RUN_ON])  # a path names columns; only a year makes one a title
    for chunk in _chunks(line.text[:_RUN_ON]):
        words = without_marks(_BLANK.sub("", _PARTICULARS.split(chunk)[0]).lstrip("#*").rstrip("*"))
        words = _PROVINCE.sub("", words)
        kind = _named_kind(words) if 6 <= len(words) <= _LONGEST and not _NOT.search(words) else None
        if column and not _YEAR.search(words) or _CITES.search(words):
            continue
        if kind and kind != "other":
            return Title(index, index, _unquoted(words), kind)
    return None


def _chunks(text: str) -> list[str]:
    """What stands between the blanks and marks of a line; a title that has a blank inside it is put together again.

    >>> _chunks("首页>公开>甲县2012年国民经济和 社会发展统计公报 来源：统计局")
    ['首页', '公开', '甲县2012年国民经济和社会发展统计公报', '来源：统计局']
    """
    chunks: list[str] = []
    for chunk in filter(None, _SEPARATED.split(text)):
        before = chunks[-1] if chunks else ""
        rest = _ENDS.fullmatch(chunk) and not _YEAR.search(chunk) and not chunk.startswith("关于")
        dangling = _YEAR.search(before) and not _ENDS.fullmatch(before) and not _PARTICULARS.search(before)
        if (_GOES_ON.match(chunk) and _ENDS.fullmatch(before)) or (rest and dangling):
            chunks[-1] += chunk
        else:
            chunks.append(chunk)
    return chunks


def _named_kind(words: str) -> str | None:
    """The kind that words name which are a whole title, and not a column of a site."""
    whole = _ENDS.fullmatch(words.strip("《》")) and not _COLUMN.fullmatch(words) and read_mark(words) is None
    return kind_of(words) if whole else None


def _goes_on(lines: Sequence[Line], last: int, limit: int) -> bool:
    """Whether a title that could end at lines[last] clearly has another line (…执行情况 / 与2024年计划草案的报告)."""
    rest = ""
    for line in lines[last + 1 : min(last + 4, limit)]:
        rest += _BLANK.sub("", line.text)
        if not _GOES_ON.match(rest):
            return False
        if _ENDS.fullmatch(without_marks(rest)):
            return True
    return False
