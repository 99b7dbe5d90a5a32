"""Construction of the errors for models that cannot be found; their classes are in `ivk_core.lookup`."""

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
    "limits_text",
    "model_not_found",
    "no_model",
    "several_models",
    "unsuitable_model",
]

# A server can have hundreds of models. A dozen names fit on a terminal and still help to find a typing error.
_MAX_SHOWN = 12


def no_model(wanted: str, *, name: str = "", installed: Iterable[DnnModel] = ()) -> ModelNotFoundError:
    """Make the error for traits that no model has.

    Parameters
    ----------
    wanted : str
        The requested traits as text, such as ``name 'x' and base 'sdxl'``.
    name : str
        The requested name, if the traits include one.
    installed : iterable of DnnModel
        The installed models; the hint suggests those with a similar name.

    Returns
    -------
    ModelNotFoundError
    """
    described = {model.name: str(model) for model in installed}
    similar = [described[found] for found in get_close_matches(name, described)]
    hint = f"Did you mean {' or '.join(similar)}?" if similar else "Install it, or choose another model."
    return ModelNotFoundError(
        f"No model with {wanted} is installed on this server.", wanted=wanted, hint=hint
    )


def several_models(wanted: str, candidates: Sequence[DnnModel]) -> AmbiguousModelError:
    """Make the error for traits that several models have.

    Parameters
    ----------
    wanted : str
        The requested traits as text.
    candidates : sequence of DnnModel
        The models with these traits.

    Returns
    -------
    AmbiguousModelError
    """
    listed = "; ".join(f"{model} with key {model.key}" for model in candidates)
    return AmbiguousModelError(
        f"{len(candidates)} models have {wanted}: {listed}.",
        wanted=wanted,
        candidates=candidates,
        hint="Also pass base and type, or get the model by its key.",
    )


def model_not_found(
    wanted: str, suitable: Sequence[DnnModel], *, bases: Sequence[str] = (), types: Sequence[str] = ()
) -> ModelNotFoundError:
    """Make the error for a key, hash or name that no model has.

    Parameters
    ----------
    wanted : str
        The requested key, hash or name.
    suitable : sequence of DnnModel
        The models of a suitable base and type. The hint lists those with a similar name, else up to a dozen
        names.
    bases, types : sequence of str
        The suitable bases and types, for the message; empty for all.

    Returns
    -------
    ModelNotFoundError
    """
    limits = limits_text(bases, types)
    return ModelNotFoundError(
        f"The server has no model {wanted!r}{f' ({limits})' if limits else ''}.",
        wanted=wanted,
        hint=_candidates(wanted, suitable, limits),
    )


def unsuitable_model(
    wanted: str,
    found: Sequence[DnnModel],
    suitable: Sequence[DnnModel],
    *,
    bases: Sequence[str],
    types: Sequence[str],
) -> ModelNotFoundError:
    """Make the error for a key, hash or name that only models of another base or type have.

    Parameters
    ----------
    wanted : str
        The requested key, hash or name.
    found : sequence of DnnModel
        The models that have it.
    suitable : sequence of DnnModel
        The models of a suitable base and type, for the hint.
    bases, types : sequence of str
        The suitable bases and types.

    Returns
    -------
    ModelNotFoundError
    """
    limits = limits_text(bases, types)
    kinds = " and ".join(dict.fromkeys(_with_article(f"{each.base} {each.type}") for each in found))
    return ModelNotFoundError(
        f"{found[0].name!r} is {kinds} model, and the input takes {limits}.",
        wanted=wanted,
        hint=_candidates(wanted, suitable, limits),
    )


def limits_text(bases: Sequence[str], types: Sequence[str]) -> str:
    """Return bases and types in words, such as ``sd-1 or sd-2 main``; empty if there are none."""
    return " ".join(filter(None, (" or ".join(map(str, bases)), " or ".join(map(str, types)))))


def _candidates(wanted: str, suitable: Sequence[DnnModel], limits: str) -> str:
    names = [model.name for model in suitable]
    listed = get_close_matches(wanted, names) or sorted(names)[:_MAX_SHOWN]
    of_kind = f" of this kind ({limits})" if limits else ""
    return f"It has: {', '.join(map(repr, listed))}." if listed else f"The server has no model{of_kind}."


def _with_article(kind: str) -> str:
    # "sd-1" is read as "ess dee one".
    return f"{'an' if kind.startswith(('a', 'e', 'i', 'o', 'sd')) else 'a'} {kind}"


def ambiguous_model(
    wanted: str, candidates: Sequence[DnnModel], *, hint: str = "Pass the key of one of them."
) -> AmbiguousModelError:
    """Make the error for a key, hash or name that several models have.

    Parameters
    ----------
    wanted : str
        The requested key, hash or name.
    candidates : sequence of DnnModel
        The models with that key, hash or name.
    hint : str
        How to select one of them.

    Returns
    -------
    AmbiguousModelError
    """
    shown = [f"{each.name!r} ({each.base} {each.type}, key {each.key})" for each in candidates]
    listed = "".join(f"\n  - {each}" for each in shown[:_MAX_SHOWN])
    return AmbiguousModelError(
        f"The server has {len(candidates)} models for {wanted!r}:{listed}",
        wanted=wanted,
        candidates=candidates,
        hint=hint,
    )
