"""Patterns are data: what is left of them in the code under extract/ is little, and says beside it why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

EXTRACT = Path(__file__).parents[2] / "pipelines" / "extract"
MOST = 60  # as the house's rules say; fewer is better
_CALLS = {"compile", "match", "search", "sub", "fullmatch", "findall", "finditer", "split"}
_HAN = range(0x4E00, 0xA000)


def _is_pattern(node: ast.AST) -> bool:
    """A call of re with a pattern."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in _CALLS
    )


def _is_word_list(node: ast.AST) -> bool:
    """Three Chinese words or more in a row: a word list that belongs into the lexicon."""
    entries = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    words = [e.value for e in entries if isinstance(e, ast.Constant) and isinstance(e.value, str)]
    return sum(any(ord(c) in _HAN for c in word) for word in words) >= 3


def _is_part(node: ast.AST) -> bool:
    """A constant that is part of a pattern: _RANK = r"第…"."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr)):
        return False
    parts = node.value.values if isinstance(node.value, ast.JoinedStr) else [node.value]
    text = "".join(p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str))
    return "(?" in text or "[" in text and "]" in text


def left(folder: Path = EXTRACT) -> Iterator[tuple[str, bool]]:
    """(where, whether a comment beside or above it says why) of every pattern and word list in the code."""
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for node in ast.walk(ast.parse(source)):
            if _is_pattern(node) or _is_word_list(node) or _is_part(node):
                first, last = node.lineno, node.end_lineno or node.lineno
                around = lines[max(0, first - 2) : last]
                said = any("  # " in line or line.lstrip().startswith("# ") for line in around)
                yield f"{path.relative_to(folder)}:{first}", said


def test_few_patterns_are_left_and_each_says_why() -> None:
    found = dict(left())
    assert [where for where, said in found.items() if not said] == [], "say why it is no entry of the lexicon"
    assert 0 < len(found) <= MOST


def test_a_pattern_without_a_reason_is_caught(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('import re\n_A = re.compile("甲|乙")\n_B = ("甲", "乙", "丙")\n', encoding="utf-8")
    (tmp_path / "b.py").write_text('import re\n_A = re.compile(r"\\d")  # a digit is no rule\n', encoding="utf-8")
    assert list(left(tmp_path)) == [("a.py:2", False), ("a.py:3", False), ("b.py:2", True)]
