"""The progress of a job as one number, estimated from the events of its nodes.

Nodes differ: a prompt takes no time, denoising takes nearly all of it. Each node of the graph has a weight by
its type; finished nodes count fully, and the running one by the percentage that it reports. The number never
decreases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ivk_core.events.types import InvocationComplete, InvocationProgress, NodeEvent, PreviewImage

__all__ = ["JobProgress", "Progress", "Weights", "weights_of"]

Weights: TypeAlias = Mapping[str, float]
"""The weight of each node of a graph, by node id."""

# Parts of the names of node types. Denoising takes seconds to minutes, encoding and decoding a fraction of
# that, and other nodes very little. The weights are rough, because a progress bar only has to advance about
# evenly.
_HEAVY = ("denoise", "upscale", "spandrel")
_MIDDLING = ("_l2i", "l2i", "vae_decode", "_i2l", "i2l", "compel", "text_encoder", "model_loader")
_HEAVY_WEIGHT, _MIDDLING_WEIGHT, _LIGHT_WEIGHT = 40.0, 4.0, 1.0


@dataclass(frozen=True)
class Progress:
    """The progress of a job or a batch.

    Parameters
    ----------
    fraction : float
        From 0 to 1.
    message : str
        What the server is doing.
    node_id, node_type : str
        The running node; empty if none runs.
    node_label : str
        The name that users see on it: its label, or the title of its type.
    image : PreviewImage or None
        A preview of the image.
    remaining : float or None
        The estimated time that remains, in seconds; None while it cannot be estimated.
    finished, total : int
        How many jobs are finished, and how many there are.
    """

    fraction: float = 0.0
    message: str = ""
    node_id: str = ""
    node_type: str = ""
    node_label: str = ""
    image: PreviewImage | None = None
    remaining: float | None = None
    finished: int = 0
    total: int = 1

    def __str__(self) -> str:
        """Return one line, such as ``"45% Denoise (denoise_latents): step 9 of 20"``."""
        node = f" {self.node_label} ({self.node_type})" if self.node_label else ""
        message = f": {self.message}" if self.message else ""
        jobs = f", {self.finished} of {self.total} jobs finished" if self.total > 1 else ""
        return f"{self.fraction:.0%}{node}{message}{jobs}"


def weights_of(graph: Mapping[str, Any]) -> dict[str, float]:
    """Return the weights of the nodes of a graph, by their types."""
    nodes: Mapping[str, Mapping[str, Any]] = graph.get("nodes") or {}
    return {node_id: _weight(str(node.get("type", ""))) for node_id, node in nodes.items()}


def _weight(node_type: str) -> float:
    if any(word in node_type for word in _HEAVY):
        return _HEAVY_WEIGHT
    return _MIDDLING_WEIGHT if any(word in node_type for word in _MIDDLING) else _LIGHT_WEIGHT


class JobProgress:
    """The progress of one job.

    Parameters
    ----------
    weights : mapping of str to float
        The weights of its nodes; empty if the graph is not known.
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

    def on_event(self, event: NodeEvent) -> None:
        """Update from an event of a node."""
        self._event = event
        if isinstance(event, InvocationComplete):
            self._done.add(event.node_id)
            self._percentage = 0.0
        else:
            percentage = event.percentage if isinstance(event, InvocationProgress) else None
            self._percentage = min(1.0, percentage or 0.0)
        self.fraction = max(self.fraction, min(1.0, self._estimate(event.node_id)))

    def snapshot(self, now: float) -> Progress:
        """Return its progress."""
        event = self._event
        latest = event if isinstance(event, InvocationProgress) else None
        return Progress(
            fraction=self.fraction,
            message=latest.message if latest else "",
            node_id=event.node_id if event else "",
            node_type=event.node_type if event else "",
            node_label=event.node_label if event else "",
            image=latest.image if latest else None,
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
