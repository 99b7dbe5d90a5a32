"""What text encoders and image encoders hand to a denoiser.

Each model family has a type of its own on the server; on the wire they have four shapes.
"""

from typing import ClassVar

from ivk_fields.values.images import ImageRef
from ivk_fields.values.record import Name, NamedRecord, WireRecord
from ivk_fields.values.tensors import TensorRef

__all__ = [
    "ConditioningRef",
    "FluxFillConditioningRef",
    "FluxKontextConditioningRef",
    "FluxReduxConditioningRef",
    "WanRefImageConditioningRef",
]


class ConditioningRef(NamedRecord):
    """An encoded prompt, perhaps for one region only."""

    name_key: ClassVar[str] = "conditioning_name"
    conditioning_name: Name
    mask: TensorRef | None = None


class FluxFillConditioningRef(WireRecord):
    """The picture and the mask that FLUX Fill paints into."""

    image: ImageRef
    mask: TensorRef


class FluxKontextConditioningRef(WireRecord):
    """A reference picture for FLUX Kontext."""

    image: ImageRef


class FluxReduxConditioningRef(WireRecord):
    """An encoded picture for FLUX Redux, perhaps for one region only."""

    conditioning: TensorRef
    mask: TensorRef | None = None


class WanRefImageConditioningRef(WireRecord):
    """A reference picture for Wan, encoded for a video of a certain size and length."""

    condition_tensor_name: Name
    width: int
    height: int
    num_frames: int = 1
