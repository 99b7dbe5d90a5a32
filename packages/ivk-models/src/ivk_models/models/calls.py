"""The server's operations on models, as flows.

The client filters models itself: the server rejects a filter with a base or type that it does not know.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Unpack

from ivk_core.arguments import check_keywords
from ivk_core.choices import check_choice
from ivk_core.enums import OpenEnum
from ivk_core.errors import NotFoundError
from ivk_core.flow import Flow, Request
from ivk_core.listings import find_missing
from ivk_models.errors import ModelNotFoundError, no_model, several_models
from ivk_models.models.listing import ModelList
from ivk_models.models.matching import named
from ivk_models.models.schemas import BaseModelEnum, DnnModel, ModelFilter, ModelFormatEnum, ModelTypeEnum

__all__ = [
    "KEPT_FOR",
    "find_missing_models",
    "find_model",
    "get_model",
    "list_installed",
    "list_models",
    "resolve_model",
]

KEPT_FOR = 60.0
"""Maximum age in seconds of a cached listing that a model is looked up in.

A minute saves a listing for each run of a loop. An event that reports an installed model drops the cached
listing; the age covers programs that receive no events, and changes that no event reports.
"""

# The traits that have a fixed set of values, with the values that this library knows and the server's enum.
_CHOICES: tuple[tuple[str, type[OpenEnum], str], ...] = (
    ("base", BaseModelEnum, "BaseModelType"),
    ("type", ModelTypeEnum, "ModelType"),
    ("format", ModelFormatEnum, "ModelFormat"),
)

_LISTING = Request("GET", "/models/", operation="list_model_records", api="v2")


def list_installed(*, max_age: float | None = None) -> Flow[tuple[DnnModel, ...]]:
    """List all installed models (operation ``list_model_records``).

    Parameters
    ----------
    max_age : float, optional
        Maximum age in seconds of a cached listing, see `ivk_core.messages.Request`.

    Returns
    -------
    Flow of tuple of DnnModel
    """
    response = yield replace(_LISTING, max_age=max_age)
    return response.parsed(_models_of)


def find_missing_models(keys: Collection[str]) -> Flow[frozenset[str]]:
    """Find the keys that no installed model has (operation ``list_model_records``).

    A cached listing may be up to `KEPT_FOR` seconds old. If it lacks a key, a new one is requested.

    Parameters
    ----------
    keys : collection of str
        The keys to look up.

    Returns
    -------
    Flow of frozenset of str
    """
    return (yield from find_missing(keys, _LISTING, _keys_of, max_age=KEPT_FOR))


def list_models(**wanted: Unpack[ModelFilter]) -> Flow[ModelList]:
    """List the installed models (operation ``list_model_records``).

    Parameters
    ----------
    **wanted
        The traits of the models to list, see `ModelFilter`; all models by default.

    Returns
    -------
    Flow of ModelList

    Raises
    ------
    UnknownChoiceError
        If the server knows no such base, type or format.
    """
    check_keywords(wanted, ModelFilter.__optional_keys__)
    models = yield from list_installed()
    yield from _check_traits(wanted, models)
    return ModelList(model for model in models if _has(model, wanted))


def get_model(key: str) -> Flow[DnnModel]:
    """Return the record of a model (operation ``get_model_record``).

    Parameters
    ----------
    key : str
        The server's id for the model.

    Returns
    -------
    Flow of DnnModel

    Raises
    ------
    ModelNotFoundError
        If no model has that key.
    """
    request = Request("GET", "/models/i/{key}", path={"key": key}, operation="get_model_record", api="v2")
    try:
        response = yield request
    except NotFoundError as error:
        raise no_model(f"key {key!r}") from error
    return DnnModel.model_validate(response.json)


def resolve_model(**wanted: Unpack[ModelFilter]) -> Flow[DnnModel]:
    """Return the one model with some traits (operation ``list_model_records``).

    Parameters
    ----------
    **wanted
        The traits, see `ModelFilter`.

    Returns
    -------
    Flow of DnnModel

    Raises
    ------
    ModelNotFoundError
        If no model has these traits.
    AmbiguousModelError
        If several models have them.
    UnknownChoiceError
        If the server knows no such base, type or format.
    """
    check_keywords(wanted, ModelFilter.__optional_keys__)
    models = yield from list_installed()
    yield from _check_traits(wanted, models)
    name = wanted.get("name")
    traits: ModelFilter = {**wanted, "name": None}
    found = [model for model in models if _has(model, traits)]
    found = found if name is None else named(found, name)
    if not found:
        raise no_model(_as_text(wanted), name=name or "", installed=models)
    if len(found) > 1:
        raise several_models(_as_text(wanted), found)
    return found[0]


def find_model(**wanted: Unpack[ModelFilter]) -> Flow[DnnModel | None]:
    """Return the one model with some traits, or None if there is none (operation ``list_model_records``).

    Parameters
    ----------
    **wanted
        The traits, see `resolve_model`.

    Returns
    -------
    Flow of DnnModel or None

    Raises
    ------
    AmbiguousModelError
        If several models have these traits.
    """
    try:
        return (yield from resolve_model(**wanted))
    except ModelNotFoundError:
        return None


def _check_traits(wanted: ModelFilter, models: Collection[DnnModel]) -> Flow[None]:
    for trait, known, schema in _CHOICES:
        installed = (str(getattr(model, trait)) for model in models)
        given: Any = wanted.get(trait)
        yield from check_choice(trait, given, [*known, *installed], schema=schema)


def _keys_of(answer: Any) -> frozenset[str]:
    return frozenset(str(record.get("key")) for record in answer["models"])


def _models_of(answer: Any) -> tuple[DnnModel, ...]:
    return tuple(DnnModel.model_validate(record) for record in answer["models"])


def _has(model: DnnModel, wanted: ModelFilter) -> bool:
    return all(
        getattr(model, trait) in ([value] if isinstance(value, str) else value)  # type: ignore[operator]
        for trait, value in wanted.items()
        if value is not None
    )


def _as_text(wanted: ModelFilter) -> str:
    traits = [f"{trait} {value!r}" for trait, value in wanted.items() if value is not None]
    return " and ".join(traits) or "any name"
