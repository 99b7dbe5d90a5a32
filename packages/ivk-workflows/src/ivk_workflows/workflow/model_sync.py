"""Replace the models of a workflow by those of the server that it will run on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from ivk_fields import ModelRef
from ivk_fields.values.models import is_model
from ivk_fields.values.parts import iter_parts, replace_parts
from ivk_models.models.schemas import DnnModel
from ivk_workflows.compile import named_resources
from ivk_workflows.resolving.rebinding import ModelMention, ReboundModel, rebind_models
from ivk_workflows.workflow.fields import InputFields, Place

__all__ = ["sync_models"]


def sync_models(
    inputs: InputFields,
    models: Sequence[DnnModel],
    *,
    by_name: bool,
    by_base: bool,
    replacements: Mapping[str, str] | None,
) -> list[ReboundModel]:
    """Replace missing models in the values of inputs by models that the server has.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow.
    models : sequence of DnnModel
        The models of the server.
    by_name, by_base, replacements
        See `rebind_models`.

    Returns
    -------
    list of ReboundModel
        The models that were replaced.
    """
    rebound = rebind_models(
        _mentions(inputs), models, by_name=by_name, by_base=by_base, replacements=replacements
    )
    by_place: dict[Place, dict[int, ReboundModel]] = {}
    for each in rebound:
        by_place.setdefault((each.node_id, each.field_name), {})[each.part] = each
    for place, parts in by_place.items():
        field = inputs.field(inputs.find(place))
        field.set(_with_replaced(field.value, {part: each.new for part, each in parts.items()}))
    return rebound


def _with_replaced(value: object, new: Mapping[int, Mapping[str, Any]]) -> object:
    """Return a value with some of its models replaced, given by their position in the value."""
    positions = count()

    def replace(part: object) -> object:
        position = next(positions) if is_model(part) else -1
        return ModelRef.parse(new[position]) if position in new else part

    return replace_parts(value, replace)


def _mentions(inputs: InputFields) -> list[ModelMention]:
    """List the models that inputs name, in lists and records too, and those that old files name."""
    named = {(each.node.id, each.field) for each in named_resources(inputs.loaded) if each.kind == "model"}
    stated = {(node.id, name) for node in inputs.loaded.invocations for name in node.stated}
    mentions = []
    for place in sorted(named | stated | set(inputs.touched)):
        field = inputs.field(inputs.find(place))
        for part, model in enumerate(iter_parts(field.value, is_model)):
            # What the program set by name is looked up when the workflow is submitted.
            if not (field.touched and model.needs_resolving):
                mentions.append(ModelMention(*place, _identifier(model), part, field.model_limits()))
    return mentions


def _identifier(model: ModelRef) -> dict[str, Any]:
    return {name: part for name, part in model.to_wire().items() if part or name == "submodel_type"}
