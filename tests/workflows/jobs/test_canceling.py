"""Canceling: no jobs remain that the program has no handle of, and the first error is raised."""

from __future__ import annotations

import _thread
import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_core.errors import ServerError
from ivk_workflows.jobs import JobTimeoutError, submit, submit_async
from ivk_workflows.queue import QueueHandle

pytest.importorskip("ivk_devserver", reason="faults are set in this process")

from ivk_devserver.server import DevServer

Body = dict[str, Any]
Counting = Callable[[Client | AsyncClient], int]
CANCEL = "*/cancel_by_batch_ids"
ENQUEUE = "*/enqueue_batch"


@pytest.fixture
def client_without_retries(server: DevServer) -> Iterator[Client]:
    with Client(server.url, max_retries=0) as client:
        yield client


@pytest.mark.usefixtures("queue")
def test_a_block_ends_with_its_own_error_although_canceling_fails(
    client_without_retries: Client, server: DevServer, adding: Callable[..., Body], listeners: Counting
) -> None:
    batch = submit(client_without_retries, adding(1))
    server.faults.answer("PUT", CANCEL, status=503)

    with pytest.raises(ZeroDivisionError) as raised, batch:
        _ = 1 / 0
    assert "could not be canceled" in str(raised.value.__notes__)
    assert listeners(client_without_retries) == 0


@pytest.mark.usefixtures("queue")
async def test_an_async_block_ends_with_its_own_error_although_canceling_fails(
    server: DevServer, adding: Callable[..., Body], listeners: Counting
) -> None:
    async with AsyncClient(server.url, max_retries=0) as client:
        batch = await submit_async(client, adding(1))
        server.faults.answer("PUT", CANCEL, status=503)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3), batch:
                await batch.results()
        assert listeners(client) == 0


@pytest.mark.usefixtures("queue")
def test_a_timeout_is_raised_although_canceling_fails(
    client_without_retries: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    batch = submit(client_without_retries, adding(1))
    server.faults.answer("PUT", CANCEL, status=503)

    with pytest.raises(JobTimeoutError, match="it continues") as raised:
        batch.wait(0.1, cancel=True)
    assert isinstance(raised.value.__cause__, ServerError)


def test_a_block_of_a_job_that_was_deleted_ends_with_its_own_error(
    client: Client, queue: QueueHandle, adding: Callable[..., Body]
) -> None:
    job = submit(client, adding(1)).job
    queue.clear()

    with pytest.raises(ZeroDivisionError), job:
        _ = 1 / 0


async def test_a_submission_that_is_canceled_leaves_nothing_in_the_queue(
    server: DevServer, queue: QueueHandle, adding: Callable[..., Body], listeners: Counting
) -> None:
    server.faults.delay("POST", ENQUEUE, seconds=1.0)
    async with AsyncClient(server.url) as client:
        sending = asyncio.create_task(submit_async(client, adding(1, 2)))
        await asyncio.sleep(0.3)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await asyncio.sleep(1.2)
        assert listeners(client) == 0
    assert queue.status().pending == 0


def test_a_submission_that_is_interrupted_leaves_nothing_in_the_queue(
    client: Client, server: DevServer, queue: QueueHandle, adding: Callable[..., Body], listeners: Counting
) -> None:
    server.faults.delay("POST", ENQUEUE, seconds=1.5)
    timer = threading.Timer(0.3, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        submit(client, adding(1, 2))
    timer.join()

    assert listeners(client) == 0
    assert queue.status().pending == 0


@pytest.mark.usefixtures("queue")
async def test_listening_stops_if_a_retry_is_canceled(
    server: DevServer, adding: Callable[..., Body], listeners: Counting
) -> None:
    async with AsyncClient(server.url) as client:
        batch = await submit_async(client, adding(1))
        await batch.cancel()
        server.faults.delay("GET", "*/item_ids", seconds=1.0)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(batch.retry_failed(), 0.2)
        assert listeners(client) == 0
