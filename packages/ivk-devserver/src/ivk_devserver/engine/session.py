"""A session: one run of one graph, from the first node to the last.

The graph is expanded as it is executed. Nodes are prepared under new ids (see ``expansion``), run when all of
their inputs are there (see ``ready``), and leave their results under those ids; two mappings lead between the
ids of the graph and the prepared ones (see ``state``).
"""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any
from uuid import uuid4

from ivk_devserver.engine.decisions import Decisions
from ivk_devserver.engine.expansion import Placement, placements_of
from ivk_devserver.engine.graph import Edge, Graph, Node
from ivk_devserver.engine.inputs import gather_inputs
from ivk_devserver.engine.node_types import class_name_of, completed, validated
from ivk_devserver.engine.prepared import Prepared
from ivk_devserver.engine.ready import ReadyNodes
from ivk_devserver.engine.state import Output, State

__all__ = ["Session"]

_LOOPS = ("iterate", "collect")


class Session(State):
    """One run of a graph.

    Parameters
    ----------
    graph
        The graph to run, its nodes complete.
    session_id
        An id, made up if None.
    workflow
        The workflow the graph was made from, as JSON, to be kept with every picture.
    """

    def __init__(self, graph: Graph, session_id: str | None = None, workflow: str | None = None) -> None:
        super().__init__(graph, session_id)
        self.workflow = workflow
        self._order = graph.in_order()
        self._ready = ReadyNodes()
        self._decisions = Decisions(self)

    @classmethod
    def create(
        cls,
        graph: dict[str, Any],
        node_field_values: Iterable[dict[str, Any]] = (),
        *,
        session_id: str | None = None,
        workflow: str | None = None,
    ) -> "Session":
        """Make a session from a graph in JSON form, with the values that a batch gives this run.

        Parameters
        ----------
        graph
            ``{"id", "nodes", "edges"}``.
        node_field_values
            Dicts with ``node_path``, ``field_name`` and ``value``.
        session_id
            An id, made up if None.
        workflow
            The workflow the graph was made from, as JSON.
        """
        own = Graph.from_dict(deepcopy(graph))
        own.nodes = {node_id: completed(node) for node_id, node in own.nodes.items()}
        session = cls(own, session_id, workflow)
        session.apply(node_field_values)
        return session

    def apply(self, node_field_values: Iterable[dict[str, Any]]) -> None:
        """Write the values that a batch gives this run into the graph."""
        for value in node_field_values:
            node = self.graph.nodes[value["node_path"]]
            node[value["field_name"]] = deepcopy(value["value"])

    def next(self) -> Prepared | None:
        """Give the next node to run, None if there is none."""
        return self._ready.pop() or self._prepare_more()

    def take_inputs(self, prepared: Prepared) -> None:
        """Bring what the edges deliver into a node about to run.

        Raises
        ------
        InvalidInputError
            If a value does not fit the input it arrives at.
        """
        node, values = self.node(prepared), gather_inputs(self, prepared)
        if node["type"] in _LOOPS:
            node.update(values)
        elif values:
            self.execution_graph.nodes[prepared.id] = validated({**node, **values})

    def complete(self, prepared: Prepared, output: Output) -> None:
        """Keep the result of a node, and let go what waited for it."""
        self.results[prepared.id] = output
        if self.node(prepared)["type"] in _LOOPS:
            self.node(prepared)["collection"] = []
        self.mark_executed(prepared)
        for edge in self.execution_graph.outgoing(prepared.id):
            self.indegree[edge.target] -= 1
            self._offer(self.prepared(edge.target))

    def fail(self, prepared: Prepared, message: str) -> None:
        """Note that a node failed, which ends the session."""
        self.errors[prepared.id] = message

    def _offer(self, prepared: Prepared) -> None:
        """Put a node in line if nothing holds it back any more."""
        node_type = self.node(prepared)["type"]
        if node_type == "if":
            for freed in self._decisions.decide(prepared):
                self._offer(freed)
        if self.indegree[prepared.id] or prepared.id in self.executed or self._decisions.holds(prepared):
            return
        self._ready.add(prepared, class_name_of(node_type))

    def _prepare_more(self) -> Prepared | None:
        found: Prepared | None = None
        prepared_any = self._prepare_next_source()
        while prepared_any:
            prepared_any = self._prepare_next_source()
            found = found or self._ready.pop()
        return found

    def _prepare_next_source(self) -> bool:
        source_id = next((node_id for node_id in self._order if self._may_be_prepared(node_id)), None)
        if source_id is None:
            return False
        placements = placements_of(self, source_id)
        prepared = [Prepared(str(uuid4()), source_id, place.axes, place.path) for place in placements]
        self.add_prepared(source_id, prepared)
        for one, placement in zip(prepared, placements, strict=True):
            self._wire(one, placement)
        for one in prepared:
            self._offer(one)
        return True

    def _may_be_prepared(self, source_id: str) -> bool:
        if self.is_prepared(source_id):
            return False
        nodes = self.graph.nodes
        waits_for = [one for one in self.graph.ancestors(source_id) if nodes[one]["type"] == "iterate"]
        if nodes[source_id]["type"] == "iterate":
            waits_for += self.graph.parents(source_id)
        return all(node_id in self.executed for node_id in waits_for)

    def _wire(self, prepared: Prepared, placement: Placement) -> None:
        edges = [
            Edge(parent.id, edge.source_field, prepared.id, edge.target_field)
            for edge in self.graph.incoming(prepared.source_id)
            for parent in placement.parents
            if parent.source_id == edge.source
        ]
        self.execution_graph.nodes[prepared.id] = self._copy_for(prepared)
        for edge in edges:
            self.execution_graph.connect(edge)
        self.indegree[prepared.id] = sum(edge.source not in self.executed for edge in edges)

    def _copy_for(self, prepared: Prepared) -> Node:
        node = {**deepcopy(self.graph.nodes[prepared.source_id]), "id": prepared.id}
        if node["type"] in _LOOPS:
            node["use_cache"] = False
        if node["type"] == "iterate":
            node["index"] = prepared.path[-1]
        return node
