"""Calling back when jobs are done, from a thread that exists only while somebody wants to be called."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ivk_core.errors import InvokeAIError
from ivk_workflows.jobs.attempts import called_safely
from ivk_workflows.jobs.watch import Watch

__all__ = ["Callbacks"]

_LOG = logging.getLogger("ivk.jobs")

Call: TypeAlias = Callable[[], object]


@dataclass(frozen=True)
class _Promise:
    is_due: Callable[[], bool]
    call: Call


class Callbacks:
    """The calls that are promised for one batch.

    Parameters
    ----------
    watch : Watch
        What knows when they are due.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._guard = threading.Lock()
        self._promises: list[_Promise] = []
        self._thread: threading.Thread | None = None

    def add(self, is_due: Callable[[], bool], call: Call) -> None:
        """Promise a call; when it is due already, it is made at once, in this thread."""
        if is_due():
            called_safely(call)
            return
        with self._guard:
            self._promises.append(_Promise(is_due, call))
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="ivk-callbacks", daemon=True)
                self._thread.start()

    def _keep(self) -> None:
        while self._has_promises():
            try:
                self._watch.wait(self._any_is_due)
            except InvokeAIError:
                _LOG.exception("Callbacks of batch %s are not called", self._watch.tracker.batch_id)
                self._give_up()
                return
            for promise in self._taken():
                called_safely(promise.call)

    def _has_promises(self) -> bool:
        with self._guard:
            if not self._promises:
                self._thread = None
            return bool(self._promises)

    def _give_up(self) -> None:
        with self._guard:
            self._promises, self._thread = [], None

    def _any_is_due(self) -> bool:
        return any(promise.is_due() for promise in self._promises)

    def _taken(self) -> list[_Promise]:
        with self._guard:
            due = [promise for promise in self._promises if promise.is_due()]
            self._promises = [promise for promise in self._promises if promise not in due]
        return due
