"""Which inputs are seeds, and which integers may be drawn at random.

A seed is an integer input that is called ``seed``, or the value of an integer node whose output an edge leads
to such an input. The editor also draws numbers for an integer whose form element shows a shuffle button.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ivk_fields.spec import InputSpec
from ivk_workflows.compile.edge_index import EdgeIndex
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow

__all__ = ["SEED", "is_seed_input", "targets_of", "with_random_range"]

SEED = "seed"
"""The name of the inputs that are seeds, on all nodes of InvokeAI."""

_PRIMITIVE, _OUTPUT = "integer", "value"
_LARGEST_SEED = 2**32 - 1  # the largest seed of InvokeAI's nodes, for one that states no limit
_LARGEST_SHUFFLED = 2**31 - 1  # the editor's limit for a number without a limit


def with_random_range(
    spec: InputSpec, node: LoadedNode, workflow: LoadedWorkflow, settings: Mapping[str, Any]
) -> InputSpec:
    """Return a spec with the range of its random numbers, if it is a seed or the form shows a shuffle button.

    Parameters
    ----------
    spec : InputSpec
        The input, with the settings of the form.
    node : LoadedNode
        Its node.
    workflow : LoadedWorkflow
        The workflow.
    settings : mapping
        The settings of the form element that shows it.
    """
    if not _is_integer(spec):
        return spec
    seeds = list(_seeds(spec, node, workflow))
    if seeds:
        limits = [spec, *seeds]
        least = max(_least(each, 0) for each in limits)
        greatest = min(_greatest(each, _LARGEST_SEED) for each in limits)
    elif settings.get("showShuffle") and settings.get("type") == "integer-field-config":
        least, greatest = _least(spec, -_LARGEST_SHUFFLED), _greatest(spec, _LARGEST_SHUFFLED)
    else:
        return spec
    return replace(spec, random_range=(least, greatest), is_seed=bool(seeds)) if least <= greatest else spec


def is_seed_input(spec: InputSpec | None) -> bool:
    """Return whether an input of a node is a seed."""
    return spec is not None and spec.name == SEED and _is_integer(spec)


def targets_of(edges: EdgeIndex, node_id: str, output: str) -> Iterator[tuple[str, str]]:
    """Iterate over the inputs that an output feeds, directly or through connectors."""
    for edge in edges.out_of(node_id):
        if edge.source_field != output:
            continue
        if edges.is_connector(edge.target):
            yield from ((each.target, each.target_field) for each in edges.destinations(edge.target))
        else:
            yield edge.target, edge.target_field


def _seeds(spec: InputSpec, node: LoadedNode, workflow: LoadedWorkflow) -> Iterator[InputSpec]:
    if is_seed_input(spec):
        yield spec
    elif node.type == _PRIMITIVE and spec.name == _OUTPUT:
        for target, name in targets_of(workflow.edges, node.id, _OUTPUT):
            fed = workflow.nodes[target].spec(name)
            if fed is not None and is_seed_input(fed):
                yield fed


def _is_integer(spec: InputSpec) -> bool:
    return spec.type.name == "IntegerField" and spec.type.cardinality == "SINGLE"


def _least(spec: InputSpec, default: int) -> int:
    limits = [spec.minimum, None if spec.exclusive_minimum is None else spec.exclusive_minimum + 1]
    return int(max((limit for limit in limits if limit is not None), default=default))


def _greatest(spec: InputSpec, default: int) -> int:
    limits = [spec.maximum, None if spec.exclusive_maximum is None else spec.exclusive_maximum - 1]
    return int(min((limit for limit in limits if limit is not None), default=default))
