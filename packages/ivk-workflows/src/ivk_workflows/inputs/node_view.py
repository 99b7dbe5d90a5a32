"""One node of a workflow, and the fields of all its inputs, on the form or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeAlias

from ivk_fields import IvkField
from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.errors import InputNotFoundError
from ivk_workflows.inputs.lookup import same_name

__all__ = ["NodeInputs", "NodeView"]


LabeledFields: TypeAlias = Mapping[str, tuple[str, IvkField[Any]]]
"""The labels and the fields of a node's inputs, by the names of the inputs."""


class NodeInputs(Mapping[str, IvkField[Any]]):
    """The fields of a node's inputs by name, or by the label that users see; assigning sets a field's value.

    A node that calls a workflow has other inputs after another workflow is chosen, so the fields are found
    anew each time.
    """

    def __init__(self, title: str, fields: Callable[[], LabeledFields]) -> None:
        self._title = title
        self._find = fields

    def __getitem__(self, name: str) -> IvkField[Any]:
        fields = self._find()
        if name in fields:
            return fields[name][1]
        labeled = [field for label, field in fields.values() if same_name(label, name)]
        if len(labeled) != 1:
            raise self._no_such_input(name, fields)
        return labeled[0]

    def __setitem__(self, name: str, value: object) -> None:
        self[name].set(value)

    def __contains__(self, name: object) -> bool:
        return name in self._find()

    def __iter__(self) -> Iterator[str]:
        return iter(self._find())

    def __len__(self) -> int:
        return len(self._find())

    def _no_such_input(self, name: str, fields: LabeledFields) -> InputNotFoundError:
        close = get_close_matches(name, fields)
        return InputNotFoundError(
            f"The node {self._title!r} has no input {name!r} that takes a value.",
            candidates=list(fields),
            hint=f"It has: {', '.join(close or fields)}.",
        )


class NodeView:
    """A node of a workflow.

    Parameters
    ----------
    node : LoadedNode
        The node.
    fields : callable
        Returns the labels and the fields of its inputs, by the names of the inputs.
    """

    def __init__(self, node: LoadedNode, fields: Callable[[], LabeledFields]) -> None:
        self._node = node
        self.inputs = NodeInputs(node.title, fields)

    @property
    def id(self) -> str:
        """The node's id."""
        return self._node.id

    @property
    def type(self) -> str:
        """The node's type, such as ``"denoise_latents"``."""
        return self._node.type

    @property
    def title(self) -> str:
        """The name that users see on it: its label, or the title of its type."""
        return self._node.title

    def __repr__(self) -> str:
        return f"<NodeView {self.title!r} ({self.type}): {', '.join(self.inputs)}>"
