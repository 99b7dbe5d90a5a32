"""Finding a model by key, by hash, or by name among those that fit. All parts find models in this way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ivk_models.errors import ambiguous_model, model_not_found
from ivk_models.models.schemas import DnnModel

__all__ = ["match_model", "named"]


def match_model(
    wanted: str, models: Iterable[DnnModel], *, bases: Sequence[str] = (), types: Sequence[str] = ()
) -> DnnModel:
    """Find the one model that a text means.

    Parameters
    ----------
    wanted : str
        A key, a hash, or a name; upper and lower case count only where two names differ in nothing else.
    models : iterable of DnnModel
        The models of the server.
    bases, types : sequence of str
        What is allowed; empty for anything.

    Returns
    -------
    DnnModel

    Raises
    ------
    ModelNotFoundError
        If no model fits; the hint says which there are.
    AmbiguousModelError
        If several models fit; it lists them.
    """
    fitting = [model for model in models if _fits(model, bases, types)]
    for found in (
        _where(fitting, lambda model: model.key == wanted),
        _where(fitting, lambda model: model.hash == wanted),
        named(fitting, wanted),
    ):
        if len(found) > 1:
            raise ambiguous_model(wanted, found)
        if found:
            return found[0]
    raise model_not_found(wanted, fitting)


def named(models: Iterable[DnnModel], name: str) -> list[DnnModel]:
    """Return the models of a name: those with exactly this one, else those that differ only in case."""
    candidates = _where(models, lambda model: model.name.casefold() == name.casefold())
    return _where(candidates, lambda model: model.name == name) or candidates


def _where(models: Iterable[DnnModel], is_meant: Callable[[DnnModel], bool]) -> list[DnnModel]:
    return [model for model in models if is_meant(model)]


def _fits(model: DnnModel, bases: Sequence[str], types: Sequence[str]) -> bool:
    has_base = not bases or model.base in bases or "any" in bases
    return has_base and (not types or model.type in types)
