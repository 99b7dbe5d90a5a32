"""One node of a workflow, and the fields of all its inputs, on the form or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivk_core.attributes import StrictAttributes
from ivk_core.suggestions import did_you_mean
from ivk_fields import IvkField
from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.errors import InputNotFoundError

__all__ = ["NodeInputs", "NodeView"]


class NodeInputs(StrictAttributes, Mapping[str, IvkField[Any]]):
    """The fields of a node's inputs by name; assigning sets a field's value."""

    def __init__(self, title: str, fields: Mapping[str, IvkField[Any]]) -> None:
        self._title = title
        self._fields = fields

    def __getitem__(self, name: str) -> IvkField[Any]:
        try:
            return self._fields[name]
        except KeyError:
            raise self._no_such_input(name) from None

    def __setitem__(self, name: str, value: object) -> None:
        self[name].set(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def _no_such_input(self, name: str) -> InputNotFoundError:
        return InputNotFoundError(
            f"The node {self._title!r} has no input {name!r} that takes a value.",
            candidates=list(self._fields),
            hint=f"{did_you_mean(str(name), self._fields)} It has: {', '.join(self._fields)}.".lstrip(),
        )


class NodeView(StrictAttributes):
    """A node of a workflow.

    Parameters
    ----------
    node : LoadedNode
        The node.
    fields : mapping of str to IvkField
        The fields of its inputs.
    """

    inputs: NodeInputs

    def __init__(self, node: LoadedNode, fields: Mapping[str, IvkField[Any]]) -> None:
        self._node = node
        self.inputs = NodeInputs(node.title, fields)

    def _attribute_hint(self, name: str, value: object) -> str:
        return f"To set the input, use .inputs[{name!r}] = {value!r}." if name in self.inputs else ""

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
