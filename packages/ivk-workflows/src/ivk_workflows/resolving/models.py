"""Which model of the server is meant: by key, by hash, or by name among those that fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from ivk_fields.values.models import ModelRef
from ivk_workflows.resolving.errors import ambiguous_model, model_not_found

__all__ = ["ModelRecord", "identifier_of", "match_model", "shown"]

ModelRecord: TypeAlias = Mapping[str, Any]
"""A model as the server's listing has it; only key, hash, name, base and type are looked at."""


def match_model(
    wanted: ModelRef, records: Sequence[ModelRecord], *, bases: Sequence[str] = (), types: Sequence[str] = ()
) -> ModelRef:
    """Find the one model that a reference means.

    Parameters
    ----------
    wanted : ModelRef
        What somebody gave: a name, key or hash, perhaps with base and type.
    records : sequence of mapping
        The models of the server.
    bases, types : sequence of str
        What the input takes; empty for anything.

    Returns
    -------
    ModelRef
        Fully identified.

    Raises
    ------
    ModelNotFoundError
        If no model fits.
    AmbiguousModelError
        If several models fit; it lists them.
    """
    bases, types = [wanted.base] if wanted.base else bases, [wanted.type] if wanted.type else types
    fitting = [each for each in records if _fits(each, bases, types)]
    text = str(wanted)
    for is_meant in _readings(text):
        found = [each for each in fitting if is_meant(each)]
        if len(found) > 1:
            raise ambiguous_model(text, [shown(each) for each in found])
        if found:
            return ModelRef.parse(identifier_of(found[0], wanted.submodel_type))
    raise model_not_found(text, known=[str(each.get("name")) for each in fitting])


def identifier_of(record: ModelRecord, submodel_type: str | None = None) -> dict[str, Any]:
    """Give what a node input holds of a model."""
    identity = {part: record.get(part) for part in ("key", "hash", "name", "base", "type")}
    return {**identity, "submodel_type": submodel_type} if submodel_type else identity


def shown(record: ModelRecord) -> str:
    """Describe a model so that it can be told from others."""
    return f"{record.get('name')!r} ({record.get('base')} {record.get('type')}, key {record.get('key')})"


def _readings(text: str) -> list[Callable[[ModelRecord], bool]]:
    return [
        lambda record: record.get("key") == text,
        lambda record: record.get("hash") == text,
        lambda record: record.get("name") == text,
        lambda record: str(record.get("name")).casefold() == text.casefold(),
    ]


def _fits(record: ModelRecord, bases: Sequence[str], types: Sequence[str]) -> bool:
    return (not bases or record.get("base") in bases or "any" in bases) and (
        not types or record.get("type") in types
    )
