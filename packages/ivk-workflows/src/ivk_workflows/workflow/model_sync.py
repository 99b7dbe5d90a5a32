"""Replace the models of a workflow by those of the server that it will run on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivk_fields import ModelRef
from ivk_models.models.schemas import DnnModel
from ivk_workflows.compile import named_resources
from ivk_workflows.resolving.rebinding import ModelMention, ReboundModel, rebind_models
from ivk_workflows.workflow.fields import InputFields

__all__ = ["sync_models"]


def sync_models(
    inputs: InputFields,
    models: Sequence[DnnModel],
    *,
    by_name: bool,
    by_base: bool,
    replacements: Mapping[str, str] | None,
) -> list[ReboundModel]:
    """Set inputs that name a missing model to a model that the server has.

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
    for each in rebound:
        inputs.field(inputs.find((each.node_id, each.field_name))).set(each.new)
    return rebound


def _mentions(inputs: InputFields) -> list[ModelMention]:
    """List the inputs that name a model, without those that an edge feeds."""
    places = {(each.node.id, each.field) for each in named_resources(inputs.loaded) if each.kind == "model"}
    mentions = []
    for place in sorted(places | set(inputs.touched)):
        value = inputs.field(inputs.find(place)).value
        if isinstance(value, ModelRef) and not value.needs_resolving:
            mentions.append(ModelMention(*place, value.to_wire()))
    return mentions
