"""Iterators and collectors that no edge leads to: the GUI posts them, and the server refuses the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivk_workflows.compile.loaded import LoadedWorkflow
from ivk_workflows.compile.problem import Problem

__all__ = ["loop_problems"]

_FED_BY: Mapping[str, tuple[str, ...]] = {"collect": ("item", "collection"), "iterate": ("collection",)}


def loop_problems(workflow: LoadedWorkflow) -> Iterator[Problem]:
    """Find the iterators and collectors that nothing is connected to; a value of their own does not count.

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
        if inputs and not any(workflow.wiring.is_fed(node.id, name) for name in inputs):
            yield Problem(
                "missing_input",
                "error",
                f"{node.title}: nothing is connected to its {' or '.join(inputs)}, as it must be",
                "Connect it, or remove the node.",
                node_id=node.id,
                node_label=node.title,
            )
