# Made from handle_async.py by scripts/make_blocking.py: edit that file, not this one.
"""A workflow on a server: set its inputs, submit it, and get what it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, Unpack, overload

from ivk_fields import FieldRegistry
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import NotSubmittedError
from ivk_workflows.jobs.batch_handle import BatchHandle, job_of
from ivk_workflows.jobs.errors import JobError
from ivk_workflows.jobs.handle import JobHandle
from ivk_workflows.jobs.submission import OnQueueFull, check_options
from ivk_workflows.jobs.submit import submit
from ivk_workflows.outputs.images import AnyItem, map_outputs_to_images
from ivk_workflows.outputs.known_workflow import KnownWorkflow
from ivk_workflows.outputs.result import JobResult
from ivk_workflows.queue.arguments import checked_timeout
from ivk_workflows.resolving.uploads import Uploads
from ivk_workflows.templates import TemplateCatalog
from ivk_workflows.workflow.awaited import AwaitedMethods
from ivk_workflows.workflow.base import Values
from ivk_workflows.workflow.draft import PrepareOptions, SubmitOptions
from ivk_workflows.workflow.fields import InputFields
from ivk_workflows.workflow.given import sets_of_values
from ivk_workflows.workflow.preparing import prepare, prepare_each, prepare_one
from ivk_workflows.workflow.running import run_each
from ivk_workflows.workflow.server_workflow import ServerWorkflow

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["WorkflowHandle"]


class WorkflowHandle(
    AwaitedMethods,
    ServerWorkflow,
):
    """A workflow on a server.

    Make one with a repository: ``client.workflow_repo.create_workflow(definition)``. It does what
    `Workflow` does, with the server's help: names are looked up, local images are uploaded, and missing
    resources are found before anything is enqueued.

    Parameters
    ----------
    client : Client
        The client to ask with.
    definition : WorkflowDefinition
        The workflow as it was read.
    catalog : TemplateCatalog
        The node types of the server.
    fields : FieldRegistry
        Makes the field of an input.
    called : mapping of str to WorkflowDefinition, optional
        Workflows of the library that nodes of this one call, by id.

    Examples
    --------
    >>> workflow = client.workflow_repo.create_workflow("sdxl.json")
    >>> result = workflow.run(positive_prompt="a lighthouse")
    >>> result.image.save("lighthouse.png")
    """

    def __init__(
        self,
        client: Client,
        definition: WorkflowDefinition,
        catalog: TemplateCatalog,
        *,
        fields: FieldRegistry,
        called: Mapping[str, WorkflowDefinition] | None = None,
    ) -> None:
        super().__init__(client, definition, catalog, fields=fields, called=called)
        self._latest: BatchHandle | None = None

    def copy(self) -> Self:
        """Return a copy with the same values, which can be set independently; it was not submitted yet."""
        duplicate = super().copy()
        duplicate._latest = None
        return duplicate

    def submit_sync(
        self,
        *,
        runs: int | None = None,
        prepend: bool = False,
        queue_id: str = "default",
        on_queue_full: OnQueueFull = "raise",
        auto_add_board: str | None = None,
        leave_out_unknown: bool = False,
        uploads: Uploads = "asset",
        create_boards: bool = False,
    ) -> BatchHandle:
        """Submit it exactly once (operation ``enqueue_batch``), and do not wait.

        Parameters
        ----------
        runs, prepend, auto_add_board, uploads, create_boards
            See `to_enqueue_body`.
        queue_id : str
            Which queue.
        on_queue_full : {"raise", "wait"}
            What to do if the queue takes only a part: raise an error, or send the rest as space becomes free.
        leave_out_unknown : bool
            Whether to leave out nodes and inputs that the server does not know, instead of refusing the
            workflow.

        Returns
        -------
        BatchHandle
            One job for each combination; a single one for most workflows.

        Raises
        ------
        WorkflowCheckError
            If the GUI would refuse it; the error has every problem. Nothing was uploaded or enqueued.
        NameNotFoundError, AmbiguousNameError
            As `to_enqueue_body` does, before anything is enqueued.
        QueueFullError
            If the queue took only a part; the error has the handle of the jobs that it took.
        SubmissionUnknownError
            If the answer was lost, and the server cannot be asked whether the batch arrived.
        """
        check_options(queue_id, on_queue_full)
        options = self._options(
            runs=runs,
            prepend=prepend,
            auto_add_board=auto_add_board,
            leave_out_unknown=leave_out_unknown,
            uploads=uploads,
            create_boards=create_boards,
        )
        body = self._client.run(prepare(self._inputs, self._sweep, options))
        batch = submit(
            self._client,
            body,
            queue_id=queue_id,
            on_queue_full=on_queue_full,
            known=self._known_with(self._inputs),
        )
        self._latest = batch
        return batch

    def wait_for_completion_sync(
        self,
        submission: BatchHandle | JobHandle | None = None,
        *,
        timeout: float | None = None,
        cancel: bool = False,
    ) -> JobResult:
        """Wait for the only job of a submission.

        Parameters
        ----------
        submission : BatchHandle or JobHandle, optional
            The result of `submit_sync`; the last submission of this handle by default.
        timeout : float, optional
            Seconds to wait at most.
        cancel : bool
            Whether to cancel the job when the time is up; otherwise it continues.

        Returns
        -------
        JobResult

        Raises
        ------
        JobFailedError, JobCanceledError, JobTimeoutError
            If the job failed, was canceled, or did not finish in time.
        NotSubmittedError, NotOneJobError
            If nothing was submitted, or the submission has several jobs: ask it for its `results`.
        """
        chosen = submission if submission is not None else self._last_submission()
        job = job_of(chosen)
        return job.result(timeout, cancel=cancel)

    def map_outputs_to_images(self, result: AnyItem | None = None) -> list[dict[str, Any]]:
        """List the nodes that made images, with the names of the images.

        Parameters
        ----------
        result : JobResult, QueueItem or mapping, optional
            A finished job; the result of the last submission by default.

        Returns
        -------
        list of dict
            One for each node that made images; see `ivk_workflows.outputs.images`.
        """
        return map_outputs_to_images(self.wait_for_completion_sync() if result is None else result)

    def run(
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
    ) -> JobResult:
        """Set inputs, submit, and wait for the result. The values are for this run only.

        Parameters
        ----------
        values : mapping or path, optional
            Values by index, label, field name or ``"node.field"``, or a JSON or YAML file that holds them.
        timeout : float, optional
            Seconds to wait at most; the job is canceled then.
        prepend, queue_id, on_queue_full, auto_add_board, leave_out_unknown, uploads, create_boards
            See `submit_sync`. An input of such a name is set with `values`.
        **named
            Values by name.

        Returns
        -------
        JobResult

        Raises
        ------
        BatchError
            If it would run several times; see `run_all`. Nothing was submitted.
        InvokeAIError
            Whatever `set`, `submit_sync` and `JobHandle.result` raise.
        """
        check_options(queue_id, on_queue_full, timeout)
        variant = self.copy().set(values, **named)
        options = self._options(
            prepend=prepend,
            auto_add_board=auto_add_board,
            leave_out_unknown=leave_out_unknown,
            uploads=uploads,
            create_boards=create_boards,
        )
        body = self._client.run(prepare_one(variant._inputs, variant._sweep, options))
        with submit(
            self._client,
            body,
            queue_id=queue_id,
            on_queue_full=on_queue_full,
            known=self._known_with(variant._inputs),
        ) as batch:
            return batch.job.result(timeout, cancel=True)

    def run_all(
        self,
        *,
        runs: int | None = None,
        timeout: float | None = None,
        **options: Unpack[SubmitOptions],
    ) -> list[JobResult]:
        """Submit, and wait for the results of all jobs, in the order of the inputs.

        Parameters
        ----------
        runs : int, optional
            How often to run every combination of the batch; by default what the sweep says, else once.
        timeout : float, optional
            Seconds to wait for all of them at most; what is not finished is canceled then.
        **options
            See `SubmitOptions`.

        Returns
        -------
        list of JobResult

        Raises
        ------
        JobError, JobTimeoutError
            If a job failed or was canceled, or the time is up; what is not finished is canceled.
        InvokeAIError
            Whatever `submit_sync` raises.
        """
        checked_timeout(timeout)
        with self.submit_sync(runs=runs, **options) as batch:
            return batch.results(timeout, cancel=True)

    @overload
    def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        queue_id: str = "default",
        on_queue_full: OnQueueFull = "raise",
        **options: Unpack[PrepareOptions],
    ) -> list[JobResult]: ...
    @overload
    def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        return_exceptions: bool,
        queue_id: str = "default",
        on_queue_full: OnQueueFull = "raise",
        **options: Unpack[PrepareOptions],
    ) -> list[JobResult | JobError]: ...
    def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        return_exceptions: bool = False,
        queue_id: str = "default",
        on_queue_full: OnQueueFull = "raise",
        **options: Unpack[PrepareOptions],
    ) -> list[JobResult] | list[JobResult | JobError]:
        """Run once for each set of values, and return the results in their order.

        Sets of values that differ only in texts, numbers, images and lists of them are one submission. Values
        that the server cannot batch over, such as models, need one submission for each.

        Parameters
        ----------
        inputs : iterable of mapping
            Values by input, for each run. All are checked before any is submitted.
        timeout : float, optional
            Seconds to wait for all of them at most; what is not finished is canceled then.
        return_exceptions : bool
            Whether to return the errors of jobs among the results. Otherwise the first one is raised, and
            what is not finished is canceled.
        queue_id : str
            Which queue.
        on_queue_full : {"raise", "wait"}
            What to do if the queue is full: raise an error and cancel what it took, or wait until space
            becomes free.
        **options
            See `PrepareOptions`.

        Returns
        -------
        list of JobResult
            With `return_exceptions` also errors.

        Raises
        ------
        ArgumentError, BatchError
            If `inputs` is itself a mapping, or a run would make several jobs. Nothing was submitted.
        JobError, JobTimeoutError
            If a job failed or was canceled, unless `return_exceptions`; if the time is up.
        InvokeAIError
            Whatever `set` and `submit_sync` raise.
        """
        check_options(queue_id, on_queue_full, timeout)
        variants = [variant._inputs for variant in self._variants(inputs)]
        prepare = prepare_each(self._inputs, self._sweep, variants, self._options(**options))
        prepared = self._client.run(prepare)
        return run_each(
            self._client,
            prepared,
            timeout=timeout,
            return_exceptions=return_exceptions,
            queue_id=queue_id,
            on_queue_full=on_queue_full,
            known=self._known_with(*variants),
        )

    def _known_with(self, *variants: InputFields) -> KnownWorkflow:
        """Return what is known of this workflow: its node types, and what the program set or swept."""
        chosen = frozenset(place for variant in variants for place in variant.touched)
        return KnownWorkflow(self.catalog, chosen | self._sweep.places)

    def _variants(self, inputs: Iterable[Mapping[Any, object]]) -> list[Self]:
        return [self.copy().set(values) for values in sets_of_values(inputs)]

    def _last_submission(self) -> BatchHandle:
        if self._latest is None:
            raise NotSubmittedError(self)
        return self._latest
