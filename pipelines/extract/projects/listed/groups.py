"""The rows and lines above projects that say of what kind they are: name, depth, and how many there should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.extract.projects.listed.words import pattern, plain
from pipelines.lexicon.patterns import patterns

_P = patterns("projects.listed.groups")

_TAIL = _P["tail"]


@dataclass(frozen=True, slots=True)
class Label:
    """A group's name without its number and count; `style` is that of its number, '' where it has none."""

    name: str
    style: str
    count: int | None


def read_label(text: str) -> Label:
    """The parts of a group's row or line.

    >>> read_label("一、续建项目（2个）"), read_label("(二) 宾川县"), read_label("县水务局")
    (Label(name='续建项目', style='a', count=2), Label(name='宾川县', style='b', count=None), Label(name='县水务局', style='', count=None))
    """
    words = plain(text)
    mark = pattern("groups", "mark").match(words)
    style = mark.lastgroup or "" if mark else ""
    words = words[mark.end() :] if mark else words
    counted = pattern("groups", "counted").search(words)
    count = int(counted["n"]) if counted else None
    name = words[: counted.start()] if counted else words
    return Label(_TAIL.sub("", name).strip("：:，,、") or words, style, count)


def stated_count(sentences: Iterable[str]) -> int | None:
    """How many projects the sentences before a list say that it has; None where none says it, or several differ.

    >>> stated_count(["全县共安排重点项目12个，总投资30亿元。"]), stated_count(["各单位要加强领导。"])
    (12, None)
    """
    found = [pattern("groups", "stated").search(plain(sentence)) for sentence in sentences]
    counts = {int(match["n"] or match["n2"]) for match in found if match}
    return counts.pop() if len(counts) == 1 else None


class Path:
    """The groups above the row that is read; a number's style tells how deep a group is."""

    def __init__(self) -> None:
        self._levels: list[tuple[str, str]] = []

    def enter(self, label: Label) -> str:
        """Go into a group; the path that rows under it have.

        >>> path = Path()
        >>> [path.enter(read_label(t)) for t in ("一、续建", "（一）交通", "（二）水利", "二、新建")]
        ['续建', '续建 / 交通', '续建 / 水利', '新建']
        """
        styles = [style for style, _ in self._levels]
        if label.style in styles:
            del self._levels[styles.index(label.style) :]
        self._levels.append((label.style, label.name))
        return self.now()

    def now(self) -> str:
        """The path as it stands, '' outside any group."""
        return " / ".join(name for _, name in self._levels)

    def depth(self) -> int:
        """How many groups are open."""
        return len(self._levels)

    def names(self) -> list[str]:
        """The names of the open groups, the innermost first."""
        return [name for _, name in reversed(self._levels)]
