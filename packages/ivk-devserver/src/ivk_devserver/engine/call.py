"""The surroundings of one node while it runs."""

import json
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from ivk_devserver.engine.errors import ImageNotSavedError, SessionCanceled, UnknownModelError
from ivk_devserver.engine.events import (
    EngineEvent,
    InvocationProgress,
    ModelLoadComplete,
    ModelLoadStarted,
)
from ivk_devserver.engine.fields import ImageField, ModelIdentifierField
from ivk_devserver.engine.graph import Node
from ivk_devserver.engine.services import SavedImage, Services
from ivk_devserver.engine.session import Session

__all__ = ["Call"]

_NAP_SECONDS = 0.02
_SAVED_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")


@dataclass(frozen=True)
class Call:
    """What a node may do besides computing: read and save pictures, say how far it is, load models.

    Parameters
    ----------
    node
        The prepared node, with the values it runs with.
    source_id
        The id of the node in the graph that it was prepared from.
    session, services
        The run it belongs to, and what surrounds that.
    listen
        Is told every event.
    cancelled
        Says whether the run was told to stop.
    step_seconds
        How long one step of denoising takes.
    """

    node: Node
    source_id: str
    session: Session
    services: Services
    listen: Callable[[EngineEvent], None]
    cancelled: Callable[[], bool]
    step_seconds: float

    def open(self, image: ImageField, mode: str | None = None) -> Image.Image:
        """Give a copy of a stored picture, converted to ``mode``."""
        picture = self.services.images.open(image.image_name)
        return picture.copy() if mode in (None, picture.mode) else picture.convert(mode)

    def save(self, picture: Image.Image, category: str = "general") -> SavedImage:
        """Save a picture as the node's board and metadata say."""
        self.progress("Saving image")
        if picture.mode not in _SAVED_MODES or not all(picture.size):
            raise ImageNotSavedError
        board = self.node.get("board") or {}
        return self.services.images.save(
            picture,
            node=self.node,
            session_id=self.session.id,
            category=category,
            is_intermediate=self.node["is_intermediate"],
            board_id=board.get("board_id"),
            metadata=self.node.get("metadata"),
            workflow=self.session.workflow,
            graph=json.dumps(self.session.graph.to_dict()),
        )

    def progress(
        self,
        message: str,
        percentage: float | None = None,
        preview: Image.Image | None = None,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Say how far the node is.

        Parameters
        ----------
        message
            What it is doing.
        percentage
            From 0 to 1.
        preview
            A small picture of the state.
        size
            Width and height to show it at, in pixels; its own by default.
        """
        image = None if preview is None else _progress_image(preview, size or preview.size)
        self.listen(InvocationProgress(self.node, self.source_id, message, percentage, image))

    def load_model(self, model: ModelIdentifierField) -> None:
        """Load (a part of) a model, which here means to see that it is installed, and to say so."""
        config = self.model(model.key)
        part = f" ({model.submodel_type})" if model.submodel_type else ""
        self.progress(f"Loading model {config['name']}{part}")
        self.listen(ModelLoadStarted(config, model.submodel_type))
        self.listen(ModelLoadComplete(config, model.submodel_type))

    def model(self, key: str) -> dict[str, Any]:
        """Give the record of an installed model.

        Raises
        ------
        UnknownModelError
            If it is not installed.
        """
        config = self.services.models(key)
        if config is None:
            raise UnknownModelError(key)
        return config

    def keep(self, thing: Any, kind: str = "Tensor") -> str:
        """Keep an object for later nodes, and give its name."""
        return self.services.memory.keep(kind, thing)

    def recall(self, name: str) -> Any:
        """Give what an earlier node kept."""
        return self.services.memory.recall(name)

    def pause(self) -> None:
        """Take as long as one step takes, and stop at once when the run is canceled."""
        end = time.monotonic() + self.step_seconds
        while not self.cancelled() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _NAP_SECONDS))
        if self.cancelled():
            raise SessionCanceled


def _progress_image(preview: Image.Image, size: tuple[int, int]) -> dict[str, Any]:
    buffer = BytesIO()
    preview.convert("RGB").save(buffer, "JPEG")
    data = b64encode(buffer.getvalue()).decode()
    return {"width": size[0], "height": size[1], "dataURL": f"data:image/jpeg;base64,{data}"}
