"""Retry failed jobs exactly once, although an answer may be lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ivk_core.errors import InvokeAIError, OutcomeUnknownError
from ivk_core.exactly_once import exactly_once
from ivk_core.flow import Flow
from ivk_workflows.jobs.batch import match
from ivk_workflows.jobs.calls import fetch_items
from ivk_workflows.queue import calls
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["retry_jobs"]


def retry_jobs(queue_id: str, batch_id: str, item_ids: Sequence[int]) -> Flow[dict[int, int]]:
    """Enqueue failed or canceled items once more, and find their new ids (operation ``retry_items_by_id``).

    Parameters
    ----------
    queue_id, batch_id : str
        The queue and the batch of the items.
    item_ids : sequence of int
        The items.

    Returns
    -------
    Flow of dict of int to int
        The new items by the old ones, in their order; those that the server does not retry are missing.

    Raises
    ------
    OutcomeUnknownError
        If the answer was lost, and the server cannot be asked whether they were enqueued.
    """
    known = frozenset((yield from calls.list_item_ids(queue_id)))
    send = partial(calls.retry_items, queue_id, item_ids)
    find = partial(_find_successors, queue_id, batch_id, item_ids, known)
    outcome: list[int] | dict[int, int] = yield from exactly_once(send, find, partial(_unknown, batch_id))
    if isinstance(outcome, dict):
        return outcome
    old = yield from calls.list_summaries(queue_id, [each for each in item_ids if each in set(outcome)])
    new = yield from _new_items(queue_id, batch_id, known)
    wanted = [tuple(item.field_values or ()) for item in old]
    return dict(zip((item.item_id for item in old), match(wanted, new), strict=False))


def _unknown(batch_id: str, reason: InvokeAIError) -> InvokeAIError:
    return OutcomeUnknownError(
        f"Jobs of batch {batch_id} were to be retried, the answer was lost, and the server cannot be asked "
        f"whether they were enqueued: {reason.message}",
        hint=f"When the server answers again, JobRepository.get_batch({batch_id!r}) returns all its jobs.",
    )


def _find_successors(
    queue_id: str, batch_id: str, item_ids: Sequence[int], known: frozenset[int]
) -> Flow[dict[int, int] | None]:
    """Return the new items by the old ones; None if there are none. The server retries all or none."""
    new = yield from _new_items(queue_id, batch_id, known)
    whole = yield from fetch_items(queue_id, [item.item_id for item in new])
    successors = {item.retried_from_item_id: item.item_id for item in whole.values()}
    return {item_id: successors[item_id] for item_id in item_ids if item_id in successors} or None


def _new_items(queue_id: str, batch_id: str, known: frozenset[int]) -> Flow[list[QueueItemSummary]]:
    new_ids = [item_id for item_id in (yield from calls.list_item_ids(queue_id)) if item_id not in known]
    new = yield from calls.list_summaries(queue_id, new_ids)
    return [item for item in new if item.batch_id == batch_id and not item.is_called]
