"""Sweeps over the workflow that a node calls: the batch has the same inputs for all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ivk_workflows.compile import BatchData, LoadedNode
from ivk_workflows.compile.saved_calls import CALLED_ID, is_saved_input
from ivk_workflows.errors import BatchError
from ivk_workflows.workflow.fields import InputFields

__all__ = ["refuse_different_calls", "swept_calls"]


def swept_calls(callers: Collection[str], data: BatchData) -> dict[str, Sequence[str]]:
    """Return the ids of the workflows that a sweep calls, by the id of the node that calls them."""
    return {
        datum["node_path"]: datum["items"]
        for group in data
        for datum in group
        if datum["field_name"] == CALLED_ID and datum["node_path"] in callers
    }


def refuse_different_calls(
    inputs: InputFields, chosen: Mapping[str, str], swept: Mapping[str, Sequence[str]]
) -> None:
    """Raise if the workflows of a sweep have different inputs, because the batch cannot change those.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the calling workflow; it knows the called workflows.
    chosen : mapping of str to str
        The ids of the workflows that its nodes call, by the ids of the nodes.
    swept : mapping of str to sequence of str
        The ids of the workflows of the sweep, by the id of the node.

    Raises
    ------
    BatchError
        If they differ.
    """
    for node_id, workflow_ids in swept.items():
        named: dict[str, list[str]] = {}
        fields = set()
        for workflow_id in workflow_ids:
            node = inputs.views_of({**chosen, node_id: workflow_id}).loaded.nodes[node_id]
            called = inputs.called.get(workflow_id)
            fields.add(tuple(name for name in node.values if is_saved_input(node, name)))
            named[called.name if called else workflow_id] = _inputs_of(node)
        if len(fields) > 1:
            listed = "; ".join(f"{name!r}: {', '.join(labels) or 'none'}" for name, labels in named.items())
            title = inputs.known_views.loaded.nodes[node_id].title
            raise BatchError(
                f"The workflows that {title!r} should call have different inputs ({listed}), and one batch "
                "has the same inputs for all of them.",
                hint="Submit once for each, for example with map().",
            )


def _inputs_of(node: LoadedNode) -> list[str]:
    return [node.label_of(name) for name in node.values if is_saved_input(node, name)]
