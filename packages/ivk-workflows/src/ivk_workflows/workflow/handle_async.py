"""A workflow on a server, for an event loop; the twin of `ivk_workflows.handle`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Self, overload

from ivk_core.timeouts import Deadline
from ivk_fields import FieldRegistry
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import NotSubmittedError
from ivk_workflows.jobs import JobError, JobTimeoutError
from ivk_workflows.jobs.aio import AsyncBatchHandle, AsyncJobHandle, submit_async
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.outputs import AsyncJobResult
from ivk_workflows.outputs.images import AnyItem, map_outputs_to_images
from ivk_workflows.patience import seconds_left
from ivk_workflows.preparing import Options, compile_body, find_problems, prepare, prepare_one
from ivk_workflows.problems import Problem
from ivk_workflows.resolving.calls import list_models
from ivk_workflows.resolving.rebinding import ReboundModel
from ivk_workflows.resolving.values import Uploaded
from ivk_workflows.syncing import model_mentions, rebind
from ivk_workflows.templates import TemplateCatalog
from ivk_workflows.workflow_form import Values, WorkflowForm

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient

__all__ = ["AsyncWorkflowHandle"]


class AsyncWorkflowHandle(WorkflowForm):
    """A workflow on a server, for an event loop; the twin of `WorkflowHandle`.

    The words are the same; where that says ``submit_sync`` and ``wait_for_completion_sync``, this says
    ``submit`` and ``wait_for_completion``.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    definition : WorkflowDefinition
        The workflow as it was read.
    catalog : TemplateCatalog
        The node types of the server.
    fields : FieldRegistry
        What picks a field for an input.
    called : mapping of str to WorkflowDefinition, optional
        Workflows of the library that nodes of this one call, by id.

    Examples
    --------
    >>> workflow = await client.repository(AsyncWorkflowRepository).create_workflow("sdxl.json")
    >>> result = await workflow.run(positive_prompt="a lighthouse")
    >>> await result.image.save("lighthouse.png")
    """

    def __init__(
        self,
        client: AsyncClient,
        definition: WorkflowDefinition,
        catalog: TemplateCatalog,
        *,
        fields: FieldRegistry,
        called: Mapping[str, WorkflowDefinition] | None = None,
    ) -> None:
        super().__init__(definition, catalog, fields=fields, called=called)
        self._client = client
        self._latest: AsyncBatchHandle | None = None

    def _blank_copy(self) -> Self:
        return type(self)(
            self._client, self.definition, self.catalog, fields=self._registry, called=self.called
        )

    async def check(self) -> list[Problem]:
        """Find everything that is wrong with it on this server; nothing is changed there.

        Returns
        -------
        list of Problem
            Errors first, then warnings; empty when all is well.
        """
        return await self._client.run(find_problems(self, self._client.plugins, Options()))

    async def to_enqueue_body(
        self,
        *,
        runs: int | None = None,
        prepend: bool = False,
        auto_add_board: str | None = None,
    ) -> dict[str, Any]:
        """Compile into the body that the GUI would post; parameters and errors are those of the twin."""
        options = Options(runs, prepend, auto_add_board)
        return await self._client.run(compile_body(self, self._client.plugins, options))

    async def submit(
        self,
        *,
        runs: int | None = None,
        prepend: bool = False,
        queue_id: str = "default",
        on_queue_full: OnQueueFull = "raise",
        auto_add_board: str | None = None,
        leave_out_unknown: bool = False,
    ) -> AsyncBatchHandle:
        """Submit it exactly once (operation ``enqueue_batch``), and do not wait.

        Parameters and errors are those of `WorkflowHandle.submit_sync`.

        Returns
        -------
        AsyncBatchHandle
            One job for each combination; a single one for most workflows.
        """
        options = Options(runs, prepend, auto_add_board, leave_out_unknown)
        body = await self._client.run(prepare(self, self._client.plugins, options))
        batch = await submit_async(self._client, body, queue_id=queue_id, on_queue_full=on_queue_full)
        self._latest = batch
        return batch

    async def wait_for_completion(
        self,
        submission: AsyncBatchHandle | AsyncJobHandle | None = None,
        *,
        timeout: float | None = None,
        cancel: bool = False,
    ) -> AsyncJobResult:
        """Wait for the only job of a submission.

        Parameters and errors are those of `WorkflowHandle.wait_for_completion_sync`.
        """
        chosen = submission if submission is not None else self._last_submission()
        job = chosen if isinstance(chosen, AsyncJobHandle) else chosen.job
        return await job.result(timeout, cancel=cancel)

    async def map_outputs_to_images(self, result: AnyItem | None = None) -> list[dict[str, Any]]:
        """Say which node made which images; that of the last submission by default."""
        return map_outputs_to_images(await self.wait_for_completion() if result is None else result)

    async def run(
        self, values: Values | None = None, /, *, timeout: float | None = None, **named: object
    ) -> AsyncJobResult:
        """Set inputs, submit, and wait for the result. The values are for this run alone.

        Parameters and errors are those of `WorkflowHandle.run`.
        """
        body = await self._single_body(self.copy().set(values, **named))
        async with await submit_async(self._client, body) as batch:
            return await batch.job.result(timeout, cancel=True)

    async def run_all(
        self, *, runs: int | None = None, timeout: float | None = None, on_queue_full: OnQueueFull = "raise"
    ) -> list[AsyncJobResult]:
        """Submit, and wait for the results of all jobs, in the order of the inputs.

        Parameters and errors are those of `WorkflowHandle.run_all`.
        """
        async with await self.submit(runs=runs, on_queue_full=on_queue_full) as batch:
            return await batch.results(timeout, cancel=True)

    @overload
    async def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        on_queue_full: OnQueueFull = "raise",
    ) -> list[AsyncJobResult]: ...
    @overload
    async def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        return_exceptions: bool,
        on_queue_full: OnQueueFull = "raise",
    ) -> list[AsyncJobResult | JobError]: ...
    async def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        return_exceptions: bool = False,
        on_queue_full: OnQueueFull = "raise",
    ) -> list[AsyncJobResult] | list[AsyncJobResult | JobError]:
        """Run once for each set of values, side by side, and give the results in their order.

        Parameters and errors are those of `WorkflowHandle.map`.
        """
        uploaded: Uploaded = {}
        bodies = [await self._single_body(variant, uploaded) for variant in self._variants(inputs)]
        async with AsyncExitStack() as held:
            batches = [
                await held.enter_async_context(
                    await submit_async(self._client, body, on_queue_full=on_queue_full)
                )
                for body in bodies
            ]
            deadline = Deadline(timeout)
            return [await _outcome(batch, deadline, timeout, return_exceptions) for batch in batches]

    async def sync_dnn_model(
        self, by_name: bool = True, by_base: bool = False, *, models: Mapping[str, str] | None = None
    ) -> list[ReboundModel]:
        """Put models of this server in the place of those that it does not have.

        Parameters and errors are those of `WorkflowHandle.sync_dnn_model`.
        """
        records = await self._client.run(list_models())
        return rebind(self, model_mentions(self), records, by_name=by_name, by_base=by_base, models=models)

    async def _single_body(self, variant: Self, uploaded: Uploaded | None = None) -> dict[str, Any]:
        return await self._client.run(prepare_one(variant, self._client.plugins, uploaded))

    def _last_submission(self) -> AsyncBatchHandle:
        if self._latest is None:
            raise NotSubmittedError(self)
        return self._latest


async def _outcome(
    batch: AsyncBatchHandle, deadline: Deadline, timeout: float | None, or_exception: bool
) -> Any:
    try:
        return await batch.job.result(seconds_left(deadline), cancel=True)
    except JobTimeoutError as error:
        raise JobTimeoutError(f"Job {batch.job.item_id}", timeout or 0.0, is_canceled=True) from error
    except JobError as error:
        if not or_exception:
            raise
        return error
