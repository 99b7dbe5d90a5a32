"""Putting the models of another server in the place of those that a workflow was saved with.

A workflow names its models by keys that only the server it was made on knows. The same model elsewhere has
the same hash; often the same name; sometimes only the same base will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ivk_fields.values.models import ModelRef
from ivk_workflows.resolving.errors import ambiguous_model
from ivk_workflows.resolving.models import ModelRecord, identifier_of, match_model, shown

__all__ = ["ModelMention", "ReboundModel", "rebind_models"]


@dataclass(frozen=True)
class ModelMention:
    """One input of a workflow that names a model."""

    node_id: str
    field_name: str
    identifier: Mapping[str, Any]


@dataclass(frozen=True)
class ReboundModel:
    """A model that was put in the place of another; it unpacks as the pair of both: ``old, new = rebound``.

    Parameters
    ----------
    node_id, field_name : str
        The input.
    old, new : dict
        The identifiers before and after.
    matched_by : str
        What they share: ``"hash"``, ``"name"`` or ``"base"``; ``"request"`` when the caller said so.
    """

    node_id: str
    field_name: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    matched_by: str

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """Give the old one and the new one."""
        return iter((self.old, self.new))

    def __str__(self) -> str:
        """Read as one line: where, what was replaced by what, and what they share."""
        return (
            f"{self.field_name}: {self.old.get('name')!r} -> {self.new.get('name')!r} (by {self.matched_by})"
        )


def rebind_models(
    mentions: Iterable[ModelMention],
    records: Sequence[ModelRecord],
    *,
    by_name: bool = True,
    by_base: bool = False,
    models: Mapping[str, str] | None = None,
) -> list[ReboundModel]:
    """Find a model of this server for every mention of one that it does not have.

    Parameters
    ----------
    mentions : iterable of ModelMention
        What the workflow names.
    records : sequence of mapping
        The models of the server.
    by_name : bool
        Whether a model of the same name, type and base will do.
    by_base : bool
        Whether the only model of the same type and base will do.
    models : mapping of str to str, optional
        Names (or keys) of old models, and the names, keys or hashes of those to use instead.

    Returns
    -------
    list of ReboundModel
        One for each mention that found another model; those that found none are left alone.

    Raises
    ------
    AmbiguousModelError
        If several models fit; it lists them.
    ModelNotFoundError
        If `models` names a model that the server does not have.
    """
    keys = {record.get("key") for record in records}
    wishes = models or {}
    found = (
        _wished(mention, wishes, records) or _alike(mention, records, by_name=by_name, by_base=by_base)
        for mention in mentions
        if mention.identifier.get("key") not in keys or _wish_for(mention, wishes)
    )
    return [each for each in found if each]


def _wish_for(mention: ModelMention, wishes: Mapping[str, str]) -> str | None:
    return wishes.get(str(mention.identifier.get("name"))) or wishes.get(str(mention.identifier.get("key")))


def _wished(
    mention: ModelMention, wishes: Mapping[str, str], records: Sequence[ModelRecord]
) -> ReboundModel | None:
    wish = _wish_for(mention, wishes)
    if wish is None:
        return None
    kind = str(mention.identifier.get("type") or "")
    chosen = match_model(ModelRef.called(wish), records, types=[kind] if kind else [])
    return _rebound(mention, chosen.to_wire(), "request")


def _alike(
    mention: ModelMention, records: Sequence[ModelRecord], *, by_name: bool, by_base: bool
) -> ReboundModel | None:
    old = mention.identifier
    same_kind = [each for each in records if each.get("type") == old.get("type")]
    same_base = [each for each in same_kind if each.get("base") == old.get("base")]
    steps: list[tuple[str, bool, Sequence[ModelRecord], Callable[[ModelRecord], bool]]] = [
        ("hash", bool(old.get("hash")), same_kind, lambda each: each.get("hash") == old.get("hash")),
        ("name", by_name, same_base, lambda each: each.get("name") == old.get("name")),
        ("base", by_base, same_base, lambda _: True),
    ]
    for reason, is_allowed, candidates, is_alike in steps:
        fitting = [each for each in candidates if is_allowed and is_alike(each)]
        if len(fitting) > 1:
            raise ambiguous_model(
                str(old.get("name")),
                [shown(each) for each in fitting],
                hint=f'Say which one is meant: models={{"{old.get("name")}": "…"}}.',
            )
        if fitting:
            return _rebound(mention, identifier_of(fitting[0]), reason)
    return None


def _rebound(mention: ModelMention, new: Mapping[str, Any], reason: str) -> ReboundModel:
    submodel = mention.identifier.get("submodel_type")
    kept = {"submodel_type": submodel} if "submodel_type" in mention.identifier else {}
    return ReboundModel(mention.node_id, mention.field_name, mention.identifier, {**new, **kept}, reason)
