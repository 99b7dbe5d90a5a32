"""Checking keyword arguments: the server silently ignores unknown names, so the client rejects them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivk_core.errors import ArgumentError

__all__ = ["check_keywords"]


def check_keywords(given: Mapping[str, object], known: Iterable[str]) -> None:
    """Raise an error for keyword arguments that a call does not take.

    Parameters
    ----------
    given : mapping of str to object
        The keyword arguments of a call.
    known : iterable of str
        The names that the call takes.

    Raises
    ------
    ArgumentError
        If there are others.
    """
    unknown = sorted(given.keys() - set(known))
    if unknown:
        raise ArgumentError(f"{', '.join(map(repr, unknown))} is not among {', '.join(sorted(known))}.")
