"""What a ``collect`` node collects: it takes items of one type, and the first edge into it decides which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.compile.wiring import Wiring
from ivk_workflows.definition.parts import WorkflowEdge
from ivk_workflows.templates.template import SlotType

__all__ = ["collected_type"]


def collected_type(node_id: str, nodes: Mapping[str, LoadedNode], wiring: Wiring) -> SlotType | None:
    """Give the type of a ``collect`` node's items.

    Parameters
    ----------
    node_id : str
        Id of the ``collect`` node.
    nodes : mapping of str to LoadedNode
        All nodes by id.
    wiring : Wiring
        The edges that hold.

    Returns
    -------
    SlotType or None
        None as long as nothing decides it.
    """
    visited: set[str] = set()
    current = node_id
    while current not in visited:
        visited.add(current)
        if items := wiring.into(current, "item"):
            return _item(items[0], nodes)
        collections = wiring.into(current, "collection")
        if not collections:
            return None
        source = nodes.get(collections[0].source)
        if source is None or (source.type, collections[0].source_field) != ("collect", "collection"):
            return _item(collections[0], nodes)
        current = source.id
    return None


def _item(edge: WorkflowEdge, nodes: Mapping[str, LoadedNode]) -> SlotType | None:
    source = nodes.get(edge.source)
    output = source.template.outputs.get(edge.source_field) if source and source.template else None
    if output is None or output.type.name == "CollectionField":
        return None
    if output.type.cardinality == "SINGLE":
        return output.slot
    return SlotType(replace(output.type, cardinality="SINGLE"), output.slot.original)
