"""Prepare a submission: from a workflow with its inputs set to the body that is posted.

One `Draft` goes through all steps, and each adds to it: values are resolved, the server is asked for the
resources that the workflow names, the GUI's checks are run, images are uploaded, and the body is compiled.
The workflow is loaded once, before the first step. Nothing on the server changes until the checks have
passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from ivk_core.flow import Flow
from ivk_fields import IvkField
from ivk_workflows.check import check, raise_for_problems
from ivk_workflows.check.seeds import seed_problems
from ivk_workflows.compile import (
    BatchData,
    CompileContext,
    NamedResource,
    Problem,
    Values,
    compile_enqueue_body,
    named_resources,
    needs,
    saved_workflow_ids,
    without_unavailable,
)
from ivk_workflows.compile.api_graphs import without_unknown_nodes
from ivk_workflows.compile.batch import batch_data
from ivk_workflows.compile.given_lists import with_moved_lists
from ivk_workflows.compile.graph import build_graph
from ivk_workflows.compile.limits import count_jobs, refuse_too_many
from ivk_workflows.compile.saved_calls import CALLED_ID, without_absent_inputs
from ivk_workflows.errors import BatchError
from ivk_workflows.jobs.batch import count
from ivk_workflows.resolving.called import fetch_called, unresolved_calls
from ivk_workflows.resolving.calls import answer_needs, find_unavailable
from ivk_workflows.resolving.missing import missing_resources, swept_resources
from ivk_workflows.resolving.resolver import Resolver
from ivk_workflows.workflow.draft import Draft, Options, PreparedRuns
from ivk_workflows.workflow.drawing import (
    draw_each,
    drawing,
    marking_random,
    random_fields,
)
from ivk_workflows.workflow.fields import InputFields, Place
from ivk_workflows.workflow.grouping import RunGroup, grouped_runs
from ivk_workflows.workflow.lost import lost_value, refuse_lost_columns
from ivk_workflows.workflow.sweeping import Sweep, runs_of, without_swept
from ivk_workflows.workflow.swept_calls import refuse_different_calls, swept_calls

__all__ = [
    "compile_body",
    "compile_graph",
    "find_problems",
    "make_resources",
    "prepare",
    "prepare_each",
    "prepare_one",
    "resolve_values",
]

_MISSING_TEMPLATES = frozenset({"missing_node_template", "missing_field_template"})


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
    resolver = options.resolver()
    draft = yield from resolve_values(inputs, sweep, options, resolver)
    draft = yield from make_resources(draft, resolver)
    is_editors = draft.workflow.body is None  # an API graph is sent as it was read
    draft = yield from _looked_up(draft, lambda each: is_editors and each.kind == "board")
    return _compiled(draft, runs_of(sweep, options.runs, inputs.definition.runs), options)


def compile_graph(inputs: InputFields, options: Options) -> Flow[dict[str, Any]]:
    """Compile a workflow into an API graph; local images are uploaded. See `compile_body`."""
    resolver = options.resolver()
    draft = yield from resolve_values(inputs, Sweep(), options, resolver)
    draft = yield from make_resources(draft, resolver)
    return build_graph(draft.workflow.with_values(draft.values), draft.context)


def prepare(inputs: InputFields, sweep: Sweep, options: Options) -> Flow[dict[str, Any]]:
    """Check a workflow, and compile it into the body to post; see `compile_body`.

    Raises
    ------
    WorkflowCheckError
        If the GUI would refuse it; the error has every problem. Nothing was uploaded.
    """
    draft, resolver = yield from _checked(inputs, sweep, options)
    _raise_for_problems(draft, options)
    runs = runs_of(sweep, options.runs, inputs.definition.runs)
    _refuse_too_many(draft, runs)
    draft = yield from make_resources(draft, resolver)
    return _compiled(draft, runs, options)


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
        How they are submitted.

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
    resolver, drafts = options.resolver(), []
    values = yield from _values_of_each(variants, resolver)
    groups = grouped_runs(inputs.loaded, values)
    for group in groups:
        draft = yield from _draft_of_group(inputs, sweep, group, options, resolver)
        draft = yield from _checked_draft(draft, resolver)
        _raise_for_problems(draft, options)
        _refuse_too_many(draft, group.runs * runs_of(sweep, None, inputs.definition.runs))
        drafts.append(draft)
    prepared = []
    for group, checked in zip(groups, drafts, strict=True):
        draft = yield from make_resources(checked, resolver)
        runs = runs_of(sweep, None, inputs.definition.runs)
        body = _compiled(draft, group.runs * runs, options)
        _require_jobs(body, len(group.indices), inputs)
        prepared.append(PreparedRuns(body, group.indices))
    return prepared


def _checked(inputs: InputFields, sweep: Sweep, options: Options) -> Flow[tuple[Draft, Resolver]]:
    resolver = options.resolver()
    draft = yield from resolve_values(inputs, sweep, options, resolver)
    draft = yield from _checked_draft(draft, resolver)
    runs = runs_of(sweep, options.runs, inputs.definition.runs)
    seeds = seed_problems(draft.workflow, runs, {*draft.random, *draft.swept})
    return replace(draft, problems=(*draft.problems, *seeds)), resolver


def resolve_values(inputs: InputFields, sweep: Sweep, options: Options, resolver: Resolver) -> Flow[Draft]:
    """Resolve the values that were set; local images get placeholders."""
    touched = inputs.touched
    labels = _labels(inputs, touched) | sweep.labels
    yield from resolver.resolve([*touched.values(), *sweep.fields], labels=labels)
    data = sweep.data(marking_random(resolver.to_wire))
    draft = yield from _loaded(inputs, _drawn_values(touched, resolver), data, options, resolver)
    drawn = {place: each for place, each in random_fields(touched).items() if place not in draft.swept}
    return replace(draft, random=drawn)


def _labels(inputs: InputFields, touched: Mapping[Place, IvkField[Any]]) -> dict[int, str]:
    return {id(each): str(inputs.set_input(place)) for place, each in touched.items()}


def _drawn_values(touched: Mapping[Place, IvkField[Any]], resolver: Resolver) -> Values:
    to_wire = drawing(resolver.to_wire)
    return {place: to_wire(each) for place, each in touched.items()}


def _values_of_each(variants: Iterable[InputFields], resolver: Resolver) -> Flow[list[Values]]:
    values: list[Values] = []
    for variant in variants:
        touched = variant.touched
        yield from resolver.resolve(touched.values(), labels=_labels(variant, touched))
        values.append(_drawn_values(touched, resolver))
    return values


def _draft_of_group(
    inputs: InputFields, sweep: Sweep, group: RunGroup, options: Options, resolver: Resolver
) -> Flow[Draft]:
    yield from resolver.resolve(sweep.fields, labels=sweep.labels)
    data: BatchData = [
        *sweep.data(marking_random(resolver.to_wire)),
        *([group.columns] if group.columns else []),
    ]
    return (yield from _loaded(inputs, group.values, data, options, resolver))


def _loaded(
    inputs: InputFields, values: Values, data: BatchData, options: Options, resolver: Resolver
) -> Flow[Draft]:
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
    values = without_absent_inputs(workflow, with_moved_lists(workflow, values))
    warnings = [lost_value(each) for each in inputs.lost_in(workflow)]
    unresolved = unresolved_calls(workflow.with_values(values), inputs.called)
    board = options.auto_add_board
    board_id = None if board is None else (yield from resolver.board_id(board))
    context = CompileContext(auto_add_board_id=board_id)
    return Draft(inputs, values, data, workflow, context, (*unresolved, *warnings))


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
    named = [
        *named_resources(with_values),
        *swept_resources(with_values, [*draft.data, *draft.captured_data]),
    ]
    named = list(filter(is_looked_up, named))
    unavailable = yield from find_unavailable(named)
    emptied = without_unavailable(draft.workflow, unavailable)
    workflow = with_values if emptied is draft.workflow else emptied.with_values(draft.values)
    context = replace(draft.context, answers=(yield from answer_needs(needs(workflow))))
    missing = missing_resources(named, draft.chosen, unavailable)
    return replace(draft, workflow=workflow, context=context, problems=(*missing, *draft.problems))


def make_resources(draft: Draft, resolver: Resolver) -> Flow[Draft]:
    """Upload local images and create boards, and replace the placeholders by their names."""
    if resolver.placeholders:
        yield from resolver.upload()
    if not resolver.made:
        return draft
    values = {place: resolver.with_uploads(value) for place, value in draft.values.items()}
    changed = {place: value for place, value in values.items() if value != draft.values[place]}
    data = resolver.with_uploads(draft.data)
    context = replace(draft.context, auto_add_board_id=resolver.with_uploads(draft.context.auto_add_board_id))
    workflow = draft.workflow.with_values(changed)
    return replace(draft, values=values, data=data, workflow=workflow, context=context)


def _compiled(draft: Draft, runs: int, options: Options) -> dict[str, Any]:
    workflow = without_unknown_nodes(draft.workflow) if options.leave_out_unknown else draft.workflow
    body = compile_enqueue_body(workflow, draft.context, runs=runs, prepend=options.prepend, data=draft.data)
    return draw_each(body, draft.random, draft.context.random)


def _raise_for_problems(draft: Draft, options: Options) -> None:
    definition = draft.inputs.definition
    ignored = _MISSING_TEMPLATES if options.leave_out_unknown else frozenset()
    raise_for_problems(draft.problems, name=definition.name, source=definition.source, ignored=ignored)


def _refuse_too_many(draft: Draft, runs: int) -> None:
    """Refuse too many jobs before anything is uploaded."""
    data = [*batch_data(draft.workflow, draft.context), *draft.captured_data, *draft.data]
    refuse_too_many(count_jobs(data, runs), f"The workflow {draft.inputs.definition.name!r}")


def _require_jobs(body: Mapping[str, Any], wanted: int, inputs: InputFields) -> None:
    times = count(body["batch"]) / wanted
    if times != 1:
        raise BatchError(
            f"The workflow {inputs.definition.name!r} would run {times:g} times, and one result is expected.",
            hint="Use run_all(), which returns the results of all jobs.",
        )
