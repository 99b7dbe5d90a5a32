"""From the nodes of a graph to prepared nodes: iterations are spread out, collections gathered.

A *placement* says where one prepared node will stand (its path on its axes) and which prepared nodes feed it.
An ordinary node gets one placement for each set of parents that agree on every axis they share. ``iterate``
adds an axis. ``collect`` ends the innermost axis of its items: it gets one placement for each round of what
is left, and all items of that round are its parents.
"""

from collections import defaultdict
from dataclasses import dataclass

from ivk_devserver.engine.graph import Edge
from ivk_devserver.engine.prepared import Path, Prepared
from ivk_devserver.engine.state import State

__all__ = ["Placement", "placements_of"]


@dataclass(frozen=True)
class Placement:
    """Where a prepared node stands, and what feeds it."""

    axes: tuple[str, ...]
    path: Path
    parents: tuple[Prepared, ...]


def placements_of(state: State, source_id: str) -> list[Placement]:
    """Give the placements of a node whose parents are prepared, none if there is no item to run it for."""
    kind = state.graph.nodes[source_id]["type"]
    if kind == "collect":
        return _gathered(state, source_id)
    joined = _joined(state, source_id)
    return _spread(state, source_id, joined) if kind == "iterate" else joined


# Joining: one placement for each set of parents that agree -------------------------------------------------


def _joined(state: State, source_id: str) -> list[Placement]:
    placements = [Placement((), (), ())]
    for parent_id in state.graph.parents(source_id):
        placements = _join(placements, state.prepared_from(parent_id))
    rank = {node_id: index for index, node_id in enumerate(state.graph.in_order())}
    return sorted((_ordered(placement, rank) for placement in placements), key=lambda found: found.path)


def _join(placements: list[Placement], parents: list[Prepared]) -> list[Placement]:
    if not placements or not parents:
        return []
    shared = [axis for axis in placements[0].axes if axis in parents[0].axes]
    by_place: defaultdict[Path, list[Prepared]] = defaultdict(list)
    for parent in parents:
        by_place[tuple(parent.place[axis] for axis in shared)].append(parent)
    return [
        _merge(placement, parent)
        for placement in placements
        for parent in by_place[tuple(placement.path[placement.axes.index(axis)] for axis in shared)]
    ]


def _merge(placement: Placement, parent: Prepared) -> Placement:
    place = dict(zip(placement.axes, placement.path, strict=True)) | parent.place
    return Placement(tuple(place), tuple(place.values()), (*placement.parents, parent))


def _ordered(placement: Placement, rank: dict[str, int]) -> Placement:
    """Put the axes into the order of the graph, outer iterations first."""
    place = sorted(zip(placement.axes, placement.path, strict=True), key=lambda step: rank[step[0]])
    return Placement(tuple(axis for axis, _ in place), tuple(index for _, index in place), placement.parents)


# Spreading: one placement for each item --------------------------------------------------------------------


def _spread(state: State, iterate_id: str, placements: list[Placement]) -> list[Placement]:
    return [
        Placement((*outer.axes, iterate_id), (*outer.path, index), outer.parents)
        for outer in placements
        for index in range(len(state.collection_of(iterate_id, outer.parents)))
    ]


# Gathering: one placement for each round that has ended ----------------------------------------------------


def _gathered(state: State, collect_id: str) -> list[Placement]:
    edges = state.graph.incoming(collect_id)
    axes = max((_axes_left(state, edge) for edge in edges), key=len, default=())
    return [
        Placement(axes[: len(key)], key, _members(state, edges, key))
        for key in _innermost(_keys(state, edges))
    ]


def _axes_left(state: State, edge: Edge) -> tuple[str, ...]:
    axes = _axes_of(state, edge.source)
    return axes[:-1] if edge.target_field == "item" else axes


def _axes_of(state: State, source_id: str) -> tuple[str, ...]:
    """Give the axes a node stands on, known even if no item let it be prepared."""
    prepared = state.prepared_from(source_id)
    return prepared[0].axes if prepared else tuple(_open_iterations(state, source_id))


def _open_iterations(state: State, source_id: str) -> list[str]:
    """Give the iterations that a node runs in, those ended by a ``collect`` left out, outermost first."""
    graph, found, waiting = state.graph, {source_id}, [source_id]
    while waiting:
        node_id = waiting.pop()
        if graph.nodes[node_id]["type"] != "collect":
            new = set(graph.parents(node_id)) - found
            found |= new
            waiting.extend(new)
    return [
        node_id
        for node_id in graph.in_order()
        if node_id in found and graph.nodes[node_id]["type"] == "iterate"
    ]


def _keys(state: State, edges: list[Edge]) -> set[Path]:
    keys: set[Path] = set()
    for edge in edges:
        depth = len(_axes_left(state, edge))
        keys |= {prepared.path[:depth] for prepared in state.prepared_from(edge.source)}
        keys |= _keys_of_iterations(state, edge, depth)
    return keys or {()}


def _keys_of_iterations(state: State, edge: Edge, depth: int) -> set[Path]:
    """Give the rounds of all iterations around a node: one that had no items is collected all the same.

    Like a real server this takes an index for an index, whichever iteration counts with it. So of two
    independent iterations the shorter one gets an empty collection for each round that only the longer has.
    """
    keys: set[Path] = set()
    for iterate_id in _open_iterations(state, edge.source):
        prepared = state.prepared_from(iterate_id)
        keys |= {one.path[:depth] for one in prepared if len(one.path) >= depth}
        for parent_id in state.graph.parents(iterate_id):
            keys |= {one.path for one in state.prepared_from(parent_id)}
    return keys


def _innermost(keys: set[Path]) -> list[Path]:
    """Leave out every key that only begins another."""
    return sorted(key for key in keys if not any(key != other and other[: len(key)] == key for other in keys))


def _members(state: State, edges: list[Edge], key: Path) -> tuple[Prepared, ...]:
    return tuple(
        prepared
        for edge in edges
        for prepared in state.prepared_from(edge.source)
        if _belongs(prepared.path, key, is_item=edge.target_field == "item")
    )


def _belongs(path: Path, key: Path, *, is_item: bool) -> bool:
    return key[: len(path)] == path or (is_item and path[: len(key)] == key)
