"""The inputs of a workflow as they are with certain called workflows; computed once, and shared by copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ivk_workflows.compile import LoadedWorkflow
from ivk_workflows.errors import InputNotFoundError
from ivk_workflows.inputs import InputKey, LabelledIndex, WorkflowInput, find_input, form_inputs, node_inputs

__all__ = ["InputViews"]


class InputViews:
    """The inputs of a loaded workflow.

    Parameters
    ----------
    loaded : LoadedWorkflow
        The workflow as the GUI's editor loads it, with the values of the file.
    """

    def __init__(self, loaded: LoadedWorkflow) -> None:
        self.loaded = loaded

    @cached_property
    def on_form(self) -> tuple[WorkflowInput, ...]:
        """The inputs on the form, in the form's order; those of all nodes for an API graph without a form."""
        on_form = tuple(form_inputs(self.loaded))
        if on_form or self.loaded.body is None:
            return on_form
        inputs = [each for each in self._of_nodes() if not each.connected]
        return tuple(each._replace(input_index=index) for index, each in enumerate(inputs))

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], WorkflowInput]:
        """The inputs on the form, by node id and field name."""
        return {each.key: each for each in self.on_form}

    @cached_property
    def everywhere(self) -> Mapping[tuple[str, str], WorkflowInput]:
        """The inputs of all nodes, by node id and field name; those on the form have the form's limits."""
        return {each.key: each for each in self._of_nodes()} | dict(self.by_place)

    def _of_nodes(self) -> Iterator[WorkflowInput]:
        for node in self.loaded.invocations:
            yield from node_inputs(self.loaded, node).values()

    def find(self, key: InputKey) -> WorkflowInput:
        """Find an input, on the form first.

        Raises
        ------
        InputNotFoundError, AmbiguousInputError
            If no input has that name, or several have it.
        """
        try:
            return find_input(self.on_form, key)
        except InputNotFoundError as error:
            if isinstance(key, int | LabelledIndex):
                raise
            return self._find_off_form(key, error)

    def _find_off_form(self, key: InputKey, not_on_form: InputNotFoundError) -> WorkflowInput:
        try:
            return find_input(tuple(self.everywhere.values()), key)
        except InputNotFoundError as error:
            raise not_on_form if self.on_form else error from None
