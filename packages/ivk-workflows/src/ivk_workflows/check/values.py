"""Check whether a value fits its input: its type, its limits and its choices.

The limits of numbers, texts and lists are checked as the GUI does it, and reported in its words. The other
checks find what the server would refuse. Values of unknown types are not checked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.definition import shapes
from ivk_workflows.definition.numbers import is_number, is_whole

__all__ = ["expected_value", "value_errors"]


def value_errors(spec: InputSpec, value: Any) -> Iterator[str]:
    """Find what is wrong with a value.

    Parameters
    ----------
    spec : InputSpec
        The input.
    value : object
        A value as it would be sent to the server.

    Yields
    ------
    str
        A message for each error; none if the value fits.
    """
    cardinality = spec.type.cardinality
    if value is None and not spec.required:
        return
    if isinstance(value, list) and cardinality != "SINGLE":
        yield from _list_errors(spec, value)
        for item in value:
            yield from _item_errors(spec, item)
    elif cardinality == "COLLECTION" and spec.type.name in _LISTED:
        yield f"{value!r} is not a list"
    else:
        yield from _item_errors(spec, value)


def expected_value(spec: InputSpec) -> str:
    """Describe the values of an input, e.g. ``"a model"`` or ``"a list, each a number"``.

    Parameters
    ----------
    spec : InputSpec
        The input.
    """
    one = _with_article(_NAMES.get(spec.type.name, f"value of type {spec.type.name}"))
    many = f"a list, each {one}"
    return {"SINGLE": one, "COLLECTION": many}.get(spec.type.cardinality, f"{one}, or {many}")


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _list_errors(spec: InputSpec, value: list[Any]) -> Iterator[str]:
    least, most, count = spec.min_items or 0, spec.max_items, len(value)
    if least > 0 and count == 0:
        yield "empty collection"
    elif count < least:
        yield f"too few items, minimum {least}"
    if most is not None and count > most:
        yield f"too many items, maximum {most}"


def _item_errors(spec: InputSpec, value: Any) -> Iterator[str]:
    fits = _FITS.get(spec.type.name)
    if fits and not fits(value):
        yield f"{value!r} is not {_with_article(_NAMES.get(spec.type.name, spec.type.name))}"
    elif spec.type.name == "EnumField" and not isinstance(value, str) and not _is_choice(spec, value):
        yield f"{value!r} is none of {', '.join(map(repr, spec.choices or ()))}"
    elif is_number(value):
        yield from _number_errors(spec, value)
    elif isinstance(value, str):
        yield from _text_errors(spec, value)


def _number_errors(spec: InputSpec, value: float) -> Iterator[str]:
    if spec.maximum is not None and value > spec.maximum:
        yield f"{value} > {spec.maximum} (inc max)"
    if spec.minimum is not None and value < spec.minimum:
        yield f"{value} < {spec.minimum} (inc min)"
    if spec.exclusive_maximum is not None and value >= spec.exclusive_maximum:
        yield f"{value} >= {spec.exclusive_maximum} (exc max)"
    if spec.exclusive_minimum is not None and value <= spec.exclusive_minimum:
        yield f"{value} <= {spec.exclusive_minimum} (exc min)"
    if spec.multiple_of and math.fmod(value, spec.multiple_of) != 0:
        yield f"{value} not multiple of {spec.multiple_of}"


def _text_errors(spec: InputSpec, value: str) -> Iterator[str]:
    if spec.choices and value not in spec.choices:
        yield f"{value!r} is none of {', '.join(map(repr, spec.choices))}"
    if spec.max_length is not None and len(value) > spec.max_length:
        yield f"too long, max {spec.max_length}"
    if spec.min_length is not None and len(value) < spec.min_length:
        yield f"too short, min {spec.min_length}"


def _is_choice(spec: InputSpec, value: Any) -> bool:
    return any(value == choice and type(value) is type(choice) for choice in spec.choices or ())


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _shaped(shape: Callable[[Mapping[str, Any]], Any]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, Mapping) and shape(value) is not MISSING


def _named(key: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, Mapping) and isinstance(value.get(key), str) and bool(value[key])


def _is_board(value: Any) -> bool:
    return value in ("auto", "none") or _named("board_id")(value)


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "BoardField": _is_board,
    "BooleanField": lambda value: isinstance(value, bool),
    "ColorField": _shaped(shapes.color),
    "FloatField": is_number,
    "ImageField": _named("image_name"),
    "IntegerField": is_whole,
    "LoRAField": _shaped(shapes.lora),
    "ModelIdentifierField": _shaped(shapes.model),
    "SchedulerField": _is_text,
    "StringField": _is_text,
    "VideoField": _named("video_name"),
}
_LISTED = frozenset({*_FITS, "AnyField", "CollectionField", "EnumField"})
_NAMES: Mapping[str, str] = {
    "BoardField": "board",
    "BooleanField": "truth value",
    "ColorField": "colour",
    "FloatField": "number",
    "ImageField": "image",
    "IntegerField": "whole number",
    "LoRAField": "LoRA with a weight",
    "ModelIdentifierField": "model",
    "SchedulerField": "scheduler",
    "StringField": "text",
    "VideoField": "video",
}
