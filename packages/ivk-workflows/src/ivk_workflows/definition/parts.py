"""The nodes, edges and exposed fields of a workflow file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["ExposedField", "WorkflowEdge", "WorkflowNode"]


class WorkflowNode(NamedTuple):
    """One node of a workflow file.

    Parameters
    ----------
    id : str
        The node's id in this workflow.
    kind : str
        The kind of node in the editor: ``"invocation"``, ``"notes"``, ``"connector"``, ``"current_image"``.
    type : str
        The invocation's type, e.g. ``"noise"``.
    label : str
        The name that its author gave it; often empty.
    version : str
        The version of the node type that it was saved with.
    inputs : mapping of str to mapping
        The saved inputs by name, each with ``label`` and perhaps ``value``.
    raw : mapping
        The whole entry in the file.
    """

    id: str
    kind: str
    type: str
    label: str
    version: str
    inputs: Mapping[str, Mapping[str, Any]]
    raw: Mapping[str, Any]

    @property
    def is_invocation(self) -> bool:
        """Whether it is an invocation, and not a note, a connector or another kind of node."""
        return self.kind == "invocation"


class WorkflowEdge(NamedTuple):
    """One edge of a workflow file.

    Parameters
    ----------
    id : str
        The edge's id in this workflow.
    kind : str
        ``"default"``, or ``"collapsed"`` for the line that the editor draws between two collapsed nodes.
    source, target : str
        Ids of the nodes that it connects.
    source_field, target_field : str
        Names of the output and of the input; empty for collapsed edges.
    raw : mapping
        The whole entry in the file.
    """

    id: str
    kind: str
    source: str
    source_field: str
    target: str
    target_field: str
    raw: Mapping[str, Any]

    @property
    def ends(self) -> tuple[str, str, str, str]:
        """What it connects: source, source field, target and target field."""
        return self[2:6]


class ExposedField(NamedTuple):
    """An input that an older workflow exposes in its list of inputs, instead of a form."""

    node_id: str
    field_name: str
