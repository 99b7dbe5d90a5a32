"""A batch is enqueued exactly once, even if an answer is lost."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivk_core.client import Client
from ivk_core.errors import (
    ConnectionError,
    NotAnInvokeAIError,
    OutcomeUnknownError,
    RateLimitError,
    ServerError,
)
from ivk_workflows.jobs import QueueFullError, SubmissionUnknownError, submit
from ivk_workflows.queue import QueueHandle

pytest.importorskip("ivk_devserver", reason="faults are set in this process")

from ivk_devserver.server import DevServer

Body = dict[str, Any]
ENQUEUE = "*/enqueue_batch"
STATUS = "*/b/*/status"


def items_in_queue(client: Client, batch_id: str) -> int:
    return QueueHandle(client).batch_status(batch_id).total


def sums(batch: Any) -> list[Any]:
    return [result.outputs["sum"].value for result in batch.results(20)]


def test_a_lost_answer_to_a_submission_leaves_exactly_one_batch(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.drop_response("POST", ENQUEUE)
    batch = submit(client, adding(1, 2, 3))

    assert sums(batch) == [2, 3, 4]
    assert items_in_queue(client, batch.batch_id) == 3


def test_a_lost_submission_leaves_exactly_one_batch(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.drop_connection("POST", ENQUEUE, times=2)
    batch = submit(client, adding(1, 2))

    assert sums(batch) == [2, 3]
    assert items_in_queue(client, batch.batch_id) == 2


def test_an_answer_after_the_timeout_leaves_exactly_one_batch(
    server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.delay("POST", ENQUEUE, seconds=1.5)
    with Client(server.url, timeout=0.5) as client:
        batch = submit(client, adding(1))

        assert sums(batch) == [2]
        assert items_in_queue(client, batch.batch_id) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_submission_with_an_error_status_is_sent_again(
    client: Client, server: DevServer, adding: Callable[..., Body], status: int
) -> None:
    server.faults.answer("POST", ENQUEUE, status=status)
    batch = submit(client, adding(1))

    assert sums(batch) == [2]
    assert items_in_queue(client, batch.batch_id) == 1


def test_a_server_that_is_always_too_busy_is_not_asked_forever(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.answer("POST", ENQUEUE, status=429, retry_after=0, times=None)

    with pytest.raises(RateLimitError):
        submit(client, adding(1))


def test_an_error_that_the_server_repeats_is_raised(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.answer("POST", ENQUEUE, status=500, detail="no such node", times=None)

    with pytest.raises(ServerError, match="no such node"):
        submit(client, adding(1))


def test_a_web_page_instead_of_an_invokeai_has_its_own_error(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.html("*", "/api/*", times=None)

    with pytest.raises(NotAnInvokeAIError):
        submit(client, adding(1))


def test_if_the_server_cannot_be_asked_the_error_names_the_batch(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.drop_response("POST", ENQUEUE)
    server.faults.answer("GET", STATUS, status=403, times=None)

    with pytest.raises(SubmissionUnknownError) as raised:
        submit(client, adding(1))

    server.faults.clear()
    assert isinstance(raised.value, OutcomeUnknownError)
    assert items_in_queue(client, raised.value.batch_id) == 1
    assert pickle.loads(pickle.dumps(raised.value)).batch_id == raised.value.batch_id


def test_a_server_that_is_down_for_some_seconds_is_waited_for(
    adding: Callable[..., Body], tmp_path: Path
) -> None:
    with DevServer(data=tmp_path) as server, Client(server.url, max_retries=0) as client:
        server.stop()
        timer = threading.Timer(3.0, server.start)
        timer.start()
        try:
            batch = submit(client, adding(1))
            assert sums(batch) == [2]
            assert items_in_queue(client, batch.batch_id) == 1
        finally:
            timer.join()


def test_a_submission_that_arrives_twice_is_enqueued_once(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    body = adding(1, 2)
    body["batch"]["batch_id"] = "twice-" + str(time.monotonic_ns())
    queue = QueueHandle(client)
    queue.pause()
    try:
        submit(client, body).close()
        batch = submit(client, body)
        assert len(batch) == 2
        assert items_in_queue(client, batch.batch_id) == 2
    finally:
        queue.resume()
    assert sums(batch) == [2, 3]


def test_duplicates_are_deleted_although_an_answer_is_lost(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    body = adding(1)
    body["batch"]["batch_id"] = "twice-" + str(time.monotonic_ns())
    queue = QueueHandle(client)
    queue.pause()
    try:
        submit(client, body).close()
        server.faults.drop_response("DELETE", "*/i/*")
        assert len(submit(client, body)) == 1
        assert items_in_queue(client, body["batch"]["batch_id"]) == 1
    finally:
        queue.resume()


def test_a_batch_without_combinations_makes_no_jobs(client: Client, adding: Callable[..., Body]) -> None:
    body = adding()
    body["batch"]["data"] = [[]]

    assert submit(client, body).results(10) == []


def test_the_error_about_a_full_queue_has_the_numbers_and_the_handle(adding: Callable[..., Body]) -> None:
    with DevServer(max_queue_size=3) as server, Client(server.url) as client:
        queue = QueueHandle(client)
        queue.pause()
        with pytest.raises(QueueFullError) as raised:
            submit(client, adding(1, 2, 3, 4, 5))
        queue.resume()

        error = raised.value
        assert (error.enqueued, error.requested) == (3, 5)
        assert sums(error.handle) == [2, 3, 4]
        assert pickle.loads(pickle.dumps(error)).enqueued == 3


def test_a_lost_answer_of_a_full_queue_leads_to_the_same_error(
    adding: Callable[..., Body],
) -> None:
    with DevServer(max_queue_size=2) as server, Client(server.url) as client:
        queue = QueueHandle(client)
        queue.pause()
        server.faults.drop_response("POST", ENQUEUE)
        with pytest.raises(QueueFullError) as raised:
            submit(client, adding(1, 2, 3))
        queue.resume()

        assert (raised.value.enqueued, raised.value.requested) == (2, 3)
        assert sums(raised.value.handle) == [2, 3]


def test_the_rest_is_sent_when_a_full_queue_has_space(adding: Callable[..., Body]) -> None:
    with DevServer(max_queue_size=3) as server, Client(server.url) as client:
        batch = submit(client, adding(1, 2, 3, 4, 5, 6, 7), on_queue_full="wait")

        assert sums(batch) == [2, 3, 4, 5, 6, 7, 8]
        assert items_in_queue(client, batch.batch_id) == 7


def test_a_server_that_is_down_is_a_connection_error(adding: Callable[..., Body]) -> None:
    with Client("http://127.0.0.1:9", max_retries=0) as client, pytest.raises(ConnectionError) as raised:
        submit(client, adding(1))

    assert not isinstance(raised.value, OutcomeUnknownError)
