"""The type of the items of a ``collect`` node: all have one type, which the first edge into it decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ivk_workflows.compile.edge_index import EdgeIndex
from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.definition.parts import WorkflowEdge
from ivk_workflows.templates.template import SlotType

__all__ = ["collected_type"]


def collected_type(node_id: str, nodes: Mapping[str, LoadedNode], edges: EdgeIndex) -> SlotType | None:
    """Return the type of a ``collect`` node's items.

    Parameters
    ----------
    node_id : str
        Id of the ``collect`` node.
    nodes : mapping of str to LoadedNode
        All nodes by id.
    edges : EdgeIndex
        The valid edges.

    Returns
    -------
    SlotType or None
        None if no edge decides it.
    """
    visited: set[str] = set()
    current = node_id
    while current not in visited:
        visited.add(current)
        if items := edges.into(current, "item"):
            return _item(items[0], nodes)
        collections = edges.into(current, "collection")
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
        return None  # a generic collection may hold items of any type
    if output.type.cardinality == "SINGLE":
        return output.slot
    return SlotType(replace(output.type, cardinality="SINGLE"), output.slot.original)
