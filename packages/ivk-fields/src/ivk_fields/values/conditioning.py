"""Conditionings: the outputs of text and image encoders that a denoiser takes.

Each model family has its own type on the server. Most have the same JSON form.
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
    """An encoded prompt, for the whole image or for the region of a mask."""

    name_key: ClassVar[str] = "conditioning_name"
    conditioning_name: Name
    mask: TensorRef | None = None


class FluxFillConditioningRef(WireRecord):
    """The image and the mask that FLUX Fill paints into."""

    image: ImageRef
    mask: TensorRef


class FluxKontextConditioningRef(WireRecord):
    """A reference image for FLUX Kontext."""

    image: ImageRef


class FluxReduxConditioningRef(WireRecord):
    """An encoded image for FLUX Redux, for the whole image or for the region of a mask."""

    conditioning: TensorRef
    mask: TensorRef | None = None


class WanRefImageConditioningRef(WireRecord):
    """A reference image for Wan, encoded for a video of a given size (in pixels) and number of frames."""

    condition_tensor_name: Name
    width: int
    height: int
    num_frames: int = 1
