"""How far a job is, as one number, learned from what its nodes tell.

Nodes differ: loading a prompt takes no time, denoising takes nearly all of it. Each node of the graph has
a weight by its type; finished nodes count whole, and the running one by the percentage that it tells.
The number never goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ivk_core.events.types import InvocationComplete, InvocationProgress, NodeEvent, PreviewImage

__all__ = ["JobProgress", "Progress", "Weights", "weights_of"]

Weights: TypeAlias = Mapping[str, float]
"""The weight of each node of a graph, by node id."""

_HEAVY = ("denoise", "upscale", "spandrel")
_MIDDLING = ("_l2i", "l2i", "vae_decode", "_i2l", "i2l", "compel", "text_encoder", "model_loader")
_HEAVY_WEIGHT, _MIDDLING_WEIGHT, _LIGHT_WEIGHT = 40.0, 4.0, 1.0


@dataclass(frozen=True)
class Progress:
    """How far a job or a batch is.

    Parameters
    ----------
    fraction : float
        From 0 to 1.
    message : str
        What the server is doing.
    node_id, node_type : str
        The node that runs; empty when none does.
    image : PreviewImage or None
        What the picture looks like by now.
    remaining : float or None
        Seconds that are left, by the speed so far; None while nothing can be said.
    finished, total : int
        How many jobs have come to an end, and how many there are.
    """

    fraction: float = 0.0
    message: str = ""
    node_id: str = ""
    node_type: str = ""
    image: PreviewImage | None = None
    remaining: float | None = None
    finished: int = 0
    total: int = 1


def weights_of(graph: Mapping[str, Any]) -> dict[str, float]:
    """Weigh the nodes of a graph by their types."""
    nodes: Mapping[str, Mapping[str, Any]] = graph.get("nodes") or {}
    return {node_id: _weight(str(node.get("type", ""))) for node_id, node in nodes.items()}


def _weight(node_type: str) -> float:
    if any(word in node_type for word in _HEAVY):
        return _HEAVY_WEIGHT
    return _MIDDLING_WEIGHT if any(word in node_type for word in _MIDDLING) else _LIGHT_WEIGHT


class JobProgress:
    """What is known of the progress of one job.

    Parameters
    ----------
    weights : mapping of str to float
        The weights of its nodes; empty when the graph is not known.
    now : float
        When it started, in seconds of the monotonic clock.
    """

    __slots__ = ("_done", "_event", "_percentage", "_started", "_total", "_weights", "fraction")

    def __init__(self, weights: Weights, now: float) -> None:
        self._weights = weights
        self._total = sum(weights.values())
        self._started = now
        self._done: set[str] = set()
        self._percentage = 0.0
        self._event: NodeEvent | None = None
        self.fraction = 0.0

    def hear(self, event: NodeEvent) -> None:
        """Learn from what a node tells."""
        self._event = event
        if isinstance(event, InvocationComplete):
            self._done.add(event.node_id)
            self._percentage = 0.0
        else:
            told = event.percentage if isinstance(event, InvocationProgress) else None
            self._percentage = min(1.0, told or 0.0)
        self.fraction = max(self.fraction, min(1.0, self._estimate(event.node_id)))

    def snapshot(self, now: float) -> Progress:
        """Say how far it is."""
        event = self._event
        told = event if isinstance(event, InvocationProgress) else None
        return Progress(
            fraction=self.fraction,
            message=told.message if told else "",
            node_id=event.node_id if event else "",
            node_type=event.node_type if event else "",
            image=told.image if told else None,
            remaining=self._remaining(now),
        )

    def _estimate(self, running: str) -> float:
        if not self._total:
            return self._percentage
        done = sum(self._weights.get(node_id, 0.0) for node_id in self._done)
        part = 0.0 if running in self._done else self._weights.get(running, 0.0) * self._percentage
        return (done + part) / self._total

    def _remaining(self, now: float) -> float | None:
        if self.fraction <= 0.0:
            return None
        return (now - self._started) * (1.0 - self.fraction) / self.fraction
