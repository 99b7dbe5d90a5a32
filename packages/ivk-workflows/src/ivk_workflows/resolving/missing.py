"""Inputs that the program set to something that the server does not have.

Inputs that name a missing resource in the file are emptied, as in the GUI. If the program set an input to a
missing resource, the workflow is refused, because emptying the input would ignore what the program asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ivk_workflows.compile import BatchData, LoadedWorkflow, NamedResource, Problem, Unavailable

__all__ = ["missing_resources", "swept_resources"]


def swept_resources(workflow: LoadedWorkflow, data: BatchData) -> Iterator[NamedResource]:
    """Iterate over the images and videos that the values of a sweep name.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow.
    data : sequence of sequence of mapping
        The sweep as ``batch.data``.
    """
    for column in (column for group in data for column in group):
        node = workflow.nodes[column["node_path"]]
        for item in _records(column["items"]):
            if "image_name" in item:
                yield NamedResource("image", item["image_name"], node, column["field_name"])
            elif "video_name" in item:
                yield NamedResource("video", item["video_name"], node, column["field_name"])


def missing_resources(
    named: Iterable[NamedResource], chosen: Collection[tuple[str, str]], unavailable: Unavailable
) -> list[Problem]:
    """Find the inputs that the program set to something that the server does not have.

    Parameters
    ----------
    named : iterable of NamedResource
        The resources that the inputs name.
    chosen : collection of (node id, field name)
        The inputs that the program set.
    unavailable : Unavailable
        What the server does not have.
    """
    problems = (
        _problem(each)
        for each in named
        if (each.node.id, each.field) in chosen and each.name in unavailable.names(each.kind)
    )
    return list(dict.fromkeys(problems))


def _records(items: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    for item in items:
        if isinstance(item, Mapping):
            yield item
        elif isinstance(item, list):
            yield from _records(item)


def _problem(found: NamedResource) -> Problem:
    where = f"{found.node.title} -> {found.node.label_of(found.field)}"
    return Problem(
        "unavailable",
        "error",
        f"{where}: it was set to {found}, and the server has no such {found.kind}",
        f"Set it to one of the server's {found.kind}s.",
        node_id=found.node.id,
        node_label=found.node.title,
        field=found.field,
    )
