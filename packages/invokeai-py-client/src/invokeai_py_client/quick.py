"""One-call recipes."""

from ivk_quick import *
from ivk_quick import __all__ as __all__


def __dir__() -> list[str]:
    return sorted(__all__)
