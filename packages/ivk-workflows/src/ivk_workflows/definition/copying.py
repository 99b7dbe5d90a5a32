"""Copies of JSON values, so that a change of a copy never changes another document."""

from __future__ import annotations

from typing import Any

__all__ = ["copied"]

_CONTAINERS = (dict, list)


def copied(value: Any) -> Any:
    """Return a deep copy of a JSON value.

    It is faster than :func:`copy.deepcopy`, because JSON has no cycles and no custom classes.
    """
    if isinstance(value, dict):
        return {key: copied(item) if isinstance(item, _CONTAINERS) else item for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) if isinstance(item, _CONTAINERS) else item for item in value]
    return value
