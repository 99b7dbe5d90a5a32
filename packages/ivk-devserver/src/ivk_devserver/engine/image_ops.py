"""Operations on images that Pillow does not have, or has only slowly."""

from collections.abc import Callable

from PIL import Image, ImageChops, ImageOps

__all__ = ["dilate", "erode", "map_values"]


def map_values(image: Image.Image, function: Callable[[int], float]) -> Image.Image:
    """Return an image with a function applied to every value; fractions are dropped.

    Parameters
    ----------
    image
        An image with values from 0 to 255.
    function
        Returns the new value, from 0 to 255.
    """
    table = [int(function(value)) for value in range(256)]
    return image.point(table * len(image.getbands()))


def erode(mask: Image.Image, radius: int) -> Image.Image:
    """Set every pixel to the darkest value within ``radius`` pixels on both axes, so black areas grow.

    Pillow's ``MinFilter`` reads every pixel of the window, which takes seconds for a large one. This doubles
    the part of the window that was read in every pass.
    """
    if radius <= 0:
        return mask
    padded = ImageOps.expand(mask, radius, 255)
    padded = _darkest_behind(padded, 2 * radius + 1, (1, 0))
    padded = _darkest_behind(padded, 2 * radius + 1, (0, 1))
    return ImageOps.crop(ImageChops.offset(padded, -radius, -radius), radius)


def dilate(mask: Image.Image, radius: int) -> Image.Image:
    """Set every pixel to the brightest value within ``radius`` pixels on both axes, so white areas grow."""
    return ImageOps.invert(erode(ImageOps.invert(mask), radius))


def _darkest_behind(mask: Image.Image, width: int, direction: tuple[int, int]) -> Image.Image:
    covered = 1
    while covered < width:
        step = min(covered, width - covered)
        mask = ImageChops.darker(mask, ImageChops.offset(mask, step * direction[0], step * direction[1]))
        covered += step
    return mask
