"""The errors for models that cannot be found, which are those of `ivk_core.lookup`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ivk_core.lookup import AmbiguousModelError, ModelNotFoundError

if TYPE_CHECKING:
    from ivk_models.models.schemas import DnnModel

__all__ = [
    "AmbiguousModelError",
    "ModelNotFoundError",
    "ambiguous_model",
    "model_not_found",
    "no_model",
    "several_models",
]

# More names do not help to find a typing error, and would fill a terminal.
_MOST_SHOWN = 12


def no_model(wanted: str, *, name: str = "", installed: Iterable[DnnModel] = ()) -> ModelNotFoundError:
    """Make the error for traits that no model has.

    Parameters
    ----------
    wanted : str
        The traits, in words.
    name : str
        The name, where one was asked for.
    installed : iterable of DnnModel
        The models that there are; those with a similar name are suggested.
    """
    described = {model.name: str(model) for model in installed}
    similar = [described[found] for found in get_close_matches(name, described)]
    hint = f"Did you mean {' or '.join(similar)}?" if similar else "Install it, or choose another."
    return ModelNotFoundError(
        f"No model with {wanted} is installed on this server.", wanted=wanted, hint=hint
    )


def several_models(wanted: str, candidates: Sequence[DnnModel]) -> AmbiguousModelError:
    """Make the error for traits that several models have.

    Parameters
    ----------
    wanted : str
        The traits, in words.
    candidates : sequence of DnnModel
        The models that have them.
    """
    listed = "; ".join(f"{model} with key {model.key}" for model in candidates)
    return AmbiguousModelError(
        f"{len(candidates)} models have {wanted}: {listed}.",
        wanted=wanted,
        candidates=candidates,
        hint="Say which by base and type, or ask for one by its key.",
    )


def model_not_found(wanted: str, fitting: Sequence[DnnModel]) -> ModelNotFoundError:
    """Make the error for a key, hash or name that no model has which fits.

    Parameters
    ----------
    wanted : str
        What was asked for.
    fitting : sequence of DnnModel
        The models that would fit; those with a similar name are listed, else all.
    """
    names = [model.name for model in fitting]
    listed = get_close_matches(wanted, names) or sorted(names)[:_MOST_SHOWN]
    hint = f"It has: {', '.join(map(repr, listed))}." if listed else "The server has none that fits."
    return ModelNotFoundError(f"The server has no model {wanted!r}.", wanted=wanted, hint=hint)


def ambiguous_model(
    wanted: str, candidates: Sequence[DnnModel], *, hint: str = "Give the key of the one that is meant."
) -> AmbiguousModelError:
    """Make the error for a key, hash or name that several models have.

    Parameters
    ----------
    wanted : str
        What was asked for.
    candidates : sequence of DnnModel
        The models that have it.
    hint : str
        How to say which one is meant.
    """
    shown = [f"{each.name!r} ({each.base} {each.type}, key {each.key})" for each in candidates]
    listed = "".join(f"\n  - {each}" for each in shown[:_MOST_SHOWN])
    return AmbiguousModelError(
        f"The server has {len(candidates)} models for {wanted!r}:{listed}",
        wanted=wanted,
        candidates=candidates,
        hint=hint,
    )
