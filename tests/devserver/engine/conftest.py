"""The fixtures of the engine tests: images in memory, two models, and a function that runs a graph."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from PIL import Image

from ivk_devserver.engine import (
    ImageRecordNotFoundError,
    InvocationServices,
    SavedImage,
    Session,
    SessionEvent,
    SessionFailedError,
    run_session,
)

MODELS = {
    base: {"key": f"key-{base}", "hash": "blake3:0", "name": f"model-{base}", "base": base, "type": "main"}
    for base in ("sd-1", "sdxl")
}


@dataclass
class MemoryImages:
    """Images in memory, and the details that they were saved with."""

    by_name: dict[str, Image.Image] = field(default_factory=dict)
    details: dict[str, dict[str, Any]] = field(default_factory=dict)

    def open(self, image_name: str) -> Image.Image:
        if image_name not in self.by_name:
            raise ImageRecordNotFoundError(image_name)
        return self.by_name[image_name]

    def save(self, image: Image.Image, **details: Any) -> SavedImage:
        name = f"image-{len(self.details)}.png"
        self.by_name[name] = image
        self.details[name] = details
        return SavedImage(name, *image.size)

    def put(self, image: Image.Image) -> dict[str, str]:
        """Save an image, and return its image field."""
        saved = self.save(image)
        return {"image_name": saved.image_name}


@dataclass
class Run:
    """A session that has ended, its events, and its error."""

    session: Session
    events: list[SessionEvent]
    failed: SessionFailedError | None

    def result(self, node_id: str) -> dict[str, Any]:
        """Return the only result of a node of the graph."""
        (result,) = self.results(node_id)
        return result

    def results(self, node_id: str) -> list[dict[str, Any]]:
        """Return all results of a node of the graph, ordered by iteration path."""
        return [self.session.results[one.id] for one in self.session.prepared_from(node_id)]

    def types_run(self) -> list[str]:
        """Return the types of the nodes in the order in which they ran."""
        nodes = self.session.execution_graph.nodes
        return [nodes[prepared_id]["type"] for prepared_id in self.session.results]


@pytest.fixture
def images() -> MemoryImages:
    return MemoryImages()


@pytest.fixture
def services(images: MemoryImages) -> InvocationServices:
    models = {model["key"]: model for model in MODELS.values()}
    return InvocationServices(images, models.get)


@pytest.fixture
def run(services: InvocationServices) -> Callable[..., Run]:
    """Return a function that runs nodes with edges such as ``"a.value -> b.width"``."""

    def run_nodes(
        nodes: dict[str, dict[str, Any]],
        *edges: str,
        values: Iterable[dict[str, Any]] = (),
        is_canceled: Callable[[], bool] = lambda: False,
        step_seconds: float = 0,
    ) -> Run:
        session = Session.create(_graph(nodes, edges), values)
        events: list[SessionEvent] = []
        failed = None
        try:
            run_session(
                session, services, on_event=events.append, is_canceled=is_canceled, step_seconds=step_seconds
            )
        except SessionFailedError as error:
            failed = error
        return Run(session, events, failed)

    return run_nodes


def _graph(nodes: dict[str, dict[str, Any]], edges: Iterable[str]) -> dict[str, Any]:
    named = {node_id: {"id": node_id, **node} for node_id, node in nodes.items()}
    return {"id": "graph", "nodes": named, "edges": [_edge(one) for one in edges]}


def _edge(text: str) -> dict[str, Any]:
    source, target = (end.strip().split(".") for end in text.split("->"))
    return {
        "source": {"node_id": source[0], "field": source[1]},
        "destination": {"node_id": target[0], "field": target[1]},
    }


@pytest.fixture
def text_to_image() -> tuple[Any, ...]:
    """Return the nodes and edges of text to image with an SD1.5 model."""
    model = {"key": "key-sd-1", "hash": "blake3:0", "name": "model-sd-1", "base": "sd-1", "type": "main"}
    nodes = {
        "model": {"type": "main_model_loader", "model": model},
        "positive": {"type": "compel", "prompt": "a red fox in the snow"},
        "negative": {"type": "compel", "prompt": "blurry"},
        "noise": {"type": "noise", "seed": 7, "width": 128, "height": 64},
        "denoise": {"type": "denoise_latents", "steps": 4},
        "image": {"type": "l2i"},
    }
    edges = (
        "model.clip -> positive.clip",
        "model.clip -> negative.clip",
        "model.unet -> denoise.unet",
        "model.vae -> image.vae",
        "positive.conditioning -> denoise.positive_conditioning",
        "negative.conditioning -> denoise.negative_conditioning",
        "noise.noise -> denoise.noise",
        "denoise.latents -> image.latents",
    )
    return nodes, *edges
