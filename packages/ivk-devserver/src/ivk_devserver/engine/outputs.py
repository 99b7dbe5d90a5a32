"""Outputs of nodes: ``type``, the output fields, and ``output_meta``, which is always None."""

from typing import Any

from pydantic import BaseModel

from ivk_devserver.engine.graph_execution_state import Output
from ivk_devserver.engine.invocation_services import SavedImage

__all__ = ["Output", "boolean", "floating", "image", "integer", "output", "string"]


def output(output_type: str, **fields: Any) -> Output:
    """Return an output of any type, with its fields as JSON values."""
    return {
        "output_meta": None,
        **{name: _as_json(value) for name, value in fields.items()},
        "type": output_type,
    }


def boolean(value: bool) -> Output:
    """Return a ``boolean_output``."""
    return output("boolean_output", value=value)


def integer(value: int) -> Output:
    """Return an ``integer_output``."""
    return output("integer_output", value=value)


def floating(value: float) -> Output:
    """Return a ``float_output``."""
    return output("float_output", value=float(value))


def string(value: str) -> Output:
    """Return a ``string_output``."""
    return output("string_output", value=value)


def image(saved: SavedImage) -> Output:
    """Return an ``image_output``."""
    name = {"image_name": saved.image_name}
    return output("image_output", image=name, width=saved.width, height=saved.height)


def _as_json(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list | tuple):
        return [_as_json(inner) for inner in value]
    return value
