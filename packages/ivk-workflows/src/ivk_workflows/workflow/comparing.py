"""The differences between two compiled bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Difference", "diff"]

_ABSENT = object()


@dataclass(frozen=True)
class Difference:
    """One place where two bodies differ.

    Parameters
    ----------
    path : str
        The place: ``"nodes.<id>.<input>"``, ``"edges"``, ``"data"``, ``"runs"`` ...
    before, after : object
        The values in the two bodies; None if there is none.
    """

    path: str
    before: Any
    after: Any

    def __str__(self) -> str:
        return f"{self.path}: {self.before!r} -> {self.after!r}"


def diff(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Difference]:
    """List the differences between two compiled bodies.

    The random ids of graph and batch and the order of the edges are ignored.

    Parameters
    ----------
    a, b : mapping
        Bodies of ``enqueue_batch``.

    Returns
    -------
    list of Difference
        Empty if the server would do the same for both.
    """
    return [
        Difference(".".join(path), *pair) for path, *pair in _differences((), _comparable(a), _comparable(b))
    ]


def _comparable(body: Mapping[str, Any]) -> dict[str, Any]:
    batch = body["batch"]
    rest = {name: value for name, value in batch.items() if name not in ("batch_id", "graph", "workflow")}
    edges = {_edge_name(edge): True for edge in batch["graph"]["edges"]}
    return {"prepend": body.get("prepend", False), **rest, "nodes": batch["graph"]["nodes"], "edges": edges}


def _edge_name(edge: Mapping[str, Any]) -> str:
    source, target = edge["source"], edge["destination"]
    return f"{source['node_id']}.{source['field']} -> {target['node_id']}.{target['field']}"


def _differences(path: tuple[str, ...], a: Any, b: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for name in dict.fromkeys([*a, *b]):
            yield from _differences((*path, str(name)), a.get(name, _ABSENT), b.get(name, _ABSENT))
    elif a is _ABSENT or b is _ABSENT or a != b:
        yield path, _shown(a), _shown(b)


def _shown(value: Any) -> Any:
    return None if value is _ABSENT else value
