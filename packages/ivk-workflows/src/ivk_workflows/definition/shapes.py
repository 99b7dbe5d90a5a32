"""Value shapes that the GUI has an editor for: an image, a board, a model, a colour, a list of LoRAs.

A shape looks at a mapping and gives back the part that belongs to it, or :data:`ABSENT` when the mapping is
something else. Keys that do not belong to a shape are left behind, as the GUI leaves them behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ivk_workflows.definition.absent import ABSENT
from ivk_workflows.definition.numbers import is_number, is_whole

__all__ = ["color", "image", "lora", "model", "resource"]

Shape = Callable[[Mapping[str, Any]], Any]


def _reference(key: str) -> Shape:
    def shape(value: Mapping[str, Any]) -> Any:
        name = value.get(key)
        if not isinstance(name, str) or not (trimmed := name.strip()):
            return ABSENT
        return {key: trimmed}

    return shape


image = _reference("image_name")
_REFERENCES = (
    image,
    _reference("video_name"),
    _reference("board_id"),
    _reference("style_preset_id"),
    _reference("system_prompt_id"),
)


def resource(value: Mapping[str, Any]) -> Any:
    """Something on the server that goes by one name: image, video, board, style preset, system prompt."""
    for reference in _REFERENCES:
        if (found := reference(value)) is not ABSENT:
            return found
    return ABSENT


def model(value: Mapping[str, Any]) -> Any:
    """Identify a model by key, hash, name, base and type, with the submodel where there is one.

    Bases and types are open sets: every release adds some.
    """
    identity = {key: value.get(key) for key in ("key", "hash", "name", "base", "type")}
    if not all(isinstance(part, str) and part for part in identity.values()):
        return ABSENT
    if "submodel_type" not in value:
        return identity
    submodel = value["submodel_type"]
    return (
        {**identity, "submodel_type": submodel} if submodel is None or isinstance(submodel, str) else ABSENT
    )


def lora(value: Mapping[str, Any]) -> Any:
    """Pair a model with its weight."""
    which = value.get("lora")
    identity = model(which) if isinstance(which, Mapping) else ABSENT
    weight = value.get("weight")
    return {"lora": identity, "weight": weight} if identity is not ABSENT and is_number(weight) else ABSENT


def color(value: Mapping[str, Any]) -> Any:
    """Four channels from 0 to 255."""
    channels = {key: value.get(key) for key in "rgba"}
    fits = all(is_whole(channel) and 0 <= channel <= 255 for channel in channels.values())
    return channels if fits else ABSENT
