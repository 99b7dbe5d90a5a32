"""Coroutines on a blocking handle, with the names that they had in earlier versions of this library.

New programs use `AsyncInvokeAIClient`, whose handles have only coroutines. The methods here use the
asynchronous client that belongs to the blocking one, in the event loop that awaits them.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Self, TypeAlias, Unpack

from ivk_core.concurrency_async import call_safely
from ivk_core.events.types import Event
from ivk_workflows.errors import NotSubmittedError
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.resolving.uploads import Uploads
from ivk_workflows.workflow.base import Values, WorkflowBase
from ivk_workflows.workflow.draft import SubmitOptions

if TYPE_CHECKING:
    from ivk_core.client import Client
    from ivk_workflows.jobs.batch_handle_async import AsyncBatchHandle
    from ivk_workflows.jobs.handle_async import AsyncJobHandle
    from ivk_workflows.outputs.result_async import AsyncJobResult
    from ivk_workflows.workflow.handle_async import AsyncWorkflowHandle

__all__ = ["AwaitedMethods", "EventCallback"]

EventCallback: TypeAlias = Callable[[Event], object]
"""Takes an event; it may be a coroutine function."""

_LOG = logging.getLogger("ivk.workflows")


class AwaitedMethods(WorkflowBase):
    """The coroutines of a blocking handle."""

    _client: Client
    _awaited_submission: AsyncBatchHandle | None = None
    _callbacks: tuple[AsyncBatchHandle, Awaitable[object]] | None = None

    def copy(self) -> Self:
        """Return a copy with the same values, which can be set independently; it was not submitted yet."""
        duplicate = super().copy()
        duplicate._awaited_submission = duplicate._callbacks = None
        return duplicate

    async def submit_async(
        self,
        *,
        runs: int | None = None,
        **options: Unpack[SubmitOptions],
    ) -> AsyncBatchHandle:
        """Submit it exactly once, and do not wait (operation ``enqueue_batch``).

        Parameters
        ----------
        runs : int, optional
            How often to run every combination of the batch; by default what the sweep says, else once.
        **options
            See `SubmitOptions`.

        Returns
        -------
        AsyncBatchHandle
        """
        self._awaited_submission = await self._awaited_handle().submit(runs=runs, **options)
        return self._awaited_submission

    async def submit(
        self,
        *,
        subscribe_events: bool = False,
        on_event: EventCallback | None = None,
        callbacks: Mapping[str, EventCallback] | None = None,
        runs: int | None = None,
        **options: Unpack[SubmitOptions],
    ) -> AsyncBatchHandle:
        """Submit it, and have functions called with its events.

        Parameters
        ----------
        subscribe_events : bool
            Ignored, for programs written for earlier versions; events are always received.
        on_event : callable, optional
            Called with every event of the submission; it may be a coroutine function.
        callbacks : mapping of str to callable, optional
            Called with the events that have a name, such as ``"invocation_progress"``.
        runs : int, optional
            How often to run every combination of the batch; by default what the sweep says, else once.
        **options
            See `SubmitOptions`.

        Returns
        -------
        AsyncBatchHandle
        """
        del subscribe_events
        batch = await self.submit_async(runs=runs, **options)
        if on_event or callbacks:
            from ivk_core.event_loops import start  # it imports asyncio, which blocking programs do without

            self._callbacks = batch, start(_call_back(batch, on_event, callbacks or {}))
        return batch

    async def wait_for_completion_async(
        self,
        submission: AsyncBatchHandle | AsyncJobHandle | None = None,
        *,
        timeout: float | None = None,
        cancel: bool = False,
    ) -> AsyncJobResult:
        """Wait for the only job of a submission, by default of the last one that was awaited.

        Raises
        ------
        JobFailedError, JobCanceledError, JobTimeoutError
            If the job failed, was canceled, or did not finish in time.
        NotSubmittedError
            If nothing was submitted.
        NotOneJobError
            If the submission has several jobs.
        """
        chosen = submission if submission is not None else self._awaited_submission
        if chosen is None:
            raise NotSubmittedError(self)
        try:
            return await self._awaited_handle().wait_for_completion(chosen, timeout=timeout, cancel=cancel)
        finally:
            await self._finish_callbacks(chosen)

    wait_for_completion = wait_for_completion_async

    async def submit_sync_monitor_async(
        self,
        *,
        runs: int | None = None,
        **options: Unpack[SubmitOptions],
    ) -> AsyncIterator[Event]:
        """Submit it, and iterate over its events until all its jobs have finished.

        Parameters
        ----------
        runs : int, optional
            How often to run every combination of the batch; by default what the sweep says, else once.
        **options
            See `SubmitOptions`.

        Yields
        ------
        Event
            A mapping: ``event.get("event_type")``, ``event.get("status")`` …
        """
        batch = await self.submit_async(runs=runs, **options)
        async for event in batch.events():
            yield event

    async def arun(
        self,
        values: Values | None = None,
        /,
        *,
        timeout: float | None = None,
        prepend: bool = False,
        queue_id: str = "default",
        on_queue_full: OnQueueFull = "raise",
        auto_add_board: str | None = None,
        leave_out_unknown: bool = False,
        uploads: Uploads = "asset",
        create_boards: bool = False,
        **named: object,
    ) -> AsyncJobResult:
        """Set inputs, submit, and wait for the result; the values are for this run only.

        Parameters
        ----------
        values : mapping or path, optional
            Values by index, label, field name or ``"node.field"``, or a JSON or YAML file that holds them.
        timeout, prepend, queue_id, on_queue_full, auto_add_board, leave_out_unknown, uploads, create_boards
            See `WorkflowHandle.run`.
        **named
            Values by name.
        """
        return await self._awaited_handle().run(
            values,
            timeout=timeout,
            prepend=prepend,
            queue_id=queue_id,
            on_queue_full=on_queue_full,
            auto_add_board=auto_add_board,
            leave_out_unknown=leave_out_unknown,
            uploads=uploads,
            create_boards=create_boards,
            **named,
        )

    async def _finish_callbacks(self, submission: object) -> None:
        """Wait until the callbacks of a finished submission have been called with all its events."""
        if self._callbacks is None:
            return
        batch, calling = self._callbacks
        if batch is submission and await batch.done():
            await calling

    def _awaited_handle(self) -> AsyncWorkflowHandle:
        from ivk_workflows.workflow.handle_async import AsyncWorkflowHandle

        inputs = self._inputs
        handle = AsyncWorkflowHandle(
            self._client.aio, inputs.definition, inputs.catalog, fields=inputs.registry, called=inputs.called
        )
        handle._inputs, handle._sweep = inputs.copy(), self._sweep
        handle._inputs.fetch_called = None  # it would block the event loop
        return handle


async def _call_back(
    batch: AsyncBatchHandle, on_event: EventCallback | None, callbacks: Mapping[str, EventCallback]
) -> None:
    async for event in batch.events():
        for call in (on_event, callbacks.get(event.name)):
            if call is not None:
                await call_safely(partial(call, event), _LOG)
