"""Monitoring a batch: polls that fail are repeated, waits do not disturb each other, and no wait hangs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_core.events.types import event_from
from ivk_workflows.jobs import JobTimeoutError, attach_batch, attach_job, submit, submit_async
from ivk_workflows.jobs.batch_state import BatchState
from ivk_workflows.jobs.monitor_base import BatchMonitorBase
from ivk_workflows.jobs.waiting import Sleep
from ivk_workflows.queue import JobStatus, QueueHandle
from ivk_workflows.queue.outage import Outage

pytest.importorskip("ivk_devserver", reason="faults are set in this process")

from ivk_devserver.server import DevServer

Body = dict[str, Any]
Counting = Callable[[Client | AsyncClient], int]
SUMMARIES = "*/item_summaries_by_ids"
STATUS = "queue_item_status_changed"
LOST = "connection_lost"


def until(is_so: Callable[[], bool], seconds: float = 30.0) -> bool:
    ends = time.monotonic() + seconds
    while not is_so() and time.monotonic() < ends:
        time.sleep(0.05)
    return is_so()


def finish_without_events(server: DevServer, queue: QueueHandle) -> None:
    """Let all items finish without status events, and close the sockets."""
    server.faults.events.drop(STATUS, times=None)
    queue.resume()
    queue.wait_until_idle(30)
    server.faults.events.clear()
    server.faults.close_sockets()


def test_a_poll_that_fails_is_repeated(
    server: DevServer, queue: QueueHandle, adding: Callable[..., Body]
) -> None:
    with Client(server.url, max_retries=0) as client:
        job = submit(client, adding(1)).job
        assert not job.done()
        server.faults.answer("POST", SUMMARIES, status=503)
        finish_without_events(server, queue)

        assert until(job.done)


async def test_a_poll_that_is_interrupted_is_repeated(
    server: DevServer, queue: QueueHandle, adding: Callable[..., Body]
) -> None:
    is_lost = asyncio.Event()
    async with AsyncClient(server.url, max_retries=0) as client:
        await client.events.subscribe(lambda event: is_lost.set() if event.name == LOST else None)
        job = (await submit_async(client, adding(1))).job
        assert not await job.done()
        server.faults.delay("POST", SUMMARIES, seconds=1.0)
        await asyncio.to_thread(finish_without_events, server, queue)
        await asyncio.wait_for(is_lost.wait(), 30)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(job.done(), 0.3)

        async with asyncio.timeout(30):
            while not await job.done():
                await asyncio.sleep(0.05)


def test_a_closed_handle_still_finds_out_that_its_jobs_have_finished(
    client: Client, queue: QueueHandle, adding: Callable[..., Body]
) -> None:
    with submit(client, adding(1)) as batch:
        pass
    with client.events.listening([]):  # another listener keeps the subscription open
        queue.resume()
        queue.wait_until_idle(30)
        assert batch.done()
        assert batch.results(5)


@pytest.mark.usefixtures("queue")
def test_a_deadline_holds_while_another_thread_polls(server: DevServer, adding: Callable[..., Body]) -> None:
    server.faults.refuse_sockets()
    with Client(server.url, max_retries=0) as client:
        batch = submit(client, adding(1))
        server.faults.delay("POST", SUMMARIES, seconds=20.0)
        threading.Thread(target=batch.done, daemon=True).start()
        time.sleep(0.5)
        began = time.monotonic()
        with pytest.raises(JobTimeoutError):
            batch.wait(0.5)
        assert time.monotonic() - began < 10
        server.faults.clear()


@pytest.mark.usefixtures("queue")
async def test_many_waits_for_jobs_of_one_batch_share_their_polls(
    server: DevServer, adding: Callable[..., Body], caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.refuse_sockets()
    async with AsyncClient(server.url) as client:
        batch = await submit_async(client, adding(*range(50)))
        with caplog.at_level("DEBUG", "ivk.http"):
            caplog.clear()
            waiting = [asyncio.create_task(job.wait(2.0)) for job in batch]
            await asyncio.wait(waiting)
    polls = [line for line in caplog.messages if "item_summaries_by_ids" in line]
    assert all(isinstance(task.exception(), JobTimeoutError) for task in waiting)
    assert 3 <= len(polls) <= 150  # polls that are not shared would be some 400


def test_events_of_other_jobs_do_not_evaluate_the_condition_of_a_wait() -> None:
    state = BatchState("b")
    monitor = BatchMonitorBase("q", state, (), nullcontext(), Outage("http://host", 300.0))
    monitor.expect([1, 2])
    evaluated: list[int] = []

    def is_finished(item_id: int) -> bool:
        evaluated.append(item_id)
        return state.job(item_id).is_finished

    woken: list[int] = []
    with (
        monitor._sleeping(Sleep(lambda: is_finished(1), 1.0, 1), lambda: woken.append(1)),
        monitor._sleeping(Sleep(lambda: is_finished(2), 1.0, 2), lambda: woken.append(2)),
    ):
        evaluated.clear()
        monitor.receive(event_from(STATUS, {"item_id": 1, "batch_id": "b", "status": "completed"}))

    assert (evaluated, woken) == ([1], [1])


def test_listening_stops_when_a_batch_has_no_handle(
    client: Client, queue: QueueHandle, adding: Callable[..., Body], listeners: Counting
) -> None:
    submit(client, adding(1))
    held = submit(client, adding(2))

    assert listeners(client) == 1
    queue.resume()
    assert held.wait(60).done()


def test_attaching_to_finished_jobs_needs_no_events(
    client: Client, queue: QueueHandle, failing: Body, listeners: Counting
) -> None:
    queue.resume()
    batch = submit(client, failing).wait(60)

    attached = attach_batch(client, batch.batch_id)
    job = attach_job(client, batch.item_ids[0])
    assert attached[0].status == job.status == JobStatus.FAILED
    assert attached.progress.finished == 1
    assert listeners(client) == 0


def test_waiting_for_an_idle_queue_ends_in_time_although_the_server_is_slow(
    server: DevServer, queue: QueueHandle, adding: Callable[..., Body]
) -> None:
    with Client(server.url, max_retries=0) as client:
        submit(client, adding(1))
        server.faults.delay("GET", "*/queue/default/status", seconds=20.0, times=None)
        began = time.monotonic()
        assert not QueueHandle(client).wait_until_idle(0.5)
        assert time.monotonic() - began < 10
        server.faults.clear()
    assert queue.status().pending == 1


def test_a_late_event_does_not_override_a_poll() -> None:
    state = BatchState("b")
    state.expect([1])
    state.job(1).on_summary(JobStatus.IN_PROGRESS)
    late = {"item_id": 1, "batch_id": "b", "status": "pending", "status_sequence": 0}
    state.on_event(event_from(STATUS, late), 0.0)

    assert state.job(1).status == JobStatus.IN_PROGRESS


def test_earlier_events_of_other_items_are_discarded() -> None:
    state = BatchState("b", {"n": 1.0})
    done = {"item_id": 7, "batch_id": "b", "invocation_source_id": "n", "invocation": {"type": "add"}}
    state.on_event(event_from("invocation_complete", done), 0.0)
    state.expect([1])

    assert state.progress(1.0).fraction == 0.0
    assert state.progress(1.0).remaining is None
    assert not state.is_overdue(9.0)
