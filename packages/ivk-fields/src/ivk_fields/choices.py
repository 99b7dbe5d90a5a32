"""Find a choice by its value, its label, or a similar spelling of either.

Users write the label in the GUI ("Euler Ancestral"), the name in another program ("Euler a"), or the value in
another case. An exact value is found first. Otherwise values and labels are compared by their letters and
digits only. If several match, the choice is ambiguous and is not guessed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from ivk_fields.spec import Choice

__all__ = ["find_choice", "normalize", "suggest"]


def find_choice(wanted: Choice, choices: Iterable[Choice], labels: Mapping[str, str]) -> Choice | None:
    """Return the choice that `wanted` names.

    Parameters
    ----------
    wanted : str, int or float
        A choice, its label, or a similar spelling of either.
    choices : iterable
        The allowed choices.
    labels : mapping
        Labels by choice (as a string), for the choices that have one.

    Returns
    -------
    str, int, float or None
        None if no choice matches.

    Raises
    ------
    ValueError
        If several choices match.
    """
    choices = tuple(choices)
    for choice in choices:
        if choice == wanted and isinstance(choice, str) == isinstance(wanted, str):
            return choice
    key = normalize(str(wanted))
    hits = [choice for choice in choices if key and key in _keys(choice, labels)]
    if len(hits) > 1:
        raise ValueError(f"it may mean any of {', '.join(map(str, hits))}")
    return hits[0] if hits else None


def suggest(wanted: Choice, choices: Iterable[Choice]) -> str:
    """Return "; did you mean …?" with the most similar choice, or an empty string."""
    near = difflib.get_close_matches(str(wanted), [str(choice) for choice in choices], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def normalize(text: str) -> str:
    """Reduce a name to its letters and digits; ``DPM++ 2M`` and ``dpmpp_2m`` become the same."""
    return re.sub(r"[\W_]+", "", text.replace("++", "pp").casefold())


def _keys(choice: Choice, labels: Mapping[str, str]) -> set[str]:
    return {normalize(str(choice)), normalize(labels.get(str(choice), str(choice)))}
