"""Checking keyword arguments: the server silently ignores unknown names, so the client rejects them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from ivk_core.errors import ArgumentError
from ivk_core.suggestions import did_you_mean

__all__ = ["check_argument", "check_keywords", "check_seconds", "rejects_unknown_keywords", "setting_names"]

P = ParamSpec("P")
R = TypeVar("R")


def check_keywords(given: Mapping[str, object], known: Iterable[str], call: str = "") -> None:
    """Raise an error for keyword arguments that a call does not take.

    Parameters
    ----------
    given : mapping of str to object
        The keyword arguments of a call.
    known : iterable of str
        The names that the call takes.
    call : str
        The name of the call, for the error.

    Raises
    ------
    ArgumentError
        If there are others; the hint suggests similar names.
    """
    names = sorted(known)
    unknown = sorted(given.keys() - set(names))
    if unknown:
        where = f"{call}(): " if call else ""
        raise ArgumentError(
            f"{where}{', '.join(map(repr, unknown))} is not among {', '.join(names)}.",
            hint=" ".join(filter(None, (did_you_mean(name, names) for name in unknown))),
        )


def check_argument(
    name: str, value: object, kinds: type | tuple[type, ...], wanted: str, hint: str = ""
) -> None:
    """Raise an error for an argument of a wrong type, and for an empty string.

    Parameters
    ----------
    name : str
        The name of the argument.
    value : object
        Its value.
    kinds : type or tuple of type
        The types that it may have. True and False are no numbers.
    wanted : str
        What it has to be, for the error, such as ``"the id of a queue"``.
    hint : str
        What to do next.

    Raises
    ------
    ArgumentError
        If the value is wrong.
    """
    allowed = kinds if isinstance(kinds, tuple) else (kinds,)
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise ArgumentError(f"{name}={value!r} must be {wanted}, not {type(value).__name__}.", hint=hint)
    if value == "":
        raise ArgumentError(f"{name} is an empty string; it must be {wanted}.", hint=hint)


def check_seconds(name: str, value: float | None, *, at_least_zero: bool = False) -> None:
    """Raise an error for an argument that is not a number of seconds; None is allowed.

    Parameters
    ----------
    name : str
        The name of the argument.
    value : float, optional
        Its value.
    at_least_zero : bool
        Whether 0 is allowed.

    Raises
    ------
    ArgumentError
        If the value is not a number, or too small.
    """
    if value is None:
        return
    check_argument(name, value, (int, float), "a number of seconds")
    if not (value >= 0 if at_least_zero else value > 0):
        bound = "must not be negative" if at_least_zero else "must be greater than 0"
        raise ArgumentError(f"{name}={value!r} {bound}, in seconds.")


def setting_names(kind: type) -> frozenset[str]:
    """Return the keys of a `TypedDict`."""
    names: frozenset[str] = cast("Any", kind).__optional_keys__
    return names


def rejects_unknown_keywords(function: Callable[P, R]) -> Callable[P, R]:
    """Raise an `ArgumentError` that suggests a name for an unknown keyword argument (a decorator).

    Parameters
    ----------
    function : callable
        A function or method without ``**`` parameters.

    Returns
    -------
    callable
        The function, with the same signature.
    """
    code = cast("Any", function).__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    accepted = frozenset(names) - {"self", "cls"}
    call = function.__qualname__.removesuffix(".__init__")

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        if not kwargs.keys() <= accepted:
            check_keywords(kwargs, accepted, call)
        return function(*args, **kwargs)

    return checked
