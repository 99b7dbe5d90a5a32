"""References to latents, tensors and masks on the server, by name."""

from typing import ClassVar

from ivk_fields.values.record import Name, NamedRecord

__all__ = ["DenoiseMaskRef", "LatentsRef", "TensorRef"]


class LatentsRef(NamedRecord):
    """Latents, with the seed of their noise if it is known."""

    name_key: ClassVar[str] = "latents_name"
    latents_name: Name
    seed: int | None = None


class TensorRef(NamedRecord):
    """A tensor. The masks of conditionings are tensors too."""

    name_key: ClassVar[str] = "tensor_name"
    tensor_name: Name


class DenoiseMaskRef(NamedRecord):
    """A mask for inpainting."""

    name_key: ClassVar[str] = "mask_name"
    mask_name: Name
    masked_latents_name: str | None = None
    gradient: bool = False
