"""The names that older versions of InvokeAI gave to models.

Before version 4 a file named a model by ``model_name`` and ``base_model``; some versions also by a text such
as ``sd-1/main/my-model``, or by a key without a hash. The editor cannot read such a value. It drops it, or
reads it as the settings of a generator, and then the name is lost. These functions read the name, so that
users see which model is meant and another model of that name can take its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ivk_fields.missing import MISSING
from ivk_workflows.definition import shapes
from ivk_workflows.definition.numbers import is_number

__all__ = ["old_lora", "old_model"]

# The bases and the types of the versions that wrote a model as "base/type/name". Newer ones never occur in
# such a text, and without this list the path of a file or "owner/repository/file" would be read as one.
_BASES = frozenset({"any", "sd-1", "sd-2", "sdxl", "sdxl-refiner"})
_TYPES = frozenset(
    {
        "onnx",
        "main",
        "vae",
        "lora",
        "controlnet",
        "embedding",
        "ip_adapter",
        "clip_vision",
        "t2i_adapter",
    }
)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "key": ("key",),
    "hash": ("hash",),
    "name": ("name", "model_name"),
    "base": ("base", "base_model"),
    "type": ("type", "model_type"),
}
_GENERATOR = "_generator_"


def old_model(value: Any, types: Sequence[str] = ()) -> Any:
    """Return what an old file says about a model.

    Parameters
    ----------
    value : object
        The value of an input for models in the file.
    types : sequence of str
        The types of model that the input takes. A single one completes a value that does not state its type.

    Returns
    -------
    dict or MISSING
        The parts of a model's identity that the value states, with at least one of key, hash and name;
        :data:`MISSING` if it states none of these.
    """
    found = _parts_of_text(value) if isinstance(value, str) else _parts_of(value)
    if not found.keys() & {"key", "hash", "name"}:
        return MISSING
    if "type" not in found and len(types) == 1:
        found["type"] = types[0]
    return found


def old_lora(value: Any) -> Any:
    """Return what an old file says about a LoRA: the model and its weight, 1 if the file states none.

    Parameters
    ----------
    value : object
        The value in the file: a record with ``lora`` and ``weight``, or the model alone.

    Returns
    -------
    dict or MISSING
        The keys ``lora`` and ``weight``; :data:`MISSING` if the value names no model.
    """
    is_record = isinstance(value, Mapping) and "lora" in value
    which = old_model(value["lora"] if is_record else value, ("lora",))
    if which is MISSING:
        return MISSING
    weight = value.get("weight") if isinstance(value, Mapping) else None
    return {"lora": which, "weight": weight if is_number(weight) else 1.0}


def _parts_of(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    if shapes.model(value) is not MISSING:
        identity: dict[str, Any] = shapes.model(value)
        return identity
    found = {part: _text(value, names) for part, names in _NAMES.items()}
    if _GENERATOR in found["type"]:
        return {}
    submodel = {"submodel_type": value["submodel_type"]} if value.get("submodel_type") else {}
    return {part: text for part, text in found.items() if text} | submodel


def _parts_of_text(text: str) -> dict[str, Any]:
    base, _, rest = text.strip().partition("/")
    kind, _, name = rest.partition("/")
    if base in _BASES and kind in _TYPES and name:
        return {"name": name, "base": base, "type": kind}
    return {"name": text.strip()} if text.strip() else {}


def _text(value: Mapping[str, Any], names: Sequence[str]) -> str:
    texts = (value.get(name) for name in names)
    return next((text for text in texts if isinstance(text, str) and text), "")
