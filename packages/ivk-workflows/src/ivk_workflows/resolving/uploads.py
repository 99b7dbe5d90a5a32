"""Uploads of local images for workflows: each content once for a client."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ivk_boards.images.calls import get_images_by_names
from ivk_boards.images.pictures import picture_part
from ivk_boards.images.transfer_calls import upload_image
from ivk_core.flow import Flow
from ivk_fields.values.local import LocalImage

__all__ = ["KnownUploads", "Uploads", "known_uploads", "upload_all"]

Uploads: TypeAlias = Literal["asset", "intermediate"]
"""How a local image is uploaded: as an asset of the gallery, or as an intermediate image (hidden)."""

_Key: TypeAlias = tuple[str, Uploads]


class KnownUploads:
    """The images that a client has uploaded for workflows, by their content."""

    def __init__(self) -> None:
        self._names: dict[_Key, str] = {}

    def find(self, digest: str, kind: Uploads) -> str | None:
        """Return the name of the image with some content, or None if it was not uploaded."""
        return self._names.get((digest, kind))

    def keep(self, digest: str, kind: Uploads, image_name: str) -> None:
        """Keep the name that the server gave to some content."""
        self._names[digest, kind] = image_name


def known_uploads(client: object) -> KnownUploads:
    """Return a new record of uploads; a client keeps one as ``client.repository(known_uploads)``.

    Parameters
    ----------
    client : object
        The client that uploads the images; users of one server have different images.
    """
    del client
    return KnownUploads()


def upload_all(pictures: dict[str, LocalImage], kind: Uploads, known: KnownUploads) -> Flow[dict[str, str]]:
    """Upload images, except those that the client has uploaded before and the server still has.

    The operations are ``get_images_by_names``, only if some were uploaded before, and ``upload_image``.

    Parameters
    ----------
    pictures : dict of str to LocalImage
        The images by any key.
    kind : {"asset", "intermediate"}
        How to upload them.
    known : KnownUploads
        What the client has uploaded before; the new ones are added.

    Returns
    -------
    Flow of dict of str to str
        The names on the server by the same keys.
    """
    sources = {key: picture.to_upload() for key, picture in pictures.items()}
    digests = {key: _digest(source) for key, source in sources.items()}
    names = yield from _still_there({digest: known.find(digest, kind) for digest in digests.values()})
    for key, picture in pictures.items():
        digest = digests[key]
        if digest not in names:
            part = picture_part(sources[key], picture.filename)
            image = yield from upload_image(part, is_intermediate=kind == "intermediate")
            names[digest] = image.image_name
            known.keep(digest, kind, image.image_name)
    return {key: names[digest] for key, digest in digests.items()}


def _still_there(known: dict[str, str | None]) -> Flow[dict[str, str]]:
    """Leave out the images that were deleted since they were uploaded."""
    names = {digest: name for digest, name in known.items() if name}
    if not names:
        return {}
    images = yield from get_images_by_names(list(dict.fromkeys(names.values())))
    existing = {image.image_name for image in images}
    return {digest: name for digest, name in names.items() if name in existing}


def _digest(source: Path | bytes) -> str:
    # A flow does no I/O on the network or in its own time; reading a file for its hash takes as long as the
    # transport takes to read it for the upload, and saves that upload if the content is known.
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        digest: Any = hashlib.file_digest(file, "sha256")
    return str(digest.hexdigest())
