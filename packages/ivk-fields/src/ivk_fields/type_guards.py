"""Type guards for containers in values of unknown type.

For a type checker, ``isinstance(value, list)`` leaves the type of the elements unknown. These functions check
the same and declare the elements as `Any`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

__all__ = ["is_list", "is_list_or_tuple", "is_mapping", "is_tuple"]


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is a list, such as a JSON array."""
    return isinstance(value, list)


def is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Return whether a value is a tuple, such as the value of a list field."""
    return isinstance(value, tuple)


def is_list_or_tuple(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Return whether a value is a list or a tuple."""
    return isinstance(value, list | tuple)


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Return whether a value is a mapping, such as a JSON object."""
    return isinstance(value, Mapping)
