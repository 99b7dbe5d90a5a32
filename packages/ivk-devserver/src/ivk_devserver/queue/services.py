"""What running items need of the rest of the server, in the words of the engine."""

import json
from dataclasses import replace
from typing import Any

from PIL import Image

from ivk_devserver.calls.node import CallingServices
from ivk_devserver.engine.errors import ImageNotFound
from ivk_devserver.engine.services import SavedImage, Services
from ivk_devserver.storage.image_records import ImageFilter, ImageRecordStorage
from ivk_devserver.storage.model_records import ModelRecordStorage

__all__ = ["ItemImages", "services_for"]


class ItemImages:
    """The server's images, as the nodes of one item find and leave them.

    Parameters
    ----------
    store
        All images.
    user_id
        The user to whom new images belong.
    """

    def __init__(self, store: ImageRecordStorage, user_id: str) -> None:
        self._store = store
        self._user_id = user_id

    def open(self, image_name: str) -> Image.Image:
        """Read a picture."""
        if self._store.get(image_name) is None:
            raise ImageNotFound(image_name)
        return self._store.files.open(image_name)

    def save(
        self,
        image: Image.Image,
        *,
        node: dict[str, Any],
        session_id: str,
        category: str = "general",
        origin: str = "internal",
        is_intermediate: bool,
        board_id: str | None,
        metadata: dict[str, Any] | None,
        workflow: str | None,
        graph: str | None,
    ) -> SavedImage:
        """Keep a picture that a node made."""
        record = self._store.create(
            image,
            node_id=node["id"],
            session_id=session_id,
            image_category=category,
            image_origin=origin,
            is_intermediate=is_intermediate,
            board_id=board_id,
            metadata=None if metadata is None else json.dumps(metadata),
            workflow=workflow,
            graph=graph,
            user_id=self._user_id,
        )
        return SavedImage(record["image_name"], image.width, image.height)


def services_for(
    images: ImageRecordStorage, models: ModelRecordStorage, shared: Services | None, user_id: str
) -> CallingServices:
    """Give the services for one item; cache and memory are shared with those of earlier items."""

    def on_board(board_id: str) -> list[str]:
        return images.names(ImageFilter(board_id=board_id, is_intermediate=False))

    def metadata_of(image_name: str) -> dict[str, Any] | None:
        text = images.get_json(image_name, "metadata")
        return None if text is None else dict(json.loads(text))

    own = CallingServices(ItemImages(images, user_id), models.get, on_board, metadata_of)
    return own if shared is None else replace(own, cache=shared.cache, memory=shared.memory)
