"""What only the server can settle before a workflow is enqueued: names, local files, missing things."""

from ivk_workflows.resolving.errors import (
    AmbiguousModelError,
    AmbiguousNameError,
    ModelNotFoundError,
    NameNotFoundError,
)
from ivk_workflows.resolving.rebinding import ReboundModel

__all__ = [
    "AmbiguousModelError",
    "AmbiguousNameError",
    "ModelNotFoundError",
    "NameNotFoundError",
    "ReboundModel",
]
