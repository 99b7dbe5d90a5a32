"""A server that stops while jobs are waited for: a wait warns, reconnects, and says what was submitted."""

from __future__ import annotations

import asyncio
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_core.errors import ConfigurationError
from ivk_workflows import AsyncWorkflowRepository, WorkflowRepository
from ivk_workflows.jobs import (
    JobGoneError,
    JobRepository,
    ServerLostError,
    attach_batch,
    submit,
    submit_async,
)
from ivk_workflows.queue import QueueHandle

pytest.importorskip("ivk_devserver", reason="the server is started as a program")

Body = dict[str, Any]
SECONDS_TO_WARN = 10.0


class ServerProcess:
    """An embedded server in a process of its own, which can be killed and started again on its port."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "ivk_devserver", "--port", str(self.port), "--data", str(self.data)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@pytest.fixture
def process(tmp_path: Path) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path / "data")
    server.start()
    yield server
    server.kill()


def paused(client: Client) -> QueueHandle:
    """Pause the queue, so that a job waits in it."""
    queue = QueueHandle(client)
    queue.pause()
    return queue


def after(seconds: float, *calls: Callable[[], object]) -> threading.Thread:
    """Call functions one after the other, with a pause before each."""

    def call_all() -> None:
        for call in calls:
            time.sleep(seconds)
            call()

    thread = threading.Thread(target=call_all)
    thread.start()
    return thread


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "ivk.jobs"]


def test_a_killed_server_is_warned_of_and_reported(
    process: ServerProcess, adding: Callable[..., Body], caplog: pytest.LogCaptureFixture
) -> None:
    with Client(process.url, reconnect_timeout=4.0) as client:
        paused(client)
        batch = submit(client, adding(1))
        killing = after(0.5, process.kill)
        began = time.monotonic()
        with pytest.raises(ServerLostError) as raised:
            batch.job.result()
        took = time.monotonic() - began
        killing.join()

    error, (warning,) = raised.value, warnings(caplog)
    assert took < 4.0 + SECONDS_TO_WARN
    assert f"Connection to {process.url} lost" in warning
    assert f"the job {batch.item_ids[0]} of batch {batch.batch_id} continues on the server" in warning
    assert (error.batch_id, error.item_ids) == (batch.batch_id, batch.item_ids)
    assert f"client.job_repo.get_batch('{batch.batch_id}')" in error.hint
    assert str(batch.item_ids[0]) in error.message
    assert isinstance(error, ConnectionError | OSError)
    assert pickle.loads(pickle.dumps(error)).item_ids == batch.item_ids


def test_the_warning_comes_within_seconds_although_reads_are_retried_often(
    process: ServerProcess, adding: Callable[..., Body], caplog: pytest.LogCaptureFixture
) -> None:
    with Client(process.url, max_retries=50) as client:
        paused(client)
        batch = submit(client, adding(1, 2))
        waiting = threading.Thread(target=batch.exception, daemon=True)
        waiting.start()
        process.kill()
        ends = time.monotonic() + SECONDS_TO_WARN
        while not warnings(caplog) and time.monotonic() < ends:
            time.sleep(0.1)
        assert "the 2 jobs of batch" in warnings(caplog)[0]
        process.start()
        waiting.join(60)
    assert not waiting.is_alive()


def test_a_run_completes_when_the_server_is_restarted(
    process: ServerProcess, builder: Any, caplog: pytest.LogCaptureFixture
) -> None:
    node = builder.node("add", "Sum", a=1, b=2)
    builder.data(node)["isIntermediate"] = False
    with Client(process.url) as client:
        workflow = client.repository(WorkflowRepository).create_workflow(builder.document)
        paused(client)
        restarting = after(1.0, process.kill, process.start)
        with caplog.at_level("INFO", "ivk.jobs"):
            result = workflow.run()
        restarting.join()
    assert result.outputs["Sum"].value == 3
    assert "restored" in warnings(caplog)[-1]


async def test_an_awaited_run_completes_when_the_server_is_restarted(
    process: ServerProcess, builder: Any, caplog: pytest.LogCaptureFixture
) -> None:
    node = builder.node("mul", "Product", a=4, b=2)
    builder.data(node)["isIntermediate"] = False
    async with AsyncClient(process.url) as client:
        workflow = await client.repository(AsyncWorkflowRepository).create_workflow(builder.document)
        with Client(process.url) as blocking:
            paused(blocking)
        restarting = after(1.0, process.kill, process.start)
        result = await workflow.run()
        await asyncio.to_thread(restarting.join)
    assert result.outputs["Product"].value == 8
    assert "continues on the server" in warnings(caplog)[0]


async def test_an_awaited_wait_reports_a_killed_server(
    process: ServerProcess, adding: Callable[..., Body], caplog: pytest.LogCaptureFixture
) -> None:
    async with AsyncClient(process.url) as client, client.with_options(reconnect_timeout=3) as impatient:
        with Client(process.url) as blocking:
            paused(blocking)
        batch = await submit_async(impatient, adding(*range(9)))
        killing = after(0.5, process.kill)
        with pytest.raises(ServerLostError, match="and 4 more") as raised:
            async for _ in batch.as_completed():
                pass
        await asyncio.to_thread(killing.join)
    assert raised.value.batch_id == batch.batch_id
    assert len(warnings(caplog)) == 1


def test_jobs_of_a_server_that_forgot_them_are_lost_and_not_confused_with_new_ones(
    process: ServerProcess, adding: Callable[..., Body]
) -> None:
    def restart_empty() -> None:
        process.data = process.data.parent / "other"
        process.start()
        with Client(process.url) as other:  # its first item has the id of ours
            submit(other, adding(*range(5))).wait(30)

    with Client(process.url) as client:
        paused(client)
        batch = submit(client, adding(1))
        restarting = after(0.5, process.kill, restart_empty)
        error = batch.exception(60)
        restarting.join()

        assert isinstance(error, JobGoneError)
        assert (error.item_id, error.batch_id) == (batch.item_ids[0], batch.batch_id)
        assert "restarted" in error.hint
        with pytest.raises(JobGoneError):
            batch.results(10)


def test_jobs_are_found_again_as_the_error_says(process: ServerProcess, adding: Callable[..., Body]) -> None:
    with Client(process.url, reconnect_timeout=1.0) as client:
        paused(client)
        batch = submit(client, adding(41))
        process.kill()
        with pytest.raises(ServerLostError):
            batch.wait()
        process.start()
        client.server.wait_ready(timeout=30)
        found = client.repository(JobRepository).get_batch(batch.batch_id)
        assert found.job.result(60).outputs["sum"].value == 42
        assert attach_batch(client, batch.batch_id).item_ids == batch.item_ids


def test_a_result_that_cannot_be_fetched_is_fetched_when_the_server_answers(
    process: ServerProcess, adding: Callable[..., Body]
) -> None:
    with Client(process.url, max_retries=0) as client:
        batch = submit(client, adding(1))
        batch.wait(30)
        process.kill()
        restarting = after(1.0, process.start)
        assert batch.results()[0].outputs["sum"].value == 2
        restarting.join()


def test_a_server_that_is_gone_is_reported_by_the_wait_for_an_idle_queue(
    process: ServerProcess, adding: Callable[..., Body], caplog: pytest.LogCaptureFixture
) -> None:
    with Client(process.url, reconnect_timeout=1.0) as client:
        queue = paused(client)
        submit(client, adding(1))
        killing = after(0.5, process.kill)
        with pytest.raises(ConnectionError):
            queue.wait_until_idle(60)
        killing.join()
    assert "the queue 'default' continues on the server" in warnings(caplog)[0]


@pytest.mark.parametrize("seconds", [-1, float("nan")])
def test_the_option_is_a_number_of_seconds(seconds: float) -> None:
    with pytest.raises(ConfigurationError, match="reconnect_timeout"):
        Client("http://localhost:1", reconnect_timeout=seconds)


def test_the_option_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVOKEAI_RECONNECT_TIMEOUT", "12.5")
    assert Client("http://localhost:1").config.reconnect_timeout == 12.5
