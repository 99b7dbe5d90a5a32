"""The two faces: what a program calls, and what it awaits, have the same names and take the same."""

from __future__ import annotations

import importlib
import inspect
from functools import cached_property
from typing import Any

import pytest

import ivk_boards
import ivk_models
from ivk_core.aio import AsyncClient
from ivk_core.auth.aio import AsyncAuthHandle, AsyncUsers
from ivk_core.auth.handle import AuthHandle, Users
from ivk_core.client import Client
from ivk_core.events.async_hub import AsyncEventHub, AsyncSubscription
from ivk_core.events.hub import EventHub, Subscription
from ivk_core.server.aio import AsyncServer
from ivk_core.server.handle import Server
from ivk_workflows.async_repository import AsyncWorkflowRepository
from ivk_workflows.jobs.async_batch_handle import AsyncBatchHandle
from ivk_workflows.jobs.async_job import AsyncJobHandle
from ivk_workflows.jobs.async_repository import AsyncJobRepository
from ivk_workflows.jobs.batch_handle import BatchHandle
from ivk_workflows.jobs.job import JobHandle
from ivk_workflows.jobs.repository import JobRepository
from ivk_workflows.outputs.files import AsyncImageFile, AsyncVideoFile, ImageFile, VideoFile
from ivk_workflows.outputs.result import AsyncJobResult, JobResult
from ivk_workflows.queue.aio import AsyncQueueHandle, AsyncQueueRepository
from ivk_workflows.queue.handle import QueueHandle
from ivk_workflows.queue.repository import QueueRepository
from ivk_workflows.repository import WorkflowRepository

PAIRS: list[tuple[type, type]] = [
    (AuthHandle, AsyncAuthHandle),
    (BatchHandle, AsyncBatchHandle),
    (Client, AsyncClient),
    (EventHub, AsyncEventHub),
    (ImageFile, AsyncImageFile),
    (JobHandle, AsyncJobHandle),
    (JobRepository, AsyncJobRepository),
    (JobResult, AsyncJobResult),
    (QueueHandle, AsyncQueueHandle),
    (QueueRepository, AsyncQueueRepository),
    (Server, AsyncServer),
    (Subscription, AsyncSubscription),
    (Users, AsyncUsers),
    (VideoFile, AsyncVideoFile),
    (WorkflowRepository, AsyncWorkflowRepository),
    (ivk_boards.BoardHandle, ivk_boards.AsyncBoardHandle),
    (ivk_boards.BoardRepository, ivk_boards.AsyncBoardRepository),
    (ivk_boards.ImageRepository, ivk_boards.AsyncImageRepository),
    (ivk_models.DnnModelRepository, ivk_models.AsyncDnnModelRepository),
]

PARTS = ["ivk_boards", "ivk_fields", "ivk_models", "ivk_quick", "ivk_workflows"]

# These ask nothing of the server, so there is nothing to await.
ASKS_NOTHING = {
    "AsyncBatchHandle.add_done_callback",
    "AsyncBatchHandle.close",
    "AsyncBoardRepository.get_uncategorized_handle",
    "AsyncClient.repository",
    "AsyncClient.with_options",
    "AsyncEventHub.hears",
    "AsyncEventHub.is_in",
    "AsyncEventHub.listening",
    "AsyncEventHub.remove",
    "AsyncEventHub.reopen",
    "AsyncJobHandle.add_done_callback",
    "AsyncQueueRepository.get",
    "AsyncSubscription.close",
}

# From a program that waits one can go over to awaiting; there is no way back.
ONE_FACE_ONLY = {"Client.aio"}


def public(kind: type) -> dict[str, Any]:
    """Collect what a class offers, by name."""
    return {
        name: inspect.getattr_static(kind, name)
        for name in dir(kind)
        if not name.startswith("_") and name not in dir(object)
    }


def methods(kind: type) -> dict[str, Any]:
    return {name: member for name, member in public(kind).items() if inspect.isfunction(member)}


def called_by_twin(sync: type, twin: type) -> dict[str, Any]:
    """Collect what is called on a class, and what it keeps as a property where its twin must be asked."""
    kept = {
        name: member.func
        for name, member in public(sync).items()
        if isinstance(member, cached_property) and name in methods(twin)
    }
    return methods(sync) | kept


def said(annotation: object) -> str:
    """Give an annotation as both faces would write it."""
    return str(annotation).replace("Async", "")


def signature(function: Any) -> list[tuple[object, ...]]:
    """Give what a method takes and gives, in a form that both faces share."""
    told = inspect.signature(function)
    takes = [(each.name, each.kind, each.default, said(each.annotation)) for each in told.parameters.values()]
    return [*takes, ("return", said(told.return_annotation))]


def names(pair: tuple[type, type]) -> str:
    return pair[0].__name__


@pytest.mark.parametrize("pair", PAIRS, ids=names)
def test_both_faces_offer_the_same_names(pair: tuple[type, type]) -> None:
    sync, twin = pair
    shared = {name for name in public(sync) if f"{sync.__name__}.{name}" not in ONE_FACE_ONLY}

    assert sorted(public(twin)) == sorted(shared)


@pytest.mark.parametrize("pair", PAIRS, ids=names)
def test_both_faces_take_and_give_the_same(pair: tuple[type, type]) -> None:
    sync, twin = pair

    assert {name: signature(each) for name, each in methods(twin).items()} == {
        name: signature(each) for name, each in called_by_twin(sync, twin).items()
    }


@pytest.mark.parametrize("pair", PAIRS, ids=names)
def test_what_talks_to_the_server_is_awaited(pair: tuple[type, type]) -> None:
    sync, twin = pair
    shared = [method for name, method in methods(twin).items() if public(sync).get(name) is method]
    plain = {
        f"{twin.__name__}.{name}"
        for name, method in methods(twin).items()
        if method not in shared
        and not inspect.iscoroutinefunction(method)
        and not inspect.isasyncgenfunction(method)
    }

    assert plain <= ASKS_NOTHING


@pytest.mark.parametrize("part", PARTS)
def test_every_twin_is_compared(part: str) -> None:
    module = importlib.import_module(part)
    twins = {name for name in module.__all__ if name.startswith("Async")}

    assert twins <= {twin.__name__ for _, twin in PAIRS}
