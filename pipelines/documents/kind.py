"""What kind of document a text is where no title says it: by the signs that only one kind has (metadata.yml, `signs`)."""

from __future__ import annotations

import re

from pipelines.documents import vocabulary

_SIGNS = [
    (entry["kind"], [re.compile(pattern, re.MULTILINE) for pattern in entry["all"]])
    for entry in vocabulary.load("metadata")["signs"]
]
_CHAPTER = re.compile(vocabulary.load("metadata")["chapters"], re.MULTILINE)
_CHAPTERS = 4  # chapters of a communiqué that make one
_BODY = 200_000  # characters in which they are counted
_ENDS = 4_000  # characters at either end of a text in which signs stand


def kind_by_signs(text: str) -> str | None:
    """The first kind all of whose signs stand at the text's beginning or end; None where none has.

    >>> kind_by_signs("各位代表：\\n现在，我代表市人民政府向大会报告工作，请予审议。\\n一、2020年工作回顾")
    'work_report'
    >>> kind_by_signs("2024 [1]\\n甲市统计局\\n一、综合\\n注：本公报中数据均为初步统计数。"), kind_by_signs("昨日，市统计局发布消息。")
    ('communique', None)
    >>> kind_by_signs("全县经济稳定。\\n一、综 合\\n全年生产总值42.1亿元，比上年增长3%。")
    'communique'
    """
    ends = text if len(text) <= 2 * _ENDS else f"{text[:_ENDS]}\n{text[-_ENDS:]}"
    found = next((kind for kind, signs in _SIGNS if all(sign.search(ends) for sign in signs)), None)
    if found is None and len({match["of"] for match in _CHAPTER.finditer(text[:_BODY])}) >= _CHAPTERS:
        return "communique"
    return found
