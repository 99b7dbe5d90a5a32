"""Find what a JSON value names on the server: images, videos, boards and models, also in lists and records.

Everything that is done for a reference (asking whether the server has it, warning, replacing) goes through
:func:`references_in`, so that a LoRA in a list gets the same as a model alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from ivk_fields.missing import MISSING
from ivk_fields.spec import InputSpec
from ivk_workflows.definition import shapes
from ivk_workflows.templates.editable import MODEL_TYPES

__all__ = ["Reference", "ResourceKind", "Treatment", "described", "references_in"]

ResourceKind = Literal["image", "video", "board", "model"]
Treatment = Literal["emptied", "sent", "perhaps"]
"""What happens to a reference that the server cannot resolve.

The GUI empties the inputs that its editor checks. It sends other references, and the job fails. An input of
no certain type may hold data that only looks like a reference.
"""

_KEYS: Mapping[ResourceKind, str] = {"image": "image_name", "video": "video_name", "board": "board_id"}
_CHECKED_BY_GUI: Mapping[ResourceKind, frozenset[str]] = {
    "image": frozenset({"ImageField"}),
    "video": frozenset({"VideoField"}),
    "board": frozenset({"BoardField"}),
    "model": MODEL_TYPES,
}
_REFERRING = frozenset(
    {
        "ControlField",
        "ControlLoRAField",
        "IPAdapterField",
        "LoRAField",
        "T2IAdapterField",
        *(name for names in _CHECKED_BY_GUI.values() for name in names),
    }
)
_OPEN = frozenset({"CollectionField", "CollectionItemField", "ImageGeneratorField"})
_SEARCHED = _REFERRING | _OPEN
# Words that stand for boards.
_NO_IDS = frozenset({"auto", "none"})


class Reference(NamedTuple):
    """One reference in a value.

    Parameters
    ----------
    kind : {"image", "video", "board", "model"}
        What it refers to.
    name : str
        The name of an image or video, the id of a board, the key of a model.
    shown : str
        What users call it: for a model its name, base and type.
    treatment : {"emptied", "sent", "perhaps"}
        What happens if the server does not have it.
    """

    kind: ResourceKind
    name: str
    shown: str
    treatment: Treatment


def references_in(spec: InputSpec | None, value: Any) -> Iterator[Reference]:
    """Iterate over the references in the value of an input.

    Parameters
    ----------
    spec : InputSpec or None
        The input. Metadata and inputs of unknown types have no references, because the server does not look
        up what they name.
    value : object
        The JSON value.
    """
    type_name = spec.type.name if spec else ""
    if not isinstance(value, dict | list) or type_name not in _SEARCHED:
        return
    for kind, name, shown, steps in _found(value, ()):
        yield Reference(kind, name, shown, _treatment(kind, type_name, steps))


def described(value: Any) -> str:
    """Describe models by name, base and type.

    Parameters
    ----------
    value : mapping or list
        The identity of a model, in whole or in part, a LoRA with its weight, or a list of these.
    """
    if isinstance(value, list):
        return ", ".join(map(described, value))
    if "lora" in value:
        return described(value["lora"])
    name = value.get("name") or value.get("key") or value.get("hash")
    kind = " ".join(part for part in (value.get("base"), value.get("type")) if part)
    return f"{name!r} ({kind})" if kind else repr(name)


def _treatment(kind: ResourceKind, type_name: str, steps: tuple[str, ...]) -> Treatment:
    if type_name in _OPEN:
        return "perhaps"
    is_checked = type_name in _CHECKED_BY_GUI[kind]
    # Of lists, the editor checks those of images only.
    return "emptied" if is_checked and (not steps or (steps == ("[]",) and kind == "image")) else "sent"


def _found(value: Any, steps: tuple[str, ...]) -> Iterator[tuple[ResourceKind, str, str, tuple[str, ...]]]:
    if isinstance(value, list):
        for item in value:
            yield from _found(item, (*steps, "[]"))
    elif isinstance(value, dict):
        if shapes.model(value) is not MISSING:
            yield "model", value["key"], described(value), steps
            return
        for kind, key in _KEYS.items():
            name = value.get(key)
            if isinstance(name, str) and name and name not in _NO_IDS:
                yield kind, name, repr(name), steps
        for key, part in value.items():
            yield from _found(part, (*steps, key))
