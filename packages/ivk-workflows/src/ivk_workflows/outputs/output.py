"""The outputs of one job: a sequence that can also be indexed by label, node or type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from ivk_core.suggestions import did_you_mean
from ivk_workflows.outputs.errors import AmbiguousOutputError, OutputNotFoundError
from ivk_workflows.outputs.reading import RawOutput

__all__ = ["NodeOutput", "Outputs"]


@dataclass(frozen=True)
class NodeOutput:
    """The output of one node in one iteration.

    Parameters
    ----------
    raw : RawOutput
        The output as the server sent it.
    value : object
        The value that a mapper converted it to: an image file, a text, a number, a list …
    """

    raw: RawOutput = field(repr=False)
    value: Any

    @property
    def node_id(self) -> str:
        """The node's id in the workflow."""
        return self.raw.node_id

    @property
    def node_type(self) -> str:
        """The node's type."""
        return self.raw.node_type

    @property
    def label(self) -> str:
        """The name that the workflow gives to the node; empty if it gives none."""
        return self.raw.label

    @property
    def type(self) -> str:
        """The type of the output, such as ``"image_output"``."""
        return self.raw.type

    @property
    def iteration(self) -> tuple[int, ...]:
        """The indices of the iteration; empty if the node was not in one."""
        return self.raw.iteration

    @property
    def is_intermediate(self) -> bool:
        """Whether the node is intermediate, so that the gallery does not show its images."""
        return self.raw.is_intermediate


class Outputs(Sequence[NodeOutput]):
    """Outputs in the order in which their nodes finished.

    Parameters
    ----------
    items : sequence of NodeOutput
        The outputs.
    """

    def __init__(self, items: Sequence[NodeOutput]) -> None:
        self._items = tuple(items)

    def where(self, wanted: Callable[[NodeOutput], bool]) -> Outputs:
        """Return the outputs that a function returns True for."""
        return Outputs([output for output in self._items if wanted(output)])

    def by_label(self, label: str) -> Outputs:
        """Return the outputs of the nodes with a label."""
        return self.where(lambda output: output.label == label)

    def by_node(self, node_id: str) -> Outputs:
        """Return the outputs of one node, in the order of its iterations."""
        return self.where(lambda output: output.node_id == node_id)

    def by_type(self, output_type: str) -> Outputs:
        """Return the outputs of one type, such as ``"image_output"``."""
        return self.where(lambda output: output.type == output_type)

    @property
    def values(self) -> list[Any]:
        """The values of all outputs."""
        return [output.value for output in self._items]

    @property
    def value(self) -> Any:
        """The value of the only output.

        Raises
        ------
        OutputNotFoundError
            If there is none.
        AmbiguousOutputError
            If there are several.
        """
        if not self._items:
            raise OutputNotFoundError("One output was requested, and there is none.")
        only, *others = self._items
        if others:
            raise AmbiguousOutputError(
                f"One output was requested, and there are {len(self._items)}.",
                hint="Select one by its position, or get all of them with .values.",
            )
        return only.value

    @overload
    def __getitem__(self, index: int) -> NodeOutput: ...
    @overload
    def __getitem__(self, index: slice) -> Outputs: ...
    @overload
    def __getitem__(self, index: str) -> Outputs: ...
    def __getitem__(self, index: int | slice | str) -> NodeOutput | Outputs:
        """Return one output by its position, several by a slice, or those with a label, a node id or a type.

        Raises
        ------
        IndexError
            If there are fewer outputs.
        OutputNotFoundError
            If no output has that label, node id or type.
        """
        if isinstance(index, int):
            return self._items[index]
        if isinstance(index, slice):
            return Outputs(self._items[index])
        found = self.where(lambda output: index in (output.label, output.node_id, output.type))
        if not found:
            raise OutputNotFoundError(f"There is no output {index!r}.", hint=self._hint_for(index))
        return found

    def _hint_for(self, wanted: str) -> str:
        names = {
            name for output in self._items for name in (output.label, output.node_id, output.type) if name
        }
        shown = dict.fromkeys(output.label or output.type for output in self._items)
        return (
            did_you_mean(wanted, sorted(names)) or f"The outputs are {', '.join(map(repr, shown)) or 'none'}."
        )

    def __contains__(self, wanted: object) -> bool:
        if isinstance(wanted, str):
            return any(wanted in (output.label, output.node_id, output.type) for output in self._items)
        return wanted in self._items

    def __iter__(self) -> Iterator[NodeOutput]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"Outputs({list(self._items)!r})"
