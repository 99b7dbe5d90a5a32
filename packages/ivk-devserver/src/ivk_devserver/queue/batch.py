"""A batch: one graph, and the values that are written into it for each queue item.

The lists of ``data`` multiply, the first changes slowest; the entries of one list are zipped; the result is
repeated ``runs`` times.
"""

from collections.abc import Iterator
from itertools import chain, product
from math import prod
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field, StrictStr, field_validator

from ivk_devserver.graph.graph import Graph
from ivk_devserver.graph.workflow import WorkflowWithoutID

__all__ = ["Batch", "BatchDatum", "NodeFieldValue", "count_items", "field_values_of_items"]


class ImageField(BaseModel):
    """An image, by name."""

    image_name: str


class VideoField(BaseModel):
    """A video, by name."""

    video_name: str


Scalar = StrictStr | float | int | ImageField | VideoField
BatchItem = Scalar | list[Scalar]
NodeFieldValue = dict[str, Any]
"""A value for one field of one node: ``{"node_path", "field_name", "value"}``."""


class BatchDatum(BaseModel):
    """The values of one field of one node, one after the other."""

    node_path: str
    field_name: str
    items: list[BatchItem] = Field(default_factory=list)


class Batch(BaseModel):
    """One graph, and the values for it."""

    batch_id: str = Field(default_factory=lambda: str(uuid4()))
    origin: str | None = None
    destination: str | None = None
    data: list[list[BatchDatum]] | None = None
    graph: Graph
    workflow: WorkflowWithoutID | None = None
    runs: int = Field(default=1, ge=1)

    @field_validator("data")
    @classmethod
    def _check_data(cls, data: list[list[BatchDatum]] | None) -> list[list[BatchDatum]] | None:
        groups = data or []
        if any(len({len(datum.items) for datum in group}) > 1 for group in groups):
            raise ValueError("Zipped batch items must all have the same length")
        if not all(_have_same_type(datum.items) for group in groups for datum in group):
            raise ValueError("All items in a batch must have the same type")
        targets = [(datum.node_path, datum.field_name) for group in groups for datum in group]
        if len(set(targets)) < len(targets):
            raise ValueError("Each batch data must have unique node_id and field_name")
        return data


def count_items(batch: Batch) -> int:
    """Return the number of queue items of a batch."""
    lengths = (len(group[0].items) if group else 0 for group in batch.data or [])
    return batch.runs * prod(lengths)


def field_values_of_items(batch: Batch) -> Iterator[list[NodeFieldValue]]:
    """Yield the field values of each queue item of a batch, in order."""
    groups = [_zipped(group) for group in batch.data or []]
    for _ in range(batch.runs):
        for combination in product(*groups):
            yield list(chain.from_iterable(combination))


def _have_same_type(items: list[BatchItem]) -> bool:
    return all(isinstance(item, int | float) for item in items) or len({type(item) for item in items}) == 1


def _zipped(group: list[BatchDatum]) -> list[tuple[NodeFieldValue, ...]]:
    columns = [
        [{"node_path": datum.node_path, "field_name": datum.field_name, "value": item} for item in items]
        for datum, items in ((datum, datum.model_dump(mode="json")["items"]) for datum in group)
    ]
    return list(zip(*columns, strict=True))
