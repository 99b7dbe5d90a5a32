"""A REST client for the tests, and the fixtures that they share."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import requests
from PIL import Image

Json = dict[str, Any]
FINISHED = ("completed", "failed", "canceled")


class Api:
    """The REST API of a server. ``clean`` deletes the queue items and images of a test."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url
        self.destination = f"test-{uuid4()}"
        self.images: list[str] = []
        self._session = requests.Session()
        if token is not None:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        base = path if path.startswith(("/api", "/openapi")) else f"/api/v1{path}"
        answer = self._session.request(method, self.url + base, timeout=30, **options)
        if answer.status_code == 500:
            # The server closes the connection after an exception, but does not say so in the response.
            self._session.close()
        return answer

    def json(self, method: str, path: str, **options: Any) -> Any:
        answer = self.request(method, path, **options)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def enqueue(
        self, graph: Json, *, queue: str = "default", prepend: bool = False, **batch: Any
    ) -> requests.Response:
        body = {
            "prepend": prepend,
            "batch": {"graph": graph, "runs": 1, "destination": self.destination, **batch},
        }
        return self.request("POST", f"/queue/{queue}/enqueue_batch", json=body)

    def wait(self, item_ids: list[int], *, queue: str = "default") -> list[Json]:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            items = [self.json("GET", f"/queue/{queue}/i/{item_id}") for item_id in item_ids]
            if all(item["status"] in FINISHED for item in items):
                self.images += [name for item in items for name in images_in(item["session"]["results"])]
                return items
            time.sleep(0.05)
        raise AssertionError(f"items {item_ids} did not finish")

    def run(self, graph: Json, **batch: Any) -> list[Json]:
        """Enqueue a batch, and return its finished items, the oldest first."""
        answer = self.enqueue(graph, **batch)
        assert answer.status_code == 200, answer.text
        return self.wait(sorted(answer.json()["item_ids"]))

    def upload(self, size: tuple[int, int] = (32, 24), **query: Any) -> Json:
        wanted = {"image_category": "user", "is_intermediate": "false", **query}
        files = {"file": ("image.png", png(size), "image/png")}
        dto = self.json("POST", "/images/upload", params=wanted, files=files)
        self.images.append(dto["image_name"])
        return dict(dto)

    def clean(self) -> None:
        self._session.close()  # the real server closes a connection on which it answered 500
        self.request("DELETE", f"/queue/default/d/{self.destination}")
        if self.images:
            self.request("POST", "/images/delete", json={"image_names": sorted(set(self.images))})


def images_in(results: Any) -> Iterator[str]:
    """Yield the names of the images in the results of nodes."""
    if isinstance(results, dict):
        yield from [results["image_name"]] if "image_name" in results else []
    for inner in results.values() if isinstance(results, dict) else results:
        if isinstance(inner, dict | list):
            yield from images_in(inner)


def png(size: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, (200, 10, 30)).save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def api(server_url: str) -> Iterator[Api]:
    """Return the API of the server; queue items and uploads are deleted after the test."""
    api = Api(server_url)
    yield api
    api.clean()


@pytest.fixture
def api_for() -> type[Api]:
    """Return the class for the API of another server."""
    return Api


@pytest.fixture
def addition() -> Json:
    """Return a graph of two nodes: ``a`` is 3, ``b`` adds 4 to it."""
    edge = {"source": {"node_id": "a", "field": "value"}, "destination": {"node_id": "b", "field": "a"}}
    nodes = {"a": {"type": "integer", "id": "a", "value": 3}, "b": {"type": "add", "id": "b", "b": 4}}
    return {"id": "addition", "nodes": nodes, "edges": [edge]}
