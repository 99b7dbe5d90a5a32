"""From a batch to the values of each of its items.

The lists of ``data`` multiply, the first varying slowest; the entries of one list are zipped; the whole is
repeated ``runs`` times.
"""

from collections.abc import Iterator
from itertools import chain, product
from math import prod

from ivk_devserver.queue.batch import Batch, BatchDatum, FieldValue

__all__ = ["count_items", "expand"]


def count_items(batch: Batch) -> int:
    """Count the items that a batch asks for."""
    lengths = (len(group[0].items) if group else 0 for group in batch.data or [])
    return batch.runs * prod(lengths)


def expand(batch: Batch) -> Iterator[list[FieldValue]]:
    """Give the field values of each item, in order."""
    groups = [_zipped(group) for group in batch.data or []]
    for _ in range(batch.runs):
        for choice in product(*groups):
            yield list(chain.from_iterable(choice))


def _zipped(group: list[BatchDatum]) -> list[tuple[FieldValue, ...]]:
    columns = [
        [{"node_path": datum.node_path, "field_name": datum.field_name, "value": item} for item in items]
        for datum, items in ((datum, datum.model_dump(mode="json")["items"]) for datum in group)
    ]
    return list(zip(*columns, strict=True))
