"""Read-only copies of JSON values.

A field that passes any JSON through must not hand out the lists and dicts of the workflow file: a program
could change them without an assignment to the field. Here objects become read-only mappings and arrays become
tuples, and an iterator becomes a tuple of its items.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Any

from ivk_fields.coercion import unwrap_scalar
from ivk_fields.items import is_iterator, read_items
from ivk_fields.type_guards import is_list_or_tuple, is_mapping, is_tuple

__all__ = ["freeze_json", "unfreeze_json"]

# Deeper than any value in practice, and shallow enough to stop at a list that contains itself long before the
# recursion limit of Python (1000 frames).
_MAX_DEPTH = 64


def freeze_json(value: object, *, depth: int = 0) -> Any:
    """Return a read-only copy of a JSON value.

    Raises
    ------
    TypeError, ValueError
        If the value has no JSON form: a set, a NaN, a key that is not a string, a list that contains itself.
    """
    if depth > _MAX_DEPTH:
        raise ValueError("nested too deeply")
    if is_mapping(value):
        return MappingProxyType({_key(k): freeze_json(v, depth=depth + 1) for k, v in value.items()})
    if is_iterator(value) and not isinstance(value, set | frozenset):
        value = read_items(value)
    if is_list_or_tuple(value):
        return tuple(freeze_json(item, depth=depth + 1) for item in value)
    return _scalar(unwrap_scalar(value))


def unfreeze_json(value: Any) -> Any:
    """Return a copy made of lists and dicts, which can be encoded as JSON."""
    if is_mapping(value):
        return {key: unfreeze_json(item) for key, item in value.items()}
    if is_tuple(value):
        return [unfreeze_json(item) for item in value]
    return value


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not text")
    return key


def _scalar(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a finite number")
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"{type(value).__name__} has no JSON form")
