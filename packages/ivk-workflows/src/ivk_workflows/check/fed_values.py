"""Warn about values that reach an input through an edge and do not fit it.

The editor checks only values of the input itself. A width of 250 from an integer node passes its checks, and
the node that takes multiples of 8 fails when it runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.check.values import value_errors
from ivk_workflows.compile.batch import batch_items
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.loaded import COLLECTIONS, LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem
from ivk_workflows.errors import BatchError, UnresolvedNeedError

__all__ = ["fed_value_problems"]

_PRIMITIVES = frozenset({"boolean", "float", "integer", "string"})
_VALUE = "value"


def fed_value_problems(workflow: LoadedWorkflow, context: CompileContext) -> Iterator[Problem]:
    """Find values of primitive nodes and batch nodes that do not fit the inputs that they feed.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.
    context : CompileContext
        The server's answers.

    Yields
    ------
    Problem
        A warning for each edge, with the node and the input that hold the value.
    """
    for source in workflow.invocations:
        held = _held_values(workflow, source, context)
        if held is None:
            continue
        name, values = held
        for target, field in _targets(workflow, source):
            if (problem := _problem(source, name, values, target, field)) is not None:
                yield problem


def _held_values(
    workflow: LoadedWorkflow, node: LoadedNode, context: CompileContext
) -> tuple[str, list[Any]] | None:
    """Return the input of a node that holds values, and these; None for other nodes."""
    if node.is_batch:
        try:
            return COLLECTIONS[node.type], batch_items(workflow, node, context)
        except (BatchError, UnresolvedNeedError):
            return None  # reported as a problem of the batch, or only the server knows them
    is_own = node.type in _PRIMITIVES and not workflow.edges.is_fed(node.id, _VALUE)
    value = node.value(_VALUE) if is_own else MISSING
    return None if value is MISSING else (_VALUE, [value])


def _targets(workflow: LoadedWorkflow, source: LoadedNode) -> Iterator[tuple[LoadedNode, str]]:
    for edge in workflow.edges.out_of(source.id):
        through = workflow.edges.is_connector(edge.target)
        for end in workflow.edges.destinations(edge.target) if through else [edge]:
            yield workflow.nodes[end.target], end.target_field


def _problem(
    source: LoadedNode, name: str, values: list[Any], target: LoadedNode, field: str
) -> Problem | None:
    spec = target.spec(field)
    if spec is None or spec.type.cardinality != "SINGLE":
        return None
    text = next((text for value in values for text in value_errors(spec, value)), None)
    if text is None:
        return None
    return Problem(
        "value_will_not_fit",
        "warning",
        f"{source.title} -> {source.label_of(name)}: it feeds {target.title} -> {target.label_of(field)}, "
        f"which will fail: {text}",
        f"Set {source.label_of(name)} of {source.title} to a value that {target.title} takes.",
        node_id=source.id,
        node_label=source.title,
        field=name,
    )
