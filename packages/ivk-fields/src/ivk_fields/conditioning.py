"""Conditionings of all model families; they nearly always come from an edge."""

from ivk_fields.records import RecordField
from ivk_fields.values.conditioning import (
    ConditioningRef,
    FluxFillConditioningRef,
    FluxKontextConditioningRef,
    FluxReduxConditioningRef,
    WanRefImageConditioningRef,
)

__all__ = [
    "IvkConditioningField",
    "IvkFluxFillConditioningField",
    "IvkFluxKontextConditioningField",
    "IvkFluxReduxConditioningField",
    "IvkWanRefImageConditioningField",
]


class IvkConditioningField(RecordField[ConditioningRef]):
    """An encoded prompt of any model family."""

    serves_types = (
        "AnimaConditioningField",
        "CogView4ConditioningField",
        "ConditioningField",
        "ErnieImageConditioningField",
        "FluxConditioningField",
        "Ideogram4ConditioningField",
        "Krea2ConditioningField",
        "QwenImageConditioningField",
        "SD3ConditioningField",
        "WanConditioningField",
        "ZImageConditioningField",
    )
    kind = "conditioning (name on the server)"
    record = ConditioningRef


class IvkFluxFillConditioningField(RecordField[FluxFillConditioningRef]):
    """The image and the mask that FLUX Fill paints into."""

    serves_types = ("FluxFillConditioningField",)
    kind = "FLUX Fill conditioning"
    record = FluxFillConditioningRef


class IvkFluxKontextConditioningField(RecordField[FluxKontextConditioningRef]):
    """A reference image for FLUX Kontext."""

    serves_types = ("FluxKontextConditioningField",)
    kind = "FLUX Kontext conditioning"
    record = FluxKontextConditioningRef


class IvkFluxReduxConditioningField(RecordField[FluxReduxConditioningRef]):
    """An encoded image for FLUX Redux."""

    serves_types = ("FluxReduxConditioningField",)
    kind = "FLUX Redux conditioning"
    record = FluxReduxConditioningRef


class IvkWanRefImageConditioningField(RecordField[WanRefImageConditioningRef]):
    """An encoded reference image for Wan."""

    serves_types = ("WanRefImageConditioningField",)
    kind = "Wan reference image conditioning"
    record = WanRefImageConditioningRef
