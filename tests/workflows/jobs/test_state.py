"""The state machines of jobs: duplicated, late, reordered and missed events."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ivk_core.events.types import Event, event_from
from ivk_workflows.jobs.batch_state import BatchState
from ivk_workflows.queue.schemas import JobStatus, QueueItemSummary

BATCH = "b"


def event(name: str, item_id: int, batch_id: str = BATCH, **data: Any) -> Event:
    return event_from(name, {"item_id": item_id, "batch_id": batch_id, "queue_id": "default", **data})


def status(item_id: int, name: str, sequence: int | None) -> Event:
    return event("queue_item_status_changed", item_id, status=name, status_sequence=sequence)


def summary(item_id: int, name: str) -> QueueItemSummary:
    return QueueItemSummary.model_validate({"item_id": item_id, "status": name, "batch_id": BATCH})


def expecting(*item_ids: int) -> BatchState:
    made = BatchState(BATCH, {"load": 1.0, "paint": 3.0})
    made.expect(item_ids)
    return made


STATUSES = [status(1, "in_progress", 1), status(1, "waiting", 2), status(1, "pending", 3)]
STATUSES += [status(1, "in_progress", 4), status(1, "completed", 5)]


@given(st.permutations(STATUSES + STATUSES))
def test_a_final_status_is_kept_for_any_order_and_repetition_of_events(events: list[Event]) -> None:
    batch = expecting(1)
    for event in events:
        batch.on_event(event, 0.0)

    assert batch.job(1).status == JobStatus.COMPLETED
    assert batch.finished == [1]


@given(st.lists(st.sampled_from(["pending", "in_progress", "waiting"])))
def test_a_poll_that_is_older_than_a_final_status_changes_nothing(names: list[str]) -> None:
    batch = expecting(1)
    batch.on_event(status(1, "failed", 2), 0.0)
    for name in names:
        batch.on_poll([1], [summary(1, name)])

    assert batch.job(1).status == JobStatus.FAILED


def test_a_final_status_before_the_answer_to_the_submission_is_kept() -> None:
    batch = BatchState(BATCH)
    batch.on_event(status(7, "completed", 2), 0.0)
    assert not batch.is_finished

    batch.expect([7])
    assert batch.is_finished


def test_events_of_other_items_are_ignored() -> None:
    batch = expecting(1)

    assert not batch.on_event(status(2, "completed", 2), 0.0)
    assert not batch.on_event(event("queue_item_status_changed", 1, "other", status="completed"), 0.0)
    assert not batch.finished


def test_an_unknown_status_is_kept_and_is_not_final() -> None:
    batch = expecting(1)
    batch.on_event(status(1, "a_new_status", 1), 0.0)

    assert batch.job(1).status == "a_new_status"
    assert not batch.is_finished


def test_statuses_without_a_sequence_number_only_move_forward() -> None:
    batch = expecting(1)
    batch.on_event(status(1, "in_progress", None), 0.0)
    batch.on_event(status(1, "pending", None), 0.0)
    assert batch.job(1).status == JobStatus.IN_PROGRESS

    batch.on_event(status(1, "canceled", None), 0.0)
    batch.on_event(status(1, "in_progress", None), 0.0)
    assert batch.job(1).status == JobStatus.CANCELED


def test_items_canceled_in_bulk_are_canceled() -> None:
    batch = expecting(1, 2)
    batch.on_event(
        event_from("queue_items_canceled", {"queue_id": "default", "canceled_item_ids": [2, 3]}), 0.0
    )

    assert [batch.job(item_id).status for item_id in (1, 2)] == [JobStatus.PENDING, JobStatus.CANCELED]


def test_an_item_that_has_no_summary_is_gone() -> None:
    batch = expecting(1, 2)
    changed = batch.on_poll([1, 2], [summary(1, "completed")])

    assert [job.item_id for job in changed] == [1, 2]
    assert batch.job(2).is_gone
    assert batch.is_finished


def test_a_gap_in_the_connection_makes_the_state_stale() -> None:
    batch = expecting(1)
    batch.mark_polled(batch.version)
    assert not batch.is_stale

    assert batch.on_event(event_from("connection_restored", {}), 0.0)
    assert batch.is_stale


def test_progress_weighs_nodes_and_never_decreases() -> None:
    batch = expecting(1)
    seen = []
    for name, data in (
        ("invocation_started", {"invocation_source_id": "load"}),
        ("invocation_complete", {"invocation_source_id": "load"}),
        ("invocation_progress", {"invocation_source_id": "paint", "percentage": 0.5, "message": "Denoising"}),
        ("invocation_progress", {"invocation_source_id": "paint", "percentage": 0.25}),
        ("invocation_complete", {"invocation_source_id": "paint"}),
    ):
        batch.on_event(event(name, 1, **data), 0.0)
        seen.append(batch.progress(0.0).fraction)

    assert seen == [0.0, 0.25, 0.625, 0.625, 1.0]


def test_progress_of_a_batch_counts_its_jobs_and_estimates_the_remaining_time() -> None:
    batch = expecting(1, 2, 3, 4)
    batch.on_event(status(1, "in_progress", 1), 100.0)
    batch.on_event(status(1, "completed", 2), 110.0)
    progress = batch.progress(110.0)

    assert (progress.fraction, progress.finished, progress.total) == (0.25, 1, 4)
    assert progress.remaining == 30.0


def test_a_finished_job_discards_its_progress() -> None:
    batch = expecting(1)
    batch.on_event(event("invocation_progress", 1, invocation_source_id="paint", percentage=0.5), 0.0)
    batch.on_event(status(1, "completed", 2), 0.0)

    assert batch.job(1).progress is None
