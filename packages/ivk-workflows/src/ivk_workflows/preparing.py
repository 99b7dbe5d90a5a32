"""From a workflow with its inputs set to the body that is posted, with the server's help.

Everything is settled and checked before anything on the server changes: names are looked up, what the
workflow names is looked for, and the GUI's verdicts are passed. Only then local pictures are uploaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ivk_core.flow import Flow
from ivk_core.plugins import PluginManager
from ivk_workflows.check import check
from ivk_workflows.compile import (
    CompileContext,
    Values,
    compile_enqueue_body,
    named_resources,
    needs,
    saved_workflow_ids,
)
from ivk_workflows.compile.body import opened
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import WorkflowCheckError
from ivk_workflows.library.calls import get_workflow
from ivk_workflows.library.errors import WorkflowNotFoundError
from ivk_workflows.problems import Problem, errors_among
from ivk_workflows.resolving.absent import absent, swept_resources
from ivk_workflows.resolving.calls import answer_needs, find_unavailable
from ivk_workflows.resolving.values import Resolver
from ivk_workflows.sweeping import runs_of

if TYPE_CHECKING:
    from ivk_workflows.workflow_form import WorkflowForm

__all__ = ["Options", "find_problems", "prepare"]

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
class _Surveyed:
    """A workflow after the server was asked about everything in it; nothing was changed yet."""

    context: CompileContext
    values: Values
    data: Sequence[Sequence[Mapping[str, Any]]]
    problems: list[Problem]


def find_problems(workflow: WorkflowForm, plugins: PluginManager, options: Options) -> Flow[list[Problem]]:
    """Find everything that is wrong with a workflow on this server; nothing is changed there."""
    surveyed = yield from _survey(workflow, Resolver(plugins, uploads=False), options)
    return surveyed.problems


def prepare(workflow: WorkflowForm, plugins: PluginManager, options: Options) -> Flow[dict[str, Any]]:
    """Compile a workflow into the body to post.

    Parameters
    ----------
    workflow : WorkflowForm
        With its inputs set.
    plugins : PluginManager
        Who uploads local pictures.
    options : Options
        How it is submitted.

    Returns
    -------
    Flow of dict
        The body of ``enqueue_batch``.

    Raises
    ------
    WorkflowCheckError
        If the GUI would refuse it; carries every problem. Nothing was uploaded.
    NameNotFoundError, AmbiguousNameError
        If a name means nothing, or several things, on this server.
    MissingPartError
        If a local picture is to be uploaded and the part that can do it is not installed.
    """
    resolver = Resolver(plugins, uploads=False)
    surveyed = yield from _survey(workflow, resolver, options)
    _require_sound(workflow, surveyed.problems, options)
    values, data = surveyed.values, surveyed.data
    if resolver.has_pretended:
        resolver = Resolver(plugins, uploads=True)
        values = yield from resolver.wire_values(workflow.touched)
        data = yield from _sweep_data(workflow, resolver)
    return compile_enqueue_body(
        workflow.definition,
        workflow.catalog,
        values,
        runs=runs_of(workflow.swept, options.runs),
        prepend=options.prepend,
        context=surveyed.context,
        data=data,
    )


def _survey(workflow: WorkflowForm, resolver: Resolver, options: Options) -> Flow[_Surveyed]:
    values = yield from resolver.wire_values(workflow.touched)
    data = yield from _sweep_data(workflow, resolver)
    context = CompileContext(
        auto_add_board_id=options.auto_add_board,
        saved_workflows=(yield from _called_workflows(workflow.definition)),
    )
    loaded = opened(workflow.definition, workflow.catalog, values, context)
    mentioned = [*named_resources(loaded), *swept_resources(loaded, data)]
    named = [each for each in mentioned if each.name not in resolver.pretended]
    context = replace(context, unavailable=(yield from find_unavailable(named)))
    emptied = opened(workflow.definition, workflow.catalog, values, context)
    context = replace(context, answers=(yield from answer_needs(needs(emptied))))
    problems = check(workflow.definition, workflow.catalog, values, context=context)
    chosen = values.keys() | {column.place.key for column in workflow.swept.columns}
    problems = [*absent(named, chosen, context.unavailable), *workflow.swept.unanswered(problems)]
    return _Surveyed(context, values, data, problems)


def _sweep_data(workflow: WorkflowForm, resolver: Resolver) -> Flow[list[list[dict[str, Any]]]]:
    wire = {}
    for column in workflow.swept.columns:
        for field in column.fields:
            wire[id(field)] = yield from resolver.wire_value(field)
    return workflow.swept.data(wire)


def _called_workflows(definition: WorkflowDefinition) -> Flow[dict[str, WorkflowDefinition]]:
    called: dict[str, WorkflowDefinition] = {}
    for each in saved_workflow_ids(definition):
        try:
            saved = yield from get_workflow(each.workflow_id)
        except WorkflowNotFoundError:
            continue  # the check says which node calls what is not there
        called[each.workflow_id] = saved.definition
    return called


def _require_sound(workflow: WorkflowForm, problems: list[Problem], options: Options) -> None:
    errors = errors_among(problems)
    if options.leave_out_unknown:
        errors = [each for each in errors if each.kind not in _WHAT_THE_SERVER_LACKS]
    if errors:
        raise WorkflowCheckError(problems, name=workflow.name, source=workflow.definition.source)
