"""What is said about models on the wire.

Models are chosen here and not by the server, which refuses to look for a base or type that it does not know.
"""

from __future__ import annotations

from typing import Unpack

from ivk_core.arguments import check_keywords
from ivk_core.errors import NotFoundError
from ivk_core.flow import Flow, Request
from ivk_models.errors import ModelNotFoundError, no_model, several_models
from ivk_models.models.schemas import DnnModel, ModelFilter

__all__ = ["find_model", "get_model", "list_models", "resolve_model"]


def list_models(**wanted: Unpack[ModelFilter]) -> Flow[list[DnnModel]]:
    """List the installed models (operation ``list_model_records``).

    Parameters
    ----------
    **wanted
        Which: see `ModelFilter`; all by default.
    """
    check_keywords(wanted, ModelFilter.__optional_keys__)
    models = yield from _installed()
    return [model for model in models if _is_like(model, wanted)]


def get_model(key: str) -> Flow[DnnModel]:
    """Ask about one model (operation ``get_model_record``).

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
    """Give the one model that is like that (operation ``list_model_records``).

    Parameters
    ----------
    **wanted
        What it is like: see `ModelFilter`.

    Raises
    ------
    ModelNotFoundError
        If no model is.
    AmbiguousModelError
        If several are.
    """
    check_keywords(wanted, ModelFilter.__optional_keys__)
    models = yield from _installed()
    found = [model for model in models if _is_like(model, wanted)]
    if not found:
        raise no_model(_in_words(wanted), name=wanted.get("name") or "", installed=models)
    if len(found) > 1:
        raise several_models(_in_words(wanted), found)
    return found[0]


def find_model(**wanted: Unpack[ModelFilter]) -> Flow[DnnModel | None]:
    """Give the one model that is like that, or None (operation ``list_model_records``).

    Raises
    ------
    AmbiguousModelError
        If several are.
    """
    try:
        return (yield from resolve_model(**wanted))
    except ModelNotFoundError:
        return None


def _installed() -> Flow[list[DnnModel]]:
    response = yield Request("GET", "/models/", operation="list_model_records", api="v2")
    return [DnnModel.model_validate(record) for record in response.json["models"]]


def _is_like(model: DnnModel, wanted: ModelFilter) -> bool:
    return all(
        getattr(model, trait) in ([value] if isinstance(value, str) else value)  # type: ignore[operator]
        for trait, value in wanted.items()
        if value is not None
    )


def _in_words(wanted: ModelFilter) -> str:
    said = [f"{trait} {value!r}" for trait, value in wanted.items() if value is not None]
    return " and ".join(said) or "any name"
