"""How far a run of a graph is: what is prepared, executed, skipped, and what came out."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any
from uuid import uuid4

from ivk_devserver.engine.graph import Graph, Node
from ivk_devserver.engine.prepared import Prepared

__all__ = ["Output", "State"]

Output = dict[str, Any]
"""What a node gives: its ``type`` and its output fields."""


class State:
    """The state of one run of a graph.

    Parameters
    ----------
    graph
        The graph to run, its nodes complete.
    session_id
        An id, made up if None.

    Attributes
    ----------
    execution_graph
        The prepared nodes, with the values they run with, and the edges between them.
    executed
        Ids of prepared nodes and of nodes of the graph, in the order in which they were done.
    results, errors, indegree
        By prepared id: the output, what went wrong, how many inputs are still to come.
    """

    def __init__(self, graph: Graph, session_id: str | None = None) -> None:
        self.id = session_id or str(uuid4())
        self.graph = graph
        self.execution_graph = Graph()
        self.executed: dict[str, None] = {}
        self.executed_history: list[str] = []
        self.results: dict[str, Output] = {}
        self.errors: dict[str, str] = {}
        self.indegree: dict[str, int] = {}
        self._prepared: dict[str, Prepared] = {}
        self._by_source: dict[str, list[Prepared]] = {}
        self._skipped: set[str] = set()

    def is_complete(self) -> bool:
        """Say whether there is nothing left to do."""
        return bool(self.errors) or all(node_id in self.executed for node_id in self.graph.nodes)

    def is_prepared(self, source_id: str) -> bool:
        """Say whether a node of the graph was prepared, be it for no item at all."""
        return source_id in self._by_source

    def prepared(self, prepared_id: str) -> Prepared:
        """Give a prepared node by its id."""
        return self._prepared[prepared_id]

    def all_prepared(self) -> list[Prepared]:
        """Give all prepared nodes, the first one first."""
        return list(self._prepared.values())

    def prepared_from(self, source_id: str) -> list[Prepared]:
        """Give the prepared nodes of a node of the graph, lower iterations first, skipped ones left out."""
        found = (one for one in self._by_source.get(source_id, ()) if one.id not in self._skipped)
        return sorted(found, key=lambda one: one.path)

    def node(self, prepared: Prepared) -> Node:
        """Give the values that a prepared node runs with."""
        return self.execution_graph.nodes[prepared.id]

    def collection_of(self, iterate_id: str, parents: Iterable[Prepared]) -> Sequence[Any]:
        """Give the items that an ``iterate`` node goes through, from the one of its parents that has them."""
        edge = self.graph.incoming(iterate_id, "collection")[0]
        parent = next(parent for parent in parents if parent.source_id == edge.source)
        items: Sequence[Any] = self.results[parent.id][edge.source_field]
        return items

    def add_prepared(self, source_id: str, prepared: Iterable[Prepared]) -> None:
        """Note what a node of the graph was prepared to; if to nothing, it is done."""
        self._by_source[source_id] = list(prepared)
        self._prepared |= {one.id: one for one in self._by_source[source_id]}
        if not self._by_source[source_id]:
            self._mark_source_executed(source_id)

    def mark_executed(self, prepared: Prepared) -> None:
        """Note that a prepared node is done, and with the last one its node of the graph."""
        self.executed[prepared.id] = None
        if all(one.id in self.executed for one in self._by_source[prepared.source_id]):
            self._mark_source_executed(prepared.source_id)

    def mark_skipped(self, prepared: Prepared) -> None:
        """Note that a prepared node will not run."""
        self._skipped.add(prepared.id)
        self.mark_executed(prepared)

    def _mark_source_executed(self, source_id: str) -> None:
        if source_id not in self.executed:
            self.executed[source_id] = None
            self.executed_history.append(source_id)

    def to_dict(self) -> dict[str, Any]:
        """Give the state as the ``session`` of a queue item; fields without a value are left out."""
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
            "max_workflow_call_depth": 4,
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
