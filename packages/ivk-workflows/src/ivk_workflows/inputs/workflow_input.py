"""One input of a workflow: its index, its label, its type and its value in the file."""

from __future__ import annotations

from typing import Any, NamedTuple

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec

__all__ = ["WorkflowInput"]


class WorkflowInput(NamedTuple):
    """An input that the form shows, or that a node has.

    Parameters
    ----------
    input_index : int
        Its index on the form, counted from 0. It changes only if the form changes.
    label : str
        The name that users see: the label that the author gave it, or the title of the input in the node
        type.
    node_id : str
        Id of the node that it belongs to.
    node_label : str
        The name that users see on that node.
    field_name : str
        Its name on the node, e.g. ``"steps"``.
    spec : InputSpec
        Its type and limits: those of the server, narrowed by the form.
    value : object
        Its value in the workflow, as it would be sent to the server; ``MISSING`` if there is none.
    connected : bool
        True if an edge feeds it, so that the server ignores its own value.
    description : str
        The author's description, else the server's.
    shows_description : bool
        Whether the form shows the description.
    """

    input_index: int
    label: str
    node_id: str
    node_label: str
    field_name: str
    spec: InputSpec
    value: Any = MISSING
    connected: bool = False
    description: str = ""
    shows_description: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Node id and field name, which together identify it."""
        return self.node_id, self.field_name

    @property
    def required(self) -> bool:
        """Whether the server requires a value."""
        return self.spec.required

    @property
    def path(self) -> str:
        """The names of node and field, e.g. ``"Denoise.steps"``."""
        return f"{self.node_label}.{self.field_name}"

    def __hash__(self) -> int:
        """Return a hash, so that it can be the key of a value; its own value may be a list."""
        return hash(self.key)

    def __str__(self) -> str:
        return f"[{self.input_index}] {self.label} ({self.path})"
