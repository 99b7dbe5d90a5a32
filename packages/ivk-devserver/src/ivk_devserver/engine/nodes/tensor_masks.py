"""Nodes that make and apply masks that are tensors. A tensor here is a black and white image."""

from PIL import Image, ImageChops, ImageOps

from ivk_devserver.engine.fields import ImageField, TensorField
from ivk_devserver.engine.image_ops import map_values
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import image_node, node

__all__ = [
    "alpha_to_tensor",
    "apply_tensor_mask",
    "image_to_tensor",
    "invert_tensor",
    "rectangle",
    "tensor_to_image",
]


@node("rectangle_mask")
def rectangle(
    context: InvocationContext,
    *,
    width: int,
    height: int,
    x_left: int,
    y_top: int,
    rectangle_width: int,
    rectangle_height: int,
) -> Output:
    """Make a mask of a rectangle."""
    mask = Image.new("L", (width, height))
    mask.paste(255, (x_left, y_top, x_left + rectangle_width, y_top + rectangle_height))
    return _mask_output(context, mask)


@node("alpha_mask_to_tensor")
def alpha_to_tensor(context: InvocationContext, image: ImageField, invert: bool) -> Output:
    """Make a mask of the pixels that are not transparent, or of those that are."""
    mask = map_values(context.open_image(image, "RGBA").getchannel("A"), lambda value: 255 * (value > 0))
    return _mask_output(context, ImageOps.invert(mask) if invert else mask)


@node("image_mask_to_tensor")
def image_to_tensor(context: InvocationContext, image: ImageField, cutoff: int, invert: bool) -> Output:
    """Make a mask of the pixels that are darker than a value, or of the others."""
    mask = map_values(context.open_image(image, "L"), lambda value: 255 * (value < cutoff))
    return _mask_output(context, ImageOps.invert(mask) if invert else mask)


@node("invert_tensor_mask")
def invert_tensor(context: InvocationContext, mask: TensorField) -> Output:
    """Invert a mask."""
    return _mask_output(context, ImageOps.invert(_load(context, mask)))


@image_node("tensor_mask_to_image")
def tensor_to_image(context: InvocationContext, mask: TensorField) -> Image.Image:
    """Return a mask as an image."""
    return _load(context, mask)


@image_node("apply_tensor_mask_to_image")
def apply_tensor_mask(
    context: InvocationContext, mask: TensorField, image: ImageField, invert: bool
) -> Image.Image:
    """Make the pixels transparent that are not in the mask."""
    masked, shown = context.open_image(image, "RGBA"), _load(context, mask)
    alpha = masked.getchannel("A")
    visible = map_values(alpha, lambda value: 255 * (value > 0))
    masked.putalpha(ImageChops.darker(visible, ImageOps.invert(shown) if invert else shown))
    return masked


def _mask_output(context: InvocationContext, mask: Image.Image) -> Output:
    field = TensorField(tensor_name=context.save_object(mask))
    return output("mask_output", mask=field, width=mask.width, height=mask.height)


def _load(context: InvocationContext, mask: TensorField) -> Image.Image:
    picture: Image.Image = context.load_object(mask.tensor_name)
    return picture
