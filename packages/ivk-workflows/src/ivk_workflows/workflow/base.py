"""The base of all workflows: inputs to set and to sweep, without requests to a server.

`Workflow` compiles without a server, `WorkflowHandle` submits to one. This base keeps the inputs in an
`InputFields`; other modules set, sweep and describe them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from ivk_core.attributes import StrictAttributes
from ivk_core.errors import ArgumentError
from ivk_core.suggestions import did_you_mean
from ivk_fields import FieldRegistry, IvkField
from ivk_workflows.compile import LoadedWorkflow
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import InputLookupError
from ivk_workflows.inputs import InputKey, NodeView, WorkflowInput
from ivk_workflows.templates import TemplateCatalog
from ivk_workflows.workflow.assigning_calls import assign_all
from ivk_workflows.workflow.describing import as_html, as_text, rows
from ivk_workflows.workflow.fields import InputFields, Place
from ivk_workflows.workflow.given import Values, filled_cells, given_pairs
from ivk_workflows.workflow.index_map import IndexDrift, index_map, read_index_map, verify_index_map
from ivk_workflows.workflow.outputs import OutputNode, output_nodes
from ivk_workflows.workflow.sweeping import Sweep, sweep_of
from ivk_workflows.workflow.tables import Table

__all__ = ["Values", "WorkflowBase"]


class WorkflowBase(StrictAttributes):
    """A workflow and the values of its inputs.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read. It is never changed.
    catalog : TemplateCatalog, optional
        The node types of a server; those of InvokeAI 6.14.2 by default.
    fields : FieldRegistry, optional
        Makes the field of an input; the built-in fields by default.
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
        _require_definition(definition)
        self._inputs = InputFields(definition, catalog, registry=fields, called=called)
        self._sweep = Sweep()

    @property
    def definition(self) -> WorkflowDefinition:
        """The workflow as it was read."""
        return self._inputs.definition

    @property
    def catalog(self) -> TemplateCatalog:
        """The node types that its inputs get their types from."""
        return self._inputs.catalog

    @property
    def name(self) -> str:
        """The name that its author gave it."""
        return self.definition.name

    @property
    def inputs(self) -> tuple[WorkflowInput, ...]:
        """The inputs on its form, in the form's order."""
        return self._inputs.on_form

    @property
    def loaded(self) -> LoadedWorkflow:
        """Its nodes, edges and form as the GUI's editor loads them, with the values of the file."""
        return self._inputs.loaded

    @property
    def touched(self) -> dict[Place, IvkField[Any]]:
        """The fields that were set, by node id and field name."""
        return self._inputs.touched

    def list_inputs(self) -> list[WorkflowInput]:
        """List the inputs on the form, in the form's order; their indices are stable."""
        return list(self.inputs)

    def get_input(self, key: InputKey) -> WorkflowInput:
        """Find an input by index, label, field name or ``"node.field"``.

        Inputs on the form come first. Any other input of any node is found by ``"node.field"``, by
        (node id, field name), or by its name if only one has it.

        Parameters
        ----------
        key : int, str or tuple of str
            The index, name, or node id and field name; or a `WorkflowInput`.

        Returns
        -------
        WorkflowInput

        Raises
        ------
        InputNotFoundError
            If none has that name; the error lists the inputs.
        AmbiguousInputError
            If several have that name; the error lists them.
        """
        return self._inputs.find(key)

    def get_input_value(self, key: InputKey) -> IvkField[Any]:
        """Return the field of an input; assign to its ``value`` to set it.

        Parameters
        ----------
        key : int, str or tuple of str
            See `get_input`.

        Returns
        -------
        IvkField
            The same one each time.

        Raises
        ------
        InputNotFoundError, AmbiguousInputError
            As `get_input` does.
        """
        return self._inputs.field(self._inputs.find(key))

    def node(self, key: str) -> NodeView:
        """Find a node by label, id, title or type; its inputs can be set, on the form or not.

        Raises
        ------
        InputNotFoundError
            If there is no such node.
        AmbiguousInputError
            If several nodes have that name.
        """
        return self._inputs.node(key, lambda place, value: assign_all(self._inputs, [(place, value)]))

    def __getitem__(self, key: InputKey) -> Any:
        return self.get_input_value(key).value

    def __iter__(self) -> Iterator[str | tuple[str, str]]:
        """Iterate over the keys of the inputs on the form; see `keys`."""
        return iter(self.keys())

    def __len__(self) -> int:
        """Return how many inputs the form has."""
        return len(self.inputs)

    def __bool__(self) -> bool:
        # A workflow without a form is still a workflow, and `if workflow:` asks whether there is one.
        return True

    def __contains__(self, key: object) -> bool:
        """Return whether ``workflow[key]`` is an input."""
        try:
            self._inputs.find(key)  # type: ignore[arg-type]  # any other key is not found
        except InputLookupError:
            return False
        return True

    def keys(self) -> list[str | tuple[str, str]]:
        """Return a key for each input on the form, in the form's order; ``workflow[key]`` finds each.

        It is the label; ``"node.field"`` if several inputs have that label, or (node id, field name) if
        several have that as well. ``dict(workflow)`` has the current values by these keys.
        """
        return [self._inputs.shortest_key(each) for each in self.inputs]

    def __setitem__(self, key: InputKey, value: object) -> None:
        self.set({key: value})

    def set(self, values: Values | None = None, /, **named: object) -> Self:
        """Set inputs, all of them or none.

        Parameters
        ----------
        values : mapping, iterable of records or pairs, or path, optional
            Values by index, label, field name, ``"node.field"`` or `WorkflowInput`. Records such as
            ``[{"name": "Prompt", "value": "a"}, {"name": "Prompt", "value": "b"}]`` set inputs that share a
            name, in the order of the form. Or a JSON or YAML file that holds either.
        **named
            Values by name: ``positive_prompt=…`` finds *Positive Prompt*.

        Returns
        -------
        WorkflowBase
            This workflow.

        Raises
        ------
        InputLookupError
            If no input has one of the names, or several have it.
        InputConnectedError
            If an edge feeds one of the inputs, so that the server would ignore its value.
        FieldValueError
            If a value is not allowed.
        ArgumentError
            If `values` has none of these forms.
        InputFileError, MissingPartError, OSError
            If the file cannot be read; YAML needs PyYAML.
        """
        assign_all(self._inputs, given_pairs(values, named))
        return self

    def set_text(self, row: Mapping[str, str]) -> Self:
        """Set inputs from text, such as a row of a CSV file, all of them or none; blank cells are left out.

        Raises
        ------
        InputLookupError, InputConnectedError, FieldValueError
            As `set` does.
        """
        assign_all(self._inputs, filled_cells(row), as_text=True)
        return self

    def reset(self, *keys: InputKey) -> Self:
        """Discard values that were set: those of some inputs, or all.

        Parameters
        ----------
        *keys : int, str or tuple of str
            The inputs, see `get_input`; all of them by default.

        Raises
        ------
        InputNotFoundError, AmbiguousInputError
            As `get_input` does.
        """
        self._inputs.reset([self._inputs.find(key) for key in keys] if keys else None)
        return self

    def copy(self) -> Self:
        """Return a copy with the same values, which can be set independently."""
        duplicate = object.__new__(type(self))
        vars(duplicate).update(vars(self))
        duplicate._inputs = self._inputs.copy()
        return duplicate

    def sweep(
        self,
        *,
        product: Table = (),
        zip: Table = (),  # noqa: A002 - the usual word for it
        runs: int | None = None,
    ) -> Self:
        """Return a copy that runs once for each combination of many values.

        Parameters
        ----------
        product : mapping, rows, path of a CSV file or DataFrame
            Values by input; each input multiplies with the others.
        zip : mapping, rows, path of a CSV file or DataFrame
            Values by input that are zipped: the first of each, the second of each, and so on.
        runs : int, optional
            How often to run each combination; once by default.

        Returns
        -------
        WorkflowBase
            A copy. It multiplies with the batch nodes of the workflow.

        Raises
        ------
        InputLookupError, InputConnectedError, FieldValueError
            As `set` does, for every value.
        BatchError
            If there are no values for an input, it is named twice, or zipped inputs differ in length.
        """
        swept = self.copy()
        swept._sweep = sweep_of(swept._inputs, product, zip, runs)
        return swept

    def list_outputs(self) -> list[OutputNode]:
        """List the nodes whose results are kept: those that run and are not intermediate."""
        return output_nodes(self._inputs.loaded)

    def describe(self) -> str:
        """Return the inputs as a table of text.

        It has the index, label, node, current value and allowed values of each. These include the limits and
        options of the form, the component that shows the input, and the description if the form shows it.
        """
        return as_text(self._inputs)

    def preview(self) -> list[str]:
        """Return a line for each input on the form: index, label and current value."""
        return [f"[{index}] {label}: {value}" for index, label, _, value, _ in rows(self._inputs)]

    def _repr_html_(self) -> str:
        return as_html(self._inputs)

    def export_input_index_map(self, path: str | Path | None = None) -> list[dict[str, Any]]:
        """Record which input has which index, to be verified later.

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
            The map, or the file, that `export_input_index_map` made.

        Returns
        -------
        list of IndexDrift
            Empty if nothing has changed.
        """
        return verify_index_map(read_index_map(earlier), self.inputs)

    def inputs_and_sweep(self) -> tuple[InputFields, Sweep]:
        """Return what it is composed of, for the modules that submit and save it."""
        return self._inputs, self._sweep

    def _attribute_hint(self, name: str, value: object) -> str:
        if name not in self:
            names = [name for each in self.inputs for name in (each.label, each.field_name)]
            similar = did_you_mean(name, names)
            return f"{similar} Inputs are set with workflow[name] = value." if similar else ""
        return f"To set the input, use workflow[{name!r}] = {value!r} or workflow.set({name}={value!r})."

    def __repr__(self) -> str:
        views, chosen = self._inputs.known_views, self._inputs.set_count
        return f"<{type(self).__name__} {self.name!r}: {len(views.on_form)} inputs, {chosen} set>"


def _require_definition(definition: object) -> None:
    if not isinstance(definition, WorkflowDefinition):
        raise ArgumentError(
            f"A workflow is made of a WorkflowDefinition, not of {type(definition).__name__}.",
            hint="Read it with WorkflowDefinition.from_file, from_json, from_dict or from_image.",
        )
