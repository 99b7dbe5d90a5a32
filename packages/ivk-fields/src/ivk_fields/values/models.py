"""References to models, and the parts of models that nodes pass to each other."""

from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeGuard

from pydantic import Field

from ivk_fields.coercion import coerce_float, unwrap_scalar
from ivk_fields.type_guards import is_list_or_tuple, is_mapping
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
    "is_model",
]

Weight = Annotated[float, Field(strict=True, allow_inf_nan=False)]

_IDENTITY_KEYS = ("key", "hash", "name", "base", "type")
_KEPT_KEYS = (*_IDENTITY_KEYS, "submodel_type")


class ModelRef(WireRecord):
    """A model: identified in full, or by a name, a key or a hash that must be looked up.

    Bases and types are plain strings, so those of newer servers are accepted too.
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
        """Convert a name, key or hash, a mapping or an object with any of these, or the JSON form."""
        if isinstance(value, cls):
            return value
        value = unwrap_scalar(value)
        return cls.called(value) if isinstance(value, str) else cls._of_parts(_parts_of(value))

    @classmethod
    def called(cls, wanted: str) -> Self:
        """Make a reference from a name, key or hash that must be looked up."""
        if not wanted:
            raise ValueError("the name of the model is empty")
        return cls(wanted=wanted)

    @property
    def needs_resolving(self) -> bool:
        """True if a part that the server requires is not known yet."""
        return not all(getattr(self, part) for part in _IDENTITY_KEYS)

    @property
    def identity(self) -> str:
        """What to look the model up by: the key, the hash or the name, the first that is known."""
        return self.wanted or self.key or self.hash or self.name

    def __str__(self) -> str:
        """Return the name, the base and the type, as far as they are known."""
        name = self.name or self.wanted or self.key or self.hash
        kind = " ".join(part for part in (self.base, self.type) if part)
        return f"{name!r} ({kind})" if kind else name

    def __repr__(self) -> str:
        """Return the name, the base and the type in short; `model_dump` has all parts."""
        text = str(self)
        return f"ModelRef({text if text.startswith(chr(39)) else repr(text)})"

    @classmethod
    def _of_parts(cls, parts: Mapping[str, Any]) -> Self:
        wanted = parts.get("key") or parts.get("hash") or parts.get("name")
        if not wanted:
            raise TypeError("a model needs a name, a key or a hash")
        return cls.model_validate({**parts, "wanted": str(wanted)})


def is_model(value: object) -> TypeGuard[ModelRef]:
    """Return whether a value is a reference to a model."""
    return isinstance(value, ModelRef)


class LoraRef(WireRecord):
    """A LoRA and its weight."""

    lora: ModelRef
    weight: Weight = 1.0

    @classmethod
    def parse(cls, value: object) -> Self:
        """Convert a model alone (weight 1), a (model, weight) pair, or the JSON form."""
        if isinstance(value, cls):
            return value
        if is_list_or_tuple(value) and len(value) == 2:
            return cls(lora=ModelRef.parse(value[0]), weight=coerce_float(value[1]))
        if is_mapping(value) and "lora" in value:
            weight = {} if value.get("weight") is not None else {"weight": 1.0}
            return cls.from_wire({**value, **weight, "lora": ModelRef.parse(value["lora"])})
        return cls(lora=ModelRef.parse(value), weight=1.0)

    def __str__(self) -> str:
        """Return the model and its weight."""
        return f"{self.lora} at {self.weight:g}"

    def __repr__(self) -> str:
        """Return the model and its weight in short."""
        return f"LoraRef({self})"


class ControlLoraRef(WireRecord):
    """A control LoRA with its weight and its control image."""

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
    """A UNet with its scheduler model and its LoRAs."""

    unet: ModelRef
    scheduler: ModelRef
    loras: tuple[LoraRef, ...]
    seamless_axes: tuple[str, ...] = ()
    freeu_config: FreeUSettings | None = None


class EncoderRef(WireRecord):
    """A text encoder with its tokenizer, such as T5, Qwen3, GLM, Mistral or Gemma."""

    tokenizer: ModelRef
    text_encoder: ModelRef
    loras: tuple[LoraRef, ...] = ()


class ClipRef(EncoderRef):
    """A CLIP text encoder."""

    skipped_layers: int = 0


class VaeRef(WireRecord):
    """A VAE."""

    vae: ModelRef
    seamless_axes: tuple[str, ...] = ()


class TransformerRef(WireRecord):
    """A transformer with its LoRAs."""

    transformer: ModelRef
    loras: tuple[LoraRef, ...] = ()


class WanTransformerRef(TransformerRef):
    """The pair of transformers of Wan, one for high and one for low noise."""

    transformer_low_noise: ModelRef | None = None
    loras_low_noise: tuple[LoraRef, ...] = ()
    boundary_ratio: float = 0.875


class PidDecoderRef(WireRecord):
    """A pixel diffusion decoder."""

    decoder: ModelRef


def _parts_of(value: object) -> dict[str, Any]:
    found = {part: unwrap_scalar(_part_of(value, part)) for part in _KEPT_KEYS}
    return {part: given for part, given in found.items() if given is not None}


def _part_of(value: object, part: str) -> object:
    return value.get(part) if is_mapping(value) else getattr(value, part, None)
