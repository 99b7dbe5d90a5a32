"""Problems of one node: its type, its inputs and their values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.check.values import expected_value, value_errors
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem, ProblemKind, Severity
from ivk_workflows.compile.references import described
from ivk_workflows.definition.accepted import accepted, accepts_extra_inputs
from ivk_workflows.templates.editable import is_editable

__all__ = ["node_problems"]


def node_problems(node: LoadedNode, workflow: LoadedWorkflow) -> Iterator[Problem]:
    """Find the problems of one node.

    Parameters
    ----------
    node : LoadedNode
        An invocation.
    workflow : LoadedWorkflow
        The workflow it belongs to, with all values set.

    Yields
    ------
    Problem
        The GUI's errors, and warnings about values that the GUI drops.
    """
    if node.template is None:
        hint = "Install the node pack it belongs to, or remove the node."
        message = (
            f"Missing node template: {node.title} is of type {node.type!r}, which the server does not have"
        )
        yield Problem("missing_node_template", "error", message, hint, node_id=node.id, node_label=node.title)
        return
    for name, value in node.values.items():
        spec = node.spec(name)
        if spec is not None:
            yield from _input_problems(node, spec, value, workflow)
        elif not accepts_extra_inputs(node.type):
            yield _unknown_field(node, name) if workflow.body is None else _ignored_field(node, name)
    yield from _absent_inputs(node, workflow)


def _input_problems(
    node: LoadedNode, spec: InputSpec, value: Any, workflow: LoadedWorkflow
) -> Iterator[Problem]:
    fed = workflow.edges.is_fed(node.id, spec.name)
    if spec.name in node.stated and not fed:
        yield _unreadable_model(node, spec, value)
    elif value is MISSING and not fed:
        if spec.required:
            yield _missing(node, spec, "error")
        if _is_dropped(node, spec.name):
            yield _dropped(node, spec.name)
    elif value is not MISSING and not (fed and _is_left_out(node, spec.name, workflow)):
        yield from _value_problems(node, spec, value)


def _is_left_out(node: LoadedNode, name: str, workflow: LoadedWorkflow) -> bool:
    """Return whether an edge keeps the value of an input from being sent; one from a batch node does not."""
    sources = (edge.source for edge in workflow.edges.into(node.id, name))
    origins = (workflow.edges.origin(source) or (source, "") for source in sources)
    return not all(workflow.nodes[origin].is_batch for origin, _ in origins)


def _value_problems(node: LoadedNode, spec: InputSpec, value: Any) -> Iterator[Problem]:
    for text in value_errors(spec, value):
        hint = f"Set it to {expected_value(spec)}."
        yield _problem(node, spec.name, "invalid_value", "error", text=text, hint=hint)


def _absent_inputs(node: LoadedNode, workflow: LoadedWorkflow) -> Iterator[Problem]:
    """Find required inputs that the file does not have: the GUI does not check them, but the server does."""
    specs = node.template.inputs.values() if node.template else ()
    for spec in specs:
        if spec.required and spec.name not in node.values and not workflow.edges.is_fed(node.id, spec.name):
            # Without a direct input the server refuses the graph. Without another input, the GUI posts the
            # graph and only the job fails.
            yield _missing(node, spec, "error" if spec.connection == "direct" else "warning")


def _is_dropped(node: LoadedNode, name: str) -> bool:
    saved = node.saved.inputs.get(name, {}).get("value")
    return saved is not None and accepted(saved) is MISSING


def _unreadable_model(node: LoadedNode, spec: InputSpec, value: Any) -> Problem:
    """Report a model that an old file names; the GUI loses its name, and posts something else or nothing."""
    which = described(node.stated[spec.name])
    text = f"the file names {which} in the way of an old version, which the GUI cannot read"
    hint = "Call sync_dnn_model(), or set the input to a model that the server has."
    if value is MISSING and not spec.required:
        return _problem(node, spec.name, "value_dropped", "warning", text=text, hint=hint)
    kind: ProblemKind = "missing_input" if value is MISSING else "invalid_value"
    return _problem(node, spec.name, kind, "error", text=text, hint=hint)


def _missing(node: LoadedNode, spec: InputSpec, severity: Severity) -> Problem:
    settable = spec.connection != "connection" and is_editable(spec.type)
    hint = (
        f"Connect it, or set it to {expected_value(spec)}."
        if settable
        else f"Connect something to it ({spec.type})."
    )
    return _problem(node, spec.name, "missing_input", severity, text="missing input", hint=hint)


def _dropped(node: LoadedNode, name: str) -> Problem:
    saved = node.saved.inputs[name]["value"]
    text, hint = f"the saved value {saved!r} is left out", "Set it again if it is needed."
    return _problem(node, name, "value_dropped", "warning", text=text, hint=hint)


def _unknown_field(node: LoadedNode, name: str) -> Problem:
    version = node.template.version if node.template else ""
    message = f"Missing field template: {node.title} has no input {name!r} in version {version}"
    hint = "Replace the node with a new one of its type in the GUI."
    return Problem(
        "missing_field_template", "error", message, hint, node_id=node.id, node_label=node.title, field=name
    )


def _ignored_field(node: LoadedNode, name: str) -> Problem:
    version = node.template.version if node.template else ""
    message = f"{node.title} has no input {name!r} in version {version}, so the server ignores its value"
    return Problem(
        "missing_field_template", "warning", message, node_id=node.id, node_label=node.title, field=name
    )


def _problem(
    node: LoadedNode, name: str, kind: ProblemKind, severity: Severity, *, text: str, hint: str
) -> Problem:
    message = f"{node.title} -> {node.label_of(name)}: {text}"
    return Problem(kind, severity, message, hint, node_id=node.id, node_label=node.title, field=name)
