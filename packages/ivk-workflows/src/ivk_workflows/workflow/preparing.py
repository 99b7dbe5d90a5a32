"""From a workflow with its inputs set to the body that is posted, with the server's help.

Compiling says what the GUI would post, and refuses nothing. Before a submission everything is settled and
checked, too, while nothing on the server has changed yet: names are looked up, what the workflow names is
looked for, and the GUI's verdicts are passed. Only then local pictures are uploaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ivk_core.flow import Flow
from ivk_core.plugins import PluginManager
from ivk_workflows.check import check, require_sound
from ivk_workflows.compile import (
    CompileContext,
    NamedResource,
    Values,
    compile_enqueue_body,
    named_resources,
    needs,
)
from ivk_workflows.compile.body import opened
from ivk_workflows.compile.unavailable import NOTHING_UNAVAILABLE
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import BatchError
from ivk_workflows.jobs.batch import count
from ivk_workflows.problems import Problem
from ivk_workflows.resolving.absent import absent, swept_resources
from ivk_workflows.resolving.called import fetch_called, lost_calls, redirected
from ivk_workflows.resolving.calls import answer_needs, find_unavailable
from ivk_workflows.resolving.values import Resolver, Uploaded
from ivk_workflows.sweeping import runs_of

if TYPE_CHECKING:
    from ivk_workflows.workflow_form import WorkflowForm

__all__ = ["Options", "compile_body", "find_problems", "prepare", "prepare_one"]

_WHAT_THE_SERVER_LACKS = frozenset({"missing_node_template", "missing_field_template"})


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
        The id of the board that ``auto`` means; no board by default.
    leave_out_unknown : bool
        Whether to leave out nodes and inputs that the server does not know, in place of refusing.
    """

    runs: int | None = None
    prepend: bool = False
    auto_add_board: str | None = None
    leave_out_unknown: bool = False


@dataclass(frozen=True)
class _Gathered:
    """A workflow with all that the server had to say of it."""

    definition: WorkflowDefinition
    context: CompileContext
    values: Values
    data: Sequence[Sequence[Mapping[str, Any]]]
    named: Sequence[NamedResource]


def find_problems(workflow: WorkflowForm, plugins: PluginManager, options: Options) -> Flow[list[Problem]]:
    """Find everything that is wrong with a workflow on this server; nothing is changed there."""
    resolver = Resolver(plugins, uploads=False)
    gathered = yield from _gather(
        workflow, resolver, options, lambda each: each.name not in resolver.pretended
    )
    return _problems(workflow, gathered)


def compile_body(workflow: WorkflowForm, plugins: PluginManager, options: Options) -> Flow[dict[str, Any]]:
    """Compile a workflow into the body that the GUI would post; local pictures are uploaded.

    Images and models that the server lacks stay as they are: to refuse them is the business of a check.
    A board that it lacks is left out, as the GUI leaves it out.

    Parameters
    ----------
    workflow : WorkflowForm
        With its inputs set.
    plugins : PluginManager
        Who uploads local pictures.
    options : Options
        How it is to be submitted.

    Returns
    -------
    Flow of dict
        The body of ``enqueue_batch``.

    Raises
    ------
    NameNotFoundError, AmbiguousNameError
        If a name means nothing, or several things, on this server.
    MissingPartError
        If a local picture is to be uploaded and the part that can do it is not installed.
    """
    resolver = Resolver(plugins, uploads=True)
    gathered = yield from _gather(workflow, resolver, options, lambda each: each.kind == "board")
    return _compiled(workflow, gathered, options)


def prepare(
    workflow: WorkflowForm, plugins: PluginManager, options: Options, uploaded: Uploaded | None = None
) -> Flow[dict[str, Any]]:
    """Check a workflow, and compile it into the body to post; see `compile_body`.

    Parameters
    ----------
    workflow, plugins, options
        Those of `compile_body`.
    uploaded : dict, optional
        Pictures that were uploaded before and need not be again; those of now are added.

    Raises
    ------
    WorkflowCheckError
        If the GUI would refuse it; carries every problem. Nothing was uploaded.
    """
    resolver = Resolver(plugins, uploads=False)
    gathered = yield from _gather(
        workflow, resolver, options, lambda each: each.name not in resolver.pretended
    )
    require_sound(
        _problems(workflow, gathered),
        name=workflow.name,
        source=workflow.definition.source,
        forgiven=_WHAT_THE_SERVER_LACKS if options.leave_out_unknown else frozenset(),
    )
    if resolver.has_pretended:
        resolver = Resolver(plugins, uploads=True, uploaded=uploaded)
        values = yield from resolver.wire_values(workflow.touched)
        gathered = replace(gathered, values=values, data=(yield from _sweep_data(workflow, resolver)))
    return _compiled(workflow, gathered, options)


def prepare_one(
    workflow: WorkflowForm, plugins: PluginManager, uploaded: Uploaded | None = None
) -> Flow[dict[str, Any]]:
    """Compile a workflow that is to run once; see `prepare`.

    Raises
    ------
    BatchError
        If it would make several jobs, or none.
    """
    body = yield from prepare(workflow, plugins, Options(), uploaded)
    jobs = count(body["batch"])
    if jobs != 1:
        raise BatchError(
            f"The workflow {workflow.name!r} would run {jobs} times, and one result is wanted.",
            hint="Use run_all(), which gives the results of all jobs.",
        )
    return body


def _gather(
    workflow: WorkflowForm,
    resolver: Resolver,
    options: Options,
    is_looked_for: Callable[[NamedResource], bool],
) -> Flow[_Gathered]:
    values = yield from resolver.wire_values(workflow.touched)
    data = yield from _sweep_data(workflow, resolver)
    definition = redirected(workflow.definition, values)
    called = {**workflow.called, **(yield from fetch_called(definition, workflow.called))}
    context = CompileContext(auto_add_board_id=options.auto_add_board, saved_workflows=called)
    loaded = opened(definition, workflow.catalog, values, context)
    mentioned = [*named_resources(loaded), *swept_resources(loaded, data)]
    named = list(filter(is_looked_for, mentioned))
    context = replace(context, unavailable=(yield from find_unavailable(named)))
    emptied = opened(definition, workflow.catalog, values, context)
    context = replace(context, answers=(yield from answer_needs(needs(emptied))))
    return _Gathered(definition, context, values, data, named)


def _problems(workflow: WorkflowForm, gathered: _Gathered) -> list[Problem]:
    definition, context, values = gathered.definition, gathered.context, gathered.values
    problems = check(definition, workflow.catalog, values, context=context)
    chosen = values.keys() | {column.place.key for column in workflow.swept.columns}
    loaded = opened(definition, workflow.catalog, values, replace(context, unavailable=NOTHING_UNAVAILABLE))
    gone = [
        *absent(gathered.named, chosen, context.unavailable),
        *lost_calls(loaded, context.saved_workflows),
    ]
    return [*gone, *workflow.swept.unanswered(problems)]


def _compiled(workflow: WorkflowForm, gathered: _Gathered, options: Options) -> dict[str, Any]:
    return compile_enqueue_body(
        gathered.definition,
        workflow.catalog,
        gathered.values,
        runs=runs_of(workflow.swept, options.runs),
        prepend=options.prepend,
        context=gathered.context,
        data=gathered.data,
    )


def _sweep_data(workflow: WorkflowForm, resolver: Resolver) -> Flow[list[list[dict[str, Any]]]]:
    wire = {}
    for column in workflow.swept.columns:
        for field in column.fields:
            wire[id(field)] = yield from resolver.wire_value(field)
    return workflow.swept.data(wire)
