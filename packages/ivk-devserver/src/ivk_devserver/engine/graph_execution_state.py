"""The graph execution state: what one run of a graph has prepared, executed and skipped, and its results.

A *prepared node* is a copy of a node of the graph that runs once. A node outside of iterations is prepared
once. Below an ``iterate`` node it is prepared for every item. Its place among these is its iteration path:
one index for each ``iterate`` node, the outermost first. The *axes* are the ids of these ``iterate`` nodes.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ivk_devserver.engine.directed_graph import DirectedGraph, Node

__all__ = ["MAX_WORKFLOW_CALL_DEPTH", "GraphExecutionState", "IterationPath", "Output", "PreparedNode"]

MAX_WORKFLOW_CALL_DEPTH = 4
"""How deep workflows may call workflows; the limit of a real server."""

IterationPath = tuple[int, ...]
Output = dict[str, Any]
"""The output of a node: its ``type`` and its fields."""


@dataclass(frozen=True, slots=True)
class PreparedNode:
    """The id of a prepared node, the node that it was prepared from, and its iteration path."""

    id: str
    source_id: str
    axes: tuple[str, ...] = ()
    path: IterationPath = ()

    @property
    def indices(self) -> dict[str, int]:
        """The index on each axis."""
        return dict(zip(self.axes, self.path, strict=True))


class GraphExecutionState:
    """The state of one run of a graph.

    Parameters
    ----------
    graph
        The graph to run, its nodes with all defaults.
    session_id
        The id of the session; a new one for None.

    Attributes
    ----------
    execution_graph
        The prepared nodes, with the values that they run with, and the edges between them.
    executed
        The ids of the prepared nodes and of the nodes of the graph that are done, in that order.
    results, errors, indegree
        By the id of the prepared node: its output, its error, and the number of inputs it still waits for.
    """

    def __init__(self, graph: DirectedGraph, session_id: str | None = None) -> None:
        self.id = session_id or str(uuid4())
        self.graph = graph
        self.execution_graph = DirectedGraph()
        self.executed: dict[str, None] = {}
        self.executed_history: list[str] = []
        self.results: dict[str, Output] = {}
        self.errors: dict[str, str] = {}
        self.indegree: dict[str, int] = {}
        self._prepared: dict[str, PreparedNode] = {}
        self._by_source: dict[str, list[PreparedNode]] = {}
        self._skipped: set[str] = set()

    def is_complete(self) -> bool:
        """Return whether a node failed or all nodes are done."""
        return bool(self.errors) or all(node_id in self.executed for node_id in self.graph.nodes)

    def is_prepared(self, source_id: str) -> bool:
        """Return whether a node of the graph was prepared, even if for no item."""
        return source_id in self._by_source

    def prepared(self, prepared_id: str) -> PreparedNode:
        """Return a prepared node by its id."""
        return self._prepared[prepared_id]

    def all_prepared(self) -> list[PreparedNode]:
        """Return all prepared nodes, in the order in which they were prepared."""
        return list(self._prepared.values())

    def prepared_from(self, source_id: str) -> list[PreparedNode]:
        """Return the prepared nodes of a node that are not skipped, ordered by iteration path."""
        found = (one for one in self._by_source.get(source_id, ()) if one.id not in self._skipped)
        return sorted(found, key=lambda one: one.path)

    def node(self, prepared: PreparedNode) -> Node:
        """Return the values that a prepared node runs with."""
        return self.execution_graph.nodes[prepared.id]

    def collection_of(self, iterate_id: str, parents: Iterable[PreparedNode]) -> Sequence[Any]:
        """Return the collection of an ``iterate`` node, which one of its prepared parents made."""
        edge = self.graph.incoming(iterate_id, "collection")[0]
        parent = next(parent for parent in parents if parent.source_id == edge.source)
        items: Sequence[Any] = self.results[parent.id][edge.source_field]
        return items

    def add_prepared(self, source_id: str, prepared: Iterable[PreparedNode]) -> None:
        """Add the prepared nodes of a node of the graph; a node without any is done."""
        self._by_source[source_id] = list(prepared)
        self._prepared |= {one.id: one for one in self._by_source[source_id]}
        if not self._by_source[source_id]:
            self._mark_source_executed(source_id)

    def mark_executed(self, prepared: PreparedNode) -> None:
        """Mark a prepared node as done, and after the last one also its node of the graph."""
        self.executed[prepared.id] = None
        if all(one.id in self.executed for one in self._by_source[prepared.source_id]):
            self._mark_source_executed(prepared.source_id)

    def mark_skipped(self, prepared: PreparedNode) -> None:
        """Mark a prepared node as done although it does not run."""
        self._skipped.add(prepared.id)
        self.mark_executed(prepared)

    def _mark_source_executed(self, source_id: str) -> None:
        if source_id not in self.executed:
            self.executed[source_id] = None
            self.executed_history.append(source_id)

    def to_dict(self) -> dict[str, Any]:
        """Return the state as the ``session`` of a queue item, without fields that are None."""
        state = {
            "id": self.id,
            "graph": self.graph.to_dict(),
            "execution_graph": self.execution_graph.to_dict(),
            "executed": list(self.executed),
            "executed_history": self.executed_history,
            "results": self.results,
            "errors": self.errors,
            "workflow_call_stack": [],
            "workflow_call_history": [],
            "max_workflow_call_depth": MAX_WORKFLOW_CALL_DEPTH,
            "prepared_source_mapping": {one.id: one.source_id for one in self.all_prepared()},
            "source_prepared_mapping": {
                source_id: [one.id for one in prepared] for source_id, prepared in self._by_source.items()
            },
            "prepared_iteration_paths": {one.id: list(one.path) for one in self.all_prepared()},
            "ready_order": [],
            "indegree": self.indegree,
        }
        return deepcopy({name: _without_none(value) for name, value in state.items()})


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_none(inner) for inner in value]
    return value
