"""When a job was queued, started and ended, and how long that took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["Timings", "timings_of"]


@dataclass(frozen=True)
class Timings:
    """The times of a job, by the server's clock.

    Parameters
    ----------
    queued, started, ended : datetime or None
        When it was enqueued, when the server began to run it, and when it was finished; aware datetimes. None
        if that has not happened, or the server does not say it.
    nodes : mapping of str to float
        The seconds that each node took, by the name that users see on it; all iterations together. Only what
        was received as events: empty for a job that was finished before it was found by its id.
    """

    queued: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    nodes: Mapping[str, float] = field(default_factory=dict)

    @property
    def seconds_queued(self) -> float | None:
        """Seconds from enqueueing to the start; None if one of the times is not known."""
        return _seconds(self.queued, self.started)

    @property
    def seconds_run(self) -> float | None:
        """Seconds from the start to the end; None if one of the times is not known."""
        return _seconds(self.started, self.ended)

    @property
    def seconds(self) -> float | None:
        """Seconds from enqueueing to the end; None if one of the times is not known."""
        return _seconds(self.queued, self.ended)


def timings_of(item: QueueItemSummary, nodes: Mapping[str, float] | None = None) -> Timings:
    """Return the times of a queue item.

    Parameters
    ----------
    item : QueueItemSummary
        The item.
    nodes : mapping of str to float, optional
        The seconds that its nodes took, by their names.
    """
    return Timings(item.created_at, item.started_at, item.completed_at, dict(nodes or {}))


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else (end - start).total_seconds()
