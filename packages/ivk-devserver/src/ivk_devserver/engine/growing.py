"""Letting the black of a mask grow, the same number of pixels in every direction."""

from PIL import Image, ImageChops, ImageOps

__all__ = ["grow_black", "grow_white"]


def grow_black(mask: Image.Image, radius: int) -> Image.Image:
    """Give every pixel the darkest value within ``radius`` pixels, on both axes.

    Pillow's own filter looks at every pixel of the window, which takes seconds for a wide one. Doubling what
    has been looked at so far takes a handful of passes.
    """
    if radius <= 0:
        return mask
    padded = ImageOps.expand(mask, radius, 255)
    padded = _darkest_behind(padded, 2 * radius + 1, (1, 0))
    padded = _darkest_behind(padded, 2 * radius + 1, (0, 1))
    return ImageOps.crop(ImageChops.offset(padded, -radius, -radius), radius)


def grow_white(mask: Image.Image, radius: int) -> Image.Image:
    """Give every pixel the brightest value within ``radius`` pixels, on both axes."""
    return ImageOps.invert(grow_black(ImageOps.invert(mask), radius))


def _darkest_behind(mask: Image.Image, width: int, direction: tuple[int, int]) -> Image.Image:
    seen = 1
    while seen < width:
        step = min(seen, width - seen)
        mask = ImageChops.darker(mask, ImageChops.offset(mask, step * direction[0], step * direction[1]))
        seen += step
    return mask
