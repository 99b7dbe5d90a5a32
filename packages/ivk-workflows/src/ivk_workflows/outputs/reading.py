"""Read the outputs of a queue item, and the nodes that they belong to.

The server runs a copy of a node for each iteration, and stores results by the ids of the copies. A map in the
item leads from these to the ids of the graph that was sent. Outputs are read in the order in which the nodes
finished, and those of one node in the order of its iterations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ivk_workflows.queue.schemas import QueueItem

__all__ = ["RawOutput", "prepared_nodes", "read_outputs"]


@dataclass(frozen=True)
class RawOutput:
    """The output of one node in one iteration, as the server sent it.

    Parameters
    ----------
    node_id : str
        The node's id in the graph that was sent, and in the workflow.
    node_type : str
        The node's type.
    label : str
        The name that the workflow gives to the node; empty if it gives none.
    is_intermediate : bool
        Whether the node is intermediate, so that the gallery does not show its images.
    iteration : tuple of int
        The indices of the iteration; empty if the node was not in one.
    data : mapping
        The output, with its ``type``.
    inputs : mapping
        The node's inputs when it ran, including those from edges.
    """

    node_id: str
    node_type: str
    label: str
    is_intermediate: bool
    iteration: tuple[int, ...]
    data: Mapping[str, Any] = field(repr=False)
    inputs: Mapping[str, Any] = field(repr=False)

    @property
    def type(self) -> str:
        """The type of the output, such as ``"image_output"``."""
        return str(self.data.get("type", ""))


def read_outputs(item: QueueItem) -> list[RawOutput]:
    """Read all outputs of a queue item.

    Parameters
    ----------
    item : QueueItem
        A whole item; it may still run, or have failed.

    Returns
    -------
    list of RawOutput
        The nodes in the order in which they first finished, the iterations of each in order.
    """
    sources: Mapping[str, str] = item.session.get("prepared_source_mapping") or {}
    paths: Mapping[str, list[int]] = item.session.get("prepared_iteration_paths") or {}
    nodes = prepared_nodes(item)
    labels = _labels(item)
    by_node: dict[str, list[RawOutput]] = {}
    results: Mapping[str, Mapping[str, Any]] = item.session.get("results") or {}
    for prepared_id, data in results.items():
        node_id = sources.get(prepared_id, prepared_id)
        node = nodes.get(prepared_id, {})
        output = RawOutput(
            node_id=node_id,
            node_type=str(node.get("type", "")),
            label=labels.get(node_id, ""),
            is_intermediate=bool(node.get("is_intermediate", False)),
            iteration=tuple(paths.get(prepared_id) or ()),
            data=data,
            inputs=node,
        )
        by_node.setdefault(node_id, []).append(output)
    return [output for some in by_node.values() for output in sorted(some, key=_iteration_of)]


def prepared_nodes(item: QueueItem) -> Mapping[str, Mapping[str, Any]]:
    """Return the nodes as they ran, by their prepared ids."""
    nodes: Mapping[str, Mapping[str, Any]] = (item.session.get("execution_graph") or {}).get("nodes") or {}
    return nodes


def _iteration_of(output: RawOutput) -> tuple[int, ...]:
    return output.iteration


def _labels(item: QueueItem) -> dict[str, str]:
    nodes = (item.workflow or {}).get("nodes") or []
    return {node["id"]: (node.get("data") or {}).get("label") or "" for node in nodes if "id" in node}
