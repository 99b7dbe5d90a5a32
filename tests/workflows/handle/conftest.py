"""Small workflows that a server runs in no time, and a look at its queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ivk_core import Client
from ivk_workflows import WorkflowHandle, WorkflowRepository
from ivk_workflows.queue import QueueRepository


@pytest.fixture
def workflows(client: Client) -> WorkflowRepository:
    """The workflows of the server."""
    return client.repository(WorkflowRepository)


@pytest.fixture
def queued(client: Client) -> Callable[[], int]:
    """Count what the queue holds, done or not."""
    queue = client.repository(QueueRepository).get()
    return lambda: queue.status().total


@pytest.fixture
def sums(drawing: Any) -> Any:
    """A drawing of an addition with both addends on the form."""
    add = drawing.node("add", "Sum", a=1, b=2)
    drawing.data(add)["isIntermediate"] = False
    drawing.show((add, "a"), (add, "b"))
    return drawing


@pytest.fixture
def addition(workflows: WorkflowRepository, sums: Any) -> WorkflowHandle:
    """The addition on the server."""
    return workflows.create_workflow(sums.document)


@pytest.fixture
def small_pictures(drawing: Any) -> Any:
    """A drawing that resizes a picture to 24 x 16, and keeps it."""
    resize = drawing.node("img_resize", "Small", width=24, height=16)
    drawing.data(resize)["isIntermediate"] = False
    drawing.show((resize, "image"), (resize, "width"), (resize, "board"))
    drawing.document["name"] = "Small pictures"
    return drawing


@pytest.fixture
def resizing(workflows: WorkflowRepository, small_pictures: Any) -> WorkflowHandle:
    """The resizing on the server; its picture is not set."""
    return workflows.create_workflow(small_pictures.document)
