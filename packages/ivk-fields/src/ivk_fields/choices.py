"""Finding the choice that a person means.

People write what the GUI shows ("Euler Ancestral"), what other programs say ("Euler a"), or the name with
another case. A choice is looked for by its exact value, then by its label, then by either one reduced to
its letters and digits; two hits on the same step are an ambiguity, not a guess.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from ivk_fields.spec import Choice

__all__ = ["closest", "find_choice", "squash"]


def find_choice(wanted: Choice, choices: Iterable[Choice], labels: Mapping[str, str]) -> Choice | None:
    """Find the one choice that `wanted` means.

    Parameters
    ----------
    wanted : str, int or float
        A choice, its label, or something close to either.
    choices : iterable
        What the server allows.
    labels : mapping
        Label of each choice that has one, by the choice as text.

    Returns
    -------
    str, int, float or None
        None if nothing fits.

    Raises
    ------
    ValueError
        If several fit equally well.
    """
    choices = tuple(choices)
    for choice in choices:
        if choice == wanted and isinstance(choice, str) == isinstance(wanted, str):
            return choice
    key = squash(str(wanted))
    hits = [choice for choice in choices if key and key in _keys(choice, labels)]
    if len(hits) > 1:
        raise ValueError(f"it may mean any of {', '.join(map(str, hits))}")
    return hits[0] if hits else None


def closest(wanted: Choice, choices: Iterable[Choice]) -> str:
    """Suggest a choice for a misspelt one, or nothing."""
    near = difflib.get_close_matches(str(wanted), [str(choice) for choice in choices], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def squash(text: str) -> str:
    """Reduce a name to what makes it that name: ``DPM++ 2M`` and ``dpmpp_2m`` give the same."""
    return re.sub(r"[\W_]+", "", text.replace("++", "pp").casefold())


def _keys(choice: Choice, labels: Mapping[str, str]) -> set[str]:
    return {squash(str(choice)), squash(labels.get(str(choice), str(choice)))}
