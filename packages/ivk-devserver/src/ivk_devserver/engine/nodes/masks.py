"""Nodes that make and apply masks which are pictures."""

from functools import reduce

from PIL import Image, ImageChops, ImageFilter, ImageOps

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import BoundingBoxField, ColorField, ImageField
from ivk_devserver.engine.growing import grow_black, grow_white
from ivk_devserver.engine.mapping import map_values
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
def from_alpha(call: Call, image: ImageField, invert: bool) -> Image.Image:
    """Give the alpha channel, or the last channel of a picture without one."""
    mask = call.open(image).split()[-1]
    return ImageOps.invert(mask) if invert else mask


@image_node("mask_combine", category="mask")
def combine(call: Call, mask1: ImageField, mask2: ImageField) -> Image.Image:
    """Multiply two masks."""
    return ImageChops.multiply(call.open(mask1, "L"), call.open(mask2, "L"))


@image_node("mask_edge", category="mask")
def edge(call: Call, image: ImageField, edge_size: int, edge_blur: int, low_threshold: int) -> Image.Image:
    """Draw the edge of a mask in black."""
    mask = call.open(image, "L")
    grey = map_values(mask, lambda value: 255 if 0 < value < 255 else 0)
    sharp = map_values(mask.filter(ImageFilter.FIND_EDGES), lambda value: 255 * (value > low_threshold))
    edges = grow_white(ImageChops.lighter(grey, sharp), edge_size // 2)
    return ImageOps.invert(edges.filter(ImageFilter.BoxBlur(edge_blur)) if edge_blur > 0 else edges)


@image_node("expand_mask_with_fade", category="mask")
def expand_with_fade(call: Call, mask: ImageField, threshold: int, fade_size_px: int) -> Image.Image:
    """Let the black of a mask fade out over some pixels."""
    shape = call.open(mask, "L")
    if fade_size_px == 0:
        return shape
    sharp = map_values(shape, lambda value: 255 * (value > threshold))
    faded = grow_black(sharp, fade_size_px // 2).filter(ImageFilter.BoxBlur(fade_size_px / 2))
    return ImageChops.darker(faded, sharp)


@image_node("apply_mask_to_image")
def apply_mask(call: Call, image: ImageField, mask: ImageField, invert_mask: bool) -> Image.Image:
    """Make a mask the alpha channel of a picture."""
    alpha = call.open(mask, "L")
    masked = call.open(image, "RGBA")
    masked.putalpha(ImageOps.invert(alpha) if invert_mask else alpha)
    return masked


@image_node("canvas_paste_back")
def paste_back(
    call: Call, source_image: ImageField, target_image: ImageField, mask: ImageField, mask_blur: int
) -> Image.Image:
    """Paste a picture where the mask is black."""
    whole = call.open(source_image)
    whole.paste(call.open(target_image), (0, 0), _soft_and_inverted(call.open(mask, "L"), mask_blur))
    return whole


@image_node("canvas_v2_mask_and_crop")
def mask_and_crop(
    call: Call, source_image: ImageField | None, generated_image: ImageField, mask: ImageField, mask_blur: int
) -> Image.Image:
    """Paste a picture where the mask is black, onto another or onto nothing."""
    generated, alpha = call.open(generated_image), _soft_and_inverted(call.open(mask, "L"), mask_blur)
    if source_image is None:
        generated.putalpha(alpha)
        return generated
    whole = call.open(source_image)
    whole.paste(generated, (0, 0), alpha)
    return whole


def _soft_and_inverted(mask: Image.Image, blur: int) -> Image.Image:
    if blur > 0:
        mask = grow_black(mask, 3 * (blur - 1) // 2).filter(ImageFilter.GaussianBlur(blur))
    return ImageOps.invert(mask)


@node("get_image_mask_bounding_box")
def bounding_box_of_mask(call: Call, mask: ImageField, margin: int, mask_color: ColorField) -> Output:
    """Find the rectangle around all pixels of one colour."""
    picture = call.open(mask, "RGBA")
    bands = zip(picture.split(), mask_color.rgba, strict=True)
    found = reduce(ImageChops.darker, (band.point(_only(value)) for band, value in bands)).getbbox()
    left, upper, right, lower = found or (0, 0, 0, 0)
    box = BoundingBoxField(
        x_min=max(0, left - margin) if found else 0,
        x_max=min(picture.width, right - 1 + margin) if found else 0,
        y_min=max(0, upper - margin) if found else 0,
        y_max=min(picture.height, lower - 1 + margin) if found else 0,
    )
    return output("bounding_box_output", bounding_box=box)


def _only(wanted: int) -> list[int]:
    return [255 if value == wanted else 0 for value in range(256)]
