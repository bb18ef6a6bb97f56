"""Every pattern of the lexicon fits its examples and leaves its counter-examples, in the way in which it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.lexicon.files import content
from pipelines.lexicon.patterns import FILES, Entry, entries, patterns
from pipelines.lexicon.word_lists import word_lists

LEXICON = Path(__file__).parents[2] / "pipelines" / "lexicon"
EXTRACT = Path(__file__).parents[2] / "pipelines" / "extract"
_ENTRIES = [pytest.param(entry, id=f"{entry.group}.{entry.name}") for entry in entries()]
_OF_MODULES = ("prose", "table_patterns", "project_patterns", "livelihood_patterns")
"""The files that hold the patterns of modules; the others are vocabularies, whose patterns several modules use."""


@pytest.mark.parametrize("entry", _ENTRIES)
def test_examples_fit_and_counter_examples_do_not(entry: Entry) -> None:
    assert entry.examples and entry.counter_examples and entry.why
    assert [text for text in entry.examples if not entry.fits(text)] == []
    assert [text for text in entry.counter_examples if entry.fits(text)] == []


def test_a_wrong_example_is_caught() -> None:
    entry = Entry("measures", "canary", "a canary", "search", "率$", ("人口",), ("失业率",))
    assert not entry.fits(entry.examples[0]) and entry.fits(entry.counter_examples[0])


def test_names_are_unique() -> None:
    found = [(entry.group, entry.name) for entry in entries()]
    assert len(found) == len(set(found))


def _code(path: str) -> str:
    """The code of a module of extract/, or of all modules of a room in it; '' where there is neither."""
    module = EXTRACT / f"{path}.py"
    modules = [module] if module.exists() else sorted((EXTRACT / path).glob("*.py"))
    return "\n".join(one.read_text(encoding="utf-8") for one in modules)


@pytest.mark.parametrize("file", _OF_MODULES)
def test_a_module_uses_the_patterns_of_its_group(file: str) -> None:
    for group in {entry.group for entry in entries(file)}:
        path = group.replace(".", "/")
        code = _code(path) or _code(f"prose/{path}")
        assert re.search(rf'(?:patterns|written)\("{re.escape(group)}"\)', code), f"{path} reads no {group}"
        used = set(re.findall(r'_P\["([a-z_0-9]+)"\]', code))
        assert used == {entry.name for entry in entries(file) if entry.group == group}, f"patterns of {group}"


def test_word_lists_say_why_and_are_used() -> None:
    for module, found in content("prose_words").items():
        code = _code(f"prose/{module}")
        assert all(entry["why"] and entry["words"] for entry in found.values())
        assert set(re.findall(r'_W\["([a-z_]+)"\]', code)) == set(found) == set(word_lists(module)), (
            f"lists of {module}"
        )


@pytest.mark.parametrize("file", sorted(set(FILES) - set(_OF_MODULES)))
def test_a_pattern_of_a_vocabulary_is_used_by_name(file: str) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in EXTRACT.rglob("*.py"))
    for entry in entries(file):
        whole_group = f'patterns("{entry.group}")\n' in code or f'patterns("{entry.group}").items()' in code
        assert whole_group or f'"{entry.name}"' in code, f"nothing uses {entry.group}.{entry.name}"


def test_a_list_of_the_room_stands_for_its_words() -> None:
    entry = Entry("livelihood.items", "canary", "a canary", "fullmatch", "(?:{enumeration_verbs}){1,2}", (), ())
    assert entry.fits("主要实施") and entry.fits("主要实施推进") and not entry.fits("enumeration_verbs")


@pytest.mark.parametrize("name", sorted(path.stem for path in LEXICON.glob("*.yml")))
def test_lists_hold_words_and_nothing_that_yaml_made_of_them(name: str) -> None:
    """`其中:` without quotation marks is no word in a list but a mapping."""
    assert [
        w for words in lists(content(name)) for w in words if w is None or isinstance(w, dict) and None in w.values()
    ] == []


def lists(node: Any) -> Iterator[list[Any]]:
    if isinstance(node, list):
        yield node
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from lists(below)


def test_a_group_that_is_nowhere_is_an_error() -> None:
    with pytest.raises(KeyError, match="no group 'projects.nowhere'"):
        patterns("projects.nowhere")
