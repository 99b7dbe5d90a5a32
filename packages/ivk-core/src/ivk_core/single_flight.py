"""Letting one do what many want done, across threads and tasks.

Who comes first leads, everybody else waits for the outcome. There is no lock held while the leader talks to
the server: the others look again after short pauses, which is a wait that a thread and a task can both do.
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

_BETWEEN_LOOKS = 0.02
_LONGEST_FLIGHT = 60.0


class _Flight(Generic[T]):
    def __init__(self) -> None:
        self.results: list[T] = []
        self.error: InvokeAIError | None = None
        self.is_over = False
        self._lost_at = monotonic() + _LONGEST_FLIGHT

    @property
    def is_lost(self) -> bool:
        """Whether its leader will not come back: a task of an event loop that was stopped, say."""
        return monotonic() > self._lost_at


class SingleFlight(Generic[T]):
    """Runs one flow at a time for all who want its result."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._flight: _Flight[T] | None = None

    def run(self, ready: Callable[[], T | None], work: Callable[[], Flow[T]]) -> Flow[T]:
        """Do some work, or wait for the one who is doing it.

        Parameters
        ----------
        ready : callable
            Gives the result if it is there by now; it is asked before any work is begun.
        work : callable
            Makes the flow that gets the result.

        Returns
        -------
        Flow of object
            Gives the result, to whoever leads and whoever waited.

        Raises
        ------
        InvokeAIError
            What the leader met; everybody who waited meets it too.
        """
        while True:
            with self._lock:
                result = ready()
                if result is not None:
                    return result
                flight, leads = self._joined()
            if leads:
                return (yield from self._led(flight, work()))
            while not (flight.is_over or flight.is_lost):
                yield Pause(_BETWEEN_LOOKS)
            if flight.error is not None:
                raise copy(flight.error)
            if flight.results:
                return flight.results[0]

    def _joined(self) -> tuple[_Flight[T], bool]:
        if self._flight is not None and not (self._flight.is_over or self._flight.is_lost):
            return self._flight, False
        self._flight = _Flight()
        return self._flight, True

    def _led(self, flight: _Flight[T], work: Flow[T]) -> Flow[T]:
        try:
            flight.results.append((yield from work))
        except InvokeAIError as error:
            flight.error = error
            raise
        finally:
            flight.is_over = True
        return flight.results[0]
