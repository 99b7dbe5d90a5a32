"""The inputs of a workflow and the fields that hold their values; nothing in here talks to a server.

A definition says what stands in the file, node templates say what a server takes. Together they give every
input its type, and a field is made of each that somebody looks at, the same one each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any

from ivk_fields import FieldRegistry, IvkField
from ivk_workflows.compile import LoadedWorkflow, load
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import InputLookupError, InputNotFoundError
from ivk_workflows.inputs import InputKey, WorkflowInput, find_input, find_node, form_inputs, node_inputs
from ivk_workflows.node_view import NodeView
from ivk_workflows.templates import TemplateCatalog, bundled_catalog

__all__ = ["Place", "WorkflowInputs"]

Place = tuple[str, str]
"""Node id and field name of an input."""


class WorkflowInputs:
    """A workflow whose inputs can be found and looked at.

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
        self.catalog = catalog if catalog is not None else bundled_catalog()
        self.called = called or {}
        self._registry = fields or _built_in_fields()
        self._fields: dict[Place, IvkField[Any]] = {}

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
    def _on_the_form(self) -> dict[Place, WorkflowInput]:
        return {each.key: each for each in self.inputs}

    @cached_property
    def _everywhere(self) -> Mapping[Place, WorkflowInput]:
        inputs = (node_inputs(self.opened, node).values() for node in self.opened.invocations)
        # The form may narrow what an input takes, and gives it the index it is known by.
        return {each.key: each for of_node in inputs for each in of_node} | self._on_the_form

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
        if isinstance(key, tuple) and (known := self._on_the_form.get(key) or self._everywhere.get(key)):
            return known
        with _naming(self.definition.source):
            return self._find(key)

    def _find(self, key: InputKey) -> WorkflowInput:
        try:
            return find_input(self.inputs, key)
        except InputNotFoundError as error:
            if isinstance(key, int):
                raise
            return self._find_off_the_form(key, error)

    def _find_off_the_form(self, key: InputKey, not_on_the_form: InputNotFoundError) -> WorkflowInput:
        try:
            return find_input(tuple(self._everywhere.values()), key)
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
        with _naming(self.definition.source):
            found = find_node(self.opened, key)
        inputs = node_inputs(self.opened, found)
        return NodeView(
            found, {name: self._field(self._on_the_form.get(each.key, each)) for name, each in inputs.items()}
        )

    def __getitem__(self, key: InputKey) -> Any:
        return self.get_input_value(key).value

    @property
    def touched(self) -> dict[Place, IvkField[Any]]:
        """The fields that somebody set, by node id and field name."""
        return {place: field for place, field in self._fields.items() if field.touched}

    def _field(self, place: WorkflowInput) -> IvkField[Any]:
        field = self._fields.get(place.key)
        if field is None:
            field = self._fields[place.key] = self._registry.make(place.spec, place.value)
        return field

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}: {len(self.inputs)} inputs, {len(self.touched)} set>"


@contextmanager
def _naming(source: str) -> Iterator[None]:
    """Put the file in front of what is said about names that are not in it."""
    try:
        yield
    except InputLookupError as error:
        message = f"{source}: {error.message}" if source else error.message
        raise type(error)(message, candidates=error.candidates, hint=error.hint) from None


@cache
def _built_in_fields() -> FieldRegistry:
    return FieldRegistry()
