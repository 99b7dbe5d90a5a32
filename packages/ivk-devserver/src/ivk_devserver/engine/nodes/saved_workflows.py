"""The node that calls a workflow of the library, and the nodes with which that workflow returns values."""

from typing import Any

from ivk_devserver.engine.fields import FieldValue
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node
from ivk_devserver.graph.workflow_graph_builder import CALL_SAVED_WORKFLOW, DYNAMIC_INPUT_PREFIX

__all__ = ["call_saved_workflow", "get_value", "return_value", "return_values"]

_EMPTY_KEY = "Workflow return key must not be empty."


class ReturnValue(FieldValue):
    """A value and its key."""

    key: str
    value: Any = None


@node(CALL_SAVED_WORKFLOW)
def call_saved_workflow(
    context: InvocationContext, workflow_id: str, workflow_inputs: dict[str, Any], **rest: Any
) -> Output:
    """Run a workflow with literal values and with values from edges."""
    from_edges = {name: value for name, value in rest.items() if name.startswith(DYNAMIC_INPUT_PREFIX)}
    values = context.services.call_workflow(workflow_id, {**workflow_inputs, **from_edges})
    return {"output_meta": None, "values": values, "type": "workflow_return_output"}


@node("workflow_return_value")
def return_value(key: str, value: Any) -> Output:
    """Return one value under a key."""
    return output("workflow_return_value_output", value=ReturnValue(key=_stripped(key), value=value))


@node("workflow_return")
def return_values(values: ReturnValue | list[ReturnValue]) -> Output:
    """Return all values by their keys."""
    by_key: dict[str, Any] = {}
    for one in values if isinstance(values, list) else [values]:
        key = _stripped(one.key)
        if key in by_key:
            raise ValueError(f"Duplicate workflow return key '{key}'.")
        by_key[key] = one.value
    return output("workflow_return_output", values=by_key)


@node("workflow_return_get")
def get_value(values: dict[str, Any], key: str) -> Output:
    """Return one of the returned values by its key."""
    if _stripped(key) not in values:
        raise ValueError(f"Workflow return key '{_stripped(key)}' was not found.")
    return output("workflow_return_get_output", value=values[_stripped(key)])


def _stripped(key: str) -> str:
    if not key.strip():
        raise ValueError(_EMPTY_KEY)
    return key.strip()
