"""The built-in field classes in order of precedence: the more specific class first."""

from __future__ import annotations

from typing import Any

from ivk_fields.base import IvkField
from ivk_fields.boards import (
    IvkBoardField,
    IvkSavedWorkflowField,
    IvkStylePresetField,
    IvkSystemPromptField,
)
from ivk_fields.collection import IvkCollectionField, IvkSingleOrCollectionField
from ivk_fields.color import IvkColorField
from ivk_fields.conditioning import (
    IvkConditioningField,
    IvkFluxFillConditioningField,
    IvkFluxKontextConditioningField,
    IvkFluxReduxConditioningField,
    IvkWanRefImageConditioningField,
)
from ivk_fields.enums import IvkColorModeField, IvkEnumField, IvkInterpolationField, IvkSchedulerField
from ivk_fields.generators import (
    IvkFloatGeneratorField,
    IvkImageGeneratorField,
    IvkIntegerGeneratorField,
    IvkStringGeneratorField,
)
from ivk_fields.geometry import IvkBoundingBoxField, IvkSAMPointsField
from ivk_fields.images import IvkImageField, IvkVideoField
from ivk_fields.models import (
    IvkCLIPField,
    IvkControlLoRAField,
    IvkLoRAField,
    IvkModelIdentifierField,
    IvkPiDDecoderField,
    IvkTextEncoderField,
    IvkTransformerField,
    IvkUNetField,
    IvkVAEField,
    IvkWanTransformerField,
)
from ivk_fields.passthrough import IvkAnyField, IvkMetadataField, IvkUnionField
from ivk_fields.primitives import IvkBooleanField, IvkFloatField, IvkIntegerField, IvkStringField
from ivk_fields.seeds import IvkSeedField
from ivk_fields.tensors import IvkDenoiseMaskField, IvkLatentsField, IvkTensorField

__all__ = ["BUILTIN_FIELDS"]

BUILTIN_FIELDS: tuple[type[IvkField[Any]], ...] = (
    IvkSeedField,
    IvkIntegerField,
    IvkFloatField,
    IvkStringField,
    IvkBooleanField,
    IvkSchedulerField,
    IvkInterpolationField,
    IvkColorModeField,
    IvkEnumField,
    IvkImageField,
    IvkVideoField,
    IvkBoardField,
    IvkLatentsField,
    IvkTensorField,
    IvkDenoiseMaskField,
    IvkModelIdentifierField,
    IvkLoRAField,
    IvkControlLoRAField,
    IvkUNetField,
    IvkCLIPField,
    IvkVAEField,
    IvkTransformerField,
    IvkWanTransformerField,
    IvkTextEncoderField,
    IvkPiDDecoderField,
    IvkConditioningField,
    IvkFluxFillConditioningField,
    IvkFluxKontextConditioningField,
    IvkFluxReduxConditioningField,
    IvkWanRefImageConditioningField,
    IvkColorField,
    IvkBoundingBoxField,
    IvkSAMPointsField,
    IvkStylePresetField,
    IvkSystemPromptField,
    IvkSavedWorkflowField,
    IvkFloatGeneratorField,
    IvkIntegerGeneratorField,
    IvkStringGeneratorField,
    IvkImageGeneratorField,
    IvkMetadataField,
    IvkUnionField,
    IvkAnyField,
    IvkCollectionField,
    IvkSingleOrCollectionField,
)
"""Field classes that every registry has, unless it is made with other ones."""
