"""The problems that a check finds, in the GUI's words, with a hint what to do.

A problem of severity ``"error"`` keeps a workflow from being enqueued. A ``"warning"`` reports something
that was repaired when the workflow was loaded, as the GUI does: an edge without a target was left out, or a
node of an older minor version was updated. It also reports what will go wrong when the workflow runs: a value
that does not fit the input that it reaches through an edge, or several runs with the same seed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Problem", "ProblemKind", "Severity", "errors_among"]

Severity = Literal["error", "warning"]
ProblemKind = Literal[
    "missing_node_template",
    "missing_field_template",
    "missing_input",
    "invalid_value",
    "no_nodes",
    "too_many_returns",
    "batch_not_connected",
    "batch_empty",
    "batch_size_mismatch",
    "batch_unusable",
    "batch_too_large",
    "range_too_large",
    "value_will_not_fit",
    "same_seed_each_run",
    "batch_through_connector",
    "edge_invalid",
    "edge_removed",
    "form_element_removed",
    "node_updated",
    "node_not_updated",
    "value_dropped",
    "unavailable",
]


@dataclass(frozen=True)
class Problem:
    """One problem of a workflow.

    Parameters
    ----------
    kind : str
        The kind of problem, e.g. ``"missing_input"``.
    severity : {"error", "warning"}
        Whether it keeps the workflow from being enqueued.
    message : str
        What is wrong, in the GUI's words if it has any, with the names of node and field.
    hint : str
        What to do next.
    node_id, node_label : str
        The node, and the name that users see on it; empty if the problem concerns the whole workflow.
    field : str
        The field; empty if the problem concerns the whole node.
    """

    kind: ProblemKind
    severity: Severity
    message: str
    hint: str = ""
    node_id: str = ""
    node_label: str = ""
    field: str = ""

    def __str__(self) -> str:
        """Return one line: the severity, the message and the hint."""
        return f"{self.severity}: {self.message}" + (f" ({self.hint})" if self.hint else "")


def errors_among(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that keep a workflow from being enqueued.

    Parameters
    ----------
    problems : iterable of Problem
        The problems that a check found.

    Returns
    -------
    list of Problem
        Those of severity ``"error"``, in their order.
    """
    return [problem for problem in problems if problem.severity == "error"]
