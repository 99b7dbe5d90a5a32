"""An embedded server that can simulate faults, and small graphs to run on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from ivk_core.client import Client
from ivk_workflows.queue import QueueHandle

if TYPE_CHECKING:
    from ivk_core import AsyncClient
    from ivk_devserver.server import DevServer

Body = dict[str, Any]


@pytest.fixture(scope="session")
def jobs_server() -> Iterator[DevServer]:
    pytest.importorskip("ivk_devserver", reason="faults are set in this process")
    from ivk_devserver.server import DevServer
    from ivk_devserver.settings import Settings

    with DevServer(settings=Settings(idle_seconds=0.02)) as server:
        yield server


@pytest.fixture
def server(jobs_server: DevServer) -> Iterator[DevServer]:
    jobs_server.faults.clear()
    yield jobs_server
    jobs_server.faults.clear()


@pytest.fixture
def client(server: DevServer) -> Iterator[Client]:
    with Client(server.url, timeout=5.0) as client:
        yield client


@pytest.fixture
def queue(client: Client) -> Iterator[QueueHandle]:
    """Return a queue that is paused and empty."""
    queue = QueueHandle(client)
    queue.clear()
    queue.pause()
    yield queue
    queue.clear()
    queue.resume()


@pytest.fixture
def listeners() -> Callable[[Client | AsyncClient], int]:
    """Return a function that counts a client's listeners, without those that only observe others' events."""

    def count(client: Client | AsyncClient) -> int:
        connection = client.events._connection
        return sum(map(len, connection._dispatcher._listeners.values())) - len(connection._observers)

    return count


@pytest.fixture
def adding() -> Callable[..., Body]:
    """Return a function that makes the body of a batch which adds 1 to each of some numbers."""

    def body(*numbers: float, runs: int = 1) -> Body:
        nodes = {"sum": {"id": "sum", "type": "add", "a": 0, "b": 1, "is_intermediate": False}}
        batch: Body = {"graph": {"id": "g", "nodes": nodes, "edges": []}, "runs": runs}
        if numbers:
            batch["data"] = [[{"node_path": "sum", "field_name": "a", "items": list(numbers)}]]
        return {"prepend": False, "batch": batch}

    return body


@pytest.fixture
def resizing() -> Body:
    """Return the body of a batch that makes an image of 64 x 32 pixels, and an intermediate one."""
    nodes = {
        "blank": {"id": "blank", "type": "blank_image", "width": 16, "height": 16, "is_intermediate": True},
        "size": {"id": "size", "type": "img_resize", "width": 64, "height": 32, "is_intermediate": False},
    }
    edge = {
        "source": {"node_id": "blank", "field": "image"},
        "destination": {"node_id": "size", "field": "image"},
    }
    return {"batch": {"graph": {"id": "g", "nodes": nodes, "edges": [edge]}, "runs": 1}}


@pytest.fixture
def failing() -> Body:
    """Return the body of a batch whose only node fails."""
    node = {"id": "size", "type": "img_resize", "width": 8, "height": 8, "image": {"image_name": "none.png"}}
    return {"batch": {"graph": {"id": "g", "nodes": {"size": node}, "edges": []}, "runs": 1}}
