"""Finding a model by key, hash or name. All packages that look up models use these functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ivk_models.errors import ambiguous_model, model_not_found
from ivk_models.models.schemas import DnnModel

__all__ = ["match_model", "named"]


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
        If no model matches. The hint lists models that are allowed.
    AmbiguousModelError
        If several models match. The error lists them.
    """
    suitable = [model for model in models if _is_suitable(model, bases, types)]
    for found in (
        _where(suitable, lambda model: model.key == wanted),
        _where(suitable, lambda model: model.hash == wanted),
        named(suitable, wanted),
    ):
        if len(found) > 1:
            raise ambiguous_model(wanted, found)
        if found:
            return found[0]
    raise model_not_found(wanted, suitable)


def named(models: Iterable[DnnModel], name: str) -> list[DnnModel]:
    """Return the models with exactly this name, else those whose names differ from it only in case."""
    candidates = _where(models, lambda model: model.name.casefold() == name.casefold())
    return _where(candidates, lambda model: model.name == name) or candidates


def _where(models: Iterable[DnnModel], matches: Callable[[DnnModel], bool]) -> list[DnnModel]:
    return [model for model in models if matches(model)]


def _is_suitable(model: DnnModel, bases: Sequence[str], types: Sequence[str]) -> bool:
    has_base = not bases or model.base in bases or "any" in bases
    return has_base and (not types or model.type in types)
