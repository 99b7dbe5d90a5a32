"""The field types that the editor has a control for, and the initial value of each control.

Inputs of every other type can only be connected: the editor stores no value for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_fields.missing import MISSING
from ivk_fields.spec import FieldType, InputSpec
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.generators import default_generator

__all__ = ["MODEL_TYPES", "initial_value", "is_editable"]

_METADATA_LISTS = frozenset(
    {"LoRAMetadataField", "ControlNetMetadataField", "IPAdapterMetadataField", "T2IAdapterMetadataField"}
)
_WITHOUT_INITIAL = frozenset(
    {"ImageField", "VideoField", "ModelIdentifierField", "StylePresetField", "SystemPromptField"}
)
# The editor's own defaults, for inputs that have none on the server.
_INITIAL: Mapping[str, Any] = {
    "BoardField": "auto",
    "BooleanField": False,
    "ColorField": {"r": 127, "g": 127, "b": 127, "a": 255},
    "FloatField": 0,
    "IntegerField": 0,
    "LoRAField": [],
    "SavedWorkflowField": "",
    "SchedulerField": "dpmpp_3m_k",
    "StringField": "",
}
_LISTS = frozenset({"IntegerField", "FloatField", "StringField", "ImageField"})
_GENERATORS = frozenset(
    {"FloatGeneratorField", "IntegerGeneratorField", "StringGeneratorField", "ImageGeneratorField"}
)
_EDITABLE = _METADATA_LISTS | _WITHOUT_INITIAL | _INITIAL.keys() | _GENERATORS | {"EnumField"}
MODEL_TYPES = frozenset(
    {
        "ModelIdentifierField",
        "UNetField",
        "VAEField",
        "CLIPField",
        "T5EncoderField",
        "TransformerField",
        "ControlLoRAField",
    }
)
"""The field types that may hold the identity of a model."""


def is_editable(field_type: FieldType) -> bool:
    """Return whether the editor has a control for this type."""
    return field_type.name in _EDITABLE


def initial_value(spec: InputSpec) -> Any:
    """Return the value of an input in a new node of the editor.

    Parameters
    ----------
    spec : InputSpec
        The input.

    Returns
    -------
    object
        The server's default if there is one, else the editor's; :data:`MISSING` if there is neither.
    """
    name = spec.type.name
    if name in _GENERATORS:
        return default_generator(name)
    if name in _METADATA_LISTS or name not in _EDITABLE:
        return MISSING
    if spec.has_default and spec.default is not None:
        return copied(spec.default)
    return _without_default(spec)


def _without_default(spec: InputSpec) -> Any:
    name = spec.type.name
    if name == "EnumField":
        return spec.choices[0] if spec.choices else ""
    if name in _LISTS and spec.type.cardinality == "COLLECTION":
        return [] if spec.required else copied(_fallback(name))
    return copied(_INITIAL.get(name, MISSING))


def _fallback(name: str) -> Any:
    return MISSING if name == "ImageField" else _INITIAL[name]
