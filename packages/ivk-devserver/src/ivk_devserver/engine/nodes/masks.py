"""Nodes that make and apply masks, as pictures and as tensors. A tensor is a black and white picture here."""

from functools import reduce

from PIL import Image, ImageChops, ImageFilter, ImageOps

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import BoundingBoxField, ColorField, ImageField, TensorField
from ivk_devserver.engine.mapping import map_values
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import image_node, node

__all__ = [
    "alpha_to_tensor",
    "apply_mask",
    "apply_tensor_mask",
    "bounding_box_of_mask",
    "combine",
    "edge",
    "from_alpha",
    "image_to_tensor",
    "invert_tensor",
    "mask_and_crop",
    "paste_back",
    "rectangle",
    "tensor_to_image",
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
    edges = ImageChops.lighter(grey, sharp).filter(ImageFilter.MaxFilter(edge_size // 2 * 2 + 1))
    return ImageOps.invert(edges.filter(ImageFilter.BoxBlur(edge_blur)) if edge_blur > 0 else edges)


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
        grown = mask.filter(ImageFilter.MinFilter(3 * (blur - 1) // 2 * 2 + 1))
        mask = grown.filter(ImageFilter.GaussianBlur(blur))
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
