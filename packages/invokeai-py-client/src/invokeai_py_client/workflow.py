"""Workflows: definitions, handles, inputs, jobs and results."""

from ivk_workflows import *
from ivk_workflows import __all__ as __all__


def __dir__() -> list[str]:
    return sorted(__all__)
