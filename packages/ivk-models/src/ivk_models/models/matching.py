"""Finding a model by key, hash or name. All packages that look up models use these functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ivk_models.errors import ModelNotFoundError, ambiguous_model, model_not_found, unsuitable_model
from ivk_models.models.schemas import DnnModel

__all__ = ["match_any", "match_model", "named"]


def match_model(
    wanted: str, models: Iterable[DnnModel], *, bases: Sequence[str] = (), types: Sequence[str] = ()
) -> DnnModel:
    """Find the one model with a key, a hash or a name, in this order of precedence.

    Parameters
    ----------
    wanted : str
        A key, a hash, or a name. The case of a name is ignored, unless a name matches exactly.
    models : iterable of DnnModel
        The models to search.
    bases, types : sequence of str
        The allowed bases and types; empty to allow all.

    Returns
    -------
    DnnModel

    Raises
    ------
    ModelNotFoundError
        If no model matches. The hint lists models that are allowed. If only models of another base or type
        match, the message names them and what is allowed.
    AmbiguousModelError
        If several models match. The error lists them.
    """
    installed = list(models)
    suitable = [model for model in installed if _is_suitable(model, bases, types)]
    found = _matching(wanted, suitable)
    if len(found) > 1:
        raise ambiguous_model(wanted, found)
    if found:
        return found[0]
    unsuitable = _matching(wanted, installed)
    if unsuitable:
        raise unsuitable_model(wanted, unsuitable, suitable, bases=bases, types=types)
    raise model_not_found(wanted, suitable, bases=bases, types=types)


def match_any(
    wanted: Sequence[str], models: Iterable[DnnModel], *, bases: Sequence[str] = (), types: Sequence[str] = ()
) -> DnnModel:
    """Find the one model with the first of several keys, hashes or names that a model has; see `match_model`.

    Parameters
    ----------
    wanted : sequence of str
        The keys, hashes and names to try, in this order.
    models, bases, types
        See `match_model`.

    Raises
    ------
    ModelNotFoundError
        If no model matches any of them; it is about the last.
    AmbiguousModelError
        If several models match one of them.
    """
    installed = list(models)
    for each in wanted[:-1]:
        try:
            return match_model(each, installed, bases=bases, types=types)
        except ModelNotFoundError:
            continue
    return match_model(wanted[-1], installed, bases=bases, types=types)


def named(models: Iterable[DnnModel], name: str) -> list[DnnModel]:
    """Return the models with exactly this name, else those whose names differ from it only in case."""
    candidates = _where(models, lambda model: model.name.casefold() == name.casefold())
    return _where(candidates, lambda model: model.name == name) or candidates


def _matching(wanted: str, models: Sequence[DnnModel]) -> list[DnnModel]:
    return (
        _where(models, lambda model: model.key == wanted)
        or _where(models, lambda model: model.hash == wanted)
        or named(models, wanted)
    )


def _where(models: Iterable[DnnModel], matches: Callable[[DnnModel], bool]) -> list[DnnModel]:
    return [model for model in models if matches(model)]


def _is_suitable(model: DnnModel, bases: Sequence[str], types: Sequence[str]) -> bool:
    has_base = not bases or model.base in bases or "any" in bases
    return has_base and (not types or model.type in types)
