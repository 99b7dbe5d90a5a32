"""Boards and the images on them."""

from ivk_boards import *
from ivk_boards import __all__ as __all__
