"""One input of a workflow: its place, its label, its type and its value in the file."""

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
        Its place on the form, counted from 0; the same as long as the form is the same.
    label : str
        What users see: the label that the author gave it, or the title of its type.
    node_id : str
        Id of the node it belongs to.
    node_label : str
        What users see on that node.
    field_name : str
        Its name on the node, e.g. ``"steps"``.
    spec : InputSpec
        What it takes: the server's type and limits, narrowed by the form.
    value : object
        What the workflow holds for it, as it would go to the server; ``MISSING`` for nothing.
    connected : bool
        True if an edge feeds it, so that its own value is ignored.
    description : str
        What the author or the server says about it.
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

    @property
    def key(self) -> tuple[str, str]:
        """Node id and field name, which identify it."""
        return self.node_id, self.field_name

    @property
    def required(self) -> bool:
        """Whether the server requires a value."""
        return self.spec.required

    @property
    def path(self) -> str:
        """The node's name and the field's, e.g. ``"Denoise.steps"``."""
        return f"{self.node_label}.{self.field_name}"

    def __str__(self) -> str:
        return f"[{self.input_index}] {self.label} ({self.path})"
