"""The queues of the server."""

from ivk_workflows.queue import *
from ivk_workflows.queue import __all__ as __all__


def __dir__() -> list[str]:
    return sorted(__all__)
