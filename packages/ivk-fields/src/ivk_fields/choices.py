"""Find a choice by its value, its label, or a similar spelling of either.

Users write the label in the GUI ("Euler Ancestral"), the name in another program ("Euler a"), or the value in
another case. An exact value is found first. Otherwise values and labels are compared by their letters and
digits only. If several match, the choice is ambiguous and is not guessed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from ivk_fields.spec import Choice

__all__ = ["describe_options", "find_choice", "find_option", "normalize", "suggest"]


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
    labelled = [choice for choice in choices if labels.get(str(choice)) == wanted]
    if len(labelled) == 1:
        return labelled[0]
    key = normalize(str(wanted))
    hits = [choice for choice in choices if key and key in _keys(choice, labels)]
    if len(hits) > 1:
        raise ValueError(f"it may mean any of {', '.join(map(str, hits))}")
    return hits[0] if hits else None


def find_option(wanted: str, options: Sequence[tuple[str, str]]) -> str:
    """Return the value of the option that a text names.

    Parameters
    ----------
    wanted : str
        A value, a label, or a similar spelling of either.
    options : sequence of (label, value)
        The options. Several may have the same label.

    Returns
    -------
    str
        `wanted` itself if it names no option.

    Raises
    ------
    ValueError
        If several options with different values match.
    """
    key = normalize(wanted)
    for found in (
        [value for _, value in options if value == wanted],
        [value for label, value in options if label == wanted],
        [option[1] for option in options if key and key in map(normalize, option)],
    ):
        different = list(dict.fromkeys(found))
        if len(different) > 1:
            raise ValueError(f"it may mean any of {', '.join(map(repr, different))}")
        if different:
            return different[0]
    return wanted


def describe_options(options: Sequence[tuple[str, str]]) -> str:
    """Return the options in words: each value, with its label if that is different."""
    shown = [value if label == value else f"{value!r} ({label})" for label, value in options]
    return f"one of {' | '.join(shown)}" if shown else "nothing (the dropdown has no options)"


def suggest(wanted: Choice, choices: Iterable[Choice]) -> str:
    """Return "; did you mean …?" with the most similar choice, or an empty string."""
    near = difflib.get_close_matches(str(wanted), [str(choice) for choice in choices], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def normalize(text: str) -> str:
    """Reduce a name to its letters and digits; ``DPM++ 2M`` and ``dpmpp_2m`` become the same."""
    return re.sub(r"[\W_]+", "", text.replace("++", "pp").casefold())


def _keys(choice: Choice, labels: Mapping[str, str]) -> set[str]:
    return {normalize(str(choice)), normalize(labels.get(str(choice), str(choice)))}
