"""Models to choose, and the parts of models that loader nodes pass to other nodes."""

from typing import Any

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
)

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
]


class IvkModelIdentifierField(RecordField[ModelRef]):
    """A model on the server, by name, key, hash or record.

    Attributes
    ----------
    bases, types : tuple of str
        The bases and types that the input takes; empty for any.
    variants, formats : tuple of str
        Variants and formats that the input is for. They appear in messages but are not checked, because a
        reference to a model has neither.
    """

    serves_types = ("ModelIdentifierField",)
    kind = "model (name, key, hash or record)"
    record = ModelRef

    bases: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    @classmethod
    def limits_of(cls, spec: InputSpec) -> dict[str, Any]:
        """Return the kinds of model that the input is for."""
        return {
            "bases": spec.ui_model_base,
            "types": spec.ui_model_type,
            "variants": spec.ui_model_variant,
            "formats": spec.ui_model_format,
        }

    def check(self, value: ModelRef) -> None:
        """Check the base and the type of the model, as far as they are known."""
        for part, given, allowed in (("base", value.base, self.bases), ("type", value.type, self.types)):
            if given and allowed and given not in allowed:
                raise ValueError(f"the {part} of {value} is {given!r}")

    def rules(self) -> list[str]:
        """Return the bases, types, variants and formats in words."""
        limits = (
            ("base", self.bases),
            ("type", self.types),
            ("variant", self.variants),
            ("format", self.formats),
        )
        return [f"{part} {' or '.join(allowed)}" for part, allowed in limits if allowed]


class IvkLoRAField(RecordField[LoraRef]):
    """A LoRA with its weight; a model alone has weight 1."""

    serves_types = ("LoRAField",)
    kind = "LoRA (model and weight)"
    record = LoraRef


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
