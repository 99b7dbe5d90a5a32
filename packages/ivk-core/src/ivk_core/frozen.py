"""Frozen dataclasses whose error for an assignment says what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ivk_core.attributes import unknown_attribute

__all__ = ["without_assignment"]

T = TypeVar("T")


def without_assignment(hint: str) -> Callable[[type[T]], type[T]]:
    """Make a frozen dataclass raise an `UnknownAttributeError` for assignments (a decorator).

    Parameters
    ----------
    hint : str
        What to do instead of an assignment.

    Returns
    -------
    callable
        The decorator of the class.
    """

    def refuse(self: object, name: str, value: object) -> None:
        del value
        raise unknown_attribute(self, name, hint=hint)

    def decorate(kind: type[T]) -> type[T]:
        kind.__setattr__ = refuse  # type: ignore[method-assign]
        return kind

    return decorate
