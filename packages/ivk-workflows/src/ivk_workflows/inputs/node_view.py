"""One node of a workflow, and the fields of all its inputs, on the form or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from ivk_core.attributes import StrictAttributes
from ivk_core.suggestions import did_you_mean
from ivk_fields import IvkField
from ivk_workflows.compile.loaded import LoadedNode
from ivk_workflows.errors import InputNotFoundError
from ivk_workflows.inputs.lookup import same_name

__all__ = ["NodeInputs", "NodeView"]


LabeledFields: TypeAlias = Mapping[str, tuple[str, IvkField[Any]]]
"""The labels and the fields of a node's inputs, by the names of the inputs."""


class NodeInputs(StrictAttributes, Mapping[str, IvkField[Any]]):
    """The fields of a node's inputs by name, or by the label that users see; assigning sets a field's value.

    A node that calls a workflow has other inputs after another workflow is chosen, so the fields are found
    anew each time.
    """

    def __init__(
        self, title: str, fields: Callable[[], LabeledFields], assign: Callable[[str, object], None]
    ) -> None:
        self._title = title
        self._find = fields
        self._assign = assign

    def __getitem__(self, name: str) -> IvkField[Any]:
        fields = self._find()
        return fields[self._name_in(fields, name)][1]

    def __setitem__(self, name: str, value: object) -> None:
        self._assign(self._name_in(self._find(), name), value)

    def _name_in(self, fields: LabeledFields, name: str) -> str:
        if name in fields:
            return name
        labeled = [each for each, (label, _) in fields.items() if same_name(label, name)]
        if len(labeled) != 1:
            raise self._no_such_input(name, fields)
        return labeled[0]

    def __contains__(self, name: object) -> bool:
        return name in self._find()

    def __iter__(self) -> Iterator[str]:
        return iter(self._find())

    def __len__(self) -> int:
        return len(self._find())

    def _no_such_input(self, name: str, fields: LabeledFields) -> InputNotFoundError:
        return InputNotFoundError(
            f"The node {self._title!r} has no input {name!r} that takes a value.",
            candidates=list(fields),
            hint=f"{did_you_mean(str(name), fields)} It has: {', '.join(fields)}.".lstrip(),
        )


class NodeView(StrictAttributes):
    """A node of a workflow.

    Parameters
    ----------
    node : LoadedNode
        The node.
    fields : callable
        Returns the labels and the fields of its inputs, by the names of the inputs.
    assign : callable
        Sets an input of a name to a value, with the checks of `WorkflowBase.set`.
    """

    inputs: NodeInputs

    def __init__(
        self,
        node: LoadedNode,
        fields: Callable[[], LabeledFields],
        assign: Callable[[str, object], None],
    ) -> None:
        self._node = node
        self.inputs = NodeInputs(node.title, fields, assign)

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
