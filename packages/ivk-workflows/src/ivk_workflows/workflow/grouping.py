"""Group many sets of values for one workflow into as few submissions as possible.

The server can batch over texts, numbers, images and lists of them, for inputs of nodes in the graph. Sets of
values that differ only in these share a submission, as one list of ``batch.data``. Sets that differ in other
values (models, boards, settings of batch nodes) need different submissions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.compile import LoadedWorkflow, Values

__all__ = ["RunGroup", "grouped_runs"]

_Place = tuple[str, str]
# The value "none" of a board input is not sent: the graph leaves the input out, which batch data cannot do.
# Each called workflow has inputs of its own, which batch data cannot change.
_NOT_BATCHED = frozenset({"BoardField", "SavedWorkflowField"})


@dataclass(frozen=True)
class RunGroup:
    """Sets of values that share a submission.

    Parameters
    ----------
    indices : tuple of int
        The positions of these sets among all sets.
    values : mapping of (node id, field name) to object
        The values of the first of them.
    columns : tuple of dict
        The values in which they differ: zipped entries of ``batch.data``.
    runs : int
        How often the batch runs; more than once only if all sets are equal.
    """

    indices: tuple[int, ...]
    values: Values
    columns: tuple[Mapping[str, Any], ...]
    runs: int


def grouped_runs(workflow: LoadedWorkflow, sets: Sequence[Values]) -> list[RunGroup]:
    """Group sets of values for one workflow.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with the values of its file, which are used for inputs that a set leaves out.
    sets : sequence of mapping
        The values of each run, by node id and field name, as they would be sent to the server.

    Returns
    -------
    list of RunGroup
        In the order of their first sets; every set is in one of them.
    """
    places = list(dict.fromkeys(place for values in sets for place in values))
    own = {place: workflow.nodes[place[0]].value(place[1]) for place in places}
    batchable = {place for place in places if _takes_batches(workflow, place)}
    groups: dict[str, list[int]] = {}
    for index, values in enumerate(sets):
        key = json.dumps([_signature(values, own, place, place in batchable) for place in places])
        groups.setdefault(key, []).append(index)
    return [_group(indices, sets, own, places) for indices in groups.values()]


def _group(indices: Sequence[int], sets: Sequence[Values], own: Values, places: Iterable[_Place]) -> RunGroup:
    chosen = [sets[index] for index in indices]
    columns = []
    for place in places:
        items = [values.get(place, own[place]) for values in chosen]
        if any(item != items[0] for item in items):
            columns.append({"node_path": place[0], "field_name": place[1], "items": items})
    return RunGroup(tuple(indices), chosen[0], tuple(columns), 1 if columns else len(chosen))


def _signature(values: Values, own: Values, place: _Place, is_batchable: bool) -> list[Any]:
    """Return what must be equal in all sets of a submission: the value, or its kind if it can be batched."""
    value = values.get(place, own[place])
    kind = _kind_of(value) if is_batchable else ""
    # The server refuses a list of items of different types, except numbers.
    return [kind] if kind else ["", place in values, None if value is MISSING else value]


def _takes_batches(workflow: LoadedWorkflow, place: _Place) -> bool:
    node = workflow.nodes[place[0]]
    spec = node.template.inputs.get(place[1]) if node.template else None
    return node.is_executable and spec is not None and spec.type.name not in _NOT_BATCHED


def _kind_of(value: Any) -> str:
    """Return the kind of a value that the server can batch over; empty for any other value."""
    if isinstance(value, bool):
        return ""  # the server would read it as a number
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, dict):
        return next((key for key in ("image_name", "video_name") if set(value) == {key}), "")
    return "list" if isinstance(value, list) and value and all(map(_kind_of, value)) else ""
