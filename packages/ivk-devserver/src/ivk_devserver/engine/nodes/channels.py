"""Nodes that work on the channels of a picture: red, hue or alpha."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from PIL import Image, ImageChops

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.fields import ImageField
from ivk_devserver.engine.mapping import map_values
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
def multiply_images(call: Call, image1: ImageField, image2: ImageField) -> Image.Image:
    """Multiply two pictures."""
    return ImageChops.multiply(call.open(image1), call.open(image2))


@image_node("img_chan")
def extract_channel(call: Call, image: ImageField, channel: str) -> Image.Image:
    """Give one channel as a grey picture."""
    return call.open(image).getchannel(channel)


@image_node("img_conv")
def convert(call: Call, image: ImageField, mode: str) -> Image.Image:
    """Convert to another mode."""
    return call.open(image).convert(mode)


@image_node("img_lerp")
def lerp(call: Call, image: ImageField, min: int, max: int) -> Image.Image:  # noqa: A002 - the inputs' names
    """Squeeze all values between a lowest and a highest."""
    return map_values(call.open(image), lambda value: value / 255 * (max - min) + min)


@image_node("img_ilerp")
def inverse_lerp(call: Call, image: ImageField, min: int, max: int) -> Image.Image:  # noqa: A002 - as above
    """Stretch the values between a lowest and a highest over the whole range."""
    if min == max:
        return map_values(call.open(image), lambda value: 255 * (value > min))
    return map_values(call.open(image), lambda value: _within((value - min) / (max - min), 1) * 255)


@image_node("img_hue_adjust")
def adjust_hue(call: Call, image: ImageField, hue: int) -> Image.Image:
    """Turn the hue by some degrees."""
    turn = int(256 * (hue % 360 / 360))
    return _with_channel(call.open(image, "HSV"), 0, lambda value: (value + turn) % 256).convert("RGBA")


@image_node("img_channel_offset")
def offset_channel(call: Call, image: ImageField, channel: str, offset: int) -> Image.Image:
    """Add to a channel; hue goes around, all others end at 0 and 255."""
    if channel == "Hue (HSV)":
        return _adjusted(call, image, channel, lambda value: (value + offset) % 256)
    return _adjusted(call, image, channel, lambda value: int(_within(value + offset, 255)))


@image_node("img_channel_multiply")
def multiply_channel(
    call: Call, image: ImageField, channel: str, scale: float, invert_channel: bool
) -> Image.Image:
    """Multiply a channel, and turn it around if asked to."""

    def scaled(value: int) -> int:
        product = _within(value * scale, 255)
        return int(255 - product if invert_channel else product)

    return _adjusted(call, image, channel, scaled)


@image_node("color_correct")
def correct_colors(
    call: Call, base_image: ImageField, color_reference: ImageField, mask: ImageField | None, colorspace: str
) -> Image.Image:
    """Give a picture the colours of another, except where the mask is white."""
    base = call.open(base_image, "RGBA")
    mode, channels = _COLORSPACES[colorspace]
    corrected, reference = base.convert("RGB").convert(mode), call.open(color_reference, mode)
    for channel in channels:
        table = _matching(
            corrected.getchannel(channel).histogram(), reference.getchannel(channel).histogram()
        )
        corrected = _with_channel(corrected, channel, table.__getitem__)
    result = corrected.convert("RGB")
    if mask is not None:
        result.paste(base.convert("RGB"), mask=_fitting(call.open(mask, "L"), result))
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


def _adjusted(call: Call, image: ImageField, channel: str, change: Callable[[int], int]) -> Image.Image:
    picture = call.open(image, "RGBA")
    mode, number = _CHANNELS[channel]
    if mode == "LAB" and number > 0:
        change = _on_signed(change)
    changed = _with_channel(picture.convert(mode), number, change).convert("RGBA")
    if channel != "Alpha (RGBA)":
        changed.putalpha(picture.getchannel("A"))
    return changed


def _on_signed(change: Callable[[int], int]) -> Callable[[int], int]:
    """Let a change see A and B as they are stored, with a sign bit, and not as Pillow's bands show them."""
    return lambda value: change(value ^ 128) ^ 128


def _with_channel(picture: Image.Image, number: int, change: Callable[[int], int]) -> Image.Image:
    bands = list(picture.split())
    bands[number] = map_values(bands[number], change)
    return Image.merge(picture.mode, bands)


def _within(value: float, highest: float) -> float:
    return max(0, min(highest, value))


def _fitting(mask: Image.Image, picture: Image.Image) -> Image.Image:
    if mask.size != picture.size:
        raise ValueError("Mask size must match base image size.")
    return mask


def _matching(histogram: list[int], reference: list[int]) -> list[int]:
    """Give the table that brings a channel to the distribution of another."""
    shares, wanted = _shares(histogram), _shares(reference)
    return [int(_position(wanted, share)) for share in shares]


def _shares(histogram: list[int]) -> list[float]:
    sums = list(accumulate(histogram))
    return [count / sums[-1] for count in sums]


def _position(rising: list[float], value: float) -> float:
    """Give the place of a value in a rising list, between two entries if need be."""
    upper = bisect_left(rising, value)
    if upper == 0 or upper == len(rising) or rising[upper] == value:
        return min(upper, len(rising) - 1)
    lower = rising[upper - 1]
    return upper - 1 + (value - lower) / (rising[upper] - lower)
