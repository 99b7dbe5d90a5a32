"""The values of fields that are neither numbers nor strings."""

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
    """A value with fields of its own; fields that are not declared are kept."""

    model_config = ConfigDict(extra="allow", protected_namespaces=())


class ImageField(FieldValue):
    """An image."""

    image_name: str


class ColorField(FieldValue):
    """A color; each component is from 0 to 255."""

    r: int
    g: int
    b: int
    a: int

    @property
    def rgba(self) -> tuple[int, int, int, int]:
        """The color as Pillow expects it."""
        return self.r, self.g, self.b, self.a


class BoundingBoxField(FieldValue):
    """A rectangle, in pixels."""

    x_min: int
    x_max: int
    y_min: int
    y_max: int
    score: float | None = None


class ModelIdentifierField(FieldValue):
    """A model, or a submodel of it."""

    key: str
    hash: str
    name: str
    base: str
    type: str
    submodel_type: str | None = None

    def submodel(self, submodel_type: str) -> "ModelIdentifierField":
        """Return the identifier of a submodel of this model."""
        return self.model_copy(update={"submodel_type": submodel_type})


class LoRAField(FieldValue):
    """A LoRA and its weight."""

    lora: ModelIdentifierField
    weight: float


class FreeUConfig(FieldValue):
    """The parameters of FreeU."""

    s1: float
    s2: float
    b1: float
    b2: float


class UNetField(FieldValue):
    """The UNet of a model and its scheduler."""

    unet: ModelIdentifierField
    scheduler: ModelIdentifierField
    loras: list[LoRAField]
    seamless_axes: list[str] = []
    freeu_config: FreeUConfig | None = None


class CLIPField(FieldValue):
    """The text encoder of a model and its tokenizer."""

    tokenizer: ModelIdentifierField
    text_encoder: ModelIdentifierField
    skipped_layers: int
    loras: list[LoRAField]


class VAEField(FieldValue):
    """The VAE of a model."""

    vae: ModelIdentifierField
    seamless_axes: list[str] = []


class LatentsField(FieldValue):
    """Latents, by their name in the object store."""

    latents_name: str
    seed: int | None = None


class TensorField(FieldValue):
    """A tensor, by its name in the object store; here it is always a mask."""

    tensor_name: str


class DenoiseMaskField(FieldValue):
    """A mask of the area to inpaint, by its name in the object store."""

    mask_name: str
    masked_latents_name: str | None = None
    gradient: bool = False


class ConditioningField(FieldValue):
    """A conditioning, by its name in the object store."""

    conditioning_name: str
    mask: TensorField | None = None


class MetadataItemField(FieldValue):
    """One entry of the metadata of an image."""

    label: str
    value: Any
