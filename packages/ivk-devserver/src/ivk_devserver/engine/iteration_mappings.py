"""The iteration mappings of a node: for each prepared node to make, its iteration path and its parents.

An ordinary node gets one mapping for each set of prepared parents whose indices agree on every axis that
they share. ``iterate`` adds an axis. ``collect`` ends the innermost axis of its items: it gets one mapping
for each iteration of the axes that are left, and all items of that iteration are its parents.
"""

from collections import defaultdict
from dataclasses import dataclass

from ivk_devserver.engine.directed_graph import DirectedEdge
from ivk_devserver.engine.graph_execution_state import GraphExecutionState, IterationPath, PreparedNode

__all__ = ["IterationMapping", "iteration_mappings"]


@dataclass(frozen=True)
class IterationMapping:
    """The axes and the iteration path of a prepared node to make, and its prepared parents."""

    axes: tuple[str, ...]
    path: IterationPath
    parents: tuple[PreparedNode, ...]


def iteration_mappings(state: GraphExecutionState, source_id: str) -> list[IterationMapping]:
    """Return the mappings of a node whose parents are prepared; none if there is no item to run it for."""
    node_type = state.graph.nodes[source_id]["type"]
    if node_type == "collect":
        return _collected(state, source_id)
    joined = _joined(state, source_id)
    return _iterated(state, source_id, joined) if node_type == "iterate" else joined


# Ordinary nodes: one mapping for each set of parents that agree


def _joined(state: GraphExecutionState, source_id: str) -> list[IterationMapping]:
    mappings = [IterationMapping((), (), ())]
    for parent_id in state.graph.parents(source_id):
        mappings = _join(mappings, state.prepared_from(parent_id))
    rank = {node_id: index for index, node_id in enumerate(state.graph.topological_order())}
    return sorted((_ordered(mapping, rank) for mapping in mappings), key=lambda mapping: mapping.path)


def _join(mappings: list[IterationMapping], parents: list[PreparedNode]) -> list[IterationMapping]:
    if not mappings or not parents:
        return []
    shared = [axis for axis in mappings[0].axes if axis in parents[0].axes]
    by_indices: defaultdict[IterationPath, list[PreparedNode]] = defaultdict(list)
    for parent in parents:
        by_indices[tuple(parent.indices[axis] for axis in shared)].append(parent)
    return [
        _merge(mapping, parent)
        for mapping in mappings
        for parent in by_indices[tuple(mapping.path[mapping.axes.index(axis)] for axis in shared)]
    ]


def _merge(mapping: IterationMapping, parent: PreparedNode) -> IterationMapping:
    indices = dict(zip(mapping.axes, mapping.path, strict=True)) | parent.indices
    return IterationMapping(tuple(indices), tuple(indices.values()), (*mapping.parents, parent))


def _ordered(mapping: IterationMapping, rank: dict[str, int]) -> IterationMapping:
    """Sort the axes by the order of the graph, the outermost iteration first."""
    indices = sorted(zip(mapping.axes, mapping.path, strict=True), key=lambda step: rank[step[0]])
    axes, path = tuple(axis for axis, _ in indices), tuple(index for _, index in indices)
    return IterationMapping(axes, path, mapping.parents)


# ``iterate``: one mapping for each item


def _iterated(
    state: GraphExecutionState, iterate_id: str, mappings: list[IterationMapping]
) -> list[IterationMapping]:
    return [
        IterationMapping((*outer.axes, iterate_id), (*outer.path, index), outer.parents)
        for outer in mappings
        for index in range(len(state.collection_of(iterate_id, outer.parents)))
    ]


# ``collect``: one mapping for each iteration of the outer axes


def _collected(state: GraphExecutionState, collect_id: str) -> list[IterationMapping]:
    edges = state.graph.incoming(collect_id)
    axes = max((_outer_axes(state, edge) for edge in edges), key=len, default=())
    return [
        IterationMapping(axes[: len(path)], path, _members(state, edges, path))
        for path in _longest(_outer_paths(state, edges))
    ]


def _outer_axes(state: GraphExecutionState, edge: DirectedEdge) -> tuple[str, ...]:
    axes = _axes_of(state, edge.source)
    return axes[:-1] if edge.target_field == "item" else axes


def _axes_of(state: GraphExecutionState, source_id: str) -> tuple[str, ...]:
    """Return the axes of a node, even if it was prepared for no item."""
    prepared = state.prepared_from(source_id)
    return prepared[0].axes if prepared else tuple(_surrounding_iterations(state, source_id))


def _surrounding_iterations(state: GraphExecutionState, source_id: str) -> list[str]:
    """Return the ids of the ``iterate`` nodes above a node that no ``collect`` ended, the outermost first."""
    graph, found, waiting = state.graph, {source_id}, [source_id]
    while waiting:
        node_id = waiting.pop()
        if graph.nodes[node_id]["type"] != "collect":
            new = set(graph.parents(node_id)) - found
            found |= new
            waiting.extend(new)
    return [
        node_id
        for node_id in graph.topological_order()
        if node_id in found and graph.nodes[node_id]["type"] == "iterate"
    ]


def _outer_paths(state: GraphExecutionState, edges: list[DirectedEdge]) -> set[IterationPath]:
    paths: set[IterationPath] = set()
    for edge in edges:
        depth = len(_outer_axes(state, edge))
        paths |= {prepared.path[:depth] for prepared in state.prepared_from(edge.source)}
        paths |= _paths_of_iterations(state, edge, depth)
    return paths or {()}


def _paths_of_iterations(state: GraphExecutionState, edge: DirectedEdge, depth: int) -> set[IterationPath]:
    """Return the paths of all iterations around a node; an iteration without items is collected as well.

    As on a real server an index counts for every iteration with that many items. Of two independent
    iterations, the shorter one therefore gets an empty collection for each index that only the longer one
    has.
    """
    paths: set[IterationPath] = set()
    for iterate_id in _surrounding_iterations(state, edge.source):
        prepared = state.prepared_from(iterate_id)
        paths |= {one.path[:depth] for one in prepared if len(one.path) >= depth}
        for parent_id in state.graph.parents(iterate_id):
            paths |= {one.path for one in state.prepared_from(parent_id)}
    return paths


def _longest(paths: set[IterationPath]) -> list[IterationPath]:
    """Return the paths that are not the beginning of another path, sorted."""
    return sorted(
        path for path in paths if not any(path != other and other[: len(path)] == path for other in paths)
    )


def _members(
    state: GraphExecutionState, edges: list[DirectedEdge], path: IterationPath
) -> tuple[PreparedNode, ...]:
    return tuple(
        prepared
        for edge in edges
        for prepared in state.prepared_from(edge.source)
        if _is_member(prepared.path, path, is_item=edge.target_field == "item")
    )


def _is_member(path: IterationPath, collected: IterationPath, *, is_item: bool) -> bool:
    return collected[: len(path)] == path or (is_item and path[: len(collected)] == collected)
