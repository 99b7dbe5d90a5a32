"""Copies of JSON values, so that no caller ever holds a piece of somebody else's document."""

from __future__ import annotations

from typing import Any

__all__ = ["copied"]

_HOLDERS = (dict, list)


def copied(value: Any) -> Any:
    """Copy a JSON value through and through.

    Faster than :func:`copy.deepcopy`, because JSON has no cycles and no objects of its own.
    """
    if isinstance(value, dict):
        return {key: copied(item) if isinstance(item, _HOLDERS) else item for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) if isinstance(item, _HOLDERS) else item for item in value]
    return value
