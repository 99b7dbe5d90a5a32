"""A session: one run of one graph.

The graph is expanded while it runs. Nodes are prepared under new ids (``iteration_mappings``), run when all
of their inputs are available (``scheduling``), and leave their results under these ids
(``graph_execution_state``).
"""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any
from uuid import uuid4

from ivk_devserver.engine.directed_graph import DirectedEdge, DirectedGraph, Node
from ivk_devserver.engine.graph_execution_state import GraphExecutionState, Output, PreparedNode
from ivk_devserver.engine.iteration_mappings import IterationMapping, iteration_mappings
from ivk_devserver.engine.node_types import class_name_of, validated, with_defaults
from ivk_devserver.engine.scheduling import IfBranchScheduler, ReadyQueue

__all__ = ["Session"]

_COLLECTION_NODES = ("iterate", "collect")
"""The nodes whose collection may be long, so it is kept in memory only while they run."""


class Session(GraphExecutionState):
    """One run of a graph.

    Parameters
    ----------
    graph
        The graph to run, its nodes with all defaults.
    session_id
        The id of the session; a new one for None.
    workflow
        The workflow that the graph was made from, as JSON text, to be stored with every image.
    """

    def __init__(
        self, graph: DirectedGraph, session_id: str | None = None, workflow: str | None = None
    ) -> None:
        super().__init__(graph, session_id)
        self.workflow = workflow
        self._order = graph.topological_order()
        self._ready = ReadyQueue()
        self._if_branches = IfBranchScheduler(self)

    @classmethod
    def create(
        cls,
        graph: dict[str, Any],
        node_field_values: Iterable[dict[str, Any]] = (),
        *,
        session_id: str | None = None,
        workflow: str | None = None,
    ) -> "Session":
        """Create a session from a graph in JSON form and the values of a queue item.

        Parameters
        ----------
        graph
            ``{"id", "nodes", "edges"}``.
        node_field_values
            Dicts with ``node_path``, ``field_name`` and ``value``.
        session_id
            The id of the session; a new one for None.
        workflow
            The workflow that the graph was made from, as JSON text.
        """
        own_graph = DirectedGraph.from_dict(deepcopy(graph))
        own_graph.nodes = {node_id: with_defaults(node) for node_id, node in own_graph.nodes.items()}
        session = cls(own_graph, session_id, workflow)
        session.set_values(node_field_values)
        return session

    def set_values(self, node_field_values: Iterable[dict[str, Any]]) -> None:
        """Write the values of a queue item into the graph."""
        for value in node_field_values:
            node = self.graph.nodes[value["node_path"]]
            node[value["field_name"]] = deepcopy(value["value"])

    def next(self) -> PreparedNode | None:
        """Return the next node to run; None if there is none."""
        return self._ready.pop() or self._prepare_more()

    def prepare_inputs(self, prepared: PreparedNode) -> None:
        """Write the results that edges lead into a node to its inputs.

        Raises
        ------
        InvalidInputError
            If an input does not accept its value.
        """
        node, values = self.node(prepared), self._values_from_edges(prepared)
        if node["type"] in _COLLECTION_NODES:
            node.update(values)
        elif values:
            self.execution_graph.nodes[prepared.id] = validated({**node, **values})

    def complete(self, prepared: PreparedNode, output: Output) -> None:
        """Store the output of a node, and make the nodes ready that waited for it."""
        self.results[prepared.id] = output
        if self.node(prepared)["type"] in _COLLECTION_NODES:
            self.node(prepared)["collection"] = []
        self.mark_executed(prepared)
        for edge in self.execution_graph.outgoing(prepared.id):
            self.indegree[edge.target] -= 1
            self._enqueue_if_ready(self.prepared(edge.target))

    def fail(self, prepared: PreparedNode, message: str) -> None:
        """Store the error of a node, which ends the session."""
        self.errors[prepared.id] = message

    def _values_from_edges(self, prepared: PreparedNode) -> dict[str, Any]:
        edges = self.execution_graph.incoming(prepared.id)
        if self.node(prepared)["type"] == "collect":
            return {"collection": deepcopy(self._collection(edges))}
        values = {edge.target_field: self._result(edge) for edge in edges}
        # Every prepared ``iterate`` node has the whole collection; copies would need the square of its size.
        return values if self.node(prepared)["type"] == "iterate" else deepcopy(values)

    def _collection(self, edges: list[DirectedEdge]) -> list[Any]:
        """Return the collections and then the items that edges lead to, both ordered by iteration path.

        As on a real server, the random ids of the prepared nodes decide between equal paths, so that the
        items of two nodes that meet here are in any order.
        """
        ordered = sorted(edges, key=lambda edge: (self.prepared(edge.source).path, edge.source))
        collections = [self._result(edge) for edge in ordered if edge.target_field == "collection"]
        items = [self._result(edge) for edge in ordered if edge.target_field == "item"]
        return [item for collection in collections for item in _as_list(collection)] + items

    def _result(self, edge: DirectedEdge) -> Any:
        return self.results[edge.source][edge.source_field]

    def _enqueue_if_ready(self, prepared: PreparedNode) -> None:
        node_type = self.node(prepared)["type"]
        if node_type == "if":
            for one in self._if_branches.try_resolve(prepared):
                self._enqueue_if_ready(one)
        is_done = prepared.id in self.executed
        if self.indegree[prepared.id] or is_done or self._if_branches.is_deferred(prepared):
            return
        self._ready.add(prepared, class_name_of(node_type))

    def _prepare_more(self) -> PreparedNode | None:
        found: PreparedNode | None = None
        prepared_any = self._prepare_next_source()
        while prepared_any:
            prepared_any = self._prepare_next_source()
            found = found or self._ready.pop()
        return found

    def _prepare_next_source(self) -> bool:
        source_id = next((node_id for node_id in self._order if self._may_be_prepared(node_id)), None)
        if source_id is None:
            return False
        mappings = iteration_mappings(self, source_id)
        prepared = [PreparedNode(str(uuid4()), source_id, one.axes, one.path) for one in mappings]
        self.add_prepared(source_id, prepared)
        for one, mapping in zip(prepared, mappings, strict=True):
            self._add_to_execution_graph(one, mapping)
        for one in prepared:
            self._enqueue_if_ready(one)
        return True

    def _may_be_prepared(self, source_id: str) -> bool:
        if self.is_prepared(source_id):
            return False
        nodes = self.graph.nodes
        waits_for = [one for one in self.graph.ancestors(source_id) if nodes[one]["type"] == "iterate"]
        if nodes[source_id]["type"] == "iterate":
            waits_for += self.graph.parents(source_id)
        return all(node_id in self.executed for node_id in waits_for)

    def _add_to_execution_graph(self, prepared: PreparedNode, mapping: IterationMapping) -> None:
        edges = [
            DirectedEdge(parent.id, edge.source_field, prepared.id, edge.target_field)
            for edge in self.graph.incoming(prepared.source_id)
            for parent in mapping.parents
            if parent.source_id == edge.source
        ]
        self.execution_graph.nodes[prepared.id] = self._node_copy(prepared)
        for edge in edges:
            self.execution_graph.connect(edge)
        self.indegree[prepared.id] = sum(edge.source not in self.executed for edge in edges)

    def _node_copy(self, prepared: PreparedNode) -> Node:
        node = {**deepcopy(self.graph.nodes[prepared.source_id]), "id": prepared.id}
        if node["type"] in _COLLECTION_NODES:
            node["use_cache"] = False
        if node["type"] == "iterate":
            node["index"] = prepared.path[-1]
        return node


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
