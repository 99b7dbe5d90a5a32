"""Draw the random seeds of a submission.

They are drawn when a submission is prepared, so two submissions of one workflow have different seeds. If
there are several jobs, each has its own: the seeds are a list of ``batch.data``, so that the server stores
the seed of each job with it. To give every job its own seed, all combinations of the batch become one list.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ivk_fields import IvkField
from ivk_fields.seeds import IvkSeedField
from ivk_workflows.jobs.batch import count, remainder
from ivk_workflows.workflow.fields import Place

__all__ = ["RandomFields", "draw_each", "drawing", "is_random", "marking_random", "random_fields"]

RandomFields: TypeAlias = Mapping[Place, IvkSeedField]
"""The fields whose values are drawn, by node id and field name."""


def is_random(field: IvkField[Any]) -> bool:
    """Return whether the value of a field is drawn when the workflow is submitted."""
    return isinstance(field, IvkSeedField) and field.is_random


def random_fields(fields: Mapping[Place, IvkField[Any]]) -> dict[Place, IvkSeedField]:
    """Return the fields whose values are drawn."""
    return {
        place: field for place, field in fields.items() if isinstance(field, IvkSeedField) and field.is_random
    }


def drawing(to_wire: Callable[[IvkField[Any]], Any]) -> Callable[[IvkField[Any]], Any]:
    """Return a function that draws a random value, and has the JSON value of every other field."""
    return lambda field: (
        field.draw() if isinstance(field, IvkSeedField) and field.is_random else to_wire(field)
    )


def marking_random(to_wire: Callable[[IvkField[Any]], Any]) -> Callable[[IvkField[Any]], Any]:
    """Return a function that keeps a field whose value is drawn, for `draw_each` to replace."""
    return lambda field: field if is_random(field) else to_wire(field)


def draw_each(body: Mapping[str, Any], fields: RandomFields, source: random.Random) -> dict[str, Any]:
    """Return the body of a submission with a seed of its own for each job.

    Parameters
    ----------
    body : mapping
        The body. Its graph has a seed for each of `fields`; in its data, fields stand for random values.
    fields : mapping
        The fields of the graph whose values are drawn.
    source : random.Random
        Where to draw from.
    """
    batch = body["batch"]
    groups = batch.get("data") or []
    swept = any(isinstance(item, IvkField) for group in groups for datum in group for item in datum["items"])
    jobs = count(batch)
    if not swept and (not fields or jobs <= 1):
        return dict(body)
    flat = remainder(batch, 0)["data"] if groups else []
    group = [
        {**datum, "items": [_drawn(item, source) for item in datum["items"]]}
        for zipped in flat
        for datum in zipped
    ]
    seeds = [
        {"node_path": node_id, "field_name": name, "items": [field.draw(source) for _ in range(jobs)]}
        for (node_id, name), field in fields.items()
    ]
    return {**body, "batch": {**batch, "data": [[*group, *seeds]], "runs": 1}}


def _drawn(item: Any, source: random.Random) -> Any:
    return item.draw(source) if isinstance(item, IvkSeedField) else item
