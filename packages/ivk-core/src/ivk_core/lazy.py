"""Making a thing once, when it is first needed, however many threads need it at that moment."""

from __future__ import annotations

from functools import cached_property
from threading import RLock
from typing import Any, TypeVar, overload

__all__ = ["once"]

T_co = TypeVar("T_co", covariant=True)

_LOCK = "_lock_of_once"


class once(cached_property[T_co]):  # noqa: N801  (it is used as a decorator)
    """A `functools.cached_property` that keeps its promise among threads.

    Each object has a lock of its own for all of these properties; what is made already needs none.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> once[T_co]: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T_co: ...

    def __get__(self, instance: object, owner: type[Any] | None = None) -> once[T_co] | T_co:
        """Make the thing, or wait for the thread that is making it."""
        if instance is None:
            return self
        with vars(instance).setdefault(_LOCK, RLock()):
            return super().__get__(instance, owner)
