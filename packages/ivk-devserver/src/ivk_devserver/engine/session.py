"""A session: one run of one graph, and everything there is to know about it while it runs.

The graph is expanded as it is executed. Nodes are prepared under new ids (see ``expansion``), run when all of
their inputs are there (see ``ready``), and leave their results under those ids; two mappings lead between the
ids of the graph and the prepared ones.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any
from uuid import uuid4

from ivk_devserver.engine.branches import Branch, Branches
from ivk_devserver.engine.expansion import Placement, placements_of
from ivk_devserver.engine.graph import Edge, Graph, Node
from ivk_devserver.engine.inputs import gather_inputs
from ivk_devserver.engine.node_types import class_name_of, completed, validated
from ivk_devserver.engine.prepared import Prepared
from ivk_devserver.engine.ready import ReadyNodes

__all__ = ["Output", "Session"]

Output = dict[str, Any]
"""What a node gives: its ``type`` and its output fields."""


class Session:
    """The state of one run of a graph.

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
        self.id = session_id or str(uuid4())
        self.graph = graph
        self.workflow = workflow
        self.execution_graph = Graph()
        self.executed: dict[str, None] = {}
        self.executed_history: list[str] = []
        self.results: dict[str, Output] = {}
        self.errors: dict[str, str] = {}
        self.indegree: dict[str, int] = {}
        self._prepared: dict[str, Prepared] = {}
        self._by_source: dict[str, list[Prepared]] = {}
        self._skipped: set[str] = set()
        self._taken: dict[str, Branch] = {}
        self._branches = Branches(graph)
        self._ready = ReadyNodes()
        self._order = graph.in_order()

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

    # What is there -----------------------------------------------------------------------------------------

    def prepared_from(self, source_id: str) -> list[Prepared]:
        """Give the prepared nodes of a node of the graph, lower iterations first, skipped ones left out."""
        found = (one for one in self._by_source.get(source_id, ()) if one.id not in self._skipped)
        return sorted(found, key=lambda one: one.path)

    def prepared(self, prepared_id: str) -> Prepared:
        """Give a prepared node by its id."""
        return self._prepared[prepared_id]

    def node(self, prepared: Prepared) -> Node:
        """Give the values that a prepared node runs with."""
        return self.execution_graph.nodes[prepared.id]

    def collection_of(self, iterate_id: str, parents: Iterable[Prepared]) -> Sequence[Any]:
        """Give the items that an ``iterate`` node will go through."""
        (edge,) = self.graph.incoming(iterate_id, "collection")[:1]
        parent = next(parent for parent in parents if parent.source_id == edge.source)
        items: Sequence[Any] = self.results[parent.id][edge.source_field]
        return items

    def is_complete(self) -> bool:
        """Say whether there is nothing left to do."""
        return bool(self.errors) or all(node_id in self.executed for node_id in self.graph.nodes)

    # Going on ----------------------------------------------------------------------------------------------

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
        node = self.node(prepared)
        values = gather_inputs(self, prepared)
        if node["type"] in ("iterate", "collect"):
            node.update(values)
        elif values:
            self.execution_graph.nodes[prepared.id] = validated({**node, **values})

    def complete(self, prepared: Prepared, output: Output) -> None:
        """Keep the result of a node, and let go what waited for it."""
        self.results[prepared.id] = output
        if "collection" in self.node(prepared) and self.node(prepared)["type"] in ("iterate", "collect"):
            self.node(prepared)["collection"] = []
        self._mark_executed(prepared)
        for edge in self.execution_graph.outgoing(prepared.id):
            self.indegree[edge.target] -= 1
            self._offer(self._prepared[edge.target])

    def fail(self, prepared: Prepared, message: str) -> None:
        """Note that a node failed, which ends the session."""
        self.errors[prepared.id] = message

    def _mark_executed(self, prepared: Prepared) -> None:
        self.executed[prepared.id] = None
        if all(one.id in self.executed for one in self._by_source[prepared.source_id]):
            self._mark_source_executed(prepared.source_id)

    def _mark_source_executed(self, source_id: str) -> None:
        if source_id not in self.executed:
            self.executed[source_id] = None
            self.executed_history.append(source_id)

    # Preparing ---------------------------------------------------------------------------------------------

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
        self._by_source[source_id] = []
        for placement in placements_of(self, source_id):
            self._prepare(source_id, placement)
        if not self._by_source[source_id]:
            self._mark_source_executed(source_id)
        return True

    def _may_be_prepared(self, source_id: str) -> bool:
        if source_id in self._by_source:
            return False
        nodes = self.graph.nodes
        waits_for = [one for one in self.graph.ancestors(source_id) if nodes[one]["type"] == "iterate"]
        if nodes[source_id]["type"] == "iterate":
            waits_for += self.graph.parents(source_id)
        return all(node_id in self.executed for node_id in waits_for)

    def _prepare(self, source_id: str, placement: Placement) -> None:
        prepared = Prepared(str(uuid4()), source_id, placement.axes, placement.path)
        self._prepared[prepared.id] = prepared
        self._by_source[source_id].append(prepared)
        self.execution_graph.nodes[prepared.id] = self._copy_of(prepared)
        edges = self._edges_into(prepared, placement)
        for edge in edges:
            self.execution_graph.connect(edge)
        self.indegree[prepared.id] = sum(edge.source not in self.executed for edge in edges)
        self._offer(prepared)

    def _copy_of(self, prepared: Prepared) -> Node:
        node = {**deepcopy(self.graph.nodes[prepared.source_id]), "id": prepared.id}
        if node["type"] == "iterate":
            node["index"] = prepared.path[-1]
        if node["type"] in ("iterate", "collect"):
            node["use_cache"] = False
        return node

    def _edges_into(self, prepared: Prepared, placement: Placement) -> list[Edge]:
        return [
            Edge(parent.id, edge.source_field, prepared.id, edge.target_field)
            for edge in self.graph.incoming(prepared.source_id)
            for parent in placement.parents
            if parent.source_id == edge.source
        ]

    # Letting go --------------------------------------------------------------------------------------------

    def _offer(self, prepared: Prepared) -> None:
        """Put a node in line if nothing holds it back any more."""
        if self.node(prepared)["type"] == "if":
            self._decide(prepared)
        if self.indegree[prepared.id] == 0 and prepared.id not in self.executed and not self._held(prepared):
            self._ready.add(prepared, class_name_of(self.node(prepared)["type"]))

    def _held(self, prepared: Prepared) -> bool:
        return not all(
            self._decided(if_id, prepared) for if_id in self._branches.deciders(prepared.source_id)
        )

    def _decided(self, if_id: str, prepared: Prepared) -> bool:
        same_round = [one for one in self.prepared_from(if_id) if one.path == prepared.path]
        return bool(same_round) and all(one.id in self._taken for one in same_round)

    def _decide(self, prepared: Prepared) -> None:
        edges = self.execution_graph.incoming(prepared.id, "condition")
        if prepared.id in self._taken or any(edge.source not in self.results for edge in edges):
            return
        node = self.node(prepared)
        for edge in edges:
            node["condition"] = self.results[edge.source][edge.source_field]
        taken: Branch = "true_input" if node["condition"] else "false_input"
        other: Branch = "false_input" if node["condition"] else "true_input"
        self._taken[prepared.id] = taken
        self._cut(prepared, other)
        self._let_go(prepared, taken, other)

    def _cut(self, prepared: Prepared, branch: Branch) -> None:
        for edge in self.execution_graph.incoming(prepared.id, branch):
            self.indegree[prepared.id] -= edge.source not in self.executed
            self.execution_graph.disconnect(edge)

    def _let_go(self, decider: Prepared, taken: Branch, other: Branch) -> None:
        same_round = [one for one in self._prepared.values() if one.path == decider.path]
        for one in same_round:
            if one.id in self.executed:
                continue
            if one.source_id in self._branches.members(decider.source_id, taken):
                self._offer(one)
            elif one.source_id in self._branches.members(decider.source_id, other):
                self._skip(one)

    def _skip(self, prepared: Prepared) -> None:
        self._ready.remove(prepared)
        self._skipped.add(prepared.id)
        self._mark_executed(prepared)

    # Looking back ------------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Give the state as the ``session`` of a queue item; fields without a value are left out."""
        state = {
            "id": self.id,
            "graph": self.graph.to_dict(),
            "execution_graph": self.execution_graph.to_dict(),
            "executed": list(self.executed),
            "executed_history": list(self.executed_history),
            "results": self.results,
            "errors": dict(self.errors),
            "workflow_call_stack": [],
            "workflow_call_history": [],
            "max_workflow_call_depth": 4,
            "prepared_source_mapping": {one.id: one.source_id for one in self._prepared.values()},
            "source_prepared_mapping": {
                source_id: [one.id for one in prepared] for source_id, prepared in self._by_source.items()
            },
            "prepared_iteration_paths": {one.id: list(one.path) for one in self._prepared.values()},
            "ready_order": [],
            "indegree": dict(self.indegree),
        }
        return deepcopy(_without_none(state))


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_none(inner) for inner in value]
    return value
