"""What can be wrong with one node: its type, its inputs, their values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.check.values import value_complaints, wanted
from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem, ProblemKind, Severity
from ivk_workflows.definition.accepted import accepted, accepts_extra_inputs
from ivk_workflows.templates.editable import is_editable

__all__ = ["node_problems"]


def node_problems(node: LoadedNode, workflow: LoadedWorkflow) -> Iterator[Problem]:
    """Find what is wrong with one node.

    Parameters
    ----------
    node : LoadedNode
        An invocation.
    workflow : LoadedWorkflow
        The workflow it belongs to, with all values set.

    Yields
    ------
    Problem
        Errors as the GUI sees them, and warnings about values that the GUI drops.
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
            yield _unknown_field(node, name)
    yield from _forgotten_inputs(node, workflow)


def _input_problems(
    node: LoadedNode, spec: InputSpec, value: Any, workflow: LoadedWorkflow
) -> Iterator[Problem]:
    fed = workflow.wiring.is_fed(node.id, spec.name)
    if value is MISSING and not fed:
        if spec.required:
            yield _missing(node, spec, "error")
        if _is_dropped(node, spec.name):
            yield _dropped(node, spec.name)
    elif value is not MISSING and not (fed and _is_replaced(node, spec.name, workflow)):
        yield from _value_problems(node, spec, value)


def _is_replaced(node: LoadedNode, name: str, workflow: LoadedWorkflow) -> bool:
    """Whether what feeds an input keeps its own value from the server; a batch node does not."""
    sources = (edge.source for edge in workflow.wiring.into(node.id, name))
    origins = (workflow.wiring.origin(source) or (source, "") for source in sources)
    return not all(workflow.nodes[origin].is_batch for origin, _ in origins)


def _value_problems(node: LoadedNode, spec: InputSpec, value: Any) -> Iterator[Problem]:
    for complaint in value_complaints(spec, value):
        hint = f"Set it to {wanted(spec)}."
        yield _about(node, spec.name, "invalid_value", "error", complaint=complaint, hint=hint)


def _forgotten_inputs(node: LoadedNode, workflow: LoadedWorkflow) -> Iterator[Problem]:
    """Find required inputs that the file does not mention: the GUI overlooks them, the server does not."""
    specs = node.template.inputs.values() if node.template else ()
    for spec in specs:
        if spec.required and spec.name not in node.values and not workflow.wiring.is_fed(node.id, spec.name):
            yield _missing(node, spec, "error" if spec.connection == "direct" else "warning")


def _is_dropped(node: LoadedNode, name: str) -> bool:
    saved = node.saved.inputs.get(name, {}).get("value")
    return saved is not None and accepted(saved) is MISSING


def _missing(node: LoadedNode, spec: InputSpec, severity: Severity) -> Problem:
    settable = spec.connection != "connection" and is_editable(spec.type)
    hint = (
        f"Connect it, or set it to {wanted(spec)}." if settable else f"Connect something to it ({spec.type})."
    )
    return _about(node, spec.name, "missing_input", severity, complaint="missing input", hint=hint)


def _dropped(node: LoadedNode, name: str) -> Problem:
    saved = node.saved.inputs[name]["value"]
    complaint, hint = f"the saved value {saved!r} is left out", "Set it again if it matters."
    return _about(node, name, "value_dropped", "warning", complaint=complaint, hint=hint)


def _unknown_field(node: LoadedNode, name: str) -> Problem:
    version = node.template.version if node.template else ""
    message = f"Missing field template: {node.title} has no input {name!r} in version {version}"
    hint = "Replace the node by a new one of its type in the GUI."
    return Problem(
        "missing_field_template", "error", message, hint, node_id=node.id, node_label=node.title, field=name
    )


def _about(
    node: LoadedNode, name: str, kind: ProblemKind, severity: Severity, *, complaint: str, hint: str
) -> Problem:
    message = f"{node.title} -> {node.label_of(name)}: {complaint}"
    return Problem(kind, severity, message, hint, node_id=node.id, node_label=node.title, field=name)
