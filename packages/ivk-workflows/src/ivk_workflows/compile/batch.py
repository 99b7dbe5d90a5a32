"""The values of batch nodes: lists in ``batch.data`` that the server puts into the graph, run by run.

Every batch node contributes its collection to each input that its output is connected to. Batch nodes of
the group ``None`` multiply: each has its own list in ``data``. Batch nodes of another group are zipped:
they share one list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.compile.batch_inputs import COLLECTIONS, generator_settings
from ivk_workflows.compile.context import CompileContext
from ivk_workflows.compile.generating import check_size, generated
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.needs import BoardImages, RefusedNeed, need_of
from ivk_workflows.definition import shapes
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.numbers import is_number, is_whole
from ivk_workflows.errors import BatchError, UnresolvedNeedError

__all__ = ["UNGROUPED", "batch_data", "batch_items", "grouped"]

UNGROUPED = "None"
"""The group of batch nodes that multiply. It is a word, as the editor stores it, and not a null value."""

_FITS: Mapping[str, Callable[[Any], bool]] = {
    "image_batch": lambda item: isinstance(item, Mapping) and shapes.image(item) is not MISSING,
    "string_batch": lambda item: isinstance(item, str),
    "integer_batch": is_whole,
    "float_batch": is_number,
}


def batch_data(workflow: LoadedWorkflow, context: CompileContext) -> list[list[dict[str, Any]]]:
    """Build ``batch.data``.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.
    context : CompileContext
        The server's answers, and the random numbers for generators without a seed.

    Returns
    -------
    list of list of dict
        Lists that multiply; the entries ``{"node_path", "field_name", "items"}`` of each are zipped.

    Raises
    ------
    BatchError
        If a batch node has nothing that could be enqueued.
    UnresolvedNeedError
        If the context has no answer to a need.
    """
    data: list[list[dict[str, Any]]] = []
    for group, batches in grouped(workflow).items():
        contributions = [list(_contributions(workflow, node, context)) for node in batches]
        data.extend(contributions if group == UNGROUPED else [list(chain.from_iterable(contributions))])
    return [zipped for zipped in data if zipped]


def grouped(workflow: LoadedWorkflow) -> dict[str, list[LoadedNode]]:
    """Return the batch nodes by their group, groups and nodes in the order of the workflow."""
    groups: dict[str, list[LoadedNode]] = {}
    for node in workflow.batches:
        group = node.value("batch_group_id")
        # Nodes without a group are zipped, because the GUI groups them by JavaScript's undefined.
        groups.setdefault(group if isinstance(group, str) else "undefined", []).append(node)
    return groups


def _contributions(
    workflow: LoadedWorkflow, node: LoadedNode, context: CompileContext
) -> Iterator[dict[str, Any]]:
    items = batch_items(workflow, node, context)
    output = "image" if node.type == "image_batch" else "value"
    for edge in workflow.edges.out_of(node.id):
        if edge.source_field == output:
            yield {"node_path": edge.target, "field_name": edge.target_field, "items": copied(items)}


def batch_items(workflow: LoadedWorkflow, node: LoadedNode, context: CompileContext) -> list[Any]:
    """Return the collection of one batch node.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.
    node : LoadedNode
        One of its batch nodes.
    context : CompileContext
        The server's answers, and the random numbers for generators without a seed.

    Raises
    ------
    BatchError
        If its own value is not a list of the right kind, the node that feeds it is not a generator, or the
        server cannot read the prompt of its generator, or the generator would make too many values.
    UnresolvedNeedError
        If the context has no answer to a need.
    """
    settings = generator_settings(workflow, node)
    if settings is None:
        return _own_items(node)
    need = need_of(settings)
    try:
        if need is None:
            return generated(settings, context.random)
        check_size(settings)
    except BatchError as error:
        raise BatchError(f"{node.title}: {error.message}", hint=error.hint) from error
    if need not in context.answers:
        raise UnresolvedNeedError(
            f"{node.title}: the server was not asked for {need}.",
            hint="Pass the answers to needs() in the context.",
        )
    answer = context.answers[need]
    if isinstance(answer, RefusedNeed):
        raise BatchError(
            f"{node.title}: the server cannot read the prompt {settings.get('input')!r}: {answer.reason}",
            hint="Correct its syntax: {a|b} chooses, __name__ is a wildcard.",
        )
    return [_image(item) for item in answer] if isinstance(need, BoardImages) else list(answer)


def _own_items(node: LoadedNode) -> list[Any]:
    items = node.value(COLLECTIONS[node.type])
    if items is MISSING:
        return []
    if not isinstance(items, Sequence) or isinstance(items, str) or not all(map(_FITS[node.type], items)):
        raise BatchError(
            f"{node.title} -> {node.label_of(COLLECTIONS[node.type])}: {items!r} is not a collection for it.",
            hint="Set it to a list of the right kind of values.",
        )
    return list(items)


def _image(item: Any) -> Any:
    return {"image_name": item} if isinstance(item, str) else item
