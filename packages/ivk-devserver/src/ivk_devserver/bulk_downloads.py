"""Zip files of many images: asked for, told of when ready, and fetched once."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from ivk_devserver.events.event import Publish, event
from ivk_devserver.storage.images import ImageStore

__all__ = ["BulkDownloads"]

ROOM = "default"


class BulkDownloads:
    """The zip files that wait to be fetched.

    Parameters
    ----------
    folder
        Where they lie.
    images
        The images that go in.
    publish
        Tells that a file is ready.
    """

    def __init__(self, folder: Path, images: ImageStore, publish: Publish) -> None:
        self._folder = folder
        self._images = images
        self._publish = publish
        self._owners: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def announce(self, board_name: str | None, user_id: str) -> str:
        """Make up a file's name."""
        prefix = "" if board_name is None else f"{_plain(board_name)}_"
        name = f"{prefix}{uuid4()}.zip"
        self._owners[name] = user_id
        return name

    def prepare(self, name: str, image_names: Sequence[str]) -> None:
        """Write the file and tell that it is ready, or why it is not."""
        self._tell("started", name)
        records = [record for record in map(self._images.get, image_names) if record is not None]
        if len(records) < len(image_names):
            self._tell("error", name, error="Image record not found")
            return
        # Renamed when it is complete: a client may ask for the file at any time, and must not get half of it.
        unfinished = self._folder / f"{name}.part"
        with zipfile.ZipFile(unfinished, "w") as target:
            for record in records:
                inside = f"{record['image_category']}/{record['image_name']}"
                target.write(self._images.files.path(record["image_name"]), inside)
        unfinished.rename(self._folder / name)
        self._tell("complete", name)

    def owner(self, name: str) -> str | None:
        """Say who asked for a file."""
        return self._owners.get(name)

    def take(self, name: str) -> bytes | None:
        """Give a file and forget it; None if it is not there."""
        path = self._folder / Path(name).name
        if not path.is_file():
            return None
        content = path.read_bytes()
        path.unlink()
        return content

    def _tell(self, what: str, name: str, **more: Any) -> None:
        stem = name.removesuffix(".zip")
        about = {"bulk_download_id": ROOM, "bulk_download_item_id": stem, "bulk_download_item_name": name}
        user_id = self._owners.get(name, "system")
        self._publish(event(f"bulk_download_{what}", **about, user_id=user_id, **more))


def _plain(board_name: str) -> str:
    return "".join(letter for letter in board_name if letter.isalnum() or letter in " _-").strip()
