"""Jobs and batches on a server: waiting, results, failures, canceling, attaching, missed events."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest

from ivk_core.client import Client
from ivk_workflows.jobs import (
    BatchHandle,
    JobCanceledError,
    JobFailedError,
    JobGoneError,
    JobRepository,
    JobTimeoutError,
    submit,
)
from ivk_workflows.queue import JobStatus, QueueHandle

pytest.importorskip("ivk_devserver", reason="faults are set in this process")

from ivk_devserver.server import DevServer

Body = dict[str, Any]


def sums(batch: BatchHandle) -> list[Any]:
    return [result.outputs["sum"].value for result in batch.results(20)]


def test_a_job_has_its_events_and_its_image(client: Client, resizing: Body) -> None:
    job = submit(client, resizing).job
    events = [(event.name, event.get("status")) for event in job.events(10)]
    result = job.result(60)

    assert events[-1] == ("queue_item_status_changed", "completed")
    assert ("invocation_complete", None) in events
    assert result.image.pil().size == (64, 32)
    assert [output.node_id for output in result.intermediates] == ["blank"]
    assert job.done()
    assert job.exception() is None
    assert job.progress.fraction == 1.0


def test_the_first_listener_receives_the_events_from_before_it_listened(
    client: Client, adding: Callable[..., Body]
) -> None:
    batch = submit(client, adding(1, 2)).wait(60)
    events = [event.name for event in batch[0].events(1)]
    ends = [(event.name, event["status"]) for event in batch.events(1)]

    assert events[0] == events[-1] == "queue_item_status_changed"
    assert "invocation_complete" in events
    assert ends == [("queue_item_status_changed", "completed")] * 2


def test_results_keep_the_order_of_the_inputs(client: Client, adding: Callable[..., Body]) -> None:
    batch = submit(client, adding(5, 3, 9, 3, runs=2))

    assert sums(batch) == [6, 4, 10, 4] * 2
    assert [job.index for job in batch] == list(range(8))


def test_a_job_takes_at_most_three_requests_and_forty_jobs_few_more(
    client: Client, adding: Callable[..., Body], caplog: pytest.LogCaptureFixture
) -> None:
    submit(client, adding(0)).job.result(60)
    with caplog.at_level("DEBUG", logger="ivk.http"):
        submit(client, adding(1)).job.result(60)
        for_one = len(caplog.records)
        submit(client, adding(*range(40))).results(20)

    assert for_one <= 3
    assert len(caplog.records) - for_one <= 4


def test_jobs_are_yielded_as_they_complete(client: Client, adding: Callable[..., Body]) -> None:
    batch = submit(client, adding(*range(20)))
    seen = [job.item_id for job in batch.as_completed(10)]

    assert sorted(seen) == sorted(batch.item_ids)
    assert batch.progress.finished == 20


def test_many_submissions_share_one_connection(client: Client, adding: Callable[..., Body]) -> None:
    before = threading.enumerate()
    batches = [submit(client, adding(number)) for number in range(10)]

    assert [sums(batch) for batch in batches] == [[number + 1] for number in range(10)]
    started = [one.name for one in threading.enumerate() if one not in before]
    assert started.count("ivk-events") == 1


def test_listening_stops_if_all_jobs_finish_before_the_answer_to_the_submission(
    client: Client, server: DevServer, adding: Callable[..., Body], listeners: Callable[[Client], int]
) -> None:
    server.faults.delay("POST", "*/enqueue_batch", seconds=0.5)
    batch = submit(client, adding(1, 2))
    assert batch.done()

    assert listeners(client) == 0
    assert sums(batch) == [2, 3]


def test_a_failure_says_which_node_failed_and_why(client: Client, failing: Body) -> None:
    job = submit(client, failing).job
    with pytest.raises(JobFailedError) as raised:
        job.result(60)

    error = raised.value
    assert (error.node_id, error.node_type) == ("size", "img_resize")
    assert error.node_inputs["image"] == {"image_name": "none.png"}
    assert "Traceback" in error.error_traceback or error.error_type in error.error_traceback
    assert error.error_type in str(error)


def test_errors_can_be_returned_instead_of_results(client: Client, failing: Body) -> None:
    (outcome,) = submit(client, failing).results(10, return_exceptions=True)

    assert isinstance(outcome, JobFailedError)


def test_a_failed_job_can_be_retried_and_has_a_new_item(client: Client, failing: Body) -> None:
    batch = submit(client, failing)
    batch.wait(60)
    again = batch.retry_failed()

    assert again is not None
    assert again.batch_id == batch.batch_id
    assert again.item_ids > batch.item_ids
    assert isinstance(again.exception(10), JobFailedError)


def test_nothing_is_retried_when_nothing_failed(client: Client, adding: Callable[..., Body]) -> None:
    assert submit(client, adding(1)).wait(60).retry_failed() is None


def test_a_cancelation_by_another_client_is_noticed(client: Client, adding: Callable[..., Body]) -> None:
    queue = QueueHandle(client)
    queue.pause()
    try:
        batch = submit(client, adding(1, 2))
        with Client(str(client.config.address)) as other:
            QueueHandle(other).cancel_batches([batch.batch_id])
        error = batch.exception(5)
    finally:
        queue.resume()

    assert isinstance(error, JobCanceledError)
    assert isinstance(error, CancelledError)
    assert all(job.cancelled() for job in batch)


def test_a_wait_ends_although_its_client_is_closed(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    queue = QueueHandle(client)
    queue.pause()
    leaving = Client(server.url)
    job = submit(leaving, adding(1)).job
    timer = threading.Timer(0.3, lambda: (leaving.close(), queue.resume()))
    timer.start()

    assert job.result(60).outputs["sum"].value == 2
    timer.join()
    leaving.close()


def test_a_block_that_ends_with_an_error_cancels_the_job(client: Client, adding: Callable[..., Body]) -> None:
    queue = QueueHandle(client)
    queue.pause()
    try:
        with pytest.raises(ZeroDivisionError), submit(client, adding(1)) as batch:
            raise ZeroDivisionError
        assert batch[0].status == JobStatus.CANCELED
    finally:
        queue.resume()


def test_at_a_timeout_the_job_continues_unless_it_should_be_canceled(
    client: Client, adding: Callable[..., Body]
) -> None:
    queue = QueueHandle(client)
    queue.pause()
    try:
        job = submit(client, adding(1)).job
        with pytest.raises(JobTimeoutError, match="it continues"):
            job.result(0.05)
        assert not job.done()
        with pytest.raises(TimeoutError, match="it was canceled"):
            job.result(0.05, cancel=True)
        assert job.cancelled()
    finally:
        queue.resume()


def test_a_deadline_holds_although_the_server_is_slow_to_answer(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    queue = QueueHandle(client)
    queue.pause()
    try:
        job = submit(client, adding(1)).job
        server.faults.delay("POST", "*/item_summaries_by_ids", seconds=8.0, times=None)
        began = time.monotonic()
        with pytest.raises(JobTimeoutError):
            job.result(0.3)
        assert time.monotonic() - began < 6.0
    finally:
        server.faults.clear()
        queue.resume()


def test_callbacks_are_called_when_the_job_is_done(client: Client, adding: Callable[..., Body]) -> None:
    called = threading.Event()
    seen: list[Any] = []
    batch = submit(client, adding(1, 2))
    batch.add_done_callback(lambda done: (seen.append(done.batch_id), called.set()))

    assert called.wait(60)
    assert seen == [batch.batch_id]
    batch[0].add_done_callback(lambda job: seen.append(job.item_id))
    assert seen[-1] == batch.item_ids[0]


def test_other_callbacks_are_called_after_one_that_fails(client: Client, adding: Callable[..., Body]) -> None:
    called = threading.Event()
    queue = QueueHandle(client)
    queue.pause()
    batch = submit(client, adding(1))
    batch.add_done_callback(lambda _: sys.exit("enough"))
    batch.add_done_callback(lambda _: called.set())
    queue.resume()

    assert called.wait(60)


def test_callbacks_can_be_added_after_the_server_refused_a_poll(
    server: DevServer, adding: Callable[..., Body]
) -> None:
    called = threading.Event()
    with Client(server.url, max_retries=0) as client:
        queue = QueueHandle(client)
        queue.pause()
        server.faults.answer("POST", "*/item_summaries_by_ids", status=403)
        batch = submit(client, adding(1))
        batch.add_done_callback(lambda _: None)
        while any(thread.name == "ivk-callbacks" for thread in threading.enumerate()):
            time.sleep(0.02)
        batch.add_done_callback(lambda _: called.set())
        queue.resume()

        assert called.wait(60)


def test_jobs_can_be_keys_like_futures(client: Client, adding: Callable[..., Body]) -> None:
    batch = submit(client, adding(1, 2, 3))
    numbers = {job: number for number, job in enumerate(batch)}

    assert {numbers[job] for job in batch.as_completed(60)} == {0, 1, 2}
    assert batch.index(batch[1]) == 1
    assert batch[0] in batch
    assert batch[0] != batch[1]


def test_the_error_of_pickling_a_handle_says_how_to_find_its_jobs(
    client: Client, adding: Callable[..., Body]
) -> None:
    batch = submit(client, adding(1))

    with pytest.raises(TypeError, match=f"get_batch\\('{batch.batch_id}'\\)"):
        pickle.dumps(batch)
    with pytest.raises(TypeError, match=f"get\\({batch.item_ids[0]}\\)"):
        pickle.dumps(batch.job)


def test_a_timeout_without_events_has_its_own_message(client: Client, adding: Callable[..., Body]) -> None:
    queue = QueueHandle(client)
    queue.pause()
    try:
        job = submit(client, adding(1)).job
        with pytest.raises(JobTimeoutError, match=f"Job {job.item_id} did not send any event"):
            list(job.events(0.1))
    finally:
        queue.resume()


def test_a_deleted_job_is_gone(client: Client, adding: Callable[..., Body]) -> None:
    queue = QueueHandle(client)
    queue.pause()
    try:
        batch = submit(client, adding(1))
        queue.delete(batch.item_ids[0])
        batch._monitor.refresh()
        with pytest.raises(JobGoneError):
            batch.job.result(5)
        with pytest.raises(LookupError):
            JobRepository(client).get(batch.item_ids[0])
    finally:
        queue.resume()


def test_a_batch_is_attached_to_from_another_process(client: Client, adding: Callable[..., Body]) -> None:
    batch = submit(client, adding(1, 2, 3))
    program = (
        "from ivk_core.client import Client\n"
        "from ivk_workflows.jobs import JobRepository\n"
        f"with Client({str(client.config.address)!r}) as client:\n"
        f"    batch = client.repository(JobRepository).get_batch({batch.batch_id!r})\n"
        "    print([result.outputs['sum'].value for result in batch.results(20)])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "[2, 3, 4]"


def test_attaching_to_an_unknown_batch_is_an_error(client: Client) -> None:
    with pytest.raises(JobGoneError, match="no items of batch unknown"):
        JobRepository(client).get_batch("unknown")


def test_attaching_to_a_finished_job_finds_it_finished(client: Client, adding: Callable[..., Body]) -> None:
    item_id = submit(client, adding(41)).wait(60).item_ids[0]

    assert JobRepository(client).get(item_id).result(5).outputs["sum"].value == 42


@pytest.mark.parametrize("fault", ["duplicate", "drop", "reorder"])
def test_duplicated_dropped_and_reordered_events_change_no_result(
    client: Client, server: DevServer, adding: Callable[..., Body], fault: str
) -> None:
    getattr(server.faults.events, fault)("queue_item_status_changed", times=3)
    batch = submit(client, adding(*range(6)))

    assert sums(batch) == [number + 1 for number in range(6)]


def test_delayed_events_change_no_result(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.events.delay("queue_item_status_changed", seconds=0.2, times=2)

    assert sums(submit(client, adding(1, 2))) == [2, 3]


def test_a_socket_that_is_closed_during_a_batch_loses_no_result(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    batch = submit(client, adding(*range(40)))
    for number, _job in enumerate(batch.as_completed(20)):
        if number % 10 == 5:
            server.faults.close_sockets()

    assert sums(batch) == [number + 1 for number in range(40)]


def test_without_a_socket_a_wait_polls(
    client: Client, server: DevServer, adding: Callable[..., Body]
) -> None:
    server.faults.refuse_sockets()
    batch = submit(client, adding(1, 2))

    assert not batch._monitor.is_live
    assert sums(batch) == [2, 3]


def test_every_job_of_a_batch_finishes_although_the_server_restarts(
    adding: Callable[..., Body], tmp_path: Path
) -> None:
    with DevServer(data=tmp_path) as server, Client(server.url) as client:
        batch = submit(client, adding(*range(60)))
        next(iter(batch.as_completed(20)))
        server.restart()
        batch.wait(60)

        assert {job.status for job in batch} <= {JobStatus.COMPLETED, JobStatus.CANCELED}
        completed = [job for job in batch if job.status == JobStatus.COMPLETED]
        assert len(completed) >= 58
        assert [job.result(5).outputs["sum"].value for job in completed] == [
            job.index + 1 for job in completed
        ]
