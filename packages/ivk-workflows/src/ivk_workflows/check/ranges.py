"""Find range nodes that would make more values than any workflow needs, and take the memory of the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ivk_fields.items import MAX_ITEMS
from ivk_fields.missing import MISSING
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem
from ivk_workflows.definition.numbers import is_whole

__all__ = ["range_problems"]


def range_problems(workflow: LoadedWorkflow) -> Iterator[Problem]:
    """Find range nodes whose own values make too many numbers.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.

    Yields
    ------
    Problem
        An error for each.
    """
    for node in workflow.invocations:
        names, size_of = _SIZES.get(node.type, ((), _one))
        values = [_own_value(workflow, node, name) for name in names]
        if not names or not all(map(is_whole, values)):
            continue
        size = size_of(*map(int, values))
        if size > MAX_ITEMS:
            yield Problem(
                "range_too_large",
                "error",
                f"{node.title}: it would make {size:,.15g} values, and the limit is {MAX_ITEMS:,}",
                f"Choose a smaller range ({', '.join(map(node.label_of, names))}).",
                node_id=node.id,
                node_label=node.title,
                field=names[-1],
            )


def _own_value(workflow: LoadedWorkflow, node: LoadedNode, name: str) -> Any:
    """Return the value of an input, or the server's default; None if an edge feeds it."""
    spec, value = node.spec(name), node.value(name)
    if workflow.edges.is_fed(node.id, name):
        return None
    return value if value is not MISSING else spec.default if spec else None


def _one(*values: int) -> float:
    return values[0]


def _steps(start: int, stop: int, step: int) -> float:
    return (stop - start) // step if step else 0


_SIZES: Mapping[str, tuple[tuple[str, ...], Callable[..., float]]] = {
    "range": (("start", "stop", "step"), _steps),
    "range_of_size": (("size",), _one),
    "random_range": (("size",), _one),
    "float_range": (("steps",), _one),
}
