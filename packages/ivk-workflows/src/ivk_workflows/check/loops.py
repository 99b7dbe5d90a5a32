"""Problems of ``iterate`` and ``collect`` nodes without an edge: the GUI posts them, the server refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivk_workflows.compile.loaded import LoadedWorkflow
from ivk_workflows.compile.problem import Problem

__all__ = ["loop_problems"]

_FED_BY: Mapping[str, tuple[str, ...]] = {"collect": ("item", "collection"), "iterate": ("collection",)}


def loop_problems(workflow: LoadedWorkflow) -> Iterator[Problem]:
    """Find the ``iterate`` and ``collect`` nodes that no edge feeds, even if they have values of their own.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.

    Yields
    ------
    Problem
        All of severity ``"error"``.
    """
    for node in workflow.invocations:
        inputs = _FED_BY.get(node.type, ())
        if inputs and not any(workflow.edges.is_fed(node.id, name) for name in inputs):
            yield Problem(
                "missing_input",
                "error",
                f"{node.title}: nothing is connected to its {' or '.join(inputs)}, which the server requires",
                "Connect it, or remove the node.",
                node_id=node.id,
                node_label=node.title,
            )
