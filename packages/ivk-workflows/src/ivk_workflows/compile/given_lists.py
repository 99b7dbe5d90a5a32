"""Lists that replace a generator: what it feeds uses the list, and the generator is removed.

A generator node feeds the collections of batch nodes, directly or through connectors. A list that is set
instead of its settings becomes the collection of each of them. A list that is set for such a collection is
its own value; the edge into it is removed. A generator that feeds nothing any more is removed, with the
connectors behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow

__all__ = [
    "GENERATOR_TYPES",
    "collections_fed_by",
    "feeding_generator",
    "with_moved_lists",
    "without_replaced_generators",
]

GENERATOR_TYPES = frozenset({"image_generator", "string_generator", "integer_generator", "float_generator"})

_GENERATOR = "generator"
"""The input of every generator node that holds its settings."""

_Place = tuple[str, str]


def with_moved_lists(workflow: LoadedWorkflow, values: Mapping[_Place, Any]) -> Mapping[_Place, Any]:
    """Return the values with those lists that are for generators moved to the collections that they feed."""
    lists = {
        place: value for place, value in values.items() if _is_list_for_generator(workflow, place, value)
    }
    if not lists:
        return values
    moved = {
        collection: value
        for (node_id, _), value in lists.items()
        for collection in collections_fed_by(workflow, node_id)
    }
    return {**moved, **{place: value for place, value in values.items() if place not in lists}}


def without_replaced_generators(workflow: LoadedWorkflow, values: Mapping[_Place, Any]) -> LoadedWorkflow:
    """Return a workflow without the edges from generators into inputs that have a value, and without them.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with the values.
    values : mapping of (node id, field name) to object
        The values that were set.
    """
    replaced = [place for place in values if feeding_generator(workflow, place)]
    if not replaced:
        return workflow
    edges = workflow.edges.without(edge for place in replaced for edge in workflow.edges.into(*place))
    removed: set[str] = set()
    while True:
        idle = {node_id for node_id in _between(workflow) - removed if not edges.out_of(node_id)}
        if not idle:
            break
        removed |= idle
        edges = edges.without(edge for edge in edges if edge.target in idle)
    nodes = {node_id: node for node_id, node in workflow.nodes.items() if node_id not in removed}
    exposed = workflow.header.get("exposedFields")
    header = workflow.header
    if isinstance(exposed, list):
        header = {**header, "exposedFields": [each for each in exposed if each.get("nodeId") not in removed]}
    form = workflow.form.without_nodes(removed)
    return replace(workflow, nodes=nodes, edges=edges, form=form, header=header)


def collections_fed_by(workflow: LoadedWorkflow, generator_id: str) -> Iterator[_Place]:
    """Iterate over the collections of batch nodes that a generator feeds."""
    for edge in workflow.edges.out_of(generator_id):
        if workflow.edges.is_connector(edge.target):
            yield from ((each.target, each.target_field) for each in workflow.edges.destinations(edge.target))
        else:
            yield edge.target, edge.target_field


def feeding_generator(workflow: LoadedWorkflow, place: _Place) -> LoadedNode | None:
    """Return the generator that feeds an input, directly or through connectors; None if none does."""
    for edge in workflow.edges.into(*place):
        origin = workflow.edges.origin(edge.source) if workflow.edges.is_connector(edge.source) else None
        node = workflow.nodes.get(origin[0] if origin else edge.source)
        if node is not None and _is_generator(node):
            return node
    return None


def _between(workflow: LoadedWorkflow) -> set[str]:
    """Return the generators and connectors that feed something in the workflow."""
    return {
        node.id
        for node in workflow.nodes.values()
        if workflow.edges.out_of(node.id) and (_is_generator(node) or workflow.edges.is_connector(node.id))
    }


def _is_generator(node: LoadedNode) -> bool:
    return node.saved.is_invocation and node.type in GENERATOR_TYPES


def _is_list_for_generator(workflow: LoadedWorkflow, place: _Place, value: Any) -> bool:
    node = workflow.nodes.get(place[0])
    return isinstance(value, list) and place[1] == _GENERATOR and node is not None and _is_generator(node)
