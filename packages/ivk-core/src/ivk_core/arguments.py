"""Arguments that nobody would hear of: the server ignores what it does not know, so they are refused here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivk_core.errors import ArgumentError

__all__ = ["check_keywords"]


def check_keywords(given: Mapping[str, object], known: Iterable[str]) -> None:
    """Refuse a keyword that nobody would hear.

    Parameters
    ----------
    given : mapping of str to object
        The keyword arguments of a call.
    known : iterable of str
        Those that it takes.

    Raises
    ------
    ArgumentError
        If there are others.
    """
    unknown = sorted(given.keys() - set(known))
    if unknown:
        raise ArgumentError(f"{', '.join(map(repr, unknown))} is not among {', '.join(sorted(known))}.")
