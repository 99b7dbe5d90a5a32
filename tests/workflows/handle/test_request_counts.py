"""A submission loads its workflow once, and asks the server for each thing once."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from ivk_core import Client
from ivk_workflows import WorkflowHandle, WorkflowRepository
from ivk_workflows.queue import QueueRepository
from ivk_workflows.workflow import fields

pytestmark = pytest.mark.parametrize(
    "server_url", ["embedded", pytest.param("live", marks=pytest.mark.live)], indirect=True
)


class RecordingSession(requests.Session):
    """Counts what is sent, by method and route."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: Counter[str] = Counter()

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        route = request.path_url.partition("?")[0]
        self.sent[f"{request.method} {route}"] += 1
        return super().send(request, **options)


def png() -> bytes:
    """Return a PNG file of 8 x 8 grey pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * 8) * 8))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


@pytest.fixture
def session() -> RecordingSession:
    return RecordingSession()


@pytest.fixture
def client(server_url: str, session: RecordingSession) -> Iterator[Client]:
    with Client(server_url, session=session) as client:
        queue = client.repository(QueueRepository).get()
        queue.pause()
        yield client
        queue.clear()
        queue.resume()


@pytest.fixture
def loadings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record each time that a workflow is loaded."""
    recorded: list[str] = []

    def load(definition: Any, *others: Any) -> Any:
        recorded.append(definition.name)
        return original(definition, *others)

    original = fields.load
    monkeypatch.setattr(fields, "load", load)
    return recorded


@pytest.fixture
def model_names(client: Client) -> list[str]:
    return [model["name"] for model in client.call("list_model_records")["models"] if model["type"] == "main"]


@pytest.fixture
def workflow(client: Client, builder: Any) -> WorkflowHandle:
    """Return a handle of a workflow with two model loaders, and an image that is resized."""
    builder.node("main_model_loader", "One")
    builder.node("sdxl_model_loader", "Two")
    builder.node("img_resize", "Small")
    builder.document["name"] = "Once"
    return client.repository(WorkflowRepository).create_workflow(builder.document)


@pytest.fixture
def filled(workflow: WorkflowHandle, model_names: list[str]) -> WorkflowHandle:
    workflow.set({"One.model": model_names[0], "Two.model": model_names[1], "Small.image": png()})
    return workflow


def test_a_submission_lists_models_once_and_loads_its_workflow_once(
    filled: WorkflowHandle, session: RecordingSession, loadings: list[str]
) -> None:
    session.sent.clear()
    filled.submit_sync()

    assert session.sent["GET /api/v2/models/"] == 1
    assert session.sent["POST /api/v1/images/upload"] == 1
    assert len(loadings) <= 1  # setting the inputs may have loaded it


def test_the_next_submission_uses_the_cached_listing(
    filled: WorkflowHandle, session: RecordingSession, loadings: list[str]
) -> None:
    filled.submit_sync()
    session.sent.clear()
    loadings.clear()
    filled.submit_sync()

    assert session.sent["GET /api/v2/models/"] == 0
    assert loadings == []


def test_a_body_is_compiled_without_any_request(
    workflow: WorkflowHandle, session: RecordingSession, loadings: list[str]
) -> None:
    session.sent.clear()
    workflow.to_enqueue_body()
    workflow.to_enqueue_body()

    assert session.sent == {}
    assert len(loadings) <= 1


def test_a_name_that_is_not_in_the_cached_listing_is_looked_up_again(
    filled: WorkflowHandle, session: RecordingSession
) -> None:
    filled.check()
    session.sent.clear()
    with pytest.raises(LookupError):
        filled.set({"One.model": "not installed"}).check()

    assert session.sent["GET /api/v2/models/"] == 1


def test_a_missing_board_is_looked_up_once_and_found_after_it_is_created(
    client: Client, builder: Any, session: RecordingSession
) -> None:
    builder.node("blank_image", "Blank", board={"board_id": "none-of-ours"})
    workflow = client.repository(WorkflowRepository).create_workflow(builder.document)
    workflow.to_enqueue_body()
    session.sent.clear()
    workflow.to_enqueue_body()
    assert session.sent["GET /api/v1/boards/"] == 0

    other = Client(str(client.config.address))  # the first client does not notice what this one does
    board = other.call("create_board", board_name="Made meanwhile")
    try:
        body = workflow.set({"Blank.board": board["board_id"]}).to_enqueue_body()
        [node] = body["batch"]["graph"]["nodes"].values()
        assert node["board"] == {"board_id": board["board_id"]}
        assert [problem for problem in workflow.check() if problem.severity == "error"] == []
    finally:
        other.call("delete_board", board_id=board["board_id"])
        other.close()


def test_map_uploads_each_image_once(
    workflow: WorkflowHandle, model_names: list[str], session: RecordingSession, counting: Callable[[], int]
) -> None:
    workflow.set({"One.model": model_names[0], "Two.model": model_names[1]})
    image = png()
    session.sent.clear()
    with pytest.raises(TimeoutError):
        workflow.map([{"Small.image": image}, {"Small.image": image}, {"Small.image": png()}], timeout=0.2)

    assert session.sent["POST /api/v1/images/upload"] == 2
    assert session.sent["POST /api/v1/queue/default/enqueue_batch"] == 1
    assert session.sent["GET /api/v2/models/"] == 1
    assert counting() == 3


@pytest.fixture
def counting(client: Client) -> Callable[[], int]:
    """Return a function that counts the canceled jobs of the queue."""
    queue = client.repository(QueueRepository).get()
    queue.clear()
    return lambda: queue.status().canceled
