"""Typed values for the inputs of InvokeAI workflows.

Start with `FieldRegistry`, which makes the field for an input, or with one of the ``Ivk…Field`` classes. The
fields of a family are in the module of its name (`ivk_fields.images`), the values that they hold in the
module of the same name in `ivk_fields.values` (`ivk_fields.values.images`).
"""

from ivk_fields.base import IvkField
from ivk_fields.boards import (
    IvkBoardField,
    IvkSavedWorkflowField,
    IvkStylePresetField,
    IvkSystemPromptField,
)
from ivk_fields.collection import ElementwiseField, IvkCollectionField, IvkSingleOrCollectionField
from ivk_fields.color import IvkColorField
from ivk_fields.conditioning import (
    IvkConditioningField,
    IvkFluxFillConditioningField,
    IvkFluxKontextConditioningField,
    IvkFluxReduxConditioningField,
    IvkWanRefImageConditioningField,
)
from ivk_fields.enums import (
    ChoiceField,
    IvkColorModeField,
    IvkEnumField,
    IvkInterpolationField,
    IvkSchedulerField,
)
from ivk_fields.errors import FieldValueError, UnresolvedValueError
from ivk_fields.generators import (
    IvkFloatGeneratorField,
    IvkImageGeneratorField,
    IvkIntegerGeneratorField,
    IvkStringGeneratorField,
)
from ivk_fields.geometry import IvkBoundingBoxField, IvkSAMPointsField
from ivk_fields.images import IvkImageField, IvkVideoField
from ivk_fields.missing import MISSING
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
from ivk_fields.passthrough import IvkAnyField, IvkMetadataField, IvkUnionField, IvkUnknownField
from ivk_fields.primitives import IvkBooleanField, IvkFloatField, IvkIntegerField, IvkStringField, NumberField
from ivk_fields.registry import FieldRegistry
from ivk_fields.schedulers import SchedulerName
from ivk_fields.seeds import IvkSeedField
from ivk_fields.spec import Cardinality, Choice, Connection, FieldType, InputSpec
from ivk_fields.tensors import IvkDenoiseMaskField, IvkLatentsField, IvkTensorField
from ivk_fields.values.boards import BoardRef, SavedWorkflowRef, StylePresetRef, SystemPromptRef
from ivk_fields.values.color import Color
from ivk_fields.values.conditioning import (
    ConditioningRef,
    FluxFillConditioningRef,
    FluxKontextConditioningRef,
    FluxReduxConditioningRef,
    WanRefImageConditioningRef,
)
from ivk_fields.values.generators import (
    FloatArithmeticSequence,
    FloatGenerator,
    FloatLinearDistribution,
    FloatParseString,
    FloatUniformDistribution,
    ImageGenerator,
    ImagesFromBoard,
    IntegerArithmeticSequence,
    IntegerGenerator,
    IntegerLinearDistribution,
    IntegerParseString,
    IntegerUniformDistribution,
    StringDynamicPromptsCombinatorial,
    StringDynamicPromptsRandom,
    StringGenerator,
    StringParseString,
)
from ivk_fields.values.geometry import BoundingBox, SamPoint, SamPoints
from ivk_fields.values.images import ImageRef, VideoRef
from ivk_fields.values.local import LocalFile, LocalImage, LocalVideo
from ivk_fields.values.models import (
    ClipRef,
    ControlLoraRef,
    EncoderRef,
    FreeUSettings,
    LoraRef,
    ModelRef,
    PidDecoderRef,
    TransformerRef,
    UNetRef,
    VaeRef,
    WanTransformerRef,
)
from ivk_fields.values.pending import Resolve, Unresolved
from ivk_fields.values.record import NamedRecord, WireRecord
from ivk_fields.values.tensors import DenoiseMaskRef, LatentsRef, TensorRef

__version__ = "2.0.0a1"

__all__ = [
    "MISSING",
    "BoardRef",
    "BoundingBox",
    "Cardinality",
    "Choice",
    "ChoiceField",
    "ClipRef",
    "Color",
    "ConditioningRef",
    "Connection",
    "ControlLoraRef",
    "DenoiseMaskRef",
    "ElementwiseField",
    "EncoderRef",
    "FieldRegistry",
    "FieldType",
    "FieldValueError",
    "FloatArithmeticSequence",
    "FloatGenerator",
    "FloatLinearDistribution",
    "FloatParseString",
    "FloatUniformDistribution",
    "FluxFillConditioningRef",
    "FluxKontextConditioningRef",
    "FluxReduxConditioningRef",
    "FreeUSettings",
    "ImageGenerator",
    "ImageRef",
    "ImagesFromBoard",
    "InputSpec",
    "IntegerArithmeticSequence",
    "IntegerGenerator",
    "IntegerLinearDistribution",
    "IntegerParseString",
    "IntegerUniformDistribution",
    "IvkAnyField",
    "IvkBoardField",
    "IvkBooleanField",
    "IvkBoundingBoxField",
    "IvkCLIPField",
    "IvkCollectionField",
    "IvkColorField",
    "IvkColorModeField",
    "IvkConditioningField",
    "IvkControlLoRAField",
    "IvkDenoiseMaskField",
    "IvkEnumField",
    "IvkField",
    "IvkFloatField",
    "IvkFloatGeneratorField",
    "IvkFluxFillConditioningField",
    "IvkFluxKontextConditioningField",
    "IvkFluxReduxConditioningField",
    "IvkImageField",
    "IvkImageGeneratorField",
    "IvkIntegerField",
    "IvkIntegerGeneratorField",
    "IvkInterpolationField",
    "IvkLatentsField",
    "IvkLoRAField",
    "IvkMetadataField",
    "IvkModelIdentifierField",
    "IvkPiDDecoderField",
    "IvkSAMPointsField",
    "IvkSavedWorkflowField",
    "IvkSchedulerField",
    "IvkSeedField",
    "IvkSingleOrCollectionField",
    "IvkStringField",
    "IvkStringGeneratorField",
    "IvkStylePresetField",
    "IvkSystemPromptField",
    "IvkTensorField",
    "IvkTextEncoderField",
    "IvkTransformerField",
    "IvkUNetField",
    "IvkUnionField",
    "IvkUnknownField",
    "IvkVAEField",
    "IvkVideoField",
    "IvkWanRefImageConditioningField",
    "IvkWanTransformerField",
    "LatentsRef",
    "LocalFile",
    "LocalImage",
    "LocalVideo",
    "LoraRef",
    "ModelRef",
    "NamedRecord",
    "NumberField",
    "PidDecoderRef",
    "Resolve",
    "SamPoint",
    "SamPoints",
    "SavedWorkflowRef",
    "SchedulerName",
    "StringDynamicPromptsCombinatorial",
    "StringDynamicPromptsRandom",
    "StringGenerator",
    "StringParseString",
    "StylePresetRef",
    "SystemPromptRef",
    "TensorRef",
    "TransformerRef",
    "UNetRef",
    "Unresolved",
    "UnresolvedValueError",
    "VaeRef",
    "VideoRef",
    "WanRefImageConditioningRef",
    "WanTransformerRef",
    "WireRecord",
    "__version__",
]
