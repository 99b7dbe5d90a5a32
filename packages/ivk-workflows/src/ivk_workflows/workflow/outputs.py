"""The nodes of a workflow whose results are kept."""

from __future__ import annotations

from dataclasses import dataclass

from ivk_workflows.compile import LoadedWorkflow

__all__ = ["OutputNode", "output_nodes"]


@dataclass(frozen=True)
class OutputNode:
    """A node whose results are kept.

    Parameters
    ----------
    node_id : str
        Its id.
    node_type : str
        Its type, such as ``"l2i"``.
    label : str
        The name that users see on it.
    output_type : str
        The type of its output, such as ``"image_output"``.
    """

    node_id: str
    node_type: str
    label: str
    output_type: str


def output_nodes(workflow: LoadedWorkflow) -> list[OutputNode]:
    """List the nodes that run and are not intermediate, in the order of the file."""
    kept = (node for node in workflow.invocations if node.is_executable and not node.is_intermediate)
    return [
        OutputNode(node.id, node.type, node.title, node.template.output_type if node.template else "")
        for node in kept
    ]
