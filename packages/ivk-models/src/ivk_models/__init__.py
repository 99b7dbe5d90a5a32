"""The models that are installed on an InvokeAI server."""

from ivk_models.errors import AmbiguousModelError, ModelNotFoundError
from ivk_models.models.listing import ModelList
from ivk_models.models.names import BaseName, FormatName, TypeName
from ivk_models.models.repository import DnnModelRepository
from ivk_models.models.repository_async import AsyncDnnModelRepository
from ivk_models.models.schemas import (
    BaseModelEnum,
    DnnModel,
    IvkDnnModel,
    ModelFilter,
    ModelFormatEnum,
    ModelTraits,
    ModelTypeEnum,
)

__version__ = "2.0.0a1"

__all__ = [
    "AmbiguousModelError",
    "AsyncDnnModelRepository",
    "BaseModelEnum",
    "BaseName",
    "DnnModel",
    "DnnModelRepository",
    "FormatName",
    "IvkDnnModel",
    "ModelFilter",
    "ModelFormatEnum",
    "ModelList",
    "ModelNotFoundError",
    "ModelTraits",
    "ModelTypeEnum",
    "TypeName",
    "__version__",
]
