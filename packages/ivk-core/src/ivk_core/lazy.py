"""Attributes that are computed on first use and then cached.

`lazy_property` is for objects that several threads share, `lazy_method` for objects that several tasks share.
A blocking module that is made from an asynchronous one has a `lazy_property` for each `lazy_method`: the
blocking form of ``await server.version()`` is ``server.version``.
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

# Attributes that are added to the objects.
_LOCK = "_lock_of_lazy_properties"
_LOCKS = "_locks_of_lazy_methods"
_VALUES = "_values_of_lazy_methods"


class lazy_property(Generic[T_co]):  # noqa: N801  (it is used as a decorator)
    """A cached property that is computed once, also when several threads read it at the same time.

    Each object has its own lock for all of its lazy properties. `functools.cached_property` in Python 3.11
    has one lock for all objects of a class, so that an object that waits for its server would block the
    others.

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
        """Return the value, after computing it or after waiting for the thread that computes it."""
        if instance is None:
            return self
        values = vars(instance)
        # Reentrant, because a lazy property may use another one of the same object.
        with values.setdefault(_LOCK, RLock()):
            if self._name not in values:
                values[self._name] = self._compute(instance)
            value: T_co = values[self._name]
            return value


def lazy_method(compute: Callable[[S], Coroutine[Any, Any, T]]) -> Callable[[S], Coroutine[Any, Any, T]]:
    """Cache the result of a coroutine method, so that it runs once for all tasks that await it.

    An error is not cached: the next task runs the method again.

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
    async def cached(self: S) -> T:
        values: dict[str, Any] = vars(self).setdefault(_VALUES, {})
        if name not in values:
            async with _lock_of_loop(self, name):
                if name not in values:
                    values[name] = await compute(self)
        value: T = values[name]
        return value

    return cached


def _lock_of_loop(owner: object, name: str) -> Any:
    """Return the lock of a method for the running loop, because an asyncio lock works in one loop only."""
    import asyncio  # here, because importing it would slow down the start of blocking programs

    loop = asyncio.get_running_loop()
    locks = vars(owner).setdefault(_LOCKS, {})
    if name not in locks or locks[name][0] is not loop:
        locks[name] = loop, asyncio.Lock()
    return locks[name][1]


def without_lazy(owner: object) -> dict[str, Any]:
    """Return the attributes of an object without the lazily computed ones, for a copy of the object."""
    kind = type(owner)
    return {
        name: value
        for name, value in vars(owner).items()
        if name not in (_LOCK, _LOCKS, _VALUES) and not isinstance(getattr(kind, name, None), lazy_property)
    }
