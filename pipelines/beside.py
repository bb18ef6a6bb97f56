"""The YAML files that people write beside the documents: documents.yml, corrections.yml, reviews.yml.

`parsed` reads one with care: it is bounded, and nothing in it is guessed (dates stay as written, 0.1 is Decimal('0.1')). A `Form` says
what an entry may hold. `filled` names every fault of an entry with its key, what was found and what is expected.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

_MAX_BYTES = 5_000_000
_MAX_DEPTH = 20  # mappings and lists inside one another
_DIGITS = 18  # digits of the longest number
_SHOWN = 80  # characters of a wrong value that a fault shows
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Unreadable(ValueError):
    """A file that is no YAML to be used; the message says why and does not name the file."""


def parsed(path: Path) -> Any:
    """What a file holds, None where it is empty. Raises Unreadable; a pipe, an alias bomb or deep nesting is refused."""
    try:
        if not path.is_file():
            raise Unreadable("it is no regular file; give the file or folder of that name another one")
        if path.stat().st_size > _MAX_BYTES:
            raise Unreadable(f"it is larger than {_MAX_BYTES:,} bytes")
        return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Strict)
    except Unreadable:
        raise
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:  # such as 0x_, a number without a digit
        raise Unreadable(f"it is no YAML: {' '.join(str(error).split())}") from None


class Form(BaseModel):
    """What an entry may hold; the description of each field is what a fault says is expected."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Filled = TypeVar("Filled", bound=Form)


def filled(form: type[Filled], entry: Any, where: str, faults: list[str]) -> Filled | None:
    """The entry as its form has it; None where it does not fit, with a line in `faults` for each thing that is wrong."""
    if not isinstance(entry, dict):
        faults.append(f"{where}: expected keys with values ({', '.join(keys(form))}), found {shown(entry)}")
        return None
    try:
        return form.model_validate(entry)
    except ValidationError as error:
        faults += [_fault(form, fault, where) for fault in error.errors(include_url=False)]
        return None


def keys(form: type[Form]) -> list[str]:
    """The keys that a form has."""
    return [field.alias or name for name, field in form.model_fields.items()]


def shown(value: Any) -> str:
    """A wrong value, cut where it is long."""
    words = str(value) if isinstance(value, Decimal) else repr(value)
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _fault(form: type[Form], fault: Mapping[str, Any], where: str) -> str:
    """One thing that is wrong with an entry, in words."""
    loc = fault["loc"]
    if fault["type"] == "invalid_key":  # 2024: is a number; its place is told by the number and a mark
        loc = (*loc[:-2], repr(fault["input"]))
    within, place = _innermost(form, loc)
    key = loc[-1] if loc else ""
    where = ": ".join([where, *place])
    if fault["type"] == "value_error":  # of a check of the form's own, which says it all
        return f"{where}: {fault['ctx']['error']}"
    known = ", ".join(keys(within))
    if fault["type"] in ("extra_forbidden", "invalid_key"):
        return f"{where}: unknown key {key}{_meant(str(key), keys(within))}; known are {known}"
    if isinstance(key, int):
        return f"{where}: is {shown(fault['input'])}, expected keys with values ({known})"
    expected = next(field.description for name, field in within.model_fields.items() if key in (name, field.alias))
    lacks = fault["type"] == "missing" or fault["input"] in (None, "")
    return f"{where}: {key} is {'missing' if lacks else shown(fault['input'])}, expected {expected}"


def _innermost(form: type[Form], loc: Sequence[str | int]) -> tuple[type[Form], list[str]]:
    """(the form that a fault lies in, the words for its place): ("parts", 0, "date") lies in part 1."""
    place: list[str] = []
    for step in loc[:-1] if loc and isinstance(loc[-1], str) else loc:
        if isinstance(step, int):
            place[-1] = f"{place[-1].removesuffix('s')} {step + 1}"
            continue
        field = next(field for name, field in form.model_fields.items() if step in (name, field.alias))
        form = _form_in(field.annotation) or form
        place.append(step)
    return form, place


def _form_in(annotation: Any) -> type[Form] | None:
    """The form that a field holds, one or a list of them, where it holds any."""
    if isinstance(annotation, type) and issubclass(annotation, Form):
        return annotation
    inner = get_args(annotation) if get_origin(annotation) in (list, tuple, Union, UnionType, Annotated) else ()
    return next((found for each in inner if (found := _form_in(each)) is not None), None)


def _meant(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    return f", perhaps {near[0]!r} is meant" if near else ""


# what fields hold


def unfit() -> PydanticCustomError:
    """A value that its field cannot have; what is expected stands in the field's description."""
    return PydanticCustomError("unfit", "does not fit")


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise unfit()
    return value.strip()


def _word(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal) or value == "":
        raise unfit()
    return str(value)


def _day(value: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value if isinstance(value, str) and _DAY.fullmatch(value) else "")
    except ValueError:
        raise unfit() from None


Text = Annotated[str, BeforeValidator(_text)]
"""Words, without the blanks around them."""
Word = Annotated[str, BeforeValidator(_word)]
"""Words or a number, as written."""
Day = Annotated[datetime.date, BeforeValidator(_day)]
"""A day of the calendar (2026-11-01)."""


# YAML


class _Strict(yaml.SafeLoader):
    """A safe loader that refuses a key given twice, aliases and deep nesting; dates stay as they are written."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node; an alias or a node that lies too deep is an error with its place."""
        event = self.peek_event()
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not used here", event.start_mark)
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise yaml.composer.ComposerError(None, None, "nested too deep", event.start_mark)
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict:
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, str) and key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"{key!r} is given twice", key_node.start_mark)
        seen.add(key if isinstance(key, str) else repr(key))
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


def _whole(loader: _Strict, node: yaml.ScalarNode) -> object:
    return node.value if len(node.value) > _DIGITS else loader.construct_yaml_int(node)


def _decimal(loader: _Strict, node: yaml.ScalarNode) -> object:
    """0.1 as it is written, never a binary float; what is no decimal (.inf) stays a text."""
    try:
        return Decimal(node.value.replace("_", ""))
    except InvalidOperation:
        return node.value


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Strict.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
_Strict.add_constructor("tag:yaml.org,2002:int", _whole)
_Strict.add_constructor("tag:yaml.org,2002:float", _decimal)
