"""The node that calls a workflow. Importing this module makes it known to the engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.registry import node
from ivk_devserver.engine.services import Services
from ivk_devserver.graph.workflow_graph_builder import DYNAMIC_INPUT_PREFIX

__all__ = ["CALL_NODE", "CallingServices"]

CALL_NODE = "call_saved_workflow"
CallWorkflow = Callable[[str, dict[str, Any]], dict[str, Any]]


def _call_nothing(workflow_id: str, _: dict[str, Any]) -> dict[str, Any]:
    raise NotImplementedError(f"workflow '{workflow_id}' is called outside of a queue item")


@dataclass(frozen=True)
class CallingServices(Services):
    """The services of an item, with a way to run another workflow and get what it returned."""

    call_workflow: CallWorkflow = _call_nothing


@node(CALL_NODE)
def call_saved_workflow(
    call: Call, workflow_id: str, workflow_inputs: dict[str, Any], **rest: Any
) -> dict[str, Any]:
    """Run a workflow with literal values and with those that edges bring."""
    brought = {name: value for name, value in rest.items() if name.startswith(DYNAMIC_INPUT_PREFIX)}
    services = call.services
    if not isinstance(services, CallingServices):
        raise TypeError("calling a workflow needs services that can")
    values = services.call_workflow(workflow_id, {**workflow_inputs, **brought})
    return {"output_meta": None, "values": values, "type": "workflow_return_output"}
