"""What somebody may have meant who asked for a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean"]


def did_you_mean(wanted: str, names: Iterable[str]) -> str:
    """Ask whether one of the names alike was meant.

    Parameters
    ----------
    wanted : str
        What was asked for.
    names : iterable of str
        What there is.

    Returns
    -------
    str
        A question with three names at the most; empty when none is alike.
    """
    alike = get_close_matches(wanted, list(names))
    return f"Did you mean {' or '.join(map(repr, alike))}?" if alike else ""
