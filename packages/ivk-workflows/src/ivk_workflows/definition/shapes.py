"""Value shapes that the GUI has an editor for: an image, a board, a model, a colour, a LoRA.

Each function takes a mapping and returns the keys that belong to its shape, or :data:`MISSING` if the mapping
has another shape. Other keys are dropped, as in the GUI.
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
    """Return the reference to an image."""
    return _reference(value, "image_name")


def resource(value: Mapping[str, Any]) -> Any:
    """Return the reference to an image, a video, a board, a style preset or a system prompt."""
    for key in _REFERENCES:
        if key in value and (found := _reference(value, key)) is not MISSING:
            return found
    return MISSING


def _reference(value: Mapping[str, Any], key: str) -> Any:
    name = value.get(key)
    # The GUI trims names, and does not accept empty ones.
    trimmed = name.strip() if isinstance(name, str) else ""
    return {key: trimmed} if trimmed else MISSING


def model(value: Mapping[str, Any]) -> Any:
    """Return the identity of a model: key, hash, name, base and type, and the submodel if there is one.

    Any base and any type is accepted, because every release of InvokeAI adds some.
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
    """Return a LoRA model with its weight."""
    which = value.get("lora")
    identity = model(which) if isinstance(which, Mapping) else MISSING
    weight = value.get("weight")
    return {"lora": identity, "weight": weight} if identity is not MISSING and is_number(weight) else MISSING


def color(value: Mapping[str, Any]) -> Any:
    """Return a colour of four channels from 0 to 255."""
    channels = {key: value.get(key) for key in "rgba"}
    fits = all(is_whole(channel) and 0 <= channel <= 255 for channel in channels.values())
    return channels if fits else MISSING
