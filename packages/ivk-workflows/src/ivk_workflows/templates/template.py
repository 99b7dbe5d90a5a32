"""The description of one node type by a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ivk_fields.spec import FieldType, InputSpec

__all__ = ["NodeTemplate", "OutputSpec", "SlotType"]


@dataclass(frozen=True)
class SlotType:
    """The type of one end of an edge.

    Parameters
    ----------
    type : FieldType
        The type that the editor uses.
    original : FieldType or None
        The type in the schema, if the server overrides it for the editor.
    """

    type: FieldType
    original: FieldType | None = None


@dataclass(frozen=True)
class OutputSpec:
    """One output of a node type.

    Parameters
    ----------
    name : str
        The output's name, e.g. ``"image"``.
    title : str
        The name that users see.
    slot : SlotType
        Its type, for edges.
    """

    name: str
    title: str
    slot: SlotType

    @property
    def type(self) -> FieldType:
        """Its type, by InvokeAI's name for it."""
        return self.slot.type


@dataclass(frozen=True, eq=False)
class NodeTemplate:
    """One node type, as the server describes it.

    Parameters
    ----------
    type : str
        The node's type, e.g. ``"noise"``.
    title : str
        The name that users see, e.g. ``"Create Latent Noise"``.
    version : str
        The version of the node type on this server.
    category : str
        Its category in the editor's menu.
    classification : str
        ``"stable"``, ``"beta"``, ``"prototype"``, ``"deprecated"``, ``"internal"`` or ``"special"``.
    node_pack : str
        The node pack that it belongs to; ``"invokeai"`` for built-in nodes.
    use_cache : bool
        Whether a new node of this type uses the cache.
    output_type : str
        The ``type`` of its output, e.g. ``"image_output"``.
    tags : tuple of str
        Search terms.
    inputs : mapping of str to InputSpec
        Its inputs by name.
    outputs : mapping of str to OutputSpec
        Its outputs by name.
    original_types : mapping of str to FieldType
        The types in the schema of those inputs whose type the server overrides, by name.
    """

    type: str
    title: str
    version: str
    category: str = "other"
    classification: str = "stable"
    node_pack: str = "invokeai"
    use_cache: bool = True
    output_type: str = ""
    tags: tuple[str, ...] = ()
    inputs: Mapping[str, InputSpec] = field(default_factory=dict)
    outputs: Mapping[str, OutputSpec] = field(default_factory=dict)
    original_types: Mapping[str, FieldType] = field(default_factory=dict)

    @cached_property
    def board_inputs(self) -> tuple[str, ...]:
        """Names of the inputs that select the board of an image."""
        return tuple(name for name, spec in self.inputs.items() if spec.type.name == "BoardField")

    def input_slot(self, name: str) -> SlotType:
        """Return the type of an input, for edges."""
        return SlotType(self.inputs[name].type, self.original_types.get(name))
