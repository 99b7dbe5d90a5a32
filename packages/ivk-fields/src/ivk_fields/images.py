"""Images and videos, named on the server or local."""

from typing import Any, cast

from ivk_fields.base import IvkField
from ivk_fields.values.images import ImageRef, VideoRef, image_of, video_of
from ivk_fields.values.local import LocalImage, LocalVideo

__all__ = ["IvkImageField", "IvkVideoField"]


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
