"""Which branch each ``if`` takes, and what that holds back, lets go and skips."""

from ivk_devserver.engine.branches import Branch, Branches
from ivk_devserver.engine.prepared import Prepared
from ivk_devserver.engine.state import State

__all__ = ["Decisions"]


class Decisions:
    """The branches taken so far in one run.

    Parameters
    ----------
    state
        The run.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._branches = Branches(state.graph)
        self._taken: dict[str, Branch] = {}

    def holds(self, prepared: Prepared) -> bool:
        """Say whether a node waits for a decision."""
        deciders = self._branches.deciders(prepared.source_id)
        return not all(self._is_decided(if_id, prepared) for if_id in deciders)

    def decide(self, decider: Prepared) -> list[Prepared]:
        """Take a branch if the condition is known by now.

        The inputs of the other branch are cut off, and what only feeds it is skipped.

        Returns
        -------
        list of Prepared
            The nodes that may have waited for this.
        """
        edges = self._state.execution_graph.incoming(decider.id, "condition")
        if decider.id in self._taken or any(edge.source not in self._state.results for edge in edges):
            return []
        node = self._state.node(decider)
        for edge in edges:
            node["condition"] = self._state.results[edge.source][edge.source_field]
        taken, other = _TRUE_FIRST if node["condition"] else _FALSE_FIRST
        self._taken[decider.id] = taken
        self._cut(decider, other)
        for prepared in self._waiting(decider, other):
            self._state.mark_skipped(prepared)
        return self._waiting(decider, taken)

    def _is_decided(self, if_id: str, prepared: Prepared) -> bool:
        same_round = [one for one in self._state.prepared_from(if_id) if one.path == prepared.path]
        return bool(same_round) and all(one.id in self._taken for one in same_round)

    def _cut(self, decider: Prepared, branch: Branch) -> None:
        graph = self._state.execution_graph
        for edge in graph.incoming(decider.id, branch):
            self._state.indegree[decider.id] -= edge.source not in self._state.executed
            graph.disconnect(edge)

    def _waiting(self, decider: Prepared, branch: Branch) -> list[Prepared]:
        members = self._branches.members(decider.source_id, branch)
        return [
            one
            for one in self._state.all_prepared()
            if one.source_id in members and one.path == decider.path and one.id not in self._state.executed
        ]


_TRUE_FIRST: tuple[Branch, Branch] = ("true_input", "false_input")
_FALSE_FIRST: tuple[Branch, Branch] = ("false_input", "true_input")
