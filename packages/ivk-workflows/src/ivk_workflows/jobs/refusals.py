"""What the server refuses in a batch, with the names that users see instead of ids.

The server answers 422 with a list of faults. Each has the path of a value in the body, such as
``body.batch.graph.nodes.<id>.noise.width``. The labels are in the workflow that the body contains, if there
is one; otherwise the node is named by its type and id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ivk_core.errors import ValidationError
from ivk_core.flow import Flow
from ivk_fields.errors import short_repr
from ivk_workflows.compile.problem import Problem
from ivk_workflows.errors import WorkflowError
from ivk_workflows.queue.calls import enqueue_batch
from ivk_workflows.queue.schemas import EnqueueResult

__all__ = ["BatchRefusedError", "enqueue"]

# The server lists all its node types when it does not know one, and repeats the whole body in some faults.
_MAX_LENGTH = 200


class BatchRefusedError(WorkflowError, ValidationError):
    """The server does not accept a batch (422).

    Parameters
    ----------
    problems : sequence of Problem
        What the server refused, with the names of nodes and inputs.
    error : ValidationError
        The server's answer.
    """

    def __init__(self, problems: Sequence[Problem], error: ValidationError) -> None:
        lines = "\n".join(f"  - {problem.message}" for problem in problems)
        ValidationError.__init__(
            self,
            f"The server refuses the batch:\n{lines}",
            response=error.response,
            hint="Call check() on the workflow, and correct these values.",
        )
        self.problems = tuple(problems)


def enqueue(queue_id: str, body: Mapping[str, Any]) -> Flow[EnqueueResult]:
    """Send a batch once (operation ``enqueue_batch``).

    Raises
    ------
    BatchRefusedError
        If the server does not accept it.
    """
    try:
        return (yield from enqueue_batch(queue_id, body))
    except ValidationError as error:
        details = error.body.get("detail") if isinstance(error.body, dict) else None
        faults = [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []
        if not faults:
            raise
        names = _Names(body["batch"])
        raise BatchRefusedError([_problem(fault, names) for fault in faults], error) from error


class _Names:
    """The names of the nodes and inputs of a batch."""

    def __init__(self, batch: Mapping[str, Any]) -> None:
        self.nodes = _mapping(_mapping(batch.get("graph")).get("nodes"))
        self._saved = dict(_saved_nodes(_mapping(batch.get("workflow"))))

    def node(self, node_id: str) -> str:
        """Return a node's label and type, such as ``'Noise' (noise)``."""
        label = str(self._saved.get(node_id, {}).get("label") or "")
        node_type = str(_mapping(self.nodes.get(node_id)).get("type") or "unknown type")
        return f"{label!r} ({node_type})" if label else f"{node_type} ({node_id})"

    def field(self, node_id: str, name: str) -> str:
        """Return the label of an input, else its name."""
        field = _mapping(_mapping(self._saved.get(node_id, {}).get("inputs")).get(name))
        return str(field.get("label") or name)

    def in_text(self, text: str) -> str:
        """Replace the ids of nodes in a text."""
        for node_id in sorted(self.nodes, key=len, reverse=True):
            # Short ids such as "1" would match numbers and words.
            if f" {node_id} " in f" {text} ":
                text = f" {text} ".replace(f" {node_id} ", f" {self.node(node_id)} ").strip()
        return text


def _problem(fault: Mapping[str, Any], names: _Names) -> Problem:
    path = [str(step) for step in fault.get("loc") or ()]
    text = str(fault.get("msg") or "it is not valid").removeprefix("Value error, ")
    steps = path[path.index("nodes") + 1 :] if "nodes" in path else []
    node_id = steps[0] if steps and steps[0] in names.nodes else ""
    if not node_id:
        return Problem("invalid_value", "error", names.in_text(text)[:_MAX_LENGTH])
    title = names.node(node_id)
    if fault.get("type") == "union_tag_invalid":
        text = f"{title}: the server has no node of this type"
        hint = "Install the node pack it belongs to, or remove the node."
        return Problem("missing_node_template", "error", text, hint, node_id=node_id, node_label=title)
    # After the id comes the type of the node, then its input, then the place in the value of the input.
    field = steps[2] if len(steps) > 2 else ""
    where = " -> ".join([title, *([names.field(node_id, field)] if field else []), *steps[3:]])
    value = f"{short_repr(fault['input'])} is refused: " if field and "input" in fault else ""
    message = f"{where}: {value}{text}"[: 2 * _MAX_LENGTH]
    return Problem("invalid_value", "error", message, node_id=node_id, node_label=title, field=field)


def _saved_nodes(workflow: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    nodes = workflow.get("nodes")
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, dict):
            yield str(node.get("id")), _mapping(node.get("data"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
