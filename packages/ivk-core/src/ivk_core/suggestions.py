"""Suggestions for misspelled names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean"]

_MAX_SUGGESTED = 3  # more would be a list to read, and not a suggestion
_MOST_SIMILAR = 9  # before similar names are left out: an input has a label, a field name and a path


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
        A question with at most three names; empty if none is similar. Of names that differ only in case and
        punctuation, the first one is suggested.
    """
    known = list(dict.fromkeys(names))
    first = {_plain(name): name for name in reversed(known)}
    near = get_close_matches(wanted, known, n=_MOST_SIMILAR)
    similar = list(dict.fromkeys(first[_plain(name)] for name in near))[:_MAX_SUGGESTED]
    return f"Did you mean {' or '.join(map(repr, similar))}?" if similar else ""


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum()) or name
