"""Replace the models that a workflow was saved with by models of another server.

A workflow names its models by keys, which are different on every server. The same model has the same hash on
every server, and often the same name. If it is not installed, another model of the same base can be used.
Files of old versions name models by name and base only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ivk_fields.limits import ANY_MODEL, ModelLimits
from ivk_models.errors import ambiguous_model
from ivk_models.models.matching import match_model
from ivk_models.models.schemas import DnnModel
from ivk_workflows.compile.references import described
from ivk_workflows.resolving.resolver import reference_to

__all__ = ["ModelMention", "ReboundModel", "rebind_models"]


@dataclass(frozen=True)
class ModelMention:
    """One model that an input of a workflow names, alone or in a list or record.

    Parameters
    ----------
    node_id, field_name : str
        The input.
    identifier : mapping
        What the workflow says about the model; old files lack the key and the hash.
    part : int
        Which of the models in the value of the input, counted from 0.
    limits : ModelLimits
        The kinds of model that the input takes.
    """

    node_id: str
    field_name: str
    identifier: Mapping[str, Any]
    part: int = 0
    limits: ModelLimits = ANY_MODEL

    def __str__(self) -> str:
        """Return the model by name, base and type."""
        return described(self.identifier)


@dataclass(frozen=True)
class ReboundModel:
    """A model that replaced another. It unpacks as a pair: ``old, new = rebound``.

    Parameters
    ----------
    node_id, field_name : str
        The input.
    old, new : dict
        The identifiers before and after.
    matched_by : str
        What both have in common: ``"hash"``, ``"name"`` or ``"base"``; ``"request"`` if the caller named the
        new one.
    part : int
        Which of the models in the value of the input, counted from 0; 0 unless it is a list or a record.
    """

    node_id: str
    field_name: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    matched_by: str
    part: int = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """Iterate over the old identifier and the new one."""
        return iter((self.old, self.new))

    def __str__(self) -> str:
        """Return one line: the input, the two models, and how the new one was found."""
        return (
            f"{self.field_name}: {self.old.get('name')!r} -> {self.new.get('name')!r} (by {self.matched_by})"
        )


def rebind_models(
    mentions: Iterable[ModelMention],
    models: Sequence[DnnModel],
    *,
    by_name: bool = True,
    by_base: bool = False,
    replacements: Mapping[str, str] | None = None,
) -> list[ReboundModel]:
    """Find a model of this server for every input that names a model which it does not have.

    Parameters
    ----------
    mentions : iterable of ModelMention
        The inputs that name a model.
    models : sequence of DnnModel
        The models of the server.
    by_name : bool
        Whether to accept a model of the same name, type and base.
    by_base : bool
        Whether to accept the only model of the same type and base, if both are known.
    replacements : mapping of str to str, optional
        Names (or keys) of old models, and the names, keys or hashes of those to use instead.

    Returns
    -------
    list of ReboundModel
        One for each input that another model was found for; the other inputs are not changed.

    Raises
    ------
    AmbiguousModelError
        If several models fit; it lists them.
    ModelNotFoundError
        If `replacements` names a model that the server does not have.
    """
    keys = {model.key for model in models}
    wanted = replacements or {}
    found = (
        _replacement(mention, wanted, models) or _similar(mention, models, by_name=by_name, by_base=by_base)
        for mention in mentions
        if mention.identifier.get("key") not in keys or _name_of_replacement(mention, wanted)
    )
    return [each for each in found if each]


def _name_of_replacement(mention: ModelMention, replacements: Mapping[str, str]) -> str | None:
    by_name = replacements.get(str(mention.identifier.get("name")))
    return by_name or replacements.get(str(mention.identifier.get("key")))


def _replacement(
    mention: ModelMention, replacements: Mapping[str, str], models: Sequence[DnnModel]
) -> ReboundModel | None:
    name = _name_of_replacement(mention, replacements)
    if name is None:
        return None
    kind = str(mention.identifier.get("type") or "")
    types = [kind] if kind else mention.limits.types
    return _rebound(mention, match_model(name, models, bases=mention.limits.bases, types=types), "request")


def _similar(
    mention: ModelMention, models: Sequence[DnnModel], *, by_name: bool, by_base: bool
) -> ReboundModel | None:
    old = mention.identifier
    base, kind = str(old.get("base") or ""), str(old.get("type") or "")
    same_type = [model for model in models if kind in ("", model.type)]
    # An old file may not say what the input's limits do.
    fitting_base = [model for model in same_type if mention.limits.allow(model.base, model.type)]
    same_base = [model for model in same_type if model.base == base] if base else fitting_base
    steps: list[tuple[str, bool, Sequence[DnnModel], Callable[[DnnModel], bool]]] = [
        ("hash", bool(old.get("hash")), same_type, lambda model: model.hash == old.get("hash")),
        ("name", by_name, same_base, lambda model: model.name == old.get("name")),
        ("base", by_base and bool(base and kind), same_base, lambda _: True),
    ]
    for reason, is_allowed, candidates, is_similar in steps:
        fitting = [model for model in candidates if is_allowed and is_similar(model)]
        if len(fitting) > 1:
            name = str(old.get("name"))
            hint = f'Select one of them: models={{"{name}": "…"}}.'
            raise ambiguous_model(name, fitting, hint=hint)
        if fitting:
            return _rebound(mention, fitting[0], reason)
    return None


def _rebound(mention: ModelMention, model: DnnModel, reason: str) -> ReboundModel:
    new = reference_to(model).to_wire()
    if "submodel_type" in mention.identifier:
        new["submodel_type"] = mention.identifier["submodel_type"]
    return ReboundModel(mention.node_id, mention.field_name, mention.identifier, new, reason, mention.part)
