"""Suggestions for misspelled names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean"]


def did_you_mean(wanted: str, names: Iterable[str]) -> str:
    """Return a hint that suggests similar names.

    Parameters
    ----------
    wanted : str
        The name that does not exist.
    names : iterable of str
        The names that exist.

    Returns
    -------
    str
        A question with at most three names; empty if none is similar.
    """
    similar = get_close_matches(wanted, list(names))  # at most three, which is the default
    return f"Did you mean {' or '.join(map(repr, similar))}?" if similar else ""
