"""A workflow as a form to fill in; nothing in here talks to a server.

Inputs are set, all or none, and swept over many values. What is done with what was set is the business of
those that build on it: `Workflow` on paper, the handles on a server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self, TypeVar

from ivk_core.errors import ArgumentError
from ivk_fields import FieldRegistry
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.inputs import InputKey
from ivk_workflows.setting import checked_assignments
from ivk_workflows.sweeping import Sweep, sweep_of
from ivk_workflows.tables import Table
from ivk_workflows.templates import TemplateCatalog
from ivk_workflows.values_file import read_values
from ivk_workflows.workflow_inputs import Place
from ivk_workflows.workflow_view import WorkflowView

__all__ = ["Place", "Values", "WorkflowForm"]

Values = Mapping[Any, object] | str | Path
"""Values by whatever inputs are called, or a JSON or YAML file that holds them."""

W = TypeVar("W", bound="WorkflowForm")


class WorkflowForm(WorkflowView):
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
        super().__init__(definition, catalog, fields=fields, called=called)
        self.swept = Sweep()

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

    def _variants(self, inputs: Iterable[Mapping[Any, object]]) -> list[Self]:
        """Give a copy for each set of values."""
        if isinstance(inputs, Mapping | str):
            raise ArgumentError(
                "Values for each run are wanted, and these are the values of one.",
                hint="Give a list of them: map([{'seed': 1}, {'seed': 2}]).",
            )
        return [self.copy().set(values) for values in inputs]

    def _blank_copy(self) -> Self:
        return type(self)(self.definition, self.catalog, fields=self._registry, called=self.called)

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
