"""The images that an operation is for: by name or record, one or several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, TypeGuard

from ivk_boards.images.schemas import IvkImage
from ivk_core.errors import ArgumentError

__all__ = ["ImageName", "ImageSelection", "name_of", "names_of"]

ImageName: TypeAlias = str | IvkImage
"""The server's name of an image, or the record that has it."""

ImageSelection: TypeAlias = ImageName | Iterable[ImageName]
"""One image, or several."""


def name_of(image: object) -> str:
    """Return the name of one image.

    Parameters
    ----------
    image : str or object with an image_name
        The name, or a record that has it.

    Raises
    ------
    ArgumentError
        If it is neither, but a list for example.
    """
    if isinstance(image, str):
        return image
    name: object = getattr(image, "image_name", None)
    if not isinstance(name, str):
        hint = "Pass a name, or a record with an image_name."
        raise ArgumentError(f"{image!r} is not the name of one image.", hint=hint)
    return name


def names_of(images: Iterable[ImageSelection]) -> list[str]:
    """Return the names of several images, each of which may be a list.

    Raises
    ------
    ArgumentError
        If something is neither a name, a record nor a list of these.
    """
    names: list[str] = []
    for image in images:
        names.extend(map(name_of, image) if _is_list(image) else [name_of(image)])
    return names


def _is_list(image: object) -> TypeGuard[Iterable[object]]:
    # A record of the server can be iterated over, too.
    is_one = isinstance(image, str | bytes) or hasattr(image, "image_name")
    return isinstance(image, Iterable) and not is_one
