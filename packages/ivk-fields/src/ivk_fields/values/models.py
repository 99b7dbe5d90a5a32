"""Models on the server, and what nodes pass around that is made of them."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field

from ivk_fields.plain import plain, plain_float
from ivk_fields.values.images import ImageRef
from ivk_fields.values.record import WireRecord

__all__ = [
    "ClipRef",
    "ControlLoraRef",
    "EncoderRef",
    "FreeUSettings",
    "LoraRef",
    "ModelRef",
    "PidDecoderRef",
    "TransformerRef",
    "UNetRef",
    "VaeRef",
    "WanTransformerRef",
]

Weight = Annotated[float, Field(strict=True, allow_inf_nan=False)]

_IDENTITY = ("key", "hash", "name", "base", "type")
_KEPT = (*_IDENTITY, "submodel_type")


class ModelRef(WireRecord):
    """A model, fully identified or for now only by what somebody gave: a name, a key or a hash.

    Bases and types are plain text, so those of a newer server fit too.
    """

    key: str = ""
    hash: str = ""
    name: str = ""
    base: str = ""
    type: str = ""
    submodel_type: str | None = None
    wanted: str = Field(default="", exclude=True)

    @classmethod
    def parse(cls, value: object) -> Self:
        """Take a name, key or hash, a mapping or a record with any of these, or the wire's form."""
        if isinstance(value, cls):
            return value
        value = plain(value)
        return cls.called(value) if isinstance(value, str) else cls._of_parts(_parts_of(value))

    @classmethod
    def called(cls, wanted: str) -> Self:
        """Refer to a model by name, key or hash, to be looked up."""
        if not wanted:
            raise ValueError("an empty name names no model")
        return cls(wanted=wanted)

    @property
    def needs_resolving(self) -> bool:
        """True while anything that the server insists on is unknown."""
        return not all(getattr(self, part) for part in _IDENTITY)

    def __str__(self) -> str:
        """Read as the model's name, or what stands for it."""
        return self.name or self.wanted or self.key or self.hash

    @classmethod
    def _of_parts(cls, parts: Mapping[str, Any]) -> Self:
        wanted = parts.get("key") or parts.get("hash") or parts.get("name")
        if not wanted:
            raise TypeError("a model is given by its name, key or hash")
        return cls.model_validate({**parts, "wanted": str(wanted)})


class LoraRef(WireRecord):
    """A LoRA and how strongly it applies."""

    lora: ModelRef
    weight: Weight = 1.0

    @classmethod
    def parse(cls, value: object) -> Self:
        """Take a model alone (weight 1), a (model, weight) pair, or the wire's form."""
        if isinstance(value, cls):
            return value
        if isinstance(value, tuple | list) and len(value) == 2:
            return cls(lora=ModelRef.parse(value[0]), weight=plain_float(value[1]))
        if isinstance(value, Mapping) and "lora" in value:
            return cls.from_wire({**value, "lora": ModelRef.parse(value["lora"])})
        return cls(lora=ModelRef.parse(value), weight=1.0)


class ControlLoraRef(WireRecord):
    """A control LoRA with its picture."""

    lora: ModelRef
    weight: Weight
    img: ImageRef


class FreeUSettings(WireRecord):
    """Skip and backbone factors of FreeU."""

    s1: float
    s2: float
    b1: float
    b2: float


class UNetRef(WireRecord):
    """A UNet as a model loader hands it on."""

    unet: ModelRef
    scheduler: ModelRef
    loras: tuple[LoraRef, ...]
    seamless_axes: tuple[str, ...] = ()
    freeu_config: FreeUSettings | None = None


class EncoderRef(WireRecord):
    """A text encoder with its tokenizer: T5, Qwen3, GLM, Mistral, Gemma and their like."""

    tokenizer: ModelRef
    text_encoder: ModelRef
    loras: tuple[LoraRef, ...] = ()


class ClipRef(EncoderRef):
    """A CLIP text encoder."""

    skipped_layers: int = 0


class VaeRef(WireRecord):
    """A VAE as a model loader hands it on."""

    vae: ModelRef
    seamless_axes: tuple[str, ...] = ()


class TransformerRef(WireRecord):
    """A transformer as a model loader hands it on."""

    transformer: ModelRef
    loras: tuple[LoraRef, ...] = ()


class WanTransformerRef(TransformerRef):
    """Wan's pair of transformers, for high and for low noise."""

    transformer_low_noise: ModelRef | None = None
    loras_low_noise: tuple[LoraRef, ...] = ()
    boundary_ratio: float = 0.875


class PidDecoderRef(WireRecord):
    """A pixel diffusion decoder."""

    decoder: ModelRef


def _parts_of(value: object) -> dict[str, Any]:
    found = {part: plain(_part_of(value, part)) for part in _KEPT}
    return {part: given for part, given in found.items() if given is not None}


def _part_of(value: object, part: str) -> object:
    return value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
