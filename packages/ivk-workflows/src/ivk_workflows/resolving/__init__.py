"""Resolve with the server's help, before a workflow is enqueued: names, local images, what is missing."""

from ivk_core.lookup import AmbiguousNameError, NameNotFoundError
from ivk_models.errors import AmbiguousModelError, ModelNotFoundError
from ivk_workflows.resolving.rebinding import ReboundModel
from ivk_workflows.resolving.resolver import Resolver

__all__ = [
    "AmbiguousModelError",
    "AmbiguousNameError",
    "ModelNotFoundError",
    "NameNotFoundError",
    "ReboundModel",
    "Resolver",
]
