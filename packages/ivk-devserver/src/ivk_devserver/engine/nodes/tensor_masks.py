"""Nodes that make and apply masks which are tensors. A tensor is a black and white picture here."""

from PIL import Image, ImageChops, ImageOps

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import ImageField, TensorField
from ivk_devserver.engine.mapping import map_values
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
    call: Call,
    *,
    width: int,
    height: int,
    x_left: int,
    y_top: int,
    rectangle_width: int,
    rectangle_height: int,
) -> Output:
    """Mask a rectangle."""
    mask = Image.new("L", (width, height))
    mask.paste(255, (x_left, y_top, x_left + rectangle_width, y_top + rectangle_height))
    return _kept(call, mask)


@node("alpha_mask_to_tensor")
def alpha_to_tensor(call: Call, image: ImageField, invert: bool) -> Output:
    """Mask what is not transparent, or what is."""
    mask = map_values(call.open(image, "RGBA").getchannel("A"), lambda value: 255 * (value > 0))
    return _kept(call, ImageOps.invert(mask) if invert else mask)


@node("image_mask_to_tensor")
def image_to_tensor(call: Call, image: ImageField, cutoff: int, invert: bool) -> Output:
    """Mask what is darker than a value, or what is not."""
    mask = map_values(call.open(image, "L"), lambda value: 255 * (value < cutoff))
    return _kept(call, ImageOps.invert(mask) if invert else mask)


@node("invert_tensor_mask")
def invert_tensor(call: Call, mask: TensorField) -> Output:
    """Turn a mask around."""
    return _kept(call, ImageOps.invert(_recalled(call, mask)))


@image_node("tensor_mask_to_image")
def tensor_to_image(call: Call, mask: TensorField) -> Image.Image:
    """Give a mask as a picture."""
    return _recalled(call, mask)


@image_node("apply_tensor_mask_to_image")
def apply_tensor_mask(call: Call, mask: TensorField, image: ImageField, invert: bool) -> Image.Image:
    """Make transparent what is not masked."""
    masked, shown = call.open(image, "RGBA"), _recalled(call, mask)
    alpha = masked.getchannel("A")
    visible = map_values(alpha, lambda value: 255 * (value > 0))
    masked.putalpha(ImageChops.darker(visible, ImageOps.invert(shown) if invert else shown))
    return masked


def _kept(call: Call, mask: Image.Image) -> Output:
    field = TensorField(tensor_name=call.keep(mask))
    return output("mask_output", mask=field, width=mask.width, height=mask.height)


def _recalled(call: Call, mask: TensorField) -> Image.Image:
    picture: Image.Image = call.recall(mask.tensor_name)
    return picture
