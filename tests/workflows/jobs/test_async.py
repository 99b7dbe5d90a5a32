"""Jobs in an event loop."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pytest

from ivk_core import AsyncClient
from ivk_core.client import Client
from ivk_workflows.jobs import (
    AsyncBatchHandle,
    AsyncJobHandle,
    AsyncJobRepository,
    BatchHandle,
    JobFailedError,
    JobHandle,
    JobTimeoutError,
    QueueFullError,
    submit_async,
)
from ivk_workflows.queue import AsyncQueueHandle, QueueHandle

pytest.importorskip("ivk_devserver", reason="faults are set in this process")
pytest.importorskip("aiohttp")

from ivk_devserver.server import DevServer

Body = dict[str, Any]
ENQUEUE = "*/enqueue_batch"


@pytest.fixture
async def aclient(server: DevServer) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(server.url, timeout=5.0) as client:
        yield client


class Relay:
    """Forwards connections to a server, and records the path of the first request of each."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self.paths: list[str] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()

    async def _forward(self, reader: StreamReader, writer: StreamWriter) -> None:
        first = await reader.readline()
        self.paths.append(first.decode().split()[1])
        from_server, to_server = await asyncio.open_connection(self._target.hostname, self._target.port)
        to_server.write(first)
        await asyncio.gather(copy_stream(reader, to_server), copy_stream(from_server, writer))


async def copy_stream(reader: StreamReader, writer: StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


async def sums(batch: AsyncBatchHandle) -> list[Any]:
    return [result.outputs["sum"].value for result in await batch.results(20)]


async def test_a_job_has_its_events_and_can_be_awaited(aclient: AsyncClient, resizing: Body) -> None:
    job = (await submit_async(aclient, resizing)).job
    events = [event.name async for event in job.events(10)]
    result = await job

    assert events[-1] == "queue_item_status_changed"
    assert "invocation_complete" in events
    assert (await result.image.numpy()).shape == (32, 64, 3)
    assert (await result.image.pil()).size == (64, 32)


async def test_the_first_listener_receives_the_events_from_before_it_listened(
    aclient: AsyncClient, adding: Callable[..., Body]
) -> None:
    batch = await (await submit_async(aclient, adding(1))).wait(60)
    events = [event.name async for event in batch.events(1)]
    ends = [event["status"] async for event in batch.job.events(1)]

    assert "invocation_complete" in events
    assert ends == ["completed"]


async def test_results_keep_the_order_of_the_inputs(
    aclient: AsyncClient, adding: Callable[..., Body]
) -> None:
    assert await sums(await submit_async(aclient, adding(5, 3, 9))) == [6, 4, 10]


async def test_two_hundred_jobs_share_one_socket_and_one_thread_at_most(
    server: DevServer, adding: Callable[..., Body]
) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="of-this-loop"))
    before = threading.enumerate()
    async with Relay(server.url) as relay, AsyncClient(relay.url, timeout=30.0) as client:

        async def one(number: int) -> Any:
            batch = await submit_async(client, adding(number))
            return (await batch.job.result(60)).outputs["sum"].value

        made = await asyncio.gather(*map(one, range(200)))
        started = [one for one in threading.enumerate() if one not in before]
        ours = [one for one in started if not one.name.startswith(("AnyIO", "asyncio_"))]  # the server's

        assert made == [number + 1 for number in range(200)]
        assert len([path for path in relay.paths if path.startswith("/ws/")]) == 1
        assert len(ours) <= 1


async def test_a_lost_answer_leaves_exactly_one_batch(
    aclient: AsyncClient, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.drop_response("POST", ENQUEUE)
    after = await submit_async(aclient, adding(1, 2))
    server.faults.drop_connection("POST", ENQUEUE)
    before = await submit_async(aclient, adding(3))

    assert await sums(after) == [2, 3]
    assert await sums(before) == [4]
    queue = AsyncQueueHandle(aclient)
    assert [(await queue.batch_status(batch.batch_id)).total for batch in (after, before)] == [2, 1]


async def test_a_failure_is_raised_by_await(aclient: AsyncClient, failing: Body) -> None:
    batch = await submit_async(aclient, failing)
    with pytest.raises(JobFailedError, match="img_resize"):
        await batch

    again = await batch.retry_failed()
    assert again is not None
    assert isinstance(await again.exception(10), JobFailedError)


async def test_jobs_are_yielded_as_they_complete(aclient: AsyncClient, adding: Callable[..., Body]) -> None:
    batch = await submit_async(aclient, adding(*range(10)))

    assert sorted([job.index async for job in batch.as_completed(10)]) == list(range(10))


async def test_a_socket_that_is_closed_loses_no_result(
    aclient: AsyncClient, server: DevServer, adding: Callable[..., Body]
) -> None:
    batch = await submit_async(aclient, adding(*range(40)))
    async for job in batch.as_completed(20):
        if job.index % 10 == 5:
            server.faults.close_sockets()

    assert await sums(batch) == [number + 1 for number in range(40)]


async def test_at_a_timeout_a_job_can_be_canceled(aclient: AsyncClient, adding: Callable[..., Body]) -> None:
    queue = AsyncQueueHandle(aclient)
    await queue.pause()
    try:
        job = (await submit_async(aclient, adding(1))).job
        with pytest.raises(JobTimeoutError, match="it continues"):
            await job.result(0.05)
        assert not await job.done()
        with pytest.raises(JobTimeoutError, match="canceled"):
            await job.wait(0.05, cancel=True)
        assert job.cancelled()
    finally:
        await queue.resume()


async def test_batches_and_jobs_can_be_attached_to(aclient: AsyncClient, adding: Callable[..., Body]) -> None:
    jobs = aclient.repository(AsyncJobRepository)
    batch = await jobs.submit(adding(1, 2))
    again = await jobs.get_batch(batch.batch_id)
    job = await jobs.get(batch.item_ids[1])

    assert await sums(again) == [2, 3]
    assert (await job).outputs["sum"].value == 3


async def test_a_wait_ends_although_its_client_is_closed(
    aclient: AsyncClient, server: DevServer, adding: Callable[..., Body]
) -> None:
    queue = AsyncQueueHandle(aclient)
    await queue.pause()
    async with AsyncClient(server.url) as leaving:
        job = (await submit_async(leaving, adding(1))).job
        waiting = asyncio.create_task(job.result(60))
        await asyncio.sleep(0.1)
    await queue.resume()

    assert (await waiting).outputs["sum"].value == 2


def test_the_connections_of_a_closed_client_are_closed_with_the_loop(
    server: DevServer, tmp_path: Path, adding: Callable[..., Body]
) -> None:
    program = (
        "import asyncio\n"
        "from ivk_core import AsyncClient\n"
        "from ivk_workflows.jobs import submit_async\n"
        "async def main():\n"
        f"    async with AsyncClient({server.url!r}) as client:\n"
        f"        job = (await submit_async(client, {adding(1)!r})).job\n"
        "    print((await job.result(60)).outputs['sum'].value)\n"
        "asyncio.run(main())\n"
    )
    command = [sys.executable, "-X", "dev", "-W", "always::ResourceWarning", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)

    assert done.stdout.strip() == "2"
    assert "nclosed" not in done.stderr


async def test_callbacks_are_called_in_the_loop(aclient: AsyncClient, adding: Callable[..., Body]) -> None:
    called: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    batch = await submit_async(aclient, adding(1))
    batch.job.add_done_callback(called.set_result)

    assert (await asyncio.wait_for(called, 60)).item_id == batch.item_ids[0]


async def test_a_callback_may_be_a_coroutine_function(
    aclient: AsyncClient, adding: Callable[..., Body]
) -> None:
    called = asyncio.Event()

    async def call(_job: object) -> None:
        called.set()

    (await submit_async(aclient, adding(1))).job.add_done_callback(call)
    await asyncio.wait_for(called.wait(), 60)


async def test_a_callback_that_fails_is_logged(
    aclient: AsyncClient, adding: Callable[..., Body], caplog: pytest.LogCaptureFixture
) -> None:
    batch = await submit_async(aclient, adding(1))
    batch.add_done_callback(lambda _: 1 / 0)
    await batch.wait(60)
    while "A callback failed" not in caplog.text:
        await asyncio.sleep(0.02)


async def test_the_error_about_a_full_queue_has_the_jobs_that_it_took(adding: Callable[..., Body]) -> None:
    with DevServer(max_queue_size=2) as server:
        async with AsyncClient(server.url) as client:
            await AsyncQueueHandle(client).pause()
            with pytest.raises(QueueFullError) as raised:
                await submit_async(client, adding(1, 2, 3))
            await AsyncQueueHandle(client).resume()
            assert await sums(raised.value.handle) == [2, 3]


def test_one_client_works_in_several_loops_one_after_another(
    server: DevServer, adding: Callable[..., Body]
) -> None:
    with Client(server.url) as client:

        async def program() -> list[Any]:
            return await sums(await submit_async(client.aio, adding(1)))

        assert [asyncio.run(program()) for _ in range(3)] == [[2]] * 3


@pytest.mark.parametrize(
    ("blocking", "awaited"),
    [(JobHandle, AsyncJobHandle), (BatchHandle, AsyncBatchHandle), (QueueHandle, AsyncQueueHandle)],
)
def test_blocking_and_async_classes_have_the_same_methods_with_the_same_parameters(
    blocking: type, awaited: type
) -> None:
    def methods(kind: type) -> dict[str, list[str]]:
        public = inspect.getmembers(kind, inspect.isfunction)
        return {name: parameters(method) for name, method in public if not name.startswith("_")}

    def parameters(method: Callable[..., Any]) -> list[str]:
        return [f"{one.name}{one.kind}{one.default}" for one in inspect.signature(method).parameters.values()]

    assert methods(blocking) == methods(awaited)


def test_importing_blocking_jobs_imports_no_optional_dependency() -> None:
    program = (
        "import sys, ivk_workflows.jobs as _; print({'aiohttp', 'socketio', 'PIL', 'numpy'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
