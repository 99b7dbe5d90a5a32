"""The inputs of a workflow, and the fields that hold their values.

The definition has the values of the file, and the node templates of a server have the types of the inputs. A
field is made for an input when it is first used, and is kept.

A node that calls a workflow of the library has the inputs of that workflow. So the
inputs are always those for the workflows that are called now; see `InputFields.views`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeAlias

from ivk_core.attributes import StrictAttributes
from ivk_fields import FieldRegistry, FieldValueError, IvkField
from ivk_workflows.compile import LoadedWorkflow, load
from ivk_workflows.compile.loaded import SAVED_CALL
from ivk_workflows.compile.saved_calls import CALLED_ID, SAVED_INPUT, is_saved_input, with_changed_calls
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import AmbiguousInputError, InputLookupError, InputNotFoundError
from ivk_workflows.inputs import (
    InputKey,
    NodeView,
    WorkflowInput,
    find_input,
    find_inputs,
    find_node,
    node_inputs,
)
from ivk_workflows.templates import TemplateCatalog, bundled_catalog
from ivk_workflows.workflow.called import CalledWorkflows, FetchCalled
from ivk_workflows.workflow.lost import LostValue
from ivk_workflows.workflow.views import InputViews

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
    calls: CalledWorkflows
    fetch_called: FetchCalled | None
    """Fetches a workflow that a node was set to call; None if that has to be done before."""

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
        self.calls = CalledWorkflows(called or {})
        self.fetch_called = None
        self._kept: dict[Place, _Kept] = {}
        self._views: dict[tuple[tuple[str, str], ...], InputViews] = {}

    @property
    def called(self) -> Mapping[str, WorkflowDefinition]:
        """The called workflows that are known, by id."""
        return self.calls.definitions

    @property
    def views(self) -> InputViews:
        """The inputs as they are with the workflows that its nodes call now."""
        return self.views_of(self._chosen_ids(self.fetch_called))

    @property
    def known_views(self) -> InputViews:
        """The same, without fetching called workflows."""
        return self.views_of(self._chosen_ids(None))

    def views_of(self, chosen: Mapping[str, str]) -> InputViews:
        """Return the inputs if nodes call certain workflows, by the ids of nodes and workflows."""
        key = tuple(sorted(chosen.items())) + tuple(
            (each, "") for each in chosen.values() if each in self.called
        )
        if key not in self._views:
            definition = with_changed_calls(self.definition, chosen, self.called)
            self._views[key] = InputViews(load(definition, self.catalog, self.called))
        return self._views[key]

    @cached_property
    def callers(self) -> tuple[str, ...]:
        """The ids of the nodes that call a workflow of the library."""
        return tuple(node.id for node in self.definition.nodes_by_id.values() if node.type == SAVED_CALL)

    def chosen_calls(self) -> dict[str, str]:
        """Return the names or ids of the workflows that nodes were set to call, by the ids of the nodes."""
        chosen = {}
        for node_id in self.callers:
            kept = self._kept.get((node_id, CALLED_ID))
            if kept is not None and kept.field.touched:
                chosen[node_id] = "" if kept.field.value is None else str(kept.field.value)
        return chosen

    def _chosen_ids(self, fetch: FetchCalled | None) -> dict[str, str]:
        """Return the ids of the chosen workflows; the name of one that is not known stands for its id."""
        chosen = self.chosen_calls()
        for node_id, wanted in chosen.items():
            found = self.calls.fetch(wanted, fetch) if wanted and fetch else self.calls.id_of(wanted)
            chosen[node_id] = found or wanted
        return chosen

    @property
    def known_calls(self) -> set[Place]:
        """The inputs that were set to a workflow which is known, so that the loaded workflow has its id."""
        return {(node_id, CALLED_ID) for node_id, each in self.chosen_calls().items() if self._is_known(each)}

    def unknown_calls(self) -> list[str]:
        """List the names or ids of the chosen workflows that are not known."""
        wanted = dict.fromkeys(self.chosen_calls().values())
        return [each for each in wanted if each and self.calls.id_of(each) is None]

    def is_call(self, key: InputKey) -> bool:
        """Return whether a key finds the input of a node that chooses the workflow to call."""
        if not self.callers:
            return False
        try:
            found = self.find(key)
        except InputLookupError:
            return False
        return found.field_name == CALLED_ID and found.node_id in self.callers

    @property
    def loaded(self) -> LoadedWorkflow:
        """The workflow as the GUI's editor loads it, with the values of the file."""
        return self.views.loaded

    @property
    def on_form(self) -> tuple[WorkflowInput, ...]:
        """The inputs on the form, in the form's order."""
        return self.views.on_form

    @property
    def touched(self) -> dict[Place, IvkField[Any]]:
        """The fields that were set, by node id and field name, without those of :attr:`lost`."""
        lost = self._lost()
        return {
            place: kept.field
            for place, kept in self._kept.items()
            if kept.field.touched and place not in lost
        }

    @property
    def set_count(self) -> int:
        """How many fields were set."""
        return sum(kept.field.touched for kept in self._kept.values())

    @property
    def lost(self) -> list[LostValue]:
        """Inputs that were set, and that the workflow which is called now does not have."""
        return [(self._kept[place].place, self._kept[place].field) for place in self._lost()]

    def lost_in(self, loaded: LoadedWorkflow) -> list[LostValue]:
        """List the inputs that were set, and that a workflow with other called workflows does not have."""
        set_on_calls = ((kept.place, kept.field) for kept in self._kept.values() if kept.field.touched)
        return [
            (place, field)
            for place, field in set_on_calls
            if is_saved_input(node := loaded.nodes[place.node_id], place.field_name)
            and place.field_name not in node.values
        ]

    def set_input(self, place: Place) -> WorkflowInput:
        """Return an input that was set, also if the workflow that is called now may not have it."""
        return self._kept[place].place

    def _lost(self) -> list[Place]:
        everywhere = self.views.everywhere if self.chosen_calls() else {}
        chosen = self.chosen_calls()
        known = {each for each in self.callers if self._is_known(chosen.get(each, ""))}
        set_on_calls = [
            place
            for place, kept in self._kept.items()
            if place[0] in known and place[1].startswith(SAVED_INPUT) and kept.field.touched
        ]
        if not set_on_calls:
            return []
        everywhere = everywhere or self.views.everywhere
        return [
            place for place in set_on_calls if place not in everywhere or not self._fits(everywhere[place])
        ]

    def _is_known(self, wanted: str) -> bool:
        return not wanted or self.calls.id_of(wanted) is not None

    def _fits(self, place: WorkflowInput) -> bool:
        """Return whether the kept field of an input is still of its type."""
        kept = self._kept[place.key]
        return kept.place.spec.type == place.spec.type

    def find(self, key: InputKey) -> WorkflowInput:
        """Find an input, see `WorkflowBase.get_input`."""
        views = self.views
        if isinstance(key, WorkflowInput):
            key = key.key
        if isinstance(key, tuple) and (known := views.by_place.get(key) or views.everywhere.get(key)):
            return known
        with _naming(self.definition.source):
            try:
                return views.find(key)
            except InputNotFoundError as error:
                raise self._explained(error, key) from None

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
        views = self.views
        found = find_inputs(views.on_form, name) or find_inputs(tuple(views.everywhere.values()), name)
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

    def _explained(self, error: InputNotFoundError, key: InputKey) -> InputNotFoundError:
        """Return the error, with a reason if a called workflow decides about the inputs."""
        reasons = [
            self.calls.not_found[each] for each in self.unknown_calls() if each in self.calls.not_found
        ]
        unknown = [each for each in self.unknown_calls() if each not in self.calls.not_found]
        if unknown and self.fetch_called is None:
            names = " and ".join(map(repr, unknown))
            reasons.append(
                f"The inputs of {names}, which was chosen to be called, are not known yet: "
                "await load_called() first (Workflow has no server; pass called=)."
            )
        lost = [place for place, _ in self.lost]
        if lost and self._is_among(lost, key):
            reasons.append("It was an input of the workflow that was called before.")
        hint = " ".join([*reasons, error.hint])
        return InputNotFoundError(error.message, candidates=error.candidates, hint=hint)

    def _is_among(self, inputs: Sequence[WorkflowInput], key: InputKey) -> bool:
        try:
            find_input(inputs, key)
        except AmbiguousInputError:
            return True
        except InputNotFoundError:
            return False
        return True

    def field(self, place: WorkflowInput) -> IvkField[Any]:
        """Return the field of an input; it is the same object as long as the input is the same."""
        kept = self._kept.get(place.key)
        if kept is None or not kept.is_for(place):
            kept = self._kept[place.key] = self._made(place, kept)
        return kept.field

    def _made(self, place: WorkflowInput, former: _Kept | None) -> _Kept:
        field = self.registry.make(place.spec, place.value)
        if former is not None and former.field.touched and former.place.spec.type == place.spec.type:
            # Another workflow is called, with the same input but perhaps other limits.
            with suppress(FieldValueError):
                field.set(former.field.value)
        return _Kept(place, field)

    def node(self, key: str, assign: Callable[[Place, object], None]) -> NodeView:
        """Find a node with the fields of its inputs, see `WorkflowBase.node`; `assign` sets one of them."""
        with _naming(self.definition.source):
            found = find_node(self.loaded, key)
        return NodeView(
            found, lambda: self._fields_of(found.id), lambda name, value: assign((found.id, name), value)
        )

    def _fields_of(self, node_id: str) -> dict[str, tuple[str, IvkField[Any]]]:
        views = self.views
        inputs = node_inputs(views.loaded, views.loaded.nodes[node_id])
        places = {name: views.by_place.get(each.key, each) for name, each in inputs.items()}
        return {name: (place.label, self.field(place)) for name, place in places.items()}

    def reset(self, places: Iterable[WorkflowInput] | None = None) -> None:
        """Discard the values that were set, all of them or those of some inputs."""
        # Each field is kept, because programs hold fields that they got before.
        fields = [each.field for each in self._kept.values()] if places is None else map(self.field, places)
        for field in fields:
            field.reset()

    def copy(self) -> InputFields:
        """Return a copy with the same values, to be set independently; the loaded workflow is shared."""
        duplicate = InputFields(self.definition, self.catalog, registry=self.registry)
        duplicate.calls, duplicate.fetch_called, duplicate._views = self.calls, self.fetch_called, self._views
        duplicate._kept = {
            place: _Kept(kept.place, kept.field.model_copy())
            for place, kept in self._kept.items()
            if kept.field.touched
        }
        return duplicate


class _Kept(NamedTuple):
    """A field, and the input that it was made for."""

    place: WorkflowInput
    field: IvkField[Any]

    def is_for(self, place: WorkflowInput) -> bool:
        """Return whether the field is that of an input, which may have become another one."""
        same = self.place is place or self.place.spec is place.spec
        return same or (
            self.place.spec == place.spec and (self.field.touched or self.place.value == place.value)
        )


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
