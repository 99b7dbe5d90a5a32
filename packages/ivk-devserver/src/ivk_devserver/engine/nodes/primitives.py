"""Nodes that have a value or a collection of values."""

from typing import Any

from ivk_devserver.engine.fields import (
    BoundingBoxField,
    ColorField,
    ConditioningField,
    ImageField,
    LatentsField,
)
from ivk_devserver.engine.invocation_context import InvocationContext
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
    """Return the boolean."""
    return boolean(value)


@node("integer")
def integer_value(value: int) -> Output:
    """Return the integer."""
    return integer(value)


@node("float")
def float_value(value: float) -> Output:
    """Return the float."""
    return floating(value)


@node("string")
def string_value(value: str) -> Output:
    """Return the string."""
    return string(value)


@node("color")
def color_value(color: ColorField) -> Output:
    """Return the color."""
    return output("color_output", color=color)


@node("image")
def image_value(context: InvocationContext, image: ImageField) -> Output:
    """Return the image and its size."""
    width, height = context.open_image(image).size
    return output("image_output", image=image, width=width, height=height)


@node("latents")
def latents_value(context: InvocationContext, latents: LatentsField) -> Output:
    """Return the latents and the size of their image."""
    width, height = context.load_object(latents.latents_name).size
    return output(
        "latents_output", latents=LatentsField(latents_name=latents.latents_name), width=width, height=height
    )


@node("conditioning")
def conditioning_value(conditioning: ConditioningField) -> Output:
    """Return the conditioning."""
    return output("conditioning_output", conditioning=conditioning)


@node("bounding_box")
def bounding_box_value(x_min: int, y_min: int, x_max: int, y_max: int) -> Output:
    """Return the rectangle."""
    box = BoundingBoxField(x_min=x_min, x_max=x_max, y_min=y_min, y_max=y_max)
    return output("bounding_box_output", bounding_box=box)


@node("boolean_collection")
def boolean_collection_value(collection: list[bool]) -> Output:
    """Return the booleans."""
    return output("boolean_collection_output", collection=collection)


@node("integer_collection")
def integer_collection_value(collection: list[int]) -> Output:
    """Return the integers."""
    return output("integer_collection_output", collection=collection)


@node("float_collection")
def float_collection_value(collection: list[float]) -> Output:
    """Return the floats."""
    return output("float_collection_output", collection=collection)


@node("string_collection")
def string_collection_value(collection: list[str]) -> Output:
    """Return the strings."""
    return output("string_collection_output", collection=collection)


@node("image_collection")
def image_collection_value(
    collection: list[dict[str, Any]] | None, images: list[dict[str, Any]] | None
) -> Output:
    """Append the images to those of the collection."""
    return output("image_collection_output", collection=[*(collection or []), *(images or [])])


@node("latents_collection")
def latents_collection_value(collection: list[LatentsField]) -> Output:
    """Return the latents."""
    return output("latents_collection_output", collection=collection)


@node("conditioning_collection")
def conditioning_collection_value(collection: list[ConditioningField]) -> Output:
    """Return the conditionings."""
    return output("conditioning_collection_output", collection=collection)
