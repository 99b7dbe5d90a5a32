"""The shape of a batch: one graph, and the values that are put into it, item by item."""

from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field, StrictStr, field_validator

from ivk_devserver.graph.graph import Graph
from ivk_devserver.graph.workflow import WorkflowWithoutID

__all__ = ["Batch", "BatchDatum", "FieldValue"]


class ImageField(BaseModel):
    """An image, by name."""

    image_name: str


class VideoField(BaseModel):
    """A video, by name."""

    video_name: str


Scalar = StrictStr | float | int | ImageField | VideoField
Item = Scalar | list[Scalar]
FieldValue = dict[str, Any]
"""One value put into a graph: ``{"node_path", "field_name", "value"}``."""


class BatchDatum(BaseModel):
    """The values that one field of one node takes in turn."""

    node_path: str
    field_name: str
    items: list[Item] = Field(default_factory=list)


class Batch(BaseModel):
    """One graph and the values for it. The lists of ``data`` multiply; what is inside one list is zipped."""

    batch_id: str = Field(default_factory=lambda: str(uuid4()))
    origin: str | None = None
    destination: str | None = None
    data: list[list[BatchDatum]] | None = None
    graph: Graph
    workflow: WorkflowWithoutID | None = None
    runs: int = Field(default=1, ge=1)

    @field_validator("data")
    @classmethod
    def _fits_together(cls, data: list[list[BatchDatum]] | None) -> list[list[BatchDatum]] | None:
        groups = data or []
        if any(len({len(datum.items) for datum in group}) > 1 for group in groups):
            raise ValueError("Zipped batch items must all have the same length")
        if not all(_is_uniform(datum.items) for group in groups for datum in group):
            raise ValueError("All items in a batch must have the same type")
        targets = [(datum.node_path, datum.field_name) for group in groups for datum in group]
        if len(set(targets)) < len(targets):
            raise ValueError("Each batch data must have unique node_id and field_name")
        return data


def _is_uniform(items: list[Item]) -> bool:
    return all(isinstance(item, int | float) for item in items) or len({type(item) for item in items}) == 1
