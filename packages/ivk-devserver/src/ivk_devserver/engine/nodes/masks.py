"""Nodes that make and apply masks that are images."""

from functools import reduce

from PIL import Image, ImageChops, ImageFilter, ImageOps

from ivk_devserver.engine.fields import BoundingBoxField, ColorField, ImageField
from ivk_devserver.engine.image_ops import dilate, erode, map_values
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import image_node, node

__all__ = [
    "apply_mask",
    "bounding_box_of_mask",
    "combine",
    "edge",
    "expand_with_fade",
    "from_alpha",
    "mask_and_crop",
    "paste_back",
]


@image_node("tomask", category="mask")
def from_alpha(context: InvocationContext, image: ImageField, invert: bool) -> Image.Image:
    """Return the alpha channel, or the last channel of an image without one."""
    mask = context.open_image(image).split()[-1]
    return ImageOps.invert(mask) if invert else mask


@image_node("mask_combine", category="mask")
def combine(context: InvocationContext, mask1: ImageField, mask2: ImageField) -> Image.Image:
    """Multiply two masks."""
    return ImageChops.multiply(context.open_image(mask1, "L"), context.open_image(mask2, "L"))


@image_node("mask_edge", category="mask")
def edge(
    context: InvocationContext, image: ImageField, edge_size: int, edge_blur: int, low_threshold: int
) -> Image.Image:
    """Draw the edge of a mask in black."""
    mask = context.open_image(image, "L")
    grey = map_values(mask, lambda value: 255 if 0 < value < 255 else 0)
    sharp = map_values(mask.filter(ImageFilter.FIND_EDGES), lambda value: 255 * (value > low_threshold))
    edges = dilate(ImageChops.lighter(grey, sharp), edge_size // 2)
    return ImageOps.invert(edges.filter(ImageFilter.BoxBlur(edge_blur)) if edge_blur > 0 else edges)


@image_node("expand_mask_with_fade", category="mask")
def expand_with_fade(
    context: InvocationContext, mask: ImageField, threshold: int, fade_size_px: int
) -> Image.Image:
    """Expand the black area of a mask with a gradient of ``fade_size_px`` pixels."""
    shape = context.open_image(mask, "L")
    if fade_size_px == 0:
        return shape
    sharp = map_values(shape, lambda value: 255 * (value > threshold))
    faded = erode(sharp, fade_size_px // 2).filter(ImageFilter.BoxBlur(fade_size_px / 2))
    return ImageChops.darker(faded, sharp)


@image_node("apply_mask_to_image")
def apply_mask(
    context: InvocationContext, image: ImageField, mask: ImageField, invert_mask: bool
) -> Image.Image:
    """Set a mask as the alpha channel of an image."""
    alpha = context.open_image(mask, "L")
    masked = context.open_image(image, "RGBA")
    masked.putalpha(ImageOps.invert(alpha) if invert_mask else alpha)
    return masked


@image_node("canvas_paste_back")
def paste_back(
    context: InvocationContext,
    source_image: ImageField,
    target_image: ImageField,
    mask: ImageField,
    mask_blur: int,
) -> Image.Image:
    """Paste an image onto another where the mask is black."""
    base = context.open_image(source_image)
    base.paste(
        context.open_image(target_image),
        (0, 0),
        _blurred_and_inverted(context.open_image(mask, "L"), mask_blur),
    )
    return base


@image_node("canvas_v2_mask_and_crop")
def mask_and_crop(
    context: InvocationContext,
    source_image: ImageField | None,
    generated_image: ImageField,
    mask: ImageField,
    mask_blur: int,
) -> Image.Image:
    """Paste an image where the mask is black, onto another or onto a transparent one."""
    generated, alpha = (
        context.open_image(generated_image),
        _blurred_and_inverted(context.open_image(mask, "L"), mask_blur),
    )
    if source_image is None:
        generated.putalpha(alpha)
        return generated
    base = context.open_image(source_image)
    base.paste(generated, (0, 0), alpha)
    return base


def _blurred_and_inverted(mask: Image.Image, blur: int) -> Image.Image:
    if blur > 0:
        mask = erode(mask, 3 * (blur - 1) // 2).filter(ImageFilter.GaussianBlur(blur))
    return ImageOps.invert(mask)


@node("get_image_mask_bounding_box")
def bounding_box_of_mask(
    context: InvocationContext, mask: ImageField, margin: int, mask_color: ColorField
) -> Output:
    """Return the bounding box of all pixels of one color."""
    picture = context.open_image(mask, "RGBA")
    bands = zip(picture.split(), mask_color.rgba, strict=True)
    found = reduce(ImageChops.darker, (band.point(_equal_to(value)) for band, value in bands)).getbbox()
    left, upper, right, lower = found or (0, 0, 0, 0)
    box = BoundingBoxField(
        x_min=max(0, left - margin) if found else 0,
        x_max=min(picture.width, right - 1 + margin) if found else 0,
        y_min=max(0, upper - margin) if found else 0,
        y_max=min(picture.height, lower - 1 + margin) if found else 0,
    )
    return output("bounding_box_output", bounding_box=box)


def _equal_to(wanted: int) -> list[int]:
    return [255 if value == wanted else 0 for value in range(256)]
