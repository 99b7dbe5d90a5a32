"""Attributes that are computed when they are first needed, and kept.

`lazy_property` is for objects that several threads share, `lazy_method` for objects that several tasks share.
A module that is made from an asynchronous one has the first where its source has the second: what a task
awaits as ``await server.version()``, a thread reads as ``server.version``.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from threading import RLock
from typing import Any, Generic, TypeVar, overload

__all__ = ["lazy_method", "lazy_property", "without_lazy"]

S = TypeVar("S")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_LOCK = "_lock_of_lazy_properties"
_LOCKS = "_locks_of_lazy_methods"
_KEPT = "_kept_by_lazy_methods"


class lazy_property(Generic[T_co]):  # noqa: N801  (it is used as a decorator)
    """A cached property that is computed once, however many threads read it at that moment.

    Unlike `functools.cached_property` in Python 3.11, it holds no lock that other objects share: each object
    has one for all of its lazy properties, so one that waits for a server does not block the others.

    Parameters
    ----------
    compute : callable
        Takes the object and returns the value.
    """

    def __init__(self, compute: Callable[[Any], T_co]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> lazy_property[T_co]: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> T_co: ...

    def __get__(self, instance: object, owner: type[Any] | None = None) -> lazy_property[T_co] | T_co:
        """Compute the value and keep it in the object, or wait for the thread that computes it."""
        if instance is None:
            return self
        values = vars(instance)
        with values.setdefault(_LOCK, RLock()):
            if self._name not in values:
                values[self._name] = self._compute(instance)
            value: T_co = values[self._name]
            return value


def lazy_method(compute: Callable[[S], Coroutine[Any, Any, T]]) -> Callable[[S], Coroutine[Any, Any, T]]:
    """Keep what a coroutine method returns, so that it runs once however many tasks await it.

    An error is not kept: the next task tries again.

    Parameters
    ----------
    compute : coroutine function
        Takes the object alone.

    Returns
    -------
    coroutine function
    """
    name = compute.__name__

    @wraps(compute)
    async def kept(self: S) -> T:
        values: dict[str, Any] = vars(self).setdefault(_KEPT, {})
        if name not in values:
            async with _lock_of_loop(self, name):
                if name not in values:
                    values[name] = await compute(self)
        value: T = values[name]
        return value

    return kept


def _lock_of_loop(owner: object, name: str) -> Any:
    """Return the lock of a method in the running loop; a lock of asyncio serves no other loop."""
    import asyncio  # a program that only blocks does not pay for it

    loop = asyncio.get_running_loop()
    locks = vars(owner).setdefault(_LOCKS, {})
    if name not in locks or locks[name][0] is not loop:
        locks[name] = loop, asyncio.Lock()
    return locks[name][1]


def without_lazy(owner: object) -> dict[str, Any]:
    """Return the attributes of an object without those that were computed lazily, to make a copy of it."""
    kind = type(owner)
    return {
        name: value
        for name, value in vars(owner).items()
        if name not in (_LOCK, _LOCKS, _KEPT) and not isinstance(getattr(kind, name, None), lazy_property)
    }
