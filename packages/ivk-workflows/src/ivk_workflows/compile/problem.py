"""What a check finds: one :class:`Problem` each, said the way the GUI says it, with what to do about it.

A problem of severity ``"error"`` keeps a workflow from being enqueued. A ``"warning"`` tells of something
that was put right on the way, as the GUI does when it opens a file: an edge that leads nowhere is left out,
a node that is a little behind is brought up to date.
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
    "batch_through_connector",
    "edge_removed",
    "form_element_removed",
    "node_updated",
    "node_not_updated",
    "value_dropped",
    "unavailable",
]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a workflow, or was.

    Parameters
    ----------
    kind : str
        What sort of problem it is, e.g. ``"missing_input"``.
    severity : {"error", "warning"}
        Whether it keeps the workflow from being enqueued.
    message : str
        The GUI's words for it, with the names that belong to it.
    hint : str
        What to do about it.
    node_id, node_label : str
        The node concerned, and the name people see on it; empty when it concerns the whole workflow.
    field : str
        The field concerned; empty when it concerns the whole node.
    """

    kind: ProblemKind
    severity: Severity
    message: str
    hint: str = ""
    node_id: str = ""
    node_label: str = ""
    field: str = ""

    def __str__(self) -> str:
        """Read as one line: the severity, the message and what to do."""
        return f"{self.severity}: {self.message}" + (f" ({self.hint})" if self.hint else "")


def errors_among(problems: Iterable[Problem]) -> list[Problem]:
    """Pick the problems that keep a workflow from being enqueued.

    Parameters
    ----------
    problems : iterable of Problem
        What a check found.

    Returns
    -------
    list of Problem
        Those of severity ``"error"``, in their order.
    """
    return [problem for problem in problems if problem.severity == "error"]
