"""Nodes that hold a value, or a collection of values."""

from typing import Any

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import (
    BoundingBoxField,
    ColorField,
    ConditioningField,
    ImageField,
    LatentsField,
)
from ivk_devserver.engine.outputs import Output, boolean, floating, integer, output, string
from ivk_devserver.engine.registry import node

__all__ = [
    "boolean_collection_value",
    "boolean_value",
    "bounding_box_value",
    "color_value",
    "conditioning_collection_value",
    "conditioning_value",
    "float_collection_value",
    "float_value",
    "image_collection_value",
    "image_value",
    "integer_collection_value",
    "integer_value",
    "latents_collection_value",
    "latents_value",
    "string_collection_value",
    "string_value",
]


@node("boolean")
def boolean_value(value: bool) -> Output:
    """Give the boolean."""
    return boolean(value)


@node("integer")
def integer_value(value: int) -> Output:
    """Give the integer."""
    return integer(value)


@node("float")
def float_value(value: float) -> Output:
    """Give the float."""
    return floating(value)


@node("string")
def string_value(value: str) -> Output:
    """Give the string."""
    return string(value)


@node("color")
def color_value(color: ColorField) -> Output:
    """Give the colour."""
    return output("color_output", color=color)


@node("image")
def image_value(call: Call, image: ImageField) -> Output:
    """Give the picture and its size."""
    width, height = call.open(image).size
    return output("image_output", image=image, width=width, height=height)


@node("latents")
def latents_value(call: Call, latents: LatentsField) -> Output:
    """Give the latents and the size of the picture they stand for."""
    width, height = call.recall(latents.latents_name).size
    return output(
        "latents_output", latents=LatentsField(latents_name=latents.latents_name), width=width, height=height
    )


@node("conditioning")
def conditioning_value(conditioning: ConditioningField) -> Output:
    """Give the conditioning."""
    return output("conditioning_output", conditioning=conditioning)


@node("bounding_box")
def bounding_box_value(x_min: int, y_min: int, x_max: int, y_max: int) -> Output:
    """Give the rectangle."""
    box = BoundingBoxField(x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)
    return output("bounding_box_output", bounding_box=box)


@node("boolean_collection")
def boolean_collection_value(collection: list[bool]) -> Output:
    """Give the booleans."""
    return output("boolean_collection_output", collection=collection)


@node("integer_collection")
def integer_collection_value(collection: list[int]) -> Output:
    """Give the integers."""
    return output("integer_collection_output", collection=collection)


@node("float_collection")
def float_collection_value(collection: list[float]) -> Output:
    """Give the floats."""
    return output("float_collection_output", collection=collection)


@node("string_collection")
def string_collection_value(collection: list[str]) -> Output:
    """Give the strings."""
    return output("string_collection_output", collection=collection)


@node("image_collection")
def image_collection_value(
    collection: list[dict[str, Any]] | None, images: list[dict[str, Any]] | None
) -> Output:
    """Append the images to those of the collection."""
    return output("image_collection_output", collection=[*(collection or []), *(images or [])])


@node("latents_collection")
def latents_collection_value(collection: list[LatentsField]) -> Output:
    """Give the latents."""
    return output("latents_collection_output", collection=collection)


@node("conditioning_collection")
def conditioning_collection_value(collection: list[ConditioningField]) -> Output:
    """Give the conditionings."""
    return output("conditioning_collection_output", collection=collection)
