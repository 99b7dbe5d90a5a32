"""The values that travel between nodes, other than plain numbers and strings."""

from typing import Any

from pydantic import BaseModel, ConfigDict

__all__ = [
    "BoundingBoxField",
    "CLIPField",
    "ColorField",
    "ConditioningField",
    "DenoiseMaskField",
    "FieldValue",
    "FreeUConfig",
    "ImageField",
    "LatentsField",
    "LoRAField",
    "MetadataItemField",
    "ModelIdentifierField",
    "TensorField",
    "UNetField",
    "VAEField",
]


class FieldValue(BaseModel):
    """A value with parts; unknown parts travel along."""

    model_config = ConfigDict(extra="allow", protected_namespaces=())


class ImageField(FieldValue):
    """A stored picture."""

    image_name: str


class ColorField(FieldValue):
    """A colour, each part from 0 to 255."""

    r: int
    g: int
    b: int
    a: int

    @property
    def rgba(self) -> tuple[int, int, int, int]:
        """The colour as Pillow takes it."""
        return self.r, self.g, self.b, self.a


class BoundingBoxField(FieldValue):
    """A rectangle in pixels."""

    x_min: int
    x_max: int
    y_min: int
    y_max: int
    score: float | None = None


class ModelIdentifierField(FieldValue):
    """A model, or a part of one."""

    key: str
    hash: str
    name: str
    base: str
    type: str
    submodel_type: str | None = None

    def part(self, submodel_type: str) -> "ModelIdentifierField":
        """Name one part of this model."""
        return self.model_copy(update={"submodel_type": submodel_type})


class LoRAField(FieldValue):
    """A LoRA and how much of it."""

    lora: ModelIdentifierField
    weight: float


class FreeUConfig(FieldValue):
    """The four numbers of FreeU."""

    s1: float
    s2: float
    b1: float
    b2: float


class UNetField(FieldValue):
    """The part of a model that denoises."""

    unet: ModelIdentifierField
    scheduler: ModelIdentifierField
    loras: list[LoRAField]
    seamless_axes: list[str] = []
    freeu_config: FreeUConfig | None = None


class CLIPField(FieldValue):
    """The part of a model that reads prompts."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField
    skipped_layers: int
    loras: list[LoRAField]


class VAEField(FieldValue):
    """The part of a model that turns latents into pictures and back."""

    vae: ModelIdentifierField
    seamless_axes: list[str] = []


class LatentsField(FieldValue):
    """Latents kept under a name."""

    latents_name: str
    seed: int | None = None


class TensorField(FieldValue):
    """A tensor kept under a name; here these are masks."""

    tensor_name: str


class DenoiseMaskField(FieldValue):
    """Where to paint anew, kept under a name."""

    mask_name: str
    masked_latents_name: str | None = None
    gradient: bool = False


class ConditioningField(FieldValue):
    """A prompt that has been read."""

    conditioning_name: str
    mask: TensorField | None = None


class MetadataItemField(FieldValue):
    """One entry of a picture's metadata."""

    label: str
    value: Any
