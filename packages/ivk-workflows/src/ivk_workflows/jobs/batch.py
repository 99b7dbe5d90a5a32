"""Expand a batch as the server does it, so that its items can be matched to the inputs.

The server makes one item for each combination: the lists of one group are zipped, groups are multiplied
(the last one changes fastest), and all of it is repeated `runs` times. There is no I/O in here.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias
from uuid import uuid4

from ivk_workflows.compile.limits import MAX_JOBS, count_jobs, group_length, refuse_too_many
from ivk_workflows.queue.schemas import FieldValue, QueueItemSummary

__all__ = ["MAX_JOBS", "Combination", "combinations", "count", "match", "remainder", "with_batch_id"]

Combination: TypeAlias = tuple[FieldValue, ...]
"""The values of a batch for one item."""


def with_batch_id(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a submission with a new batch id, if it has none.

    Raises
    ------
    BatchError
        If its batch makes more than `MAX_JOBS` items.
    """
    batch = body["batch"]
    refuse_too_many(count(batch))
    return {**body, "batch": {**batch, "batch_id": batch.get("batch_id") or str(uuid4())}}


def count(batch: Mapping[str, Any]) -> int:
    """Return how many items a batch makes; they are not expanded."""
    return count_jobs(batch.get("data") or [], int(batch.get("runs", 1)))


def combinations(batch: Mapping[str, Any], start: int = 0) -> Iterator[Combination]:
    """Iterate over the values of the items of a batch, in the order of the inputs.

    Parameters
    ----------
    batch : mapping
        The batch. It is not expanded: each combination is made when it is reached.
    start : int
        How many of the first combinations to leave out.
    """
    for index in range(start, count(batch)):
        yield tuple(
            FieldValue.model_construct(
                node_path=datum["node_path"], field_name=datum["field_name"], value=datum["items"][position]
            )
            for datum, position in _positions(batch, index)
        )


def remainder(batch: Mapping[str, Any], start: int) -> dict[str, Any]:
    """Return a batch of the same id without its first `start` items."""
    left = range(start, count(batch))
    data = [datum for group in batch.get("data") or [] for datum in group]
    if not left or not data:
        return {**batch, "runs": len(left)}
    items: list[list[Any]] = [[] for _ in data]
    for index in left:
        for column, (datum, position) in zip(items, _positions(batch, index), strict=True):
            column.append(datum["items"][position])
    group = [
        {"node_path": datum["node_path"], "field_name": datum["field_name"], "items": column}
        for datum, column in zip(data, items, strict=True)
    ]
    return {**batch, "data": [group], "runs": 1}


def match(wanted: Iterable[Combination], items: Sequence[QueueItemSummary]) -> list[int]:
    """Put the items of a batch into the order of the inputs, by their values.

    Parameters
    ----------
    wanted : iterable of Combination
        The values that were submitted, in order.
    items : sequence of QueueItemSummary
        The items in the queue, in any order; some may be missing.

    Returns
    -------
    list of int
        Item ids. Items with equal values are in the order in which they were enqueued; items of unknown
        values come last.
    """
    remaining = iter(wanted)
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for item in sorted(items, key=lambda item: item.item_id):
        waiting[_key(item.field_values or ())].append(item.item_id)
    ordered: list[int] = []
    # No further combination is made when all items have their places.
    while len(ordered) < len(items) and (combination := next(remaining, None)) is not None:
        if matching := waiting.get(_key(combination)):
            ordered.append(matching.popleft())
    return ordered + sorted(chain.from_iterable(waiting.values()))


def _positions(batch: Mapping[str, Any], index: int) -> list[tuple[Mapping[str, Any], int]]:
    """Return each entry of the data of a batch with the position of its value in the item of an index."""
    found: list[tuple[Mapping[str, Any], int]] = []
    for group in reversed(batch.get("data") or []):  # the last group changes fastest
        index, position = divmod(index, group_length(group))
        found[:0] = [(datum, position) for datum in group]
    return found


def _key(values: Iterable[FieldValue]) -> str:
    items = sorted((one.node_path, one.field_name, _comparable(one.value)) for one in values)
    return json.dumps(items)


def _comparable(value: Any) -> str:
    # The server stores 1.0 as 1 for a field of integers.
    number = isinstance(value, float) and value.is_integer()
    return json.dumps(int(value) if number else value, sort_keys=True, default=str)
