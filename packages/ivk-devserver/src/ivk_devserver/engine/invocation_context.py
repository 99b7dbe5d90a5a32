"""The invocation context: what a node may do besides computing its output."""

import json
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from ivk_devserver.engine.directed_graph import Node
from ivk_devserver.engine.errors import ImageFileSaveError, SessionCanceledError, UnknownModelError
from ivk_devserver.engine.fields import ImageField, ModelIdentifierField
from ivk_devserver.engine.invocation_services import InvocationServices, SavedImage
from ivk_devserver.engine.session import Session
from ivk_devserver.engine.session_events import (
    InvocationProgressEvent,
    ModelLoadCompleteEvent,
    ModelLoadStartedEvent,
    SessionEvent,
)

__all__ = ["InvocationContext"]

_CANCEL_POLL_SECONDS = 0.02
"""How often a step checks whether it was canceled: quicker than a person notices, and cheap."""

_PNG_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
"""The Pillow modes in which a PNG can be saved."""


@dataclass(frozen=True)
class InvocationContext:
    """The context of one node while it runs: reads and saves images, reports progress, loads models.

    Parameters
    ----------
    node
        The prepared node, with the values that it runs with.
    source_node_id
        The id of the node of the graph that it was prepared from.
    session, services
        The session that it belongs to, and the services that it may use.
    on_event
        Called with every event.
    is_canceled
        Returns whether the session must stop.
    step_seconds
        Time that one denoising step takes, in seconds.
    """

    node: Node
    source_node_id: str
    session: Session
    services: InvocationServices
    on_event: Callable[[SessionEvent], None]
    is_canceled: Callable[[], bool]
    step_seconds: float

    def open_image(self, image: ImageField, mode: str | None = None) -> Image.Image:
        """Return a copy of an image, converted to ``mode``."""
        found = self.services.images.open(image.image_name)
        return found.copy() if mode in (None, found.mode) else found.convert(mode)

    def save_image(self, image: Image.Image, category: str = "general") -> SavedImage:
        """Save an image with the board, metadata and ``is_intermediate`` of the node."""
        self.signal_progress("Saving image")
        if image.mode not in _PNG_MODES or not all(image.size):
            raise ImageFileSaveError
        board = self.node.get("board") or {}
        return self.services.images.save(
            image,
            node=self.node,
            session_id=self.session.id,
            category=category,
            is_intermediate=self.node["is_intermediate"],
            board_id=board.get("board_id"),
            metadata=self.node.get("metadata"),
            workflow=self.session.workflow,
            graph=json.dumps(self.session.graph.to_dict()),
        )

    def signal_progress(
        self,
        message: str,
        percentage: float | None = None,
        preview: Image.Image | None = None,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Report the progress of the node.

        Parameters
        ----------
        message
            What the node does now.
        percentage
            From 0 to 1.
        preview
            A small preview of the image.
        size
            Width and height at which to show the preview, in pixels; by default its own.
        """
        image = None if preview is None else _progress_image(preview, size or preview.size)
        self.on_event(InvocationProgressEvent(self.node, self.source_node_id, message, percentage, image))

    def load_model(self, model: ModelIdentifierField) -> None:
        """Check that a model is installed, and send the events of loading it or one of its submodels."""
        config = self.model_config(model.key)
        submodel = f" ({model.submodel_type})" if model.submodel_type else ""
        self.signal_progress(f"Loading model {config['name']}{submodel}")
        self.on_event(ModelLoadStartedEvent(config, model.submodel_type))
        self.on_event(ModelLoadCompleteEvent(config, model.submodel_type))

    def model_config(self, key: str) -> dict[str, Any]:
        """Return the record of a model.

        Raises
        ------
        UnknownModelError
            If it is not installed.
        """
        config = self.services.models(key)
        if config is None:
            raise UnknownModelError(key)
        return config

    def save_object(self, obj: Any, kind: str = "Tensor") -> str:
        """Keep an object for later nodes, and return its name."""
        return self.services.objects.save(kind, obj)

    def load_object(self, name: str) -> Any:
        """Return an object that an earlier node kept."""
        return self.services.objects.load(name)

    def wait_one_step(self) -> None:
        """Wait as long as one denoising step takes.

        Raises
        ------
        SessionCanceledError
            As soon as the session is canceled.
        """
        end = time.monotonic() + self.step_seconds
        while not self.is_canceled() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _CANCEL_POLL_SECONDS))
        if self.is_canceled():
            raise SessionCanceledError


def _progress_image(preview: Image.Image, size: tuple[int, int]) -> dict[str, Any]:
    buffer = BytesIO()
    preview.convert("RGB").save(buffer, "JPEG")
    data = b64encode(buffer.getvalue()).decode()
    return {"width": size[0], "height": size[1], "dataURL": f"data:image/jpeg;base64,{data}"}
