"""The nodes and edges of a workflow file, by the names that this package uses for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["ExposedField", "WorkflowEdge", "WorkflowNode"]


class WorkflowNode(NamedTuple):
    """One node as it stands in the file.

    Parameters
    ----------
    id : str
        The node's id in this workflow.
    kind : str
        What the editor draws: ``"invocation"``, ``"notes"``, ``"connector"``, ``"current_image"``.
    type : str
        The invocation's type, e.g. ``"noise"``.
    label : str
        The name that its author gave it; often empty.
    version : str
        The version of the node type it was saved with.
    inputs : mapping of str to mapping
        The saved inputs by name, each with ``label`` and perhaps ``value``.
    raw : mapping
        The whole entry of the file.
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
        """Whether this is something that runs, and not a note or a connector."""
        return self.kind == "invocation"


class WorkflowEdge(NamedTuple):
    """One edge as it stands in the file.

    Parameters
    ----------
    id : str
        The edge's id in this workflow.
    kind : str
        ``"default"``, or ``"collapsed"`` for what the editor draws between two folded nodes.
    source, target : str
        Ids of the nodes at both ends.
    source_field, target_field : str
        Names of the output and of the input; empty on collapsed edges.
    raw : mapping
        The whole entry of the file.
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
        """Both ends with their fields: what it connects, whatever it is called."""
        return self[2:6]


class ExposedField(NamedTuple):
    """An input that an older workflow put on its panel."""

    node_id: str
    field_name: str
