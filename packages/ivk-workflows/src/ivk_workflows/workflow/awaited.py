"""The methods of a blocking handle that are awaited, for programs that mix both faces.

They work through the async twin of the handle's client, in the event loop that awaits them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ivk_core.events.types import Event
from ivk_workflows.errors import NotSubmittedError
from ivk_workflows.jobs.attempts import called_safely_async
from ivk_workflows.workflow_form import Values, WorkflowForm

if TYPE_CHECKING:
    from ivk_core.client import Client
    from ivk_workflows.async_handle import AsyncWorkflowHandle
    from ivk_workflows.jobs.aio import AsyncBatchHandle, AsyncJobHandle
    from ivk_workflows.outputs import AsyncJobResult

__all__ = ["AwaitableWorkflow", "EventCallback"]

EventCallback = Callable[[Event], object]
"""Takes an event; it may be a coroutine function."""


class AwaitableWorkflow(WorkflowForm):
    """What a blocking handle offers to an event loop."""

    _client: Client
    _async_submission: AsyncBatchHandle | None = None
    _telling: tuple[AsyncBatchHandle, Awaitable[object]] | None = None

    async def submit_async(self, **options: Any) -> AsyncBatchHandle:
        """Submit it exactly once, and do not wait (operation ``enqueue_batch``).

        Parameters
        ----------
        **options
            Those of `WorkflowHandle.submit_sync`.

        Returns
        -------
        AsyncBatchHandle
        """
        self._async_submission = await self._twin().submit(**options)
        return self._async_submission

    async def submit(
        self,
        *,
        subscribe_events: bool = False,
        on_event: EventCallback | None = None,
        callbacks: Mapping[str, EventCallback] | None = None,
        **options: Any,
    ) -> AsyncBatchHandle:
        """Submit it, and have functions called with what is told of it.

        Parameters
        ----------
        subscribe_events : bool
            Taken for the sake of older programs; events are always listened to.
        on_event : callable, optional
            Called with every event of the submission; it may be a coroutine function.
        callbacks : mapping of str to callable, optional
            Called with the events of a name, such as ``"invocation_progress"``.
        **options
            Those of `WorkflowHandle.submit_sync`.

        Returns
        -------
        AsyncBatchHandle
        """
        del subscribe_events
        batch = await self.submit_async(**options)
        if on_event or callbacks:
            from ivk_core.event_loops import start  # a program that only blocks does not pay for asyncio

            self._telling = batch, start(_tell(batch, on_event, callbacks or {}))
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
            If the job did not end well, or not in time.
        NotSubmittedError
            If nothing was submitted.
        NotOneJobError
            If the submission has several jobs.
        """
        chosen = submission if submission is not None else self._async_submission
        if chosen is None:
            raise NotSubmittedError(self)
        try:
            return await self._twin().wait_for_completion(chosen, timeout=timeout, cancel=cancel)
        finally:
            await self._told_all_of(chosen)

    wait_for_completion = wait_for_completion_async

    async def submit_sync_monitor_async(self, **options: Any) -> AsyncIterator[Event]:
        """Submit it, and go through what is told of it until all its jobs have come to an end.

        Parameters
        ----------
        **options
            Those of `WorkflowHandle.submit_sync`.

        Yields
        ------
        Event
            A mapping: ``event.get("event_type")``, ``event.get("status")`` …
        """
        batch = await self.submit_async(**options)
        async for event in batch.events():
            yield event

    async def arun(
        self, values: Values | None = None, /, *, timeout: float | None = None, **named: object
    ) -> AsyncJobResult:
        """Set inputs, submit, and wait for the result; the values are for this run alone."""
        return await self._twin().run(values, timeout=timeout, **named)

    async def _told_all_of(self, submission: object) -> None:
        """Let the callbacks of a submission that is over hear the whole story before its result is given."""
        if self._telling is None:
            return
        batch, telling = self._telling
        if batch is submission and await batch.done():
            await telling

    def _twin(self) -> AsyncWorkflowHandle:
        from ivk_workflows.async_handle import AsyncWorkflowHandle

        twin = AsyncWorkflowHandle(
            self._client.aio, self.definition, self.catalog, fields=self._registry, called=self.called
        )
        return self._copy_values_to(twin)


async def _tell(
    batch: AsyncBatchHandle, on_event: EventCallback | None, callbacks: Mapping[str, EventCallback]
) -> None:
    async for event in batch.events():
        for call in (on_event, callbacks.get(event.name)):
            if call is not None:
                await called_safely_async(partial(call, event))
