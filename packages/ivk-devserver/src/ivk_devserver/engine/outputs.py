"""Outputs as nodes give them: ``type``, the output fields, and ``output_meta``, which is always empty."""

from typing import Any

from pydantic import BaseModel

from ivk_devserver.engine.services import SavedImage
from ivk_devserver.engine.state import Output

__all__ = ["Output", "boolean", "floating", "image", "integer", "output", "string"]


def output(output_type: str, **fields: Any) -> Output:
    """Give an output of any type, its fields in plain JSON."""
    return {
        "output_meta": None,
        **{name: _plain(value) for name, value in fields.items()},
        "type": output_type,
    }


def boolean(value: bool) -> Output:
    """Give a ``boolean_output``."""
    return output("boolean_output", value=value)


def integer(value: int) -> Output:
    """Give an ``integer_output``."""
    return output("integer_output", value=value)


def floating(value: float) -> Output:
    """Give a ``float_output``."""
    return output("float_output", value=float(value))


def string(value: str) -> Output:
    """Give a ``string_output``."""
    return output("string_output", value=value)


def image(saved: SavedImage) -> Output:
    """Give an ``image_output``."""
    name = {"image_name": saved.image_name}
    return output("image_output", image=name, width=saved.width, height=saved.height)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
