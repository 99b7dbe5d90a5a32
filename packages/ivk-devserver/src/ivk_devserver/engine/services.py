"""What the engine needs from the world around it: a place for pictures, and a look at boards and models.

The engine knows neither HTTP nor SQL. Whoever runs a session hands it these services; the tests hand it
pictures in a dict.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from PIL import Image

from ivk_devserver.engine.cache import InvocationCache
from ivk_devserver.engine.memory import Memory

__all__ = ["ImageStore", "SavedImage", "Services"]


@dataclass(frozen=True)
class SavedImage:
    """The name that a stored picture got, and its size in pixels."""

    image_name: str
    width: int
    height: int


class ImageStore(Protocol):
    """Where nodes find pictures and leave them."""

    def open(self, image_name: str) -> Image.Image:
        """Give a stored picture.

        Raises
        ------
        ImageNotFound
            If there is no picture of that name.
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
        """Keep a picture that ``node`` made, and say under which name."""
        ...


@dataclass(frozen=True)
class Services:
    """Everything outside of a session that its nodes may use.

    Parameters
    ----------
    images
        The store of pictures.
    models
        Gives the record of a model by its key, None if it is not installed.
    board_image_names
        Gives the names of the pictures on a board, newest first.
    metadata_of
        Gives the metadata kept with a picture, None if it has none.
    cache
        Outputs of nodes that ran before; ``cache.forget(name)`` when an image is deleted.
    memory
        Latents and conditionings, which outlive a session so that cached outputs can name them.
    """

    images: ImageStore
    models: Callable[[str], dict[str, Any] | None]
    board_image_names: Callable[[str], list[str]]
    metadata_of: Callable[[str], dict[str, Any] | None] = lambda _: None
    cache: InvocationCache = field(default_factory=InvocationCache)
    memory: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        self.memory.on_drop = self.cache.forget
