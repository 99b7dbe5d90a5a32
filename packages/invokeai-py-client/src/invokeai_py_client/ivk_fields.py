"""The typed values of workflow inputs."""

from ivk_fields import *
from ivk_fields import __all__ as __all__


def __dir__() -> list[str]:
    return sorted(__all__)
