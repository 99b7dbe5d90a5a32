"""Retrying: each failed job once, even if an answer is lost, and with the index that it had."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ivk_core.client import Client
from ivk_workflows.jobs import attach_batch, attach_job, submit
from ivk_workflows.queue import QueueHandle

pytest.importorskip("ivk_devserver", reason="faults are set in this process")

from ivk_devserver.server import DevServer

Body = dict[str, Any]
RETRY = "*/retry_items_by_id"


def test_an_attached_batch_can_be_retried(
    client: Client, queue: QueueHandle, adding: Callable[..., Body]
) -> None:
    batch = submit(client, adding(1, 2))
    batch.cancel()
    again = attach_batch(client, batch.batch_id).retry_failed()
    queue.resume()

    assert again is not None
    assert [result.outputs["sum"].value for result in again.results(60)] == [2, 3]


@pytest.mark.parametrize("fault", ["drop_response", "drop_connection"])
def test_a_retry_whose_answer_is_lost_happens_once(
    client: Client, server: DevServer, queue: QueueHandle, adding: Callable[..., Body], fault: str
) -> None:
    batch = submit(client, adding(1, 2))
    batch.cancel()
    getattr(server.faults, fault)("PUT", RETRY)
    again = batch.retry_failed()
    queue.resume()

    assert again is not None
    assert [result.outputs["sum"].value for result in again.results(60)] == [2, 3]
    assert queue.batch_status(batch.batch_id).total == 4


def test_a_retried_job_keeps_its_index_and_is_not_retried_again(
    client: Client, queue: QueueHandle, adding: Callable[..., Body]
) -> None:
    batch = submit(client, adding(1, 2, 3))
    batch[2].cancel()
    again = batch.retry_failed()
    assert again is not None
    queue.resume()
    batch.wait(60)

    assert (again.job.index, again.job.result(60).index) == (2, 2)
    assert batch.retry_failed() is None
    assert again.retry_failed() is None


def test_an_attached_job_has_its_index(
    client: Client, queue: QueueHandle, adding: Callable[..., Body]
) -> None:
    batch = submit(client, adding(1, 2, 3))
    assert attach_job(client, batch.item_ids[1]).index == 1

    batch[2].cancel()
    again = batch.retry_failed()
    assert again is not None
    assert attach_job(client, again.item_ids[0]).index == 2
    queue.resume()
    assert attach_job(client, batch.item_ids[1]).result(60).index == 1
