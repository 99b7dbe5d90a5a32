"""A workflow with its inputs at hand; nothing in here talks to a server.

A `WorkflowForm` joins a definition (what the file says) with node templates (what the server says), makes a
typed field of every input that somebody looks at. What can be done with what was set is the business of those
that build on it: `Workflow` on paper, the handles on a server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

from ivk_fields import FieldRegistry, IvkField
from ivk_workflows.compile import LoadedWorkflow, load
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.describing import as_html, as_text, rows
from ivk_workflows.drift import IndexDrift, index_map, read_index_map, verify_index_map
from ivk_workflows.errors import InputNotFoundError
from ivk_workflows.inputs import InputKey, WorkflowInput, find_input, find_node, form_inputs, node_inputs
from ivk_workflows.node_view import NodeView
from ivk_workflows.output_node import OutputNode, output_nodes
from ivk_workflows.setting import checked_assignments
from ivk_workflows.sweeping import Sweep, sweep_of
from ivk_workflows.tables import Table
from ivk_workflows.templates import TemplateCatalog, bundled_catalog
from ivk_workflows.values_file import read_values

__all__ = ["Values", "WorkflowForm"]

Place = tuple[str, str]
Values = Mapping[Any, object] | str | Path
W = TypeVar("W", bound="WorkflowForm")


class WorkflowForm:
    """A workflow and the values of its inputs.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read. It is never changed.
    catalog : TemplateCatalog, optional
        The node types of a server; those of InvokeAI 6.14.2 by default.
    fields : FieldRegistry, optional
        What picks a field for an input; the built-in fields by default.
    called : mapping of str to WorkflowDefinition, optional
        Workflows of a library that nodes of this one call, by id: they say what inputs those nodes have.
    """

    def __init__(
        self,
        definition: WorkflowDefinition,
        catalog: TemplateCatalog | None = None,
        *,
        fields: FieldRegistry | None = None,
        called: Mapping[str, WorkflowDefinition] | None = None,
    ) -> None:
        self.definition = definition
        self.called = called or {}
        self.catalog = catalog if catalog is not None else bundled_catalog()
        self._registry = fields or FieldRegistry()
        self._fields: dict[Place, IvkField[Any]] = {}
        self.swept = Sweep()

    @property
    def name(self) -> str:
        """The name that its author gave it."""
        return self.definition.name

    @cached_property
    def opened(self) -> LoadedWorkflow:
        """The workflow as the editor opens it, with the values of the file."""
        return load(self.definition, self.catalog, self.called)

    @cached_property
    def inputs(self) -> tuple[WorkflowInput, ...]:
        """The inputs on its form, in the form's order."""
        return tuple(form_inputs(self.opened))

    @cached_property
    def _all_inputs(self) -> tuple[WorkflowInput, ...]:
        everywhere = (node_inputs(self.opened, node).values() for node in self.opened.invocations)
        return tuple(each for inputs in everywhere for each in inputs)

    @cached_property
    def _form_inputs_by_place(self) -> Mapping[Place, WorkflowInput]:
        return {each.key: each for each in self.inputs}

    def list_inputs(self) -> list[WorkflowInput]:
        """List the inputs on the form, in the form's order; their indices are stable."""
        return list(self.inputs)

    def get_input(self, key: InputKey) -> WorkflowInput:
        """Find an input by index, label, field name or ``"node.field"``.

        Those on the form come first; any other input of any node is found by ``"node.field"``, by
        (node id, field name), or by its name where only one has it.

        Raises
        ------
        InputNotFoundError
            If none goes by that name; it lists those there are.
        AmbiguousInputError
            If several do; it lists them.
        """
        try:
            return find_input(self.inputs, key)
        except InputNotFoundError as error:
            if isinstance(key, int):
                raise
            return self._find_off_the_form(key, error)

    def _find_off_the_form(self, key: InputKey, not_on_the_form: InputNotFoundError) -> WorkflowInput:
        try:
            return find_input(self._all_inputs, key)
        except InputNotFoundError as error:
            raise not_on_the_form if self.inputs else error from None

    def get_input_value(self, key: InputKey) -> IvkField[Any]:
        """Give the field of an input; assign to its ``value`` to set it.

        Parameters
        ----------
        key : int, str or tuple
            See `get_input`.

        Returns
        -------
        IvkField
            The same one each time.
        """
        return self._field(self.get_input(key))

    def node(self, key: str) -> NodeView:
        """Find a node by label, id, title or type; its inputs can be set, on the form or not.

        Raises
        ------
        InputNotFoundError
            If there is no such node.
        AmbiguousInputError
            If several nodes go by that name.
        """
        found = find_node(self.opened, key)
        inputs = node_inputs(self.opened, found)
        return NodeView(found, {name: self._field(each) for name, each in inputs.items()})

    def __getitem__(self, key: InputKey) -> Any:
        return self.get_input_value(key).value

    def __setitem__(self, key: InputKey, value: object) -> None:
        self.set({key: value})

    def set(self, values: Values | None = None, /, **named: object) -> Self:
        """Set inputs, all of them or none.

        Parameters
        ----------
        values : mapping or path, optional
            Values by index, label, field name or ``"node.field"``, or a JSON or YAML file that holds them.
        **named
            Values by name: ``positive_prompt=…`` finds *Positive Prompt*.

        Returns
        -------
        WorkflowForm
            This one.

        Raises
        ------
        InputLookupError
            If a name finds no input, or several.
        InputConnectedError
            If an edge feeds the input, so that its own value would not count.
        FieldValueError
            If a value is not allowed.
        InputFileError, MissingPartError, OSError
            If the file cannot be read; YAML needs PyYAML.
        """
        given = read_values(values) if isinstance(values, str | Path) else values or {}
        for field, value in checked_assignments(self, {**given, **named}):
            field.set(value)
        return self

    def set_text(self, row: Mapping[str, str]) -> Self:
        """Set inputs from text, such as a row of a CSV file, all of them or none; blank cells say nothing.

        Raises
        ------
        InputLookupError, InputConnectedError, FieldValueError
            As `set` does.
        """
        filled = {key: text for key, text in row.items() if text and text.strip()}
        for field, value in checked_assignments(self, filled, as_text=True):
            field.set(value)
        return self

    def reset(self) -> Self:
        """Forget all that was set."""
        self._fields.clear()
        return self

    def copy(self) -> Self:
        """Give another one with the same values, to be set apart from this one."""
        return self._copy_values_to(self._blank_copy())

    def _copy_values_to(self, twin: W) -> W:
        twin._fields = {place: field.model_copy() for place, field in self.touched.items()}
        twin.swept = self.swept
        return twin

    def _blank_copy(self) -> Self:
        return type(self)(self.definition, self.catalog, fields=self._registry, called=self.called)

    @property
    def touched(self) -> dict[Place, IvkField[Any]]:
        """The fields that somebody set, by node id and field name."""
        return {place: field for place, field in self._fields.items() if field.touched}

    def sweep(
        self,
        *,
        product: Table = (),
        zip: Table = (),  # noqa: A002 - the word that says it
        runs: int | None = None,
    ) -> Self:
        """Give a copy that runs once for each combination of many values.

        Parameters
        ----------
        product : mapping, rows, path of a CSV file or DataFrame
            Values by input; each input multiplies with the others.
        zip : mapping, rows, path of a CSV file or DataFrame
            Values by input that go together: the first of each, the second of each, and so on.
        runs : int, optional
            How often to run each combination; once by default.

        Returns
        -------
        WorkflowForm
            A copy. What the batch nodes of the workflow bring multiplies with it.

        Raises
        ------
        InputLookupError, InputConnectedError, FieldValueError
            As `set` does, for every value.
        BatchError
            If there are no values for an input, it is named twice, or zipped inputs have unequally many.
        """
        twin = self.copy()
        twin.swept = sweep_of(twin, product, zip, runs)
        return twin

    def list_outputs(self) -> list[OutputNode]:
        """List the nodes whose results are kept: those that run and are not intermediate."""
        return output_nodes(self.opened)

    def describe(self) -> str:
        """Describe the inputs as a table of text: index, label, node, present value, what it takes."""
        return as_text(self)

    def preview(self) -> list[str]:
        """Give a line for each input on the form: index, label and present value."""
        return [f"[{index}] {label}: {value}" for index, label, _, value, _ in rows(self)]

    def _repr_html_(self) -> str:
        return as_html(self)

    def export_input_index_map(self, path: str | Path | None = None) -> list[dict[str, Any]]:
        """Note which input has which index, to be verified later.

        Parameters
        ----------
        path : str or Path, optional
            A JSON file to write it to.

        Returns
        -------
        list of dict
            For each input: index, label, node id, field name, type.
        """
        exported = index_map(self.inputs)
        if path is not None:
            Path(path).write_text(json.dumps(exported, indent=2), encoding="utf-8")
        return exported

    def verify_input_index_map(self, earlier: str | Path | Sequence[Mapping[str, Any]]) -> list[IndexDrift]:
        """Compare the inputs with a map that was exported earlier.

        Parameters
        ----------
        earlier : path or sequence of mapping
            What `export_input_index_map` gave or wrote.

        Returns
        -------
        list of IndexDrift
            Empty when nothing has changed.
        """
        return verify_index_map(read_index_map(earlier), self.inputs)

    def _field(self, place: WorkflowInput) -> IvkField[Any]:
        field = self._fields.get(place.key)
        if field is None:
            shown = self._form_inputs_by_place.get(place.key, place)
            field = self._fields[place.key] = self._registry.make(shown.spec, shown.value)
        return field

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}: {len(self.inputs)} inputs, {len(self.touched)} set>"
