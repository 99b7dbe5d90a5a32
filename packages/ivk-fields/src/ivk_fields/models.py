"""Models to choose, and the parts of models that loader nodes pass to other nodes."""

from typing import Any, TypeVar

from ivk_fields.limits import ModelLimits
from ivk_fields.records import RecordField
from ivk_fields.spec import InputSpec
from ivk_fields.values.models import (
    ClipRef,
    ControlLoraRef,
    EncoderRef,
    LoraRef,
    ModelRef,
    PidDecoderRef,
    TransformerRef,
    UNetRef,
    VaeRef,
    WanTransformerRef,
    is_model,
)
from ivk_fields.values.parts import iter_parts
from ivk_fields.values.record import WireRecord

__all__ = [
    "IvkCLIPField",
    "IvkControlLoRAField",
    "IvkLoRAField",
    "IvkModelIdentifierField",
    "IvkPiDDecoderField",
    "IvkTextEncoderField",
    "IvkTransformerField",
    "IvkUNetField",
    "IvkVAEField",
    "IvkWanTransformerField",
    "ModelLimitsField",
]

R = TypeVar("R", bound=WireRecord)


class ModelLimitsField(RecordField[R]):
    """Base of the fields whose value names a model of certain kinds.

    Attributes
    ----------
    bases, types : tuple of str
        The bases and types that the input takes; empty for any.
    variants, formats : tuple of str
        Variants and formats that the input is for. They appear in messages but are not checked, because a
        reference to a model has neither.
    """

    bases: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the kinds of model that the input is for."""
        limits = {
            "bases": spec.ui_model_base,
            "types": spec.ui_model_type,
            "variants": spec.ui_model_variant,
            "formats": spec.ui_model_format,
        }
        return {name: limit for name, limit in limits.items() if limit}

    def model_limits(self) -> ModelLimits:
        """Return the bases and types that the input takes."""
        return ModelLimits(self.bases, self.types)

    def check(self, value: R) -> None:
        """Check the base and the type of the model, as far as they are known."""
        for model in iter_parts(value, is_model):
            self.model_limits().check(model)

    def rules(self) -> list[str]:
        """Return the bases, types, variants and formats in words."""
        limits = (
            ("base", self.bases),
            ("type", self.types),
            ("variant", self.variants),
            ("format", self.formats),
        )
        return [f"{part} {' or '.join(allowed)}" for part, allowed in limits if allowed]


class IvkModelIdentifierField(ModelLimitsField[ModelRef]):
    """A model on the server, by name, key, hash or record; see `ModelLimitsField` for its limits."""

    serves_types = ("ModelIdentifierField",)
    kind = "model (name, key, hash or record)"
    record = ModelRef

    def read(self, raw: Any) -> ModelRef:
        """Convert the JSON form; a record of something else, such as a generator's settings, is no model."""
        model = super().read(raw)
        if not (model.identity or model.base):
            raise ValueError("it names no model")
        return model


class IvkLoRAField(ModelLimitsField[LoraRef]):
    """A LoRA with its weight; a model alone has weight 1. See `ModelLimitsField` for its limits."""

    serves_types = ("LoRAField",)
    kind = "LoRA (model and weight)"
    record = LoraRef

    types: tuple[str, ...] = ("lora",)


class IvkControlLoRAField(RecordField[ControlLoraRef]):
    """A control LoRA with its control image."""

    serves_types = ("ControlLoRAField",)
    kind = "control LoRA"
    record = ControlLoraRef


class IvkUNetField(RecordField[UNetRef]):
    """A UNet, usually from a model loader."""

    serves_types = ("UNetField",)
    kind = "UNet"
    record = UNetRef


class IvkCLIPField(RecordField[ClipRef]):
    """A CLIP text encoder, usually from a model loader."""

    serves_types = ("CLIPField",)
    kind = "CLIP"
    record = ClipRef


class IvkTransformerField(RecordField[TransformerRef]):
    """A transformer, usually from a model loader."""

    serves_types = ("TransformerField",)
    kind = "transformer"
    record = TransformerRef


class IvkWanTransformerField(RecordField[WanTransformerRef]):
    """Wan's pair of transformers, usually from a model loader."""

    serves_types = ("WanTransformerField",)
    kind = "Wan transformer"
    record = WanTransformerRef


class IvkVAEField(RecordField[VaeRef]):
    """A VAE, usually from a model loader."""

    serves_types = ("VAEField",)
    kind = "VAE"
    record = VaeRef


class IvkTextEncoderField(RecordField[EncoderRef]):
    """A text encoder with its tokenizer, of any model family."""

    serves_types = (
        "Gemma2EncoderField",
        "GlmEncoderField",
        "Mistral3EncoderField",
        "MistralEncoderField",
        "PromptEnhancerField",
        "Qwen3EncoderField",
        "Qwen3VLEncoderField",
        "QwenVLEncoderField",
        "T5EncoderField",
        "WanT5EncoderField",
    )
    kind = "text encoder"
    record = EncoderRef


class IvkPiDDecoderField(RecordField[PidDecoderRef]):
    """A pixel diffusion decoder, usually from a model loader."""

    serves_types = ("PiDDecoderField",)
    kind = "PiD decoder"
    record = PidDecoderRef
