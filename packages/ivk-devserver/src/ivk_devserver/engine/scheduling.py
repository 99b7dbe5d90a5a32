"""Which prepared node runs next, and which nodes wait for an ``if`` node or are skipped.

A real server runs all ready nodes of one class before those of another, so that a model that is loaded is
used by every node that needs it. The classes follow in the order of their names.

The ``if`` node is lazy: nodes that feed nothing but one of its branches wait until its condition is known.
Then the nodes of the selected branch run, and the others are skipped: they are done and have no result.
"""

from bisect import insort
from collections import defaultdict
from functools import cached_property
from typing import Literal

from ivk_devserver.engine.directed_graph import DirectedGraph
from ivk_devserver.engine.graph_execution_state import GraphExecutionState, PreparedNode

__all__ = ["ExclusiveBranches", "IfBranchScheduler", "ReadyQueue"]

Branch = Literal["true_input", "false_input"]
_TRUE_SELECTED: tuple[Branch, Branch] = ("true_input", "false_input")
_FALSE_SELECTED: tuple[Branch, Branch] = ("false_input", "true_input")


class ReadyQueue:
    """The prepared nodes that have all of their inputs."""

    def __init__(self) -> None:
        self._by_class: defaultdict[str, list[PreparedNode]] = defaultdict(list)
        self._waiting: set[PreparedNode] = set()
        self._current_class: str | None = None

    def add(self, prepared: PreparedNode, class_name: str) -> None:
        """Add a node, ordered by iteration path among the nodes of its class; a second call has no effect."""
        if prepared not in self._waiting:
            self._waiting.add(prepared)
            insort(self._by_class[class_name], prepared, key=lambda waiting: waiting.path)

    def pop(self) -> PreparedNode | None:
        """Remove the next node and return it; None if no node is ready."""
        if self._current_class is None or not self._by_class[self._current_class]:
            self._current_class = min((name for name, ready in self._by_class.items() if ready), default=None)
        if self._current_class is None:
            return None
        prepared = self._by_class[self._current_class].pop(0)
        self._waiting.discard(prepared)
        return prepared


class ExclusiveBranches:
    """The nodes of a graph that feed nothing but one branch of an ``if`` node.

    Parameters
    ----------
    graph
        The graph of a session.
    """

    def __init__(self, graph: DirectedGraph) -> None:
        self._graph = graph

    @cached_property
    def _members(self) -> dict[tuple[str, Branch], set[str]]:
        return {
            (node_id, branch): self._exclusive(node_id, branch)
            for node_id, node in self._graph.nodes.items()
            if node["type"] == "if"
            for branch in _TRUE_SELECTED
        }

    def members(self, if_id: str, branch: Branch) -> set[str]:
        """Return the nodes that run only if this branch of an ``if`` node is selected."""
        return self._members[if_id, branch]

    def if_nodes_of(self, node_id: str) -> list[str]:
        """Return the ``if`` nodes that must have selected a branch before a node may run."""
        return list(dict.fromkeys(if_id for (if_id, _), nodes in self._members.items() if node_id in nodes))

    def _exclusive(self, if_id: str, branch: Branch) -> set[str]:
        members = {edge.source for edge in self._graph.incoming(if_id, branch)}
        for node_id in list(members):
            members |= self._graph.ancestors(node_id)
        while others := {one for one in members if self._feeds_others(one, members, if_id, branch)}:
            members -= others
        return members

    def _feeds_others(self, node_id: str, members: set[str], if_id: str, branch: Branch) -> bool:
        return not all(
            edge.target in members or (edge.target, edge.target_field) == (if_id, branch)
            for edge in self._graph.outgoing(node_id)
        )


class IfBranchScheduler:
    """The branches that the ``if`` nodes of one run have selected.

    Parameters
    ----------
    state
        The state of the run.
    """

    def __init__(self, state: GraphExecutionState) -> None:
        self._state = state
        self._branches = ExclusiveBranches(state.graph)
        self._selected: dict[str, Branch] = {}

    def is_deferred(self, prepared: PreparedNode) -> bool:
        """Return whether a node must wait until an ``if`` node has selected a branch."""
        if_nodes = self._branches.if_nodes_of(prepared.source_id)
        return not all(self._is_resolved(if_id, prepared) for if_id in if_nodes)

    def try_resolve(self, if_node: PreparedNode) -> list[PreparedNode]:
        """Select a branch if the condition of an ``if`` node is known.

        The edges of the other branch are removed, and the nodes that only feed it are skipped.

        Returns
        -------
        list of PreparedNode
            The nodes of the selected branch that are not done.
        """
        edges = self._state.execution_graph.incoming(if_node.id, "condition")
        if if_node.id in self._selected or any(edge.source not in self._state.results for edge in edges):
            return []
        node = self._state.node(if_node)
        for edge in edges:
            node["condition"] = self._state.results[edge.source][edge.source_field]
        selected, other = _TRUE_SELECTED if node["condition"] else _FALSE_SELECTED
        self._selected[if_node.id] = selected
        self._disconnect(if_node, other)
        for prepared in self._not_executed(if_node, other):
            self._state.mark_skipped(prepared)
        return self._not_executed(if_node, selected)

    def _is_resolved(self, if_id: str, prepared: PreparedNode) -> bool:
        same_path = [one for one in self._state.prepared_from(if_id) if one.path == prepared.path]
        return bool(same_path) and all(one.id in self._selected for one in same_path)

    def _disconnect(self, if_node: PreparedNode, branch: Branch) -> None:
        graph = self._state.execution_graph
        for edge in graph.incoming(if_node.id, branch):
            self._state.indegree[if_node.id] -= edge.source not in self._state.executed
            graph.disconnect(edge)

    def _not_executed(self, if_node: PreparedNode, branch: Branch) -> list[PreparedNode]:
        members = self._branches.members(if_node.source_id, branch)
        return [
            one
            for one in self._state.all_prepared()
            if one.source_id in members and one.path == if_node.path and one.id not in self._state.executed
        ]
