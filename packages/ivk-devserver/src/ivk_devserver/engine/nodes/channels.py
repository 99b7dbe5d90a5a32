"""Nodes that change the channels of an image, such as red, hue or alpha."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from PIL import Image, ImageChops

from ivk_devserver.engine.fields import ImageField
from ivk_devserver.engine.image_ops import map_values
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.registry import image_node

__all__ = [
    "adjust_hue",
    "convert",
    "correct_colors",
    "extract_channel",
    "inverse_lerp",
    "lerp",
    "multiply_channel",
    "multiply_images",
    "offset_channel",
]


@image_node("img_mul")
def multiply_images(context: InvocationContext, image1: ImageField, image2: ImageField) -> Image.Image:
    """Multiply two images."""
    return ImageChops.multiply(context.open_image(image1), context.open_image(image2))


@image_node("img_chan")
def extract_channel(context: InvocationContext, image: ImageField, channel: str) -> Image.Image:
    """Return one channel as a grayscale image."""
    return context.open_image(image).getchannel(channel)


@image_node("img_conv")
def convert(context: InvocationContext, image: ImageField, mode: str) -> Image.Image:
    """Convert an image to another mode."""
    return context.open_image(image).convert(mode)


@image_node("img_lerp")
def lerp(context: InvocationContext, image: ImageField, min: int, max: int) -> Image.Image:  # noqa: A002 - the names of the inputs
    """Map the whole range of values to the range from ``min`` to ``max``."""
    return map_values(context.open_image(image), lambda value: value / 255 * (max - min) + min)


@image_node("img_ilerp")
def inverse_lerp(context: InvocationContext, image: ImageField, min: int, max: int) -> Image.Image:  # noqa: A002 - as above
    """Map the range from ``min`` to ``max`` to the whole range of values."""
    if min == max:
        return map_values(context.open_image(image), lambda value: 255 * (value > min))
    return map_values(context.open_image(image), lambda value: _clamped((value - min) / (max - min), 1) * 255)


@image_node("img_hue_adjust")
def adjust_hue(context: InvocationContext, image: ImageField, hue: int) -> Image.Image:
    """Rotate the hue by a number of degrees."""
    rotation = int(256 * (hue % 360 / 360))
    return _with_channel(context.open_image(image, "HSV"), 0, lambda value: (value + rotation) % 256).convert(
        "RGBA"
    )


@image_node("img_channel_offset")
def offset_channel(context: InvocationContext, image: ImageField, channel: str, offset: int) -> Image.Image:
    """Add to a channel; hue wraps around, other channels stop at 0 and 255."""
    if channel == "Hue (HSV)":
        return _adjusted(context, image, channel, lambda value: (value + offset) % 256)
    return _adjusted(context, image, channel, lambda value: int(_clamped(value + offset, 255)))


@image_node("img_channel_multiply")
def multiply_channel(
    context: InvocationContext, image: ImageField, channel: str, scale: float, invert_channel: bool
) -> Image.Image:
    """Multiply a channel, and invert it for ``invert_channel``."""

    def scaled(value: int) -> int:
        product = _clamped(value * scale, 255)
        return int(255 - product if invert_channel else product)

    return _adjusted(context, image, channel, scaled)


@image_node("color_correct")
def correct_colors(
    context: InvocationContext,
    base_image: ImageField,
    color_reference: ImageField,
    mask: ImageField | None,
    colorspace: str,
) -> Image.Image:
    """Match the colors of an image to a reference, except where the mask is white."""
    base = context.open_image(base_image, "RGBA")
    mode, channels = _COLORSPACES[colorspace]
    corrected, reference = base.convert("RGB").convert(mode), context.open_image(color_reference, mode)
    for channel in channels:
        table = _matching_table(
            corrected.getchannel(channel).histogram(), reference.getchannel(channel).histogram()
        )
        corrected = _with_channel(corrected, channel, table.__getitem__)
    result = corrected.convert("RGB")
    if mask is not None:
        result.paste(base.convert("RGB"), mask=_same_size(context.open_image(mask, "L"), result))
    result.putalpha(base.getchannel("A"))
    return result


_COLORSPACES: dict[str, tuple[str, list[int]]] = {
    "RGB": ("RGB", [0, 1, 2]),
    "YCbCr": ("YCbCr", [0, 1, 2]),
    "YCbCr-Chroma": ("YCbCr", [1, 2]),
    "YCbCr-Luma": ("YCbCr", [0]),
}

_CHANNELS: dict[str, tuple[str, int]] = {
    "Red (RGBA)": ("RGBA", 0),
    "Green (RGBA)": ("RGBA", 1),
    "Blue (RGBA)": ("RGBA", 2),
    "Alpha (RGBA)": ("RGBA", 3),
    "Cyan (CMYK)": ("CMYK", 0),
    "Magenta (CMYK)": ("CMYK", 1),
    "Yellow (CMYK)": ("CMYK", 2),
    "Black (CMYK)": ("CMYK", 3),
    "Hue (HSV)": ("HSV", 0),
    "Saturation (HSV)": ("HSV", 1),
    "Value (HSV)": ("HSV", 2),
    "Luminosity (LAB)": ("LAB", 0),
    "A (LAB)": ("LAB", 1),
    "B (LAB)": ("LAB", 2),
    "Y (YCbCr)": ("YCbCr", 0),
    "Cb (YCbCr)": ("YCbCr", 1),
    "Cr (YCbCr)": ("YCbCr", 2),
}


def _adjusted(
    context: InvocationContext, image: ImageField, channel: str, change: Callable[[int], int]
) -> Image.Image:
    picture = context.open_image(image, "RGBA")
    mode, number = _CHANNELS[channel]
    if mode == "LAB" and number > 0:
        change = _on_signed(change)
    changed = _with_channel(picture.convert(mode), number, change).convert("RGBA")
    if channel != "Alpha (RGBA)":
        changed.putalpha(picture.getchannel("A"))
    return changed


def _on_signed(change: Callable[[int], int]) -> Callable[[int], int]:
    """Apply a change to A and B as Pillow stores them, with a sign bit, and not as its bands have them."""
    return lambda value: change(value ^ 128) ^ 128


def _with_channel(picture: Image.Image, number: int, change: Callable[[int], int]) -> Image.Image:
    bands = list(picture.split())
    bands[number] = map_values(bands[number], change)
    return Image.merge(picture.mode, bands)


def _clamped(value: float, highest: float) -> float:
    return max(0, min(highest, value))


def _same_size(mask: Image.Image, base: Image.Image) -> Image.Image:
    if mask.size != base.size:
        raise ValueError("Mask size must match base image size.")
    return mask


def _matching_table(histogram: list[int], reference: list[int]) -> list[int]:
    """Return the table that maps the distribution of a channel to that of a reference."""
    own, wanted = _cumulative(histogram), _cumulative(reference)
    return [int(_position(wanted, share)) for share in own]


def _cumulative(histogram: list[int]) -> list[float]:
    sums = list(accumulate(histogram))
    return [count / sums[-1] for count in sums]


def _position(ascending: list[float], value: float) -> float:
    """Return the index of a value in an ascending list, interpolated between two entries."""
    upper = bisect_left(ascending, value)
    if upper == 0 or upper == len(ascending) or ascending[upper] == value:
        return min(upper, len(ascending) - 1)
    lower = ascending[upper - 1]
    return upper - 1 + (value - lower) / (ascending[upper] - lower)
