"""What a server says about one type of node."""

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
        The type that counts.
    original : FieldType or None
        What the schema says, where the server overrides that for the editor.
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
        The name that people see.
    slot : SlotType
        What it gives.
    """

    name: str
    title: str
    slot: SlotType

    @property
    def type(self) -> FieldType:
        """What it gives, in InvokeAI's own words."""
        return self.slot.type


@dataclass(frozen=True, eq=False)
class NodeTemplate:
    """One type of node, as the server that runs it describes it.

    Parameters
    ----------
    type : str
        The node's type, e.g. ``"noise"``.
    title : str
        The name that people see, e.g. ``"Create Latent Noise"``.
    version : str
        The version of the node type on this server.
    category : str
        Where the editor's menu has it.
    classification : str
        ``"stable"``, ``"beta"``, ``"prototype"``, ``"deprecated"``, ``"internal"`` or ``"special"``.
    node_pack : str
        Who brings it; ``"invokeai"`` for the built-in ones.
    use_cache : bool
        Whether a new node of this type uses the cache.
    output_type : str
        The ``type`` of its results, e.g. ``"image_output"``.
    tags : tuple of str
        Words to find it by.
    inputs : mapping of str to InputSpec
        Its inputs by name.
    outputs : mapping of str to OutputSpec
        Its outputs by name.
    original_types : mapping of str to FieldType
        For the inputs whose type the server overrides: what the schema says.
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
        """Names of the inputs that say to which board a picture goes."""
        return tuple(name for name, spec in self.inputs.items() if spec.type.name == "BoardField")

    def input_slot(self, name: str) -> SlotType:
        """Give the type of an input as an edge sees it."""
        return SlotType(self.inputs[name].type, self.original_types.get(name))
