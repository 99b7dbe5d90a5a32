"""Expand a batch as the server does it, so that its items can be matched to the inputs.

The server makes one item for each combination: the lists of one group are zipped, groups are multiplied
(the last one changes fastest), and all of it is repeated `runs` times. There is no I/O in here.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice, product
from typing import Any, TypeAlias
from uuid import uuid4

from ivk_workflows.queue.schemas import FieldValue, QueueItemSummary

__all__ = ["Combination", "combinations", "count", "match", "remainder", "with_batch_id"]

Combination: TypeAlias = tuple[FieldValue, ...]
"""The values of a batch for one item."""


def with_batch_id(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a submission with a new batch id, if it has none."""
    batch = body["batch"]
    return {**body, "batch": {**batch, "batch_id": batch.get("batch_id") or str(uuid4())}}


def count(batch: Mapping[str, Any]) -> int:
    """Return how many items a batch makes."""
    total = int(batch.get("runs", 1))
    for group in batch.get("data") or []:
        total *= min((len(datum["items"]) for datum in group), default=0)
    return total


def combinations(batch: Mapping[str, Any]) -> Iterable[Combination]:
    """Iterate over the values of the items of a batch, in the order of the inputs."""
    groups = [_zipped(group) for group in batch.get("data") or []]
    for _ in range(int(batch.get("runs", 1))):
        for combination in product(*groups):
            yield tuple(chain.from_iterable(combination))


def remainder(batch: Mapping[str, Any], start: int) -> dict[str, Any]:
    """Return a batch of the same id without its first `start` items."""
    rest = list(islice(combinations(batch), start, None))
    if not rest or not rest[0]:
        return {**batch, "runs": len(rest)}
    group = [
        {
            "node_path": first.node_path,
            "field_name": first.field_name,
            "items": [combination[place].value for combination in rest],
        }
        for place, first in enumerate(rest[0])
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
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for item in sorted(items, key=lambda item: item.item_id):
        waiting[_key(item.field_values or ())].append(item.item_id)
    ordered = [waiting[key].popleft() for key in map(_key, wanted) if waiting.get(key)]
    return ordered + sorted(chain.from_iterable(waiting.values()))


def _zipped(group: Sequence[Mapping[str, Any]]) -> list[Combination]:
    columns = [
        [
            FieldValue.model_construct(
                node_path=datum["node_path"], field_name=datum["field_name"], value=value
            )
            for value in datum["items"]
        ]
        for datum in group
    ]
    return list(zip(*columns, strict=False))


def _key(values: Iterable[FieldValue]) -> str:
    items = sorted((one.node_path, one.field_name, _comparable(one.value)) for one in values)
    return json.dumps(items)


def _comparable(value: Any) -> str:
    # The server stores 1.0 as 1 for a field of integers.
    number = isinstance(value, float) and value.is_integer()
    return json.dumps(int(value) if number else value, sort_keys=True, default=str)
