"""What nodes use from outside of their session: images, models, metadata and caches.

The engine uses neither HTTP nor SQL. The server passes services that read its database; the tests pass
images in a dict.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from PIL import Image

from ivk_devserver.engine.invocation_cache import InvocationCache
from ivk_devserver.engine.object_store import ObjectStore

__all__ = ["CallWorkflow", "ImagesInterface", "InvocationServices", "SavedImage"]

CallWorkflow = Callable[[str, dict[str, Any]], dict[str, Any]]
"""A function that runs a workflow by its id, with values for dynamic inputs, and returns what it returns."""


@dataclass(frozen=True)
class SavedImage:
    """The name of a saved image, and its size in pixels."""

    image_name: str
    width: int
    height: int


class ImagesInterface(Protocol):
    """Reads and saves the images of nodes."""

    def open(self, image_name: str) -> Image.Image:
        """Return an image.

        Raises
        ------
        ImageRecordNotFoundError
            If there is no image with this name.
        """
        ...

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
        """Save an image that ``node`` made."""
        ...


def _no_workflows(workflow_id: str, _: dict[str, Any]) -> dict[str, Any]:
    raise NotImplementedError(f"workflow '{workflow_id}' is called outside of a queue item")


@dataclass(frozen=True)
class InvocationServices:
    """The services that nodes use.

    Parameters
    ----------
    images
        Reads and saves images.
    models
        Returns the record of a model by its key, None if it is not installed.
    metadata_of
        Returns the metadata of an image, None if it has none.
    call_workflow
        Runs another workflow, for ``call_saved_workflow``.
    cache
        Outputs of nodes that ran before.
    objects
        Latents, masks and conditionings; they outlive a session, because cached outputs refer to them.
    """

    images: ImagesInterface
    models: Callable[[str], dict[str, Any] | None]
    metadata_of: Callable[[str], dict[str, Any] | None] = lambda _: None
    call_workflow: CallWorkflow = _no_workflows
    cache: InvocationCache = field(default_factory=InvocationCache)
    objects: ObjectStore = field(default_factory=ObjectStore)

    def __post_init__(self) -> None:
        self.objects.on_deleted = self.cache.delete_with
