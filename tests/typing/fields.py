"""The types of the fields. mypy and pyright read this file; it is never run."""

from typing import Any, assert_type

from ivk_fields import (
    BoardRef,
    BoundingBox,
    Color,
    FieldRegistry,
    FieldType,
    ImageRef,
    InputSpec,
    IvkBoardField,
    IvkBooleanField,
    IvkBoundingBoxField,
    IvkCollectionField,
    IvkColorField,
    IvkConditioningField,
    IvkEnumField,
    IvkField,
    IvkFloatField,
    IvkImageField,
    IvkIntegerField,
    IvkLatentsField,
    IvkLoRAField,
    IvkModelIdentifierField,
    IvkSchedulerField,
    IvkSingleOrCollectionField,
    IvkStringField,
    IvkUNetField,
    LocalImage,
    LoraRef,
    ModelRef,
    UNetRef,
)
from ivk_fields.values.conditioning import ConditioningRef
from ivk_fields.values.tensors import LatentsRef

assert_type(IvkStringField().value, str | None)
assert_type(IvkIntegerField(value=3, minimum=1).value, int | None)
assert_type(IvkFloatField().value, float | None)
assert_type(IvkBooleanField().value, bool | None)
assert_type(IvkEnumField().value, str | int | float | None)
assert_type(IvkSchedulerField().value, str | None)
assert_type(IvkImageField().value, ImageRef | LocalImage | None)
assert_type(IvkBoardField().value, BoardRef | None)
assert_type(IvkLatentsField().value, LatentsRef | None)
assert_type(IvkModelIdentifierField().value, ModelRef | None)
assert_type(IvkLoRAField().value, LoraRef | None)
assert_type(IvkUNetField().value, UNetRef | None)
assert_type(IvkConditioningField().value, ConditioningRef | None)
assert_type(IvkColorField().value, Color | None)
assert_type(IvkBoundingBoxField().value, BoundingBox | None)
assert_type(IvkCollectionField[int]().value, tuple[int, ...] | None)
assert_type(IvkSingleOrCollectionField[float]().value, float | tuple[float, ...] | None)

STEPS = InputSpec("steps", FieldType("IntegerField"), minimum=1)

assert_type(STEPS.narrowed(maximum=30), InputSpec)
assert_type(IvkIntegerField.from_wire(3, STEPS), IvkIntegerField)
assert_type(IvkImageField().set("cat.png"), IvkImageField)
assert_type(IvkImageField().reset(), IvkImageField)
assert_type(FieldRegistry().make(STEPS), IvkField[Any])
assert_type(IvkStringField().touched, bool)
