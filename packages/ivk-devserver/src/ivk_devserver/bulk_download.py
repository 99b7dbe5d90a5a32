"""Bulk downloads: zip files of images that are made in the background and can be fetched once."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from ivk_devserver.sockets.socket_events import Publish, socket_event
from ivk_devserver.storage.image_records import ImageRecordStorage

__all__ = ["BulkDownloadService"]

DOWNLOAD_ID = "default"
"""The id that all bulk downloads have and that sockets subscribe to, as on a real server."""


class BulkDownloadService:
    """The bulk downloads of one server.

    Parameters
    ----------
    folder
        Where the zip files are kept until they are fetched.
    images
        The images of the server.
    publish
        Sends an event.
    """

    def __init__(self, folder: Path, images: ImageRecordStorage, publish: Publish) -> None:
        self._folder = folder
        self._images = images
        self._publish = publish
        self._owners: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def new_name(self, board_name: str | None, user_id: str) -> str:
        """Return the name of a new zip file, which has the name of the board in it."""
        prefix = "" if board_name is None else f"{_file_name(board_name)}_"
        name = f"{prefix}{uuid4()}.zip"
        self._owners[name] = user_id
        return name

    def prepare(self, name: str, image_names: Sequence[str]) -> None:
        """Write a zip file, and publish that it is complete or why it failed."""
        self._publish_event("started", name)
        records = [record for record in map(self._images.get, image_names) if record is not None]
        if len(records) < len(image_names):
            self._publish_event("error", name, error="Image record not found")
            return
        # Renamed when it is complete: a client may ask for the file at any time, and must not get half of it.
        unfinished = self._folder / f"{name}.part"
        with zipfile.ZipFile(unfinished, "w") as target:
            for record in records:
                path_in_zip = f"{record['image_category']}/{record['image_name']}"
                target.write(self._images.files.path(record["image_name"]), path_in_zip)
        unfinished.rename(self._folder / name)
        self._publish_event("complete", name)

    def owner(self, name: str) -> str | None:
        """Return the id of the user who asked for a zip file; None if it is unknown."""
        return self._owners.get(name)

    def take(self, name: str) -> bytes | None:
        """Return the content of a zip file and delete it; None if there is no such file."""
        path = self._folder / Path(name).name
        if not path.is_file():
            return None
        content = path.read_bytes()
        path.unlink()
        return content

    def _publish_event(self, suffix: str, name: str, **details: Any) -> None:
        item_id = name.removesuffix(".zip")
        ids = {
            "bulk_download_id": DOWNLOAD_ID,
            "bulk_download_item_id": item_id,
            "bulk_download_item_name": name,
        }
        user_id = self._owners.get(name, "system")
        self._publish(socket_event(f"bulk_download_{suffix}", **ids, user_id=user_id, **details))


def _file_name(board_name: str) -> str:
    return "".join(letter for letter in board_name if letter.isalnum() or letter in " _-").strip()
