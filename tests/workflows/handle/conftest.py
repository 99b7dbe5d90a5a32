"""Small workflows that a server runs quickly, and the number of items in its queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ivk_core import Client
from ivk_workflows import WorkflowHandle, WorkflowRepository
from ivk_workflows.queue import QueueRepository


@pytest.fixture
def workflows(client: Client) -> WorkflowRepository:
    """Return the repository of workflows."""
    return client.repository(WorkflowRepository)


@pytest.fixture
def queued(client: Client) -> Callable[[], int]:
    """Return a function that counts the items in the queue, finished or not."""
    queue = client.repository(QueueRepository).get()
    return lambda: queue.status().total


@pytest.fixture
def sum_builder(builder: Any) -> Any:
    """Return a builder of an addition with both addends on the form."""
    add = builder.node("add", "Sum", a=1, b=2)
    builder.data(add)["isIntermediate"] = False
    builder.show((add, "a"), (add, "b"))
    return builder


@pytest.fixture
def addition(workflows: WorkflowRepository, sum_builder: Any) -> WorkflowHandle:
    """Return a handle of the addition."""
    return workflows.create_workflow(sum_builder.document)


@pytest.fixture
def resize_builder(builder: Any) -> Any:
    """Return a builder of a workflow that resizes an image to 24 x 16, and keeps it."""
    resize = builder.node("img_resize", "Small", width=24, height=16)
    builder.data(resize)["isIntermediate"] = False
    builder.show((resize, "image"), (resize, "width"), (resize, "board"))
    builder.document["name"] = "Small images"
    return builder


@pytest.fixture
def resizing(workflows: WorkflowRepository, resize_builder: Any) -> WorkflowHandle:
    """Return a handle of the resizing; its image is not set."""
    return workflows.create_workflow(resize_builder.document)
