"""The images of a queue item as plain data: one entry for each node that made images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ivk_core.errors import ArgumentError
from ivk_workflows.outputs.reading import RawOutput, read_outputs
from ivk_workflows.outputs.result_base import JobResultBase
from ivk_workflows.queue.schemas import QueueItem

__all__ = ["AnyItem", "map_outputs_to_images"]

AnyItem: TypeAlias = JobResultBase[Any, Any] | QueueItem | Mapping[str, Any]
"""A queue item in any of its forms: as a result, as an item, or as the server's JSON."""


def map_outputs_to_images(item: AnyItem) -> list[dict[str, Any]]:
    """List the nodes that made images, with the names of the images.

    Parameters
    ----------
    item : JobResult, AsyncJobResult, QueueItem or mapping
        A finished job.

    Returns
    -------
    list of dict
        In the order in which the nodes finished, without intermediate nodes. Each entry has ``node_id``,
        ``node_type``, ``label``, ``board_id`` (None for no board) and ``image_names``, a list with one name
        for each iteration and image.
    """
    found: dict[str, dict[str, Any]] = {}
    for output in read_outputs(_queue_item(item)):
        names = [] if output.is_intermediate else _image_names(output)
        if names:
            found.setdefault(output.node_id, _entry(output))["image_names"] += names
    return list(found.values())


def _queue_item(item: object) -> QueueItem:
    if isinstance(item, JobResultBase):
        return item.item
    if isinstance(item, Mapping):
        return QueueItem.model_validate(item)
    if isinstance(item, QueueItem):
        return item
    raise ArgumentError(
        f"The images are those of a finished job, not of {item!r}.",
        hint="Pass the result of a job: job.result(), or for a batch one of batch.results().",
    )


def _entry(output: RawOutput) -> dict[str, Any]:
    board = output.inputs.get("board") or {}
    return {
        "node_id": output.node_id,
        "node_type": output.node_type,
        "label": output.label,
        "board_id": board.get("board_id"),
        "image_names": [],
    }


def _image_names(output: RawOutput) -> list[str]:
    pictures = [output.data.get("image"), *(output.data.get("collection") or [])]
    return [one["image_name"] for one in pictures if isinstance(one, Mapping) and "image_name" in one]
