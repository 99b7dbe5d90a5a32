"""Random faults in many rounds: no hang, no duplicate, no loss. And a token that expires during a wait."""

from __future__ import annotations

import asyncio
import os
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ivk_core import AsyncClient
from ivk_core.auth import LoginAuth
from ivk_core.client import Client
from ivk_core.errors import ServerError
from ivk_workflows.jobs import submit, submit_async
from ivk_workflows.queue import AsyncQueueHandle, JobStatus, QueueHandle

pytest.importorskip("ivk_devserver", reason="faults are set in this process")
pytest.importorskip("aiohttp")

from ivk_devserver.server import DevServer
from ivk_devserver.settings import Settings

Body = dict[str, Any]
ROUNDS = int(os.environ.get("IVK_FAULT_ROUNDS", "100"))
AT_ONCE = 50
ACCOUNT = ("a@example.com", "Adm1n-password")
ENQUEUE = "*/enqueue_batch"
STATUS_CHANGED = "queue_item_status_changed"

FAULTS: list[Callable[[Any], object]] = [
    lambda faults: faults.drop_response("POST", ENQUEUE),
    lambda faults: faults.drop_connection("POST", ENQUEUE),
    lambda faults: faults.answer("POST", ENQUEUE, status=500),
    lambda faults: faults.answer("POST", ENQUEUE, status=429, retry_after=0),
    lambda faults: faults.truncate("POST", ENQUEUE, keep=1),
    lambda faults: faults.answer("GET", "*/b/*/status", status=503),
    lambda faults: faults.drop_connection("POST", "*/item_summaries_by_ids"),
    lambda faults: faults.answer("POST", "*/item_summaries_by_ids", status=500),
    lambda faults: faults.events.drop("*", times=random.randint(1, 6)),
    lambda faults: faults.events.drop(STATUS_CHANGED, times=random.randint(1, 3)),
    lambda faults: faults.events.duplicate("*", times=random.randint(1, 6)),
    lambda faults: faults.events.reorder("*", times=random.randint(1, 4)),
    lambda faults: faults.events.delay("*", seconds=0.05, times=2),
    lambda faults: faults.close_sockets(),
]


def test_every_job_finishes_once_in_rounds_with_random_faults(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    queue = QueueHandle(client)
    for number in range(10):
        random.seed(number)
        server.faults.clear()
        for fault in random.sample(FAULTS, k=2):
            fault(server.faults)
        batch = submit(client, adding(*range(3)))
        server.faults.close_sockets()
        made = [result.outputs["sum"].value for result in batch.results(40)]

        server.faults.clear()
        assert made == [1, 2, 3], f"round {number}"
        assert queue.batch_status(batch.batch_id).total == 3, f"round {number}"


async def test_every_job_finishes_once_in_many_rounds_at_once(
    server: DevServer, adding: Callable[..., Body]
) -> None:
    random.seed(7)
    async with AsyncClient(server.url, timeout=10.0) as client:
        for _ in range(ROUNDS // AT_ONCE):
            await asyncio.gather(*(one_round(client, server, adding) for _ in range(AT_ONCE)))


async def one_round(client: AsyncClient, server: DevServer, adding: Callable[..., Body]) -> None:
    random.choice(FAULTS)(server.faults)
    size = random.randint(1, 4)
    async with await submit_async(client, adding(*range(size))) as batch:
        results = await repeated(lambda: batch.results(60))
        status = await repeated(lambda: AsyncQueueHandle(client).batch_status(batch.batch_id))

    assert [result.outputs["sum"].value for result in results] == [item + 1 for item in range(size)]
    assert status.total == size


async def repeated(ask: Callable[[], Awaitable[Any]]) -> Any:
    """Repeat a request that reads something: programs have to handle its errors themselves."""
    for _ in range(5):
        with suppress(ServerError):
            return await ask()
    return await ask()


@pytest.fixture
def login_server(tmp_path: Path) -> Iterator[DevServer]:
    """Serve with accounts, tokens of one second, a queue of six items, and data that survive a restart."""
    settings = Settings(
        data=tmp_path,
        multiuser=True,
        token_lifetime=timedelta(seconds=1),
        max_queue_size=6,
        idle_seconds=0.02,
    )
    with DevServer(settings=settings) as server:
        account = {"email": ACCOUNT[0], "password": ACCOUNT[1], "display_name": "A"}
        with Client(server.url) as anonymous:
            anonymous.session.post(f"{server.url}/api/v1/auth/setup", json=account).raise_for_status()
        yield server


def test_every_job_finishes_once_with_restarts_a_full_queue_and_expiring_tokens(
    login_server: DevServer, adding: Callable[..., Body]
) -> None:
    for number in range(max(4, ROUNDS // 20)):
        random.seed(number)
        login_server.faults.clear()
        for fault in random.sample(FAULTS, k=2):
            fault(login_server.faults)
        with Client(login_server.url, auth=LoginAuth(*ACCOUNT), timeout=5.0, max_retries=9) as client:
            with restarting(login_server, after=random.uniform(0, 0.6)):
                batch = submit(client, adding(*range(15)), on_queue_full="wait").wait(60)
            login_server.faults.clear()

            status = QueueHandle(client).batch_status(batch.batch_id)
            completed = [job for job in batch if job.status == JobStatus.COMPLETED]
            assert (len(batch), status.total, status.unfinished) == (15, 15, 0), f"round {number}"
            # The restart may have interrupted one.
            assert status.completed == len(completed) >= 14, f"round {number}"
            assert all(job.result(20).outputs["sum"].value == job.index + 1 for job in completed)


@contextmanager
def restarting(server: DevServer, after: float) -> Iterator[None]:
    """Restart a server during the block, after some seconds."""
    timer = threading.Timer(after, server.restart)
    timer.start()
    try:
        yield
    finally:
        timer.join()


@pytest.mark.parametrize("cut", [False, True])
def test_a_token_that_expires_while_waiting_is_replaced(
    login_server: DevServer, adding: Callable[..., Body], *, cut: bool
) -> None:
    with Client(login_server.url, auth=LoginAuth(*ACCOUNT)) as client:
        queue = QueueHandle(client)
        queue.pause()
        batch = submit(client, adding(1, 2))
        time.sleep(1.5)
        if cut:
            login_server.faults.close_sockets()
        queue.resume()

        assert [result.outputs["sum"].value for result in batch.results(20)] == [2, 3]
        assert batch._monitor.client.events is client.events
