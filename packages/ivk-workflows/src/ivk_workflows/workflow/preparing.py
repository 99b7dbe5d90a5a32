"""Prepare a submission: from a workflow with its inputs set to the body that is posted.

One `Draft` goes through all steps, and each adds to it: values are resolved, the server is asked for the
resources that the workflow names, the GUI's checks are run, images are uploaded, and the body is compiled.
The workflow is loaded once, before the first step. Nothing on the server changes until the checks have
passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from ivk_core.flow import Flow
from ivk_workflows.check import check, raise_for_problems
from ivk_workflows.compile import (
    BatchData,
    CompileContext,
    LoadedWorkflow,
    NamedResource,
    Problem,
    Values,
    compile_enqueue_body,
    named_resources,
    needs,
    saved_workflow_ids,
    without_unavailable,
)
from ivk_workflows.compile.saved_calls import CALLED_ID, without_absent_inputs
from ivk_workflows.errors import BatchError
from ivk_workflows.jobs.batch import count
from ivk_workflows.resolving.called import fetch_called, unresolved_calls
from ivk_workflows.resolving.calls import answer_needs, find_unavailable
from ivk_workflows.resolving.missing import missing_resources, swept_resources
from ivk_workflows.resolving.resolver import Resolver
from ivk_workflows.workflow.fields import InputFields, Place
from ivk_workflows.workflow.grouping import RunGroup, grouped_runs
from ivk_workflows.workflow.lost import lost_value, refuse_lost_columns
from ivk_workflows.workflow.sweeping import Sweep, runs_of, without_swept
from ivk_workflows.workflow.swept_calls import refuse_different_calls, swept_calls

__all__ = [
    "Options",
    "PreparedRuns",
    "compile_body",
    "find_problems",
    "prepare",
    "prepare_each",
    "prepare_one",
    "resolve_values",
    "upload_images",
]

_MISSING_TEMPLATES = frozenset({"missing_node_template", "missing_field_template"})


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
        Whether to leave out nodes and inputs that the server does not know, instead of refusing the workflow.
    """

    runs: int | None = None
    prepend: bool = False
    auto_add_board: str | None = None
    leave_out_unknown: bool = False


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
    """

    inputs: InputFields
    values: Values
    data: BatchData
    workflow: LoadedWorkflow
    context: CompileContext
    problems: tuple[Problem, ...] = ()

    @property
    def chosen(self) -> frozenset[Place]:
        """The inputs that the program set or swept."""
        return frozenset(self.values) | self.swept

    @property
    def swept(self) -> frozenset[Place]:
        """The inputs that the program swept."""
        return frozenset((datum["node_path"], datum["field_name"]) for group in self.data for datum in group)


def find_problems(inputs: InputFields, sweep: Sweep, options: Options) -> Flow[list[Problem]]:
    """Find all problems of a workflow on this server; nothing is changed there."""
    draft, _ = yield from _checked(inputs, sweep, options)
    return list(draft.problems)


def compile_body(inputs: InputFields, sweep: Sweep, options: Options) -> Flow[dict[str, Any]]:
    """Compile a workflow into the body that the GUI would post; local images are uploaded.

    Images and models that the server does not have are kept, because a check refuses them. A board that it
    does not have is left out, as in the GUI.

    Parameters
    ----------
    inputs : InputFields
        The inputs of the workflow.
    sweep : Sweep
        The values that are swept.
    options : Options
        How the workflow is submitted.

    Returns
    -------
    Flow of dict
        The body of ``enqueue_batch``.

    Raises
    ------
    NameNotFoundError, AmbiguousNameError
        If nothing on this server has a name that was set, or several things have it.
    """
    resolver = Resolver()
    draft = yield from resolve_values(inputs, sweep, options, resolver)
    draft = yield from upload_images(draft, resolver)
    draft = yield from _looked_up(draft, lambda each: each.kind == "board")
    return _compiled(draft, runs_of(sweep, options.runs), options)


def prepare(inputs: InputFields, sweep: Sweep, options: Options) -> Flow[dict[str, Any]]:
    """Check a workflow, and compile it into the body to post; see `compile_body`.

    Raises
    ------
    WorkflowCheckError
        If the GUI would refuse it; the error has every problem. Nothing was uploaded.
    """
    draft, resolver = yield from _checked(inputs, sweep, options)
    _raise_for_problems(draft, options)
    draft = yield from upload_images(draft, resolver)
    return _compiled(draft, runs_of(sweep, options.runs), options)


def prepare_one(inputs: InputFields, sweep: Sweep, options: Options) -> Flow[dict[str, Any]]:
    """Check and compile a workflow that should run once; see `prepare`.

    Raises
    ------
    BatchError
        If it would make several jobs, or none.
    """
    body = yield from prepare(inputs, sweep, options)
    _require_jobs(body, 1, inputs)
    return body


def prepare_each(
    inputs: InputFields, sweep: Sweep, variants: Iterable[InputFields], options: Options
) -> Flow[list[PreparedRuns]]:
    """Check and compile variants of one workflow into as few bodies as possible.

    Variants that differ only in values that the server can batch over share a body; see
    `ivk_workflows.workflow.grouping`.

    Parameters
    ----------
    inputs : InputFields
        The workflow without the values of any variant.
    sweep : Sweep
        The values that are swept in each variant.
    variants : iterable of InputFields
        The same workflow with the values of each variant.
    options : Options
        How the workflow is submitted.

    Returns
    -------
    Flow of list of PreparedRuns
        All bodies were checked before anything was uploaded.

    Raises
    ------
    WorkflowCheckError
        If the GUI would refuse one of them.
    BatchError
        If one of them would make several jobs, or none.
    """
    resolver, drafts = Resolver(), []
    values = yield from _values_of_each(variants, resolver)
    groups = grouped_runs(inputs.loaded, values)
    for group in groups:
        draft = yield from _draft_of_group(inputs, sweep, group, options, resolver)
        draft = yield from _checked_draft(draft, resolver)
        _raise_for_problems(draft, options)
        drafts.append(draft)
    prepared = []
    for group, checked in zip(groups, drafts, strict=True):
        draft = yield from upload_images(checked, resolver)
        body = _compiled(draft, group.runs * runs_of(sweep, None), options)
        _require_jobs(body, len(group.indices), inputs)
        prepared.append(PreparedRuns(body, group.indices))
    return prepared


def _checked(inputs: InputFields, sweep: Sweep, options: Options) -> Flow[tuple[Draft, Resolver]]:
    resolver = Resolver()
    draft = yield from resolve_values(inputs, sweep, options, resolver)
    return (yield from _checked_draft(draft, resolver)), resolver


def resolve_values(inputs: InputFields, sweep: Sweep, options: Options, resolver: Resolver) -> Flow[Draft]:
    """Resolve the values that were set; local images get placeholders."""
    touched = inputs.touched
    yield from resolver.resolve([*touched.values(), *sweep.fields])
    values = {place: resolver.to_wire(field) for place, field in touched.items()}
    return (yield from _loaded(inputs, values, sweep.data(resolver.to_wire), options))


def _values_of_each(variants: Iterable[InputFields], resolver: Resolver) -> Flow[list[Values]]:
    values: list[Values] = []
    for variant in variants:
        touched = variant.touched
        yield from resolver.resolve(touched.values())
        values.append({place: resolver.to_wire(field) for place, field in touched.items()})
    return values


def _draft_of_group(
    inputs: InputFields, sweep: Sweep, group: RunGroup, options: Options, resolver: Resolver
) -> Flow[Draft]:
    yield from resolver.resolve(sweep.fields)
    data: BatchData = [*sweep.data(resolver.to_wire), *([group.columns] if group.columns else [])]
    return (yield from _loaded(inputs, group.values, data, options))


def _loaded(inputs: InputFields, values: Values, data: BatchData, options: Options) -> Flow[Draft]:
    """Start a draft; the workflow is loaded again only if it calls other workflows than in its file."""
    chosen = {node: _text(values[node, CALLED_ID]) for node in inputs.callers if (node, CALLED_ID) in values}
    swept = swept_calls(inputs.callers, data)
    chosen |= {node: items[0] for node, items in swept.items()}
    calls = [*chosen.values(), *chain.from_iterable(swept.values())]
    calls += [each.workflow_id for each in saved_workflow_ids(inputs.definition)]
    unknown = [each for each in dict.fromkeys(calls) if each and each not in inputs.called]
    for workflow_id, called in (yield from fetch_called(unknown)).items():
        inputs.calls.add(workflow_id, workflow_id, called)
    refuse_different_calls(inputs, chosen, swept)
    workflow = inputs.views_of(chosen).loaded
    refuse_lost_columns(workflow, data)
    kept = without_absent_inputs(workflow, values)
    warnings = [lost_value(each) for each in inputs.lost_in(workflow)]
    unresolved = unresolved_calls(workflow.with_values(kept), inputs.called)
    context = CompileContext(auto_add_board_id=options.auto_add_board)
    return Draft(inputs, kept, data, workflow, context, (*unresolved, *warnings))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _checked_draft(draft: Draft, resolver: Resolver) -> Flow[Draft]:
    """Look up all resources that a workflow names, and run the checks."""
    draft = yield from _looked_up(draft, lambda each: each.name not in resolver.placeholders)
    found = without_swept(check(draft.workflow, draft.context), draft.swept)
    return replace(draft, problems=(*draft.problems, *found))


def _looked_up(draft: Draft, is_looked_up: Callable[[NamedResource], bool]) -> Flow[Draft]:
    """Empty inputs that name missing resources, set the values, and get the answers that compiling needs."""
    with_values = draft.workflow.with_values(draft.values)
    named = [*named_resources(with_values), *swept_resources(with_values, draft.data)]
    named = list(filter(is_looked_up, named))
    unavailable = yield from find_unavailable(named)
    emptied = without_unavailable(draft.workflow, unavailable)
    workflow = with_values if emptied is draft.workflow else emptied.with_values(draft.values)
    context = replace(draft.context, answers=(yield from answer_needs(needs(workflow))))
    missing = missing_resources(named, draft.chosen, unavailable)
    return replace(draft, workflow=workflow, context=context, problems=(*missing, *draft.problems))


def upload_images(draft: Draft, resolver: Resolver) -> Flow[Draft]:
    """Upload local images, and replace the placeholders by their names."""
    placeholders = resolver.placeholders
    if not placeholders:
        return draft
    yield from resolver.upload()
    values = {place: resolver.with_uploads(value) for place, value in draft.values.items()}
    changed = {place: value for place, value in values.items() if value != draft.values[place]}
    data = resolver.with_uploads(draft.data)
    return replace(draft, values=values, data=data, workflow=draft.workflow.with_values(changed))


def _compiled(draft: Draft, runs: int, options: Options) -> dict[str, Any]:
    return compile_enqueue_body(
        draft.workflow, draft.context, runs=runs, prepend=options.prepend, data=draft.data
    )


def _raise_for_problems(draft: Draft, options: Options) -> None:
    definition = draft.inputs.definition
    ignored = _MISSING_TEMPLATES if options.leave_out_unknown else frozenset()
    raise_for_problems(draft.problems, name=definition.name, source=definition.source, ignored=ignored)


def _require_jobs(body: Mapping[str, Any], wanted: int, inputs: InputFields) -> None:
    times = count(body["batch"]) / wanted
    if times != 1:
        raise BatchError(
            f"The workflow {inputs.definition.name!r} would run {times:g} times, and one result is expected.",
            hint="Use run_all(), which returns the results of all jobs.",
        )
