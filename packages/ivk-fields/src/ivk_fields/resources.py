"""What lies on the server and is named: pictures, videos, boards, latents, tensors, masks."""

from typing import Any, cast

from ivk_fields.base import IvkField
from ivk_fields.records import RecordField
from ivk_fields.values.boards import BoardRef
from ivk_fields.values.images import ImageRef, VideoRef, image_of, video_of
from ivk_fields.values.local import LocalImage, LocalVideo
from ivk_fields.values.tensors import DenoiseMaskRef, LatentsRef, TensorRef

__all__ = [
    "IvkBoardField",
    "IvkDenoiseMaskField",
    "IvkImageField",
    "IvkLatentsField",
    "IvkTensorField",
    "IvkVideoField",
]


class IvkImageField(IvkField[ImageRef | LocalImage]):
    """A picture: one on the server, or a local one that goes up when the workflow is submitted."""

    serves_types = ("ImageField",)
    kind = "image (name on the server, path, bytes, PIL image or array)"

    def coerce(self, value: object) -> ImageRef | LocalImage:
        """Take anything that `image_of` understands."""
        return image_of(value)

    def read(self, raw: Any) -> ImageRef:
        """Read the wire's form only."""
        return ImageRef.from_wire(raw)

    def write(self, value: ImageRef | LocalImage) -> Any:
        """Give the wire's form; by now the picture is on the server."""
        return cast("ImageRef", value).to_wire()


class IvkVideoField(IvkField[VideoRef | LocalVideo]):
    """A video: one on the server, or a local one that goes up when the workflow is submitted."""

    serves_types = ("VideoField",)
    kind = "video (name on the server, path or bytes)"

    def coerce(self, value: object) -> VideoRef | LocalVideo:
        """Take anything that `video_of` understands."""
        return video_of(value)

    def read(self, raw: Any) -> VideoRef:
        """Read the wire's form only."""
        return VideoRef.from_wire(raw)

    def write(self, value: VideoRef | LocalVideo) -> Any:
        """Give the wire's form; by now the video is on the server."""
        return cast("VideoRef", value).to_wire()


class IvkBoardField(RecordField[BoardRef]):
    """The board that a node saves to; ``"auto"`` and ``"none"`` are understood."""

    serves_types = ("BoardField",)
    kind = "board (name, id, 'auto' or 'none')"
    record = BoardRef

    def read(self, raw: Any) -> BoardRef:
        """Read ``auto``, ``none`` or the object with the id."""
        if raw in ("auto", "none"):
            return BoardRef.of(raw)
        return super().read(raw)


class IvkLatentsField(RecordField[LatentsRef]):
    """Latents on the server."""

    serves_types = ("LatentsField",)
    kind = "latents (name on the server)"
    record = LatentsRef


class IvkTensorField(RecordField[TensorRef]):
    """A tensor on the server; region masks are tensors."""

    serves_types = ("TensorField", "MaskField")
    kind = "tensor (name on the server)"
    record = TensorRef


class IvkDenoiseMaskField(RecordField[DenoiseMaskRef]):
    """A mask for inpainting, on the server."""

    serves_types = ("DenoiseMaskField",)
    kind = "denoise mask (name on the server)"
    record = DenoiseMaskRef
