"""The inputs of a workflow, and the fields that hold their values.

The definition has the values of the file, and the node templates of a server have the types of the inputs. A
field is made for an input when it is first used, and is kept.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, TypeAlias

from ivk_core.attributes import StrictAttributes
from ivk_fields import FieldRegistry, IvkField
from ivk_workflows.compile import LoadedWorkflow, load
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import AmbiguousInputError, InputLookupError, InputNotFoundError
from ivk_workflows.inputs import (
    InputKey,
    LabelledIndex,
    NodeView,
    WorkflowInput,
    find_input,
    find_inputs,
    find_node,
    form_inputs,
    node_inputs,
)
from ivk_workflows.templates import TemplateCatalog, bundled_catalog

__all__ = ["InputFields", "Place"]

Place: TypeAlias = tuple[str, str]
"""Node id and field name of an input."""


class InputFields(StrictAttributes):
    """The inputs of a workflow and their fields.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read. It is never changed.
    catalog : TemplateCatalog, optional
        The node types of a server; those of InvokeAI 6.14.2 by default.
    registry : FieldRegistry, optional
        Makes the field of an input; the built-in fields by default.
    called : mapping of str to WorkflowDefinition, optional
        Workflows of a library that nodes of this one call, by id: they say what inputs those nodes have.
    """

    definition: WorkflowDefinition
    catalog: TemplateCatalog
    registry: FieldRegistry
    called: Mapping[str, WorkflowDefinition]

    def __init__(
        self,
        definition: WorkflowDefinition,
        catalog: TemplateCatalog | None = None,
        *,
        registry: FieldRegistry | None = None,
        called: Mapping[str, WorkflowDefinition] | None = None,
    ) -> None:
        self.definition = definition
        self.catalog = catalog if catalog is not None else bundled_catalog()
        self.registry = registry or _built_in_fields()
        self.called = called or {}
        self._fields: dict[Place, IvkField[Any]] = {}

    @cached_property
    def loaded(self) -> LoadedWorkflow:
        """The workflow as the GUI's editor loads it, with the values of the file."""
        return load(self.definition, self.catalog, self.called)

    @cached_property
    def on_form(self) -> tuple[WorkflowInput, ...]:
        """The inputs on the form, in the form's order."""
        return tuple(form_inputs(self.loaded))

    @cached_property
    def _by_place(self) -> dict[Place, WorkflowInput]:
        return {each.key: each for each in self.on_form}

    @cached_property
    def _everywhere(self) -> Mapping[Place, WorkflowInput]:
        inputs = (node_inputs(self.loaded, node).values() for node in self.loaded.invocations)
        # Inputs on the form replace the same inputs of the nodes: they have the form's limits and its index.
        return {each.key: each for of_node in inputs for each in of_node} | self._by_place

    @property
    def touched(self) -> dict[Place, IvkField[Any]]:
        """The fields that were set, by node id and field name."""
        return {place: field for place, field in self._fields.items() if field.touched}

    def find(self, key: InputKey) -> WorkflowInput:
        """Find an input, see `WorkflowBase.get_input`."""
        if isinstance(key, WorkflowInput):
            key = key.key
        if isinstance(key, tuple) and (known := self._by_place.get(key) or self._everywhere.get(key)):
            return known
        with _naming(self.definition.source):
            return self._find(key)

    def shortest_key(self, place: WorkflowInput) -> str | tuple[str, str]:
        """Return the shortest key that finds an input and no other one."""
        for name in (place.label, place.path):
            if name and find_inputs(self.on_form, name) == [place]:
                return name
        return place.key

    def find_repeated(self, name: str, times: int) -> list[WorkflowInput]:
        """Find the inputs that share a name, in their order, for as many values.

        Raises
        ------
        InputNotFoundError, AmbiguousInputError
            If no input has the name, or not as many as there are values.
        """
        found = find_inputs(self.on_form, name) or find_inputs(tuple(self._everywhere.values()), name)
        if not found:
            return [self.find(name)]
        if len(found) == 1:
            return found * times  # the caller refuses two values for one input
        if len(found) != times:
            raise AmbiguousInputError(
                f"There are {times} values for {name!r}, and {len(found)} inputs of that name: "
                f"{', '.join(map(str, found))}.",
                candidates=[str(one) for one in found],
                hint="Give each of them a value, or select one by its index, or as 'node.field'.",
            )
        return found

    def _find(self, key: InputKey) -> WorkflowInput:
        try:
            return find_input(self.on_form, key)
        except InputNotFoundError as error:
            if isinstance(key, int | LabelledIndex):
                raise
            return self._find_off_form(key, error)

    def _find_off_form(self, key: InputKey, not_on_form: InputNotFoundError) -> WorkflowInput:
        try:
            return find_input(tuple(self._everywhere.values()), key)
        except InputNotFoundError as error:
            raise not_on_form if self.on_form else error from None

    def field(self, place: WorkflowInput) -> IvkField[Any]:
        """Return the field of an input; it is the same object each time."""
        field = self._fields.get(place.key)
        if field is None:
            field = self._fields[place.key] = self.registry.make(place.spec, place.value)
        return field

    def node(self, key: str) -> NodeView:
        """Find a node with the fields of its inputs, see `WorkflowBase.node`."""
        with _naming(self.definition.source):
            found = find_node(self.loaded, key)
        inputs = node_inputs(self.loaded, found)
        places = {name: self._by_place.get(each.key, each) for name, each in inputs.items()}
        return NodeView(found, {name: self.field(place) for name, place in places.items()})

    def reset(self, places: Iterable[WorkflowInput] | None = None) -> None:
        """Discard the values that were set, all of them or those of some inputs."""
        # Each field is kept, because programs hold fields that they got before.
        chosen = self._fields.values() if places is None else map(self.field, places)
        for field in chosen:
            field.reset()

    def copy(self) -> InputFields:
        """Return a copy with the same values, to be set independently; the loaded workflow is shared."""
        duplicate = InputFields(self.definition, self.catalog, registry=self.registry, called=self.called)
        # The cached properties, if they were computed: loading a workflow again would be slow.
        shared = ("loaded", "on_form", "_by_place", "_everywhere")
        vars(duplicate).update({name: vars(self)[name] for name in shared if name in vars(self)})
        duplicate._fields = {place: field.model_copy() for place, field in self.touched.items()}
        return duplicate


@contextmanager
def _naming(source: str) -> Generator[None, None, None]:
    """Put the name of the file in front of the messages of lookup errors."""
    try:
        yield
    except InputLookupError as error:
        message = f"{source}: {error.message}" if source else error.message
        raise type(error)(message, candidates=error.candidates, hint=error.hint) from None


@cache
def _built_in_fields() -> FieldRegistry:
    return FieldRegistry()
