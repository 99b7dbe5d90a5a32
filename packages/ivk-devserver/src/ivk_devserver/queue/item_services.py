"""The invocation services of a queue item: they read and write the database of the server."""

import json
from dataclasses import replace
from typing import Any

from PIL import Image

from ivk_devserver.engine.errors import ImageRecordNotFoundError
from ivk_devserver.engine.invocation_services import InvocationServices, SavedImage
from ivk_devserver.storage.image_records import ImageRecordStorage
from ivk_devserver.storage.model_records import ModelRecordStorage

__all__ = ["ItemImages", "services_of_item"]


class ItemImages:
    """The images of the server, as the nodes of one item read and save them.

    Parameters
    ----------
    images
        The images of the server.
    user_id
        The user who owns the images that are saved.
    """

    def __init__(self, images: ImageRecordStorage, user_id: str) -> None:
        self._images = images
        self._user_id = user_id

    def open(self, image_name: str) -> Image.Image:
        """Return an image."""
        if self._images.get(image_name) is None:
            raise ImageRecordNotFoundError(image_name)
        return self._images.files.open(image_name)

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
        """Save an image that a node made."""
        record = self._images.create(
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


def services_of_item(
    images: ImageRecordStorage, models: ModelRecordStorage, shared: InvocationServices | None, user_id: str
) -> InvocationServices:
    """Return the services of one item, with the cache and the objects of ``shared``."""

    def metadata_of(image_name: str) -> dict[str, Any] | None:
        text = images.get_json(image_name, "metadata")
        return None if text is None else dict(json.loads(text))

    services = InvocationServices(ItemImages(images, user_id), models.get, metadata_of)
    return services if shared is None else replace(services, cache=shared.cache, objects=shared.objects)
