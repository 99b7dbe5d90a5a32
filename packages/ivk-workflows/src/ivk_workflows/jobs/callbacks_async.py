"""Call functions of the program when jobs are finished, from tasks of the event loop.

`ivk_workflows.jobs.callbacks` has the same for threads.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from ivk_core.concurrency_async import call_safely
from ivk_workflows.jobs.monitor_async import AsyncBatchMonitor

__all__ = ["AsyncCallbacks"]

_LOG = logging.getLogger("ivk.jobs")


class AsyncCallbacks:
    """The callbacks of one batch.

    Parameters
    ----------
    monitor : AsyncBatchMonitor
        Waits until they are due.
    """

    def __init__(self, monitor: AsyncBatchMonitor) -> None:
        self._monitor = monitor

    def add(self, is_due: Callable[[], bool], call: Callable[[], object]) -> None:
        """Call a function, and await what it returns, as soon as a condition holds."""
        from ivk_core.event_loops import start  # it imports asyncio, which blocking programs do without

        start(self._call_when_due(is_due, call))

    async def _call_when_due(self, is_due: Callable[[], bool], call: Callable[[], object]) -> None:
        await self._monitor.wait(is_due)
        await call_safely(call, _LOG)
