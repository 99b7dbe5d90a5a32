"""Giving a workflow the models of the server that it is to run on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ivk_fields import ModelRef
from ivk_workflows.compile import named_resources
from ivk_workflows.resolving.models import ModelRecord
from ivk_workflows.resolving.rebinding import ModelMention, ReboundModel, rebind_models

if TYPE_CHECKING:
    from ivk_workflows.workflow_form import WorkflowForm

__all__ = ["model_mentions", "rebind"]


def model_mentions(workflow: WorkflowForm) -> list[ModelMention]:
    """List the inputs of a workflow that name a model, as they stand now and feed a node."""
    places = {(each.node.id, each.field) for each in named_resources(workflow.opened) if each.kind == "model"}
    mentions = []
    for place in sorted(places | set(workflow.touched)):
        value = workflow.get_input_value(place).value
        if isinstance(value, ModelRef) and not value.needs_resolving:
            mentions.append(ModelMention(*place, value.to_wire()))
    return mentions


def rebind(
    workflow: WorkflowForm,
    mentions: Sequence[ModelMention],
    records: Sequence[ModelRecord],
    *,
    by_name: bool,
    by_base: bool,
    models: Mapping[str, str] | None,
) -> list[ReboundModel]:
    """Find models for the mentions, and set the inputs to them."""
    rebound = rebind_models(mentions, records, by_name=by_name, by_base=by_base, models=models)
    for each in rebound:
        workflow.get_input_value((each.node_id, each.field_name)).set(each.new)
    return rebound
