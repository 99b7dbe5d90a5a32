"""The models that are installed on the server."""

from ivk_models import *
from ivk_models import __all__ as __all__


def __dir__() -> list[str]:
    return sorted(__all__)
