"""A workflow on a server: set its inputs, submit it, and hold what it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self, overload

from ivk_core.timeouts import Deadline
from ivk_fields import FieldRegistry
from ivk_workflows.awaitable import AwaitableWorkflow
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import NotSubmittedError
from ivk_workflows.jobs import BatchHandle, JobError, JobHandle, JobTimeoutError, submit
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.outputs import JobResult
from ivk_workflows.outputs.images import AnyItem, map_outputs_to_images
from ivk_workflows.patience import seconds_left
from ivk_workflows.preparing import Options, compile_body, find_problems, prepare, prepare_one
from ivk_workflows.problems import Problem
from ivk_workflows.resolving.calls import list_models
from ivk_workflows.resolving.rebinding import ReboundModel
from ivk_workflows.resolving.values import Uploaded
from ivk_workflows.syncing import model_mentions, rebind
from ivk_workflows.templates import TemplateCatalog
from ivk_workflows.workflow_form import Values

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["WorkflowHandle"]


class WorkflowHandle(AwaitableWorkflow):
    """A workflow on a server.

    Get one from a repository: ``client.workflow_repo.create_workflow(definition)``. Everything that a
    `Workflow` can do on paper it does here with the server's help: names are looked up, local pictures are
    uploaded, and what the server lacks is found before anything is enqueued.

    Parameters
    ----------
    client : Client
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
    >>> workflow = client.workflow_repo.create_workflow("sdxl.json")
    >>> workflow.run(positive_prompt="a lighthouse").image.save("lighthouse.png")
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
        super().__init__(definition, catalog, fields=fields, called=called)
        self._client = client
        self._latest: BatchHandle | None = None

    def _blank_copy(self) -> Self:
        return type(self)(
            self._client, self.definition, self.catalog, fields=self._registry, called=self.called
        )

    def check(self) -> list[Problem]:
        """Find everything that is wrong with it on this server; nothing is changed there.

        Returns
        -------
        list of Problem
            Errors first, then warnings; empty when all is well.

        Raises
        ------
        NameNotFoundError, AmbiguousNameError
            If a name that was set means nothing, or several things.
        """
        return self._client.run(find_problems(self, self._client.plugins, Options()))

    def to_enqueue_body(
        self,
        *,
        runs: int | None = None,
        prepend: bool = False,
        auto_add_board: str | None = None,
    ) -> dict[str, Any]:
        """Compile into the body that the GUI would post on this server. Local pictures are uploaded.

        Nothing is refused here; see `check`, and `submit_sync`, which refuses what the check finds.

        Parameters
        ----------
        runs : int, optional
            How often to run every combination of the batch; by default what the sweep says, else once.
        prepend : bool
            True to go to the front of the queue.
        auto_add_board : str, optional
            The id of the board that ``auto`` means; no board by default.

        Returns
        -------
        dict
            The body of ``enqueue_batch``.

        Raises
        ------
        NameNotFoundError, AmbiguousNameError
            If a name that was set means nothing, or several things, on this server.
        MissingPartError
            If a local picture is to be uploaded and ivk-boards is not installed.
        """
        options = Options(runs, prepend, auto_add_board)
        return self._client.run(compile_body(self, self._client.plugins, options))

    def submit_sync(
        self,
        *,
        runs: int | None = None,
        prepend: bool = False,
        queue_id: str = "default",
        on_queue_full: OnQueueFull = "raise",
        auto_add_board: str | None = None,
        leave_out_unknown: bool = False,
    ) -> BatchHandle:
        """Submit it exactly once (operation ``enqueue_batch``), and do not wait.

        Parameters
        ----------
        runs, prepend, auto_add_board
            See `to_enqueue_body`.
        leave_out_unknown : bool
            Whether to leave out nodes and inputs that the server does not know, in place of refusing.
        queue_id : str
            Which queue.
        on_queue_full : {"raise", "wait"}
            What to do when the queue takes only a part: raise, or feed the rest in as room appears.

        Returns
        -------
        BatchHandle
            One job for each combination; a single one for most workflows.

        Raises
        ------
        WorkflowCheckError
            If the GUI would refuse it; carries every problem. Nothing was uploaded or enqueued.
        NameNotFoundError, AmbiguousNameError, MissingPartError
            As `to_enqueue_body` does, before anything is enqueued.
        QueueFullError
            If the queue took only a part; the error has the handle of what got in.
        SubmissionUnknownError
            If the answer was lost and the server cannot be asked what became of it.
        """
        options = Options(runs, prepend, auto_add_board, leave_out_unknown)
        body = self._client.run(prepare(self, self._client.plugins, options))
        batch = submit(self._client, body, queue_id=queue_id, on_queue_full=on_queue_full)
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
            What `submit_sync` gave; the last submission of this handle by default.
        timeout : float, optional
            Seconds to wait at the most.
        cancel : bool
            Whether to cancel the job when the time is up; otherwise it runs on.

        Returns
        -------
        JobResult

        Raises
        ------
        JobFailedError, JobCanceledError, JobTimeoutError
            If the job did not end well, or not in time.
        NotSubmittedError
            If nothing was submitted.
        NotOneJobError
            If the submission has several jobs: ask it for its `results`.
        """
        chosen = submission if submission is not None else self._last_submission()
        job = chosen if isinstance(chosen, JobHandle) else chosen.job
        return job.result(timeout, cancel=cancel)

    def map_outputs_to_images(self, result: AnyItem | None = None) -> list[dict[str, Any]]:
        """Say which node made which images.

        Parameters
        ----------
        result : JobResult, QueueItem or mapping, optional
            What `wait_for_completion_sync` gave; that of the last submission by default.

        Returns
        -------
        list of dict
            One for each node that made images; see `ivk_workflows.outputs.images`.
        """
        return map_outputs_to_images(self.wait_for_completion_sync() if result is None else result)

    def run(
        self, values: Values | None = None, /, *, timeout: float | None = None, **named: object
    ) -> JobResult:
        """Set inputs, submit, and wait for the result. The values are for this run alone.

        Parameters
        ----------
        values : mapping or path, optional
            Values by index, label, field name or ``"node.field"``, or a JSON or YAML file that holds them.
        timeout : float, optional
            Seconds to wait at the most; the job is canceled then.
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
            Whatever `set`, `submit_sync` and `wait_for_completion_sync` raise.
        """
        body = self._single_body(self.copy().set(values, **named))
        with submit(self._client, body) as batch:
            return batch.job.result(timeout, cancel=True)

    def run_all(
        self, *, runs: int | None = None, timeout: float | None = None, on_queue_full: OnQueueFull = "raise"
    ) -> list[JobResult]:
        """Submit, and wait for the results of all jobs, in the order of the inputs.

        Parameters
        ----------
        runs : int, optional
            How often to run every combination of the batch; by default what the sweep says, else once.
        timeout : float, optional
            Seconds to wait for all of them at the most; what is left is canceled then.
        on_queue_full : {"raise", "wait"}
            What to do when the queue takes only a part: raise, or feed the rest in as room appears.

        Raises
        ------
        JobError
            If a job did not end well; what is left is canceled.
        JobTimeoutError
            If the time is up.
        InvokeAIError
            Whatever `submit_sync` raises.
        """
        with self.submit_sync(runs=runs, on_queue_full=on_queue_full) as batch:
            return batch.results(timeout, cancel=True)

    @overload
    def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        on_queue_full: OnQueueFull = "raise",
    ) -> list[JobResult]: ...
    @overload
    def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        return_exceptions: bool,
        on_queue_full: OnQueueFull = "raise",
    ) -> list[JobResult | JobError]: ...
    def map(
        self,
        inputs: Iterable[Mapping[Any, object]],
        *,
        timeout: float | None = None,
        return_exceptions: bool = False,
        on_queue_full: OnQueueFull = "raise",
    ) -> list[JobResult] | list[JobResult | JobError]:
        """Run once for each set of values, side by side, and give the results in their order.

        Parameters
        ----------
        inputs : iterable of mapping
            Values by input, for each run. All are checked before any is submitted.
        timeout : float, optional
            Seconds to wait for all of them at the most; what is left is canceled then.
        return_exceptions : bool
            Whether to give the errors of jobs in place of results. Otherwise the first one is raised, and
            what is left is canceled.
        on_queue_full : {"raise", "wait"}
            What to do when the queue is full: raise and cancel what is in, or wait for room.

        Returns
        -------
        list of JobResult
            With `return_exceptions` also errors.

        Raises
        ------
        ArgumentError
            If `inputs` is a mapping itself. Nothing was submitted.
        JobError
            If a job did not end well, unless `return_exceptions`.
        JobTimeoutError
            If the time is up.
        QueueFullError
            If the queue is full, unless it is waited for.
        InvokeAIError
            Whatever `set` and `submit_sync` raise.
        """
        uploaded: Uploaded = {}
        bodies = [self._single_body(variant, uploaded) for variant in self._variants(inputs)]
        with ExitStack() as held:
            batches = [
                held.enter_context(submit(self._client, body, on_queue_full=on_queue_full)) for body in bodies
            ]
            deadline = Deadline(timeout)
            return [_outcome(batch, deadline, timeout, return_exceptions) for batch in batches]

    def sync_dnn_model(
        self, by_name: bool = True, by_base: bool = False, *, models: Mapping[str, str] | None = None
    ) -> list[ReboundModel]:
        """Put models of this server in the place of those that it does not have.

        The same hash is the same model. Else a model of the same name, type and base will do if `by_name`,
        and the only model of the same type and base if `by_base`.

        Parameters
        ----------
        by_name, by_base : bool
            What else will do.
        models : mapping of str to str, optional
            Names of old models, and those of the models to use instead.

        Returns
        -------
        list of ReboundModel
            What was replaced by what. Submodels are left alone.

        Raises
        ------
        AmbiguousModelError
            If several models fit; it lists them.
        ModelNotFoundError
            If `models` names a model that the server does not have.
        """
        records = self._client.run(list_models())
        return rebind(self, model_mentions(self), records, by_name=by_name, by_base=by_base, models=models)

    def _single_body(self, variant: Self, uploaded: Uploaded | None = None) -> dict[str, Any]:
        return self._client.run(prepare_one(variant, self._client.plugins, uploaded))

    def _last_submission(self) -> BatchHandle:
        if self._latest is None:
            raise NotSubmittedError(self)
        return self._latest


def _outcome(batch: BatchHandle, deadline: Deadline, timeout: float | None, or_exception: bool) -> Any:
    try:
        return batch.job.result(seconds_left(deadline), cancel=True)
    except JobTimeoutError as error:
        raise JobTimeoutError(f"Job {batch.job.item_id}", timeout or 0.0, is_canceled=True) from error
    except JobError as error:
        if not or_exception:
            raise
        return error
