"""Call functions of the program when jobs are finished, from a thread that exists only while it is needed.

`ivk_workflows.jobs.callbacks_async` has the same for event loops.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from ivk_core.concurrency import call_safely
from ivk_core.errors import InvokeAIError
from ivk_workflows.jobs.monitor import BatchMonitor

__all__ = ["Callbacks"]

_LOG = logging.getLogger("ivk.jobs")


@dataclass(frozen=True)
class _Callback:
    is_due: Callable[[], bool]
    call: Callable[[], object]


class Callbacks:
    """The callbacks of one batch.

    Parameters
    ----------
    monitor : BatchMonitor
        Waits until they are due.
    """

    def __init__(self, monitor: BatchMonitor) -> None:
        self._monitor = monitor
        self._guard = threading.Lock()
        self._waiting: list[_Callback] = []
        self._thread: threading.Thread | None = None

    def add(self, is_due: Callable[[], bool], call: Callable[[], object]) -> None:
        """Call a function as soon as a condition holds; at once and in this thread if it does already."""
        if is_due():
            call_safely(call, _LOG)
            return
        with self._guard:
            self._waiting.append(_Callback(is_due, call))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ivk-callbacks", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while self._is_needed():
            try:
                self._monitor.wait(self._any_is_due)
            except InvokeAIError:
                _LOG.exception("Callbacks of batch %s are not called", self._monitor.state.batch_id)
                self._drop_all()
                return
            for callback in self._take_due():
                call_safely(callback.call, _LOG)

    def _is_needed(self) -> bool:
        with self._guard:
            if not self._waiting:
                self._thread = None
            return bool(self._waiting)

    def _drop_all(self) -> None:
        with self._guard:
            self._waiting, self._thread = [], None

    def _any_is_due(self) -> bool:
        return any(callback.is_due() for callback in self._waiting)

    def _take_due(self) -> list[_Callback]:
        with self._guard:
            due = [callback for callback in self._waiting if callback.is_due()]
            self._waiting = [callback for callback in self._waiting if callback not in due]
        return due
