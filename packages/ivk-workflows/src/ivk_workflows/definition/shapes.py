"""Value shapes that the GUI has an editor for: an image, a board, a model, a colour, a list of LoRAs.

A shape looks at a mapping and gives back the part that belongs to it, or :data:`MISSING` when the mapping is
something else. Keys that do not belong to a shape are left behind, as the GUI leaves them behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.definition.numbers import is_number, is_whole

__all__ = ["color", "image", "lora", "model", "resource"]

_REFERENCES = ("image_name", "video_name", "board_id", "style_preset_id", "system_prompt_id")
_IDENTITY = ("key", "hash", "name", "base", "type")


def image(value: Mapping[str, Any]) -> Any:
    """Name an image."""
    return _reference(value, "image_name")


def resource(value: Mapping[str, Any]) -> Any:
    """Something on the server that goes by one name: image, video, board, style preset, system prompt."""
    for key in _REFERENCES:
        if key in value and (found := _reference(value, key)) is not MISSING:
            return found
    return MISSING


def _reference(value: Mapping[str, Any], key: str) -> Any:
    name = value.get(key)
    trimmed = name.strip() if isinstance(name, str) else ""
    return {key: trimmed} if trimmed else MISSING


def model(value: Mapping[str, Any]) -> Any:
    """Identify a model by key, hash, name, base and type, with the submodel where there is one.

    Bases and types are open sets: every release adds some.
    """
    identity = {key: value.get(key) for key in _IDENTITY}
    if not all(isinstance(part, str) and part for part in identity.values()):
        return MISSING
    if "submodel_type" not in value:
        return identity
    submodel = value["submodel_type"]
    return (
        {**identity, "submodel_type": submodel} if submodel is None or isinstance(submodel, str) else MISSING
    )


def lora(value: Mapping[str, Any]) -> Any:
    """Pair a model with its weight."""
    which = value.get("lora")
    identity = model(which) if isinstance(which, Mapping) else MISSING
    weight = value.get("weight")
    return {"lora": identity, "weight": weight} if identity is not MISSING and is_number(weight) else MISSING


def color(value: Mapping[str, Any]) -> Any:
    """Four channels from 0 to 255."""
    channels = {key: value.get(key) for key in "rgba"}
    fits = all(is_whole(channel) and 0 <= channel <= 255 for channel in channels.values())
    return channels if fits else MISSING
