"""A submission that is being prepared, the options that it is prepared with, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict, get_args

from ivk_core.errors import ArgumentError
from ivk_fields.seeds import IvkSeedField
from ivk_workflows.compile import BatchData, CompileContext, LoadedWorkflow, Problem, Values
from ivk_workflows.compile.api_graphs import kept_data
from ivk_workflows.jobs.submission import OnQueueFull
from ivk_workflows.queue.arguments import checked_flag
from ivk_workflows.resolving.resolver import Resolver
from ivk_workflows.resolving.uploads import KnownUploads, Uploads
from ivk_workflows.workflow.drawing import RandomFields
from ivk_workflows.workflow.fields import InputFields, Place

__all__ = ["Draft", "Options", "PrepareOptions", "PreparedRuns", "SubmitOptions"]


class PrepareOptions(TypedDict, total=False):
    """How a workflow is prepared for a submission.

    Parameters
    ----------
    prepend : bool
        True to go to the front of the queue.
    auto_add_board : str
        The id or name of the board that ``auto`` means; no board by default.
    leave_out_unknown : bool
        Whether to leave out nodes and inputs that the server does not know, instead of refusing the workflow.
    uploads : {"asset", "intermediate"}
        How local images are uploaded: as assets of the gallery, as the GUI does, or as intermediate images,
        which the GUI hides and can delete. A client uploads each content once.
    create_boards : bool
        Whether a board that is given by a name that no board has is created, once all checks have passed.
    """

    prepend: bool
    auto_add_board: str | None
    leave_out_unknown: bool
    uploads: Uploads
    create_boards: bool


class SubmitOptions(PrepareOptions, total=False):
    """How a workflow is submitted: the options of `PrepareOptions`, and two more.

    Parameters
    ----------
    queue_id : str
        Which queue; ``"default"`` by default.
    on_queue_full : {"raise", "wait"}
        What to do if the queue takes only a part: raise an error, or send the rest as space becomes free.
    """

    queue_id: str
    on_queue_full: OnQueueFull


@dataclass(frozen=True)
class Options:
    """How a workflow is submitted.

    Parameters
    ----------
    runs : int, optional
        How often to run every combination of the batch; by default what the sweep says, else once.
    prepend : bool
        True to go to the front of the queue.
    auto_add_board : str, optional
        The id or name of the board that ``auto`` means; no board by default.
    leave_out_unknown : bool
        Whether to leave out nodes and inputs that the server does not know, instead of refusing the workflow.
    uploads : {"asset", "intermediate"}
        How local images are uploaded.
    create_boards : bool
        Whether to create boards that are given by a name that no board has.
    known : KnownUploads
        The images that the client has uploaded before.
    """

    runs: int | None = None
    prepend: bool = False
    auto_add_board: str | None = None
    leave_out_unknown: bool = False
    uploads: Uploads = "asset"
    create_boards: bool = False
    known: KnownUploads = field(default_factory=KnownUploads)

    def __post_init__(self) -> None:
        """Raise for an option of the wrong type, or an unknown way to upload."""
        for flag in ("prepend", "leave_out_unknown", "create_boards"):
            checked_flag(flag, getattr(self, flag))
        if self.uploads not in get_args(Uploads):
            ways = " or ".join(map(repr, get_args(Uploads)))
            raise ArgumentError(f"uploads={self.uploads!r} is not {ways}.")

    def resolver(self) -> Resolver:
        """Make the resolver of a submission."""
        return Resolver(self.known, uploads=self.uploads, create_boards=self.create_boards)


@dataclass(frozen=True)
class PreparedRuns:
    """A body that runs a workflow several times, and the positions of its runs among all runs."""

    body: dict[str, Any]
    indices: tuple[int, ...]


@dataclass(frozen=True)
class Draft:
    """A submission that is being prepared.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow, and its definition.
    values : mapping of (node id, field name) to object
        The values that were set, as they will be sent to the server.
    data : sequence of sequence of mapping
        The values that were swept, as ``batch.data``.
    workflow : LoadedWorkflow
        The workflow, with all values that are known so far.
    context : CompileContext
        The GUI's settings, and the server's answers to the workflow's needs.
    problems : tuple of Problem
        The problems of the workflow on this server.
    random : mapping of (node id, field name) to IvkSeedField
        The fields whose values are drawn for each job; `values` has a first one of each.
    """

    inputs: InputFields
    values: Values
    data: BatchData
    workflow: LoadedWorkflow
    context: CompileContext
    problems: tuple[Problem, ...] = ()
    random: RandomFields = field(default_factory=dict[Place, IvkSeedField])

    @property
    def chosen(self) -> frozenset[Place]:
        """The inputs that the program set or swept."""
        return frozenset(self.values) | self.swept

    @property
    def swept(self) -> frozenset[Place]:
        """The inputs that are swept, and those that a captured body has several values for."""
        lists = [*self.data, *self.captured_data]
        return frozenset((datum["node_path"], datum["field_name"]) for group in lists for datum in group)

    @property
    def captured_data(self) -> BatchData:
        """The ``batch.data`` of a captured body, without what was set or swept."""
        body = self.workflow.body
        return [] if body is None else kept_data(self.workflow.with_values(self.values), body, self.data)
