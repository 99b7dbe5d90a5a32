"""The values of the inputs of one job, by the names that users see.

The workflow that was sent with the job has the form and the labels. The graph has the values, and the values
of the batch replace them. So they are also known for a job that another program submitted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from ivk_core.errors import InvokeAIError
from ivk_fields.missing import MISSING
from ivk_fields.spec import FieldType, InputSpec
from ivk_workflows.compile import LoadedWorkflow, load
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.errors import InputLookupError, InputNotFoundError
from ivk_workflows.inputs import InputKey, LabelledIndex, WorkflowInput, find_input, form_inputs
from ivk_workflows.outputs.graph_names import GraphNames
from ivk_workflows.outputs.known_workflow import UNKNOWN_WORKFLOW, KnownWorkflow
from ivk_workflows.outputs.reading import prepared_nodes
from ivk_workflows.queue.schemas import QueueItem

__all__ = ["JobInputs"]

D = TypeVar("D")
_Place = tuple[str, str]
# What a node has beside its inputs.
_NOT_INPUTS = frozenset({"id", "type", "is_intermediate", "use_cache"})


class JobInputs(Mapping[str, Any]):  # noqa: PLW1641 - its values may be lists, which have no hash
    """The values that a job ran with: those on the form, and those that were set or swept beside the form.

    A mapping by label; where several inputs have one label, by ``"Node.field"``. Indexing also takes the
    index of an input on the form, its field name, its label in another spelling (``positive_prompt``), and
    ``(node id, field name)`` for any input of any node. Without a form it has all values of the graph.

    Parameters
    ----------
    item : QueueItem
        The whole queue item.
    known : KnownWorkflow
        What is known of the workflow beside the item.

    Examples
    --------
    >>> result.inputs["CFG Scale"], result.inputs["cfg_scale"], result.inputs["denoise-1", "cfg_scale"]
    (7.5, 7.5, 7.5)
    """

    def __init__(self, item: QueueItem, known: KnownWorkflow = UNKNOWN_WORKFLOW) -> None:
        self._item = item
        self._known = known
        self._names = GraphNames.of_item(item, known.catalog, known.workflow)
        self._batch: dict[_Place, Any] = {
            (one.node_path, one.field_name): one.value for one in item.field_values or []
        }

    @property
    def listed(self) -> tuple[WorkflowInput, ...]:
        """The inputs in this mapping, with their values, in the order of the form."""
        return self._listed

    @property
    def batch_values(self) -> dict[_Place, Any]:
        """The values of the batch for this job, by node id and field name."""
        return dict(self._batch)

    def place_of(self, key: InputKey) -> _Place:
        """Return node id and field name of an input.

        Raises
        ------
        InputNotFoundError
            If none has that name; the error lists the inputs.
        AmbiguousInputError
            If several have that name; the error lists them.
        """
        return self._find(key).key

    @cached_property
    def _by_key(self) -> dict[str, WorkflowInput]:
        return dict(zip(_keys(self._listed), self._listed, strict=True))

    @cached_property
    def _listed(self) -> tuple[WorkflowInput, ...]:
        form = form_inputs(self._loaded) if self._loaded else []
        by_place = {one.key: one for one in form}
        others = [*self._batch, *sorted(self._known.chosen)] if form else [*self._batch, *self._in_graph()]
        places = dict.fromkeys([*by_place, *others])
        return tuple(self._input(index, place, by_place.get(place)) for index, place in enumerate(places))

    @cached_property
    def _everywhere(self) -> tuple[WorkflowInput, ...]:
        """All inputs of all nodes that have a value."""
        listed = {one.key: one for one in self._listed}
        places = dict.fromkeys([*listed, *self._in_graph()])
        return tuple(
            listed.get(place) or self._input(index, place, None) for index, place in enumerate(places)
        )

    @cached_property
    def _loaded(self) -> LoadedWorkflow | None:
        document = self._known.workflow or self._item.workflow
        if not document:
            return None
        try:
            return load(WorkflowDefinition.from_dict(dict(document)), self._names.catalog)
        except InvokeAIError:
            return None  # another program sent something that is not a workflow

    @cached_property
    def _ran(self) -> Mapping[str, Mapping[str, Any]]:
        """The nodes as they ran, by the ids of the graph; of several iterations the first."""
        sources = self._item.session.get("prepared_source_mapping") or {}
        ran: dict[str, Mapping[str, Any]] = {}
        for prepared_id, node in prepared_nodes(self._item).items():
            ran.setdefault(sources.get(prepared_id, prepared_id), node)
        return ran

    @cached_property
    def _fed(self) -> frozenset[_Place]:
        edges = (self._item.session.get("graph") or {}).get("edges") or []
        return frozenset((edge["destination"]["node_id"], edge["destination"]["field"]) for edge in edges)

    def _in_graph(self) -> Iterator[_Place]:
        for node_id, node in self._names.nodes.items():
            for name, value in node.items():
                if name not in _NOT_INPUTS and value is not None and (node_id, name) not in self._fed:
                    yield node_id, name

    def _input(self, index: int, place: _Place, on_form: WorkflowInput | None) -> WorkflowInput:
        node_id, name = place
        if on_form is not None:
            return on_form._replace(value=self._value(place))
        return WorkflowInput(
            index,
            self._names.input(node_id, name),
            node_id,
            self._names.node(node_id),
            name,
            self._names.spec(node_id, name) or InputSpec(name, FieldType("UnknownField")),
            self._value(place),
        )

    def _value(self, place: _Place) -> Any:
        node_id, name = place
        if place in self._batch:
            return self._batch[place]
        sent, ran = self._names.nodes.get(node_id, {}), self._ran.get(node_id, {})
        for node in (ran, sent) if place in self._fed else (sent, ran):
            if name in node:
                return node[name]
        saved = self._loaded.nodes.get(node_id) if self._loaded else None
        value = saved.value(name) if saved else None
        return None if value is MISSING else value

    def _find(self, key: InputKey) -> WorkflowInput:
        if isinstance(key, str) and key in self._by_key:
            return self._by_key[key]
        if isinstance(key, WorkflowInput):
            key = key.key
        try:
            return find_input(self._listed, key)
        except InputNotFoundError as error:
            if isinstance(key, int | LabelledIndex):
                raise
            return self._find_elsewhere(key, error)

    def _find_elsewhere(self, key: InputKey, not_listed: InputNotFoundError) -> WorkflowInput:
        try:
            return find_input(self._everywhere, key)
        except InputNotFoundError:
            if isinstance(key, tuple) and not isinstance(key, WorkflowInput) and self._is_input(key):
                return self._input(-1, key, None)
            raise not_listed from None

    def _is_input(self, place: _Place) -> bool:
        node_id, name = place
        return name not in _NOT_INPUTS and name in self._ran.get(node_id, {})

    def __getitem__(self, key: InputKey) -> Any:
        """Return the value of an input, as it was sent to the server.

        Raises
        ------
        InputNotFoundError
            If none has that name; the error lists the inputs.
        AmbiguousInputError
            If several have that name; the error lists them.
        """
        return self._find(key).value

    def get(self, key: InputKey, default: D | None = None) -> Any | D | None:
        """Return the value of an input, or a default if no input, or more than one, has that name."""
        try:
            return self[key]
        except InputLookupError:
            return default

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str | int | tuple):
            return False
        try:
            self._find(key)
        except InputLookupError:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def __eq__(self, other: object) -> bool:
        return dict(self) == dict(other) if isinstance(other, Mapping) else NotImplemented

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self)!r})"


def _keys(inputs: Iterable[WorkflowInput]) -> list[str]:
    """Return a different name for each input: its label, else node and field, else with the node's id."""
    inputs = tuple(inputs)
    chosen: dict[_Place, str] = {}
    names: tuple[Callable[[WorkflowInput], str], ...] = (
        lambda one: one.label,
        lambda one: one.path,
        lambda one: f"{one.node_id}.{one.field_name}",
    )
    for name in names:
        left = [one for one in inputs if one.key not in chosen]
        counts = Counter(map(name, left)) + Counter(chosen.values())
        chosen |= {one.key: name(one) for one in left if counts[name(one)] == 1}
    return [chosen.get(one.key, f"{one.node_id}.{one.field_name}") for one in inputs]
