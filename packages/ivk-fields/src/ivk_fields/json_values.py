"""Any JSON value, held so that nobody can change it unseen.

A field that passes anything through must not hand out the very list that the workflow file holds. Objects
become read-only mappings and arrays become tuples, so a change has to go through the field, which notices.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ivk_fields.plain import plain

__all__ = ["frozen_json", "thawed_json"]

_DEEPEST = 64


def frozen_json(value: object, *, depth: int = 0) -> Any:
    """Give a read-only copy of a JSON value.

    Raises
    ------
    TypeError, ValueError
        If the value has no JSON form: a set, a NaN, a key that is not text, a list within itself.
    """
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, Mapping):
        return MappingProxyType({_key(k): frozen_json(v, depth=depth + 1) for k, v in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen_json(item, depth=depth + 1) for item in value)
    return _scalar(plain(value))


def thawed_json(value: Any) -> Any:
    """Give the same JSON value as the lists and dicts that the wire wants."""
    if isinstance(value, Mapping):
        return {key: thawed_json(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [thawed_json(item) for item in value]
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
