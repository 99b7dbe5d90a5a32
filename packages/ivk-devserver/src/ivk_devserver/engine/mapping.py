"""Changing every value of a picture by the same rule."""

from collections.abc import Callable

from PIL import Image

__all__ = ["map_values"]


def map_values(picture: Image.Image, change: Callable[[int], float]) -> Image.Image:
    """Give a picture whose values went through a function, what is behind the point dropped.

    Parameters
    ----------
    picture
        A picture with values from 0 to 255.
    change
        Gives the new value, from 0 to 255.
    """
    table = [int(change(value)) for value in range(256)]
    return picture.point(table * len(picture.getbands()))
