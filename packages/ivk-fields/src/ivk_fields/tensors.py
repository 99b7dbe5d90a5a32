"""Latents, tensors and masks, named on the server."""

from ivk_fields.records import RecordField
from ivk_fields.values.tensors import DenoiseMaskRef, LatentsRef, TensorRef

__all__ = ["IvkDenoiseMaskField", "IvkLatentsField", "IvkTensorField"]


class IvkLatentsField(RecordField[LatentsRef]):
    """Latents on the server."""

    serves_types = ("LatentsField",)
    kind = "latents (name on the server)"
    record = LatentsRef


class IvkTensorField(RecordField[TensorRef]):
    """A tensor on the server. The masks of regional prompts are tensors."""

    serves_types = ("TensorField", "MaskField")
    kind = "tensor (name on the server)"
    record = TensorRef


class IvkDenoiseMaskField(RecordField[DenoiseMaskRef]):
    """A mask for inpainting, on the server."""

    serves_types = ("DenoiseMaskField",)
    kind = "denoise mask (name on the server)"
    record = DenoiseMaskRef
