"""Images and videos, named on the server or local."""

from typing import Any, cast

from ivk_fields.base import IvkField
from ivk_fields.values.images import ImageRef, VideoRef, parse_image, parse_video
from ivk_fields.values.local import LocalImage, LocalVideo

__all__ = ["IvkImageField", "IvkVideoField"]


class IvkImageField(IvkField[ImageRef | LocalImage]):
    """An image on the server, or a local one that is uploaded when the workflow is submitted."""

    serves_types = ("ImageField",)
    kind = "image (name on the server, path, bytes, PIL image or array)"

    def coerce(self, value: object) -> ImageRef | LocalImage:
        """Convert anything that `parse_image` accepts."""
        return parse_image(value)

    def read(self, raw: Any) -> ImageRef:
        """Convert the JSON form, and no other."""
        return ImageRef.from_wire(raw)

    def write(self, value: ImageRef | LocalImage) -> Any:
        """Return the JSON form."""
        # to_wire() has replaced a local image or raised an error before it calls this.
        return cast("ImageRef", value).to_wire()


class IvkVideoField(IvkField[VideoRef | LocalVideo]):
    """A video on the server, or a local one that is uploaded when the workflow is submitted."""

    serves_types = ("VideoField",)
    kind = "video (name on the server, path or bytes)"

    def coerce(self, value: object) -> VideoRef | LocalVideo:
        """Convert anything that `parse_video` accepts."""
        return parse_video(value)

    def read(self, raw: Any) -> VideoRef:
        """Convert the JSON form, and no other."""
        return VideoRef.from_wire(raw)

    def write(self, value: VideoRef | LocalVideo) -> Any:
        """Return the JSON form."""
        # to_wire() has replaced a local video or raised an error before it calls this.
        return cast("VideoRef", value).to_wire()
