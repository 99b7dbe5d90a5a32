"""How it is told that models cannot be found: the words for errors of `ivk_core.lookup`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ivk_core.lookup import AmbiguousModelError, ModelNotFoundError

if TYPE_CHECKING:
    from ivk_models.models.schemas import DnnModel

__all__ = ["AmbiguousModelError", "ModelNotFoundError", "no_model", "several_models"]


def no_model(wanted: str, *, name: str = "", installed: Iterable[DnnModel] = ()) -> ModelNotFoundError:
    """Tell that no model like that is installed.

    Parameters
    ----------
    wanted : str
        What was asked for, in words.
    name : str
        Its name, where that was asked for.
    installed : iterable of DnnModel
        The models that there are; those with a name alike are suggested.
    """
    described = {model.name: str(model) for model in installed}
    alike = [described[found] for found in get_close_matches(name, described)]
    hint = f"Did you mean {' or '.join(alike)}?" if alike else "Install it, or choose another."
    return ModelNotFoundError(
        f"No model with {wanted} is installed on this server.", wanted=wanted, hint=hint
    )


def several_models(wanted: str, candidates: Sequence[DnnModel]) -> AmbiguousModelError:
    """Tell that several models are like what was asked for.

    Parameters
    ----------
    wanted : str
        What was asked for, in words.
    candidates : sequence of DnnModel
        The models that are like it.
    """
    listed = "; ".join(f"{model} with key {model.key}" for model in candidates)
    return AmbiguousModelError(
        f"{len(candidates)} models have {wanted}: {listed}.",
        wanted=wanted,
        candidates=candidates,
        hint="Say which by base and type, or ask for one by its key.",
    )
