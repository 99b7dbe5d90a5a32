"""A loaded workflow, as the GUI's editor has it: nodes with the server's templates, valid edges, a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.compile.edge_index import EdgeIndex
from ivk_workflows.compile.given_lists import GENERATOR_TYPES, with_moved_lists, without_replaced_generators
from ivk_workflows.compile.problem import Problem
from ivk_workflows.definition.api_body import ApiBody
from ivk_workflows.definition.form import Form
from ivk_workflows.definition.parts import WorkflowNode
from ivk_workflows.templates.template import NodeTemplate, SlotType

__all__ = [
    "BATCH_TYPES",
    "COLLECTIONS",
    "GENERATOR_TYPES",
    "SAVED_CALL",
    "LoadedNode",
    "LoadedWorkflow",
    "Values",
]

COLLECTIONS: Mapping[str, str] = {
    "image_batch": "images",
    "string_batch": "strings",
    "integer_batch": "integers",
    "float_batch": "floats",
}
"""The input of each type of batch node that holds its collection."""

BATCH_TYPES = frozenset(COLLECTIONS)
SAVED_CALL = "call_saved_workflow"
"""The type of node that calls a workflow of the server's library."""

VersionStatus: TypeAlias = Literal["current", "updated", "incompatible"]

Values: TypeAlias = Mapping[tuple[str, str], Any]
"""Values of inputs by node id and field name, as they are sent; :data:`MISSING` empties an input."""


@dataclass(slots=True)
class LoadedNode:
    """A node of a loaded workflow.

    Parameters
    ----------
    saved : WorkflowNode
        The node in the file.
    template : NodeTemplate or None
        The server's node type; None for types that it does not have, and for notes and connectors.
    values : dict of str to object
        Its inputs by name, in order; :data:`MISSING` for an input without a value.
    dynamic : mapping of str to InputSpec
        Inputs that the node describes itself.
    version_status : {"current", "updated", "incompatible"}
        Whether it had the server's version, was updated to it, or has another major version and was not
        updated.
    written_dynamic : mapping of str to object
        The same inputs as `dynamic`, as the file describes them.
    stated : mapping of str to object
        Models that the file names in a way that the editor cannot read, by input; see
        `ivk_workflows.compile.stated`. They are shown to users and are not sent.
    """

    saved: WorkflowNode
    template: NodeTemplate | None
    values: dict[str, Any]
    dynamic: Mapping[str, InputSpec] = field(default_factory=dict)
    version_status: VersionStatus = "current"
    written_dynamic: Mapping[str, Any] = field(default_factory=dict)
    stated: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The node's id."""
        return self.saved.id

    @property
    def type(self) -> str:
        """The node's type."""
        return self.saved.type

    @property
    def title(self) -> str:
        """The name that users see on it: its label, or the title of its type."""
        return self.saved.label or (self.template.title if self.template else self.type)

    @property
    def use_cache(self) -> bool:
        """Whether the server may answer from its cache."""
        saved = self.saved.raw["data"].get("useCache")
        return saved if isinstance(saved, bool) else self.template is None or self.template.use_cache

    @property
    def is_intermediate(self) -> bool:
        """Whether its output is intermediate, which keeps it out of the gallery."""
        saved = self.saved.raw["data"].get("isIntermediate")
        # Without a saved flag, the editor's default for new nodes.
        return saved if isinstance(saved, bool) else self.type != "save_image"

    @property
    def is_executable(self) -> bool:
        """Whether it runs on the server; batch and generator nodes only provide values for the queue."""
        return self.saved.is_invocation and self.type not in BATCH_TYPES and self.type not in GENERATOR_TYPES

    @property
    def is_batch(self) -> bool:
        """Whether it is a batch node."""
        return self.saved.is_invocation and self.type in BATCH_TYPES

    def spec(self, name: str) -> InputSpec | None:
        """Return the description of an input, or None if neither template nor file describes it."""
        if self.dynamic and name in self.dynamic:
            return self.dynamic[name]
        return self.template.inputs.get(name) if self.template else None

    def slot(self, name: str) -> SlotType | None:
        """Return the type that an edge into an input must have."""
        spec = self.spec(name)
        if spec is None or self.template is None:
            return None
        return SlotType(spec.type) if name in self.dynamic else self.template.input_slot(name)

    def label_of(self, name: str) -> str:
        """Return the name that users see on an input: its label, or the title from the template."""
        label = self.saved.inputs.get(name, {}).get("label")
        if isinstance(label, str) and label:
            return label
        spec = self.spec(name)
        return spec.title if spec else name

    def with_values(self, changed: Mapping[str, Any]) -> LoadedNode:
        """Return a copy with some values replaced."""
        stated = {name: value for name, value in self.stated.items() if name not in changed}
        return replace(self, values={**self.values, **changed}, stated=stated)

    def value(self, name: str) -> Any:
        """Return an input's value, or :data:`MISSING`."""
        return self.values.get(name, MISSING)

    def shown(self, name: str) -> Any:
        """Return an input's value as users see it: a model as the file names it, or :data:`MISSING`."""
        return self.stated[name] if name in self.stated else self.value(name)


@dataclass
class LoadedWorkflow:
    """A workflow that :func:`~ivk_workflows.compile.loading.load` has loaded from a definition.

    Parameters
    ----------
    nodes : mapping of str to LoadedNode
        The nodes by id, notes and connectors included.
    edges : EdgeIndex
        The valid edges.
    form : Form
        The form that the editor shows: the saved one, or one made of the exposed fields.
    warnings : sequence of Problem
        What was repaired when it was loaded.
    header : mapping
        The document in the current format, for its name, author and so on.
    body : ApiBody, optional
        The API graph that it is, if it is not a workflow of the editor.
    replaced : frozenset of (node id, field name)
        The inputs whose values were replaced after it was loaded.
    """

    nodes: Mapping[str, LoadedNode]
    edges: EdgeIndex
    form: Form
    warnings: Sequence[Problem]
    header: Mapping[str, Any]
    body: ApiBody | None = None
    replaced: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def invocations(self) -> tuple[LoadedNode, ...]:
        """The nodes that are neither notes nor connectors."""
        return tuple(node for node in self.nodes.values() if node.saved.is_invocation)

    @cached_property
    def batches(self) -> tuple[LoadedNode, ...]:
        """The batch nodes."""
        return tuple(node for node in self.invocations if node.is_batch)

    def with_values(self, values: Values) -> LoadedWorkflow:
        """Return a copy with some values replaced.

        Parameters
        ----------
        values : mapping of (node id, field name) to object
            Values as they are sent to the server; :data:`MISSING` empties an input. A list instead of the
            settings of a generator, or for a collection that a generator feeds, replaces the generator.
        """
        if not values:
            return self
        values = with_moved_lists(self, values)
        changed: dict[str, dict[str, Any]] = {}
        for (node_id, name), value in values.items():
            changed.setdefault(node_id, {})[name] = value
        nodes = {
            node_id: node.with_values(changed[node_id]) if node_id in changed else node
            for node_id, node in self.nodes.items()
        }
        changed_workflow = replace(self, nodes=nodes, replaced=self.replaced | values.keys())
        return without_replaced_generators(changed_workflow, values)
