"""Maps of inputs and their indices, to detect changes of a workflow that a script sets by index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ivk_workflows.errors import InputFileError
from ivk_workflows.inputs import WorkflowInput

__all__ = ["IndexDrift", "index_map", "read_index_map", "verify_index_map"]

_REQUIRED_KEYS = frozenset({"index", "node_id", "field_name"})
Change = Literal["moved", "gone", "new", "retyped", "relabelled"]


@dataclass(frozen=True)
class IndexDrift:
    """One difference between a workflow and a map that was exported from it earlier.

    Parameters
    ----------
    change : {"moved", "gone", "new", "retyped", "relabelled"}
        How the input has changed.
    node_id, field_name : str
        The input.
    before, after : object
        The index, type or label before and after; None if there is none.
    """

    change: Change
    node_id: str
    field_name: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        return f"{self.node_id}.{self.field_name} {self.change}: {self.before!r} -> {self.after!r}"


def index_map(inputs: Iterable[WorkflowInput]) -> list[dict[str, Any]]:
    """Return the index, label, node, field and type of each input, as JSON values."""
    return [
        {
            "index": each.input_index,
            "label": each.label,
            "node_id": each.node_id,
            "field_name": each.field_name,
            "type": each.spec.type.name,
        }
        for each in inputs
    ]


def read_index_map(source: str | Path | Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return a map as it is given, or read it from the file that it was exported to.

    Raises
    ------
    InputFileError
        If it is not such a map.
    OSError
        If there is no such file.
    """
    entries: object = _parsed(Path(source)) if isinstance(source, str | Path) else list(source)
    if isinstance(entries, list) and all(
        isinstance(each, Mapping) and each.keys() >= _REQUIRED_KEYS for each in entries
    ):
        return entries
    raise InputFileError(
        f"{source if isinstance(source, str | Path) else 'This'} is not a map of inputs.",
        hint="Use a map that export_input_index_map() wrote.",
    )


def _parsed(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputFileError(f"{file} is not a map of inputs: it is not JSON ({error}).") from error


def verify_index_map(
    earlier: Iterable[Mapping[str, Any]], inputs: Iterable[WorkflowInput]
) -> list[IndexDrift]:
    """Compare an earlier map with the current inputs.

    Returns
    -------
    list of IndexDrift
        Empty if nothing has changed.
    """
    before = {(each["node_id"], each["field_name"]): each for each in earlier}
    after = {(each["node_id"], each["field_name"]): each for each in index_map(inputs)}
    gone = [IndexDrift("gone", *place, before[place]["index"]) for place in before if place not in after]
    new = [IndexDrift("new", *place, None, after[place]["index"]) for place in after if place not in before]
    kept = [place for place in before if place in after]
    changed = [drift for place in kept for drift in _changes(place, before[place], after[place])]
    return [*gone, *new, *changed]


def _changes(
    place: tuple[str, str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterable[IndexDrift]:
    aspects: tuple[tuple[str, Change], ...] = (
        ("index", "moved"),
        ("type", "retyped"),
        ("label", "relabelled"),
    )
    for aspect, change in aspects:
        if before.get(aspect) != after[aspect]:
            yield IndexDrift(change, *place, before.get(aspect), after[aspect])
