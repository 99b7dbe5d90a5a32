"""Single flight: several threads and tasks need the same result, and one of them gets it for all.

The first caller (the leader) runs the flow; the other callers (the followers) wait for its result. No lock is
held during the requests: followers poll after short pauses, because a `Pause` works in threads and in tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from ivk_core.errors import InvokeAIError
from ivk_core.flow import Flow, Pause

__all__ = ["SingleFlight"]

T = TypeVar("T")

# Short compared to a request, so that followers lose little time, and rare enough to cost little CPU time.
_POLL_INTERVAL = 0.02
# Longer than a request with its retries normally takes; followers do not wait longer for a lost leader.
_MAX_FLIGHT_SECONDS = 60.0


class _Flight(Generic[T]):
    def __init__(self) -> None:
        self.results: list[T] = []
        self.error: InvokeAIError | None = None
        self.is_over = False
        self._lost_at = monotonic() + _MAX_FLIGHT_SECONDS

    @property
    def is_lost(self) -> bool:
        """Whether its leader has not finished in time, for example because its event loop was stopped."""
        return monotonic() > self._lost_at


class SingleFlight(Generic[T]):
    """Runs one flow at a time, for all callers that need its result."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._flight: _Flight[T] | None = None

    def run(self, ready: Callable[[], T | None], work: Callable[[], Flow[T]]) -> Flow[T]:
        """Run a flow, or wait for the caller that already runs it.

        Parameters
        ----------
        ready : callable
            Returns the result if it already exists, else None. It is called before a flow is started.
        work : callable
            Makes the flow that gets the result.

        Returns
        -------
        Flow of object
            Returns the result, for the leader and for the followers.

        Raises
        ------
        InvokeAIError
            The error of the leader's flow, for the leader; a copy of it for each follower.
        """
        while True:
            with self._lock:
                result = ready()
                if result is not None:
                    return result
                flight, is_leader = self._join()
            if is_leader:
                return (yield from self._lead(flight, work()))
            while not (flight.is_over or flight.is_lost):
                yield Pause(_POLL_INTERVAL)
            if flight.error is not None:
                raise copy(flight.error)  # a copy, because raising in several threads changes the traceback
            if flight.results:
                return flight.results[0]
            # The leader was canceled or lost: try again, possibly as the leader.

    def _join(self) -> tuple[_Flight[T], bool]:
        """Return the flight to wait for, or a new one, and whether the caller is its leader."""
        if self._flight is not None and not (self._flight.is_over or self._flight.is_lost):
            return self._flight, False
        self._flight = _Flight()
        return self._flight, True

    def _lead(self, flight: _Flight[T], work: Flow[T]) -> Flow[T]:
        try:
            flight.results.append((yield from work))
        except InvokeAIError as error:
            flight.error = error
            raise
        finally:
            flight.is_over = True
        return flight.results[0]
