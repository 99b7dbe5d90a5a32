"""The ``if`` node is lazy: what only feeds the branch not taken does not run.

Nodes that feed nothing but one branch wait until the condition is known. Then those of the branch taken are
let go, and the others are skipped: they count as executed and have no result.
"""

from functools import cached_property
from typing import Literal

from ivk_devserver.engine.graph import Graph

__all__ = ["Branch", "Branches"]

Branch = Literal["true_input", "false_input"]


class Branches:
    """Which nodes of a graph belong to one branch of an ``if`` alone.

    Parameters
    ----------
    graph
        The graph of a session, as it was enqueued.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @cached_property
    def _members(self) -> dict[tuple[str, Branch], set[str]]:
        return {
            (node_id, branch): self._exclusive(node_id, branch)
            for node_id, node in self._graph.nodes.items()
            if node["type"] == "if"
            for branch in _BOTH
        }

    def members(self, if_id: str, branch: Branch) -> set[str]:
        """Give the nodes that run only if this branch of an ``if`` is taken."""
        return self._members[if_id, branch]

    def deciders(self, node_id: str) -> list[str]:
        """Give the ``if`` nodes that must be decided before a node may run."""
        return list(dict.fromkeys(if_id for (if_id, _), nodes in self._members.items() if node_id in nodes))

    def _exclusive(self, if_id: str, branch: Branch) -> set[str]:
        members = {edge.source for edge in self._graph.incoming(if_id, branch)}
        for node_id in list(members):
            members |= self._graph.ancestors(node_id)
        while leaving := {node_id for node_id in members if self._leaves(node_id, members, if_id, branch)}:
            members -= leaving
        return members

    def _leaves(self, node_id: str, members: set[str], if_id: str, branch: Branch) -> bool:
        return not all(
            edge.target in members or (edge.target, edge.target_field) == (if_id, branch)
            for edge in self._graph.outgoing(node_id)
        )


_BOTH: tuple[Branch, Branch] = ("true_input", "false_input")
