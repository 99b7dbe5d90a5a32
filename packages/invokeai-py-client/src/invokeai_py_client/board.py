"""Boards and the images on them."""

from ivk_boards import *
from ivk_boards import __all__ as __all__


def __dir__() -> list[str]:
    return sorted(__all__)
