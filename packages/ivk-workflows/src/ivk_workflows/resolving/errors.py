"""How it is told that what a workflow names cannot be found: the words for errors of `ivk_core.lookup`."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from ivk_core.lookup import AmbiguousModelError, AmbiguousNameError, ModelNotFoundError, NameNotFoundError

__all__ = [
    "AmbiguousModelError",
    "AmbiguousNameError",
    "ModelNotFoundError",
    "NameNotFoundError",
    "ambiguous_model",
    "ambiguous_name",
    "model_not_found",
    "name_not_found",
]

_MOST_SHOWN = 12
_BY_ID = "Give the id of the one that is meant."


def name_not_found(what: str, name: str, *, known: Sequence[str] = ()) -> NameNotFoundError:
    """Tell that the server has nothing of that name.

    Parameters
    ----------
    what : str
        What was looked for: ``"board"``, ``"style preset"`` ...
    name : str
        The name that was given.
    known : sequence of str
        The names that there are.
    """
    return NameNotFoundError(_absence(what, name), wanted=name, hint=_suggestion(name, known))


def model_not_found(name: str, *, known: Sequence[str]) -> ModelNotFoundError:
    """Tell that the server has no model of that name that fits."""
    return ModelNotFoundError(_absence("model", name), wanted=name, hint=_suggestion(name, known))


def ambiguous_name(what: str, name: str, candidates: Sequence[str]) -> AmbiguousNameError:
    """Tell that several things on the server have that name.

    Parameters
    ----------
    what : str
        What was looked for.
    name : str
        The name that was given.
    candidates : sequence of str
        The things that have it, each so that it can be told from the others.
    """
    message = _abundance(what, name, candidates)
    return AmbiguousNameError(message, wanted=name, candidates=candidates, hint=_BY_ID)


def ambiguous_model(name: str, candidates: Sequence[str], *, hint: str = "") -> AmbiguousModelError:
    """Tell that several models on the server fit."""
    message = _abundance("model", name, candidates)
    return AmbiguousModelError(message, wanted=name, candidates=candidates, hint=hint or _BY_ID)


def _absence(what: str, name: str) -> str:
    return f"The server has no {what} {name!r}."


def _abundance(what: str, name: str, candidates: Sequence[str]) -> str:
    shown = "".join(f"\n  - {candidate}" for candidate in candidates[:_MOST_SHOWN])
    return f"The server has {len(candidates)} {what}s for {name!r}:{shown}"


def _suggestion(name: str, known: Sequence[str]) -> str:
    if not known:
        return "The server has none that fits."
    alike = get_close_matches(name, known) or sorted(known)[:_MOST_SHOWN]
    return f"It has: {', '.join(map(repr, alike))}."
