"""Putting jobs into the queue once more, exactly once, although an answer may be lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ivk_core.errors import (
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    OutcomeUnknownError,
    RateLimitError,
    ServerError,
    TimeoutError,
)
from ivk_core.flow import Flow, Pause
from ivk_workflows.jobs.batch import match
from ivk_workflows.jobs.calls import fetch_items
from ivk_workflows.jobs.persistence import Tries, growing, looks_after, patiently
from ivk_workflows.queue import calls
from ivk_workflows.queue.schemas import QueueItemSummary

__all__ = ["retry_jobs"]


def retry_jobs(queue_id: str, batch_id: str, item_ids: Sequence[int]) -> Flow[dict[int, int]]:
    """Put failed or canceled items into the queue once more, and find out under which ids.

    Returns
    -------
    Flow of dict of int to int
        The new items by the old ones, in their order; those that the server does not retry are missing.
    """
    known, tries = frozenset((yield from calls.list_item_ids(queue_id))), Tries()
    successors = partial(_find_successors, queue_id, batch_id, item_ids, known)
    while True:
        try:
            retried = yield from calls.retry_items(queue_id, item_ids)
        except (OutcomeUnknownError, ServerError, NotAnInvokeAIError) as error:
            found = yield from _settle(successors, error)
            if found:
                return found
            tries.count(error)
        except (RateLimitError, ConnectionError, TimeoutError) as error:
            yield tries.pause_for(error)
        else:
            break
    old = yield from calls.list_summaries(queue_id, [one for one in item_ids if one in set(retried)])
    new = yield from _new_items(queue_id, batch_id, known)
    wanted = [tuple(item.field_values or ()) for item in old]
    return dict(zip((item.item_id for item in old), match(wanted, new), strict=False))


def _settle(successors: partial[Flow[dict[int, int]]], reason: InvokeAIError) -> Flow[dict[int, int]]:
    """Find out what became of a lost answer: all are retried, or none is."""
    for look in range(looks_after(reason)):
        try:
            found = yield from patiently(successors)
        except InvokeAIError as error:
            raise reason from error
        if found:
            return found
        yield Pause(growing(look))
    return {}


def _find_successors(
    queue_id: str, batch_id: str, item_ids: Sequence[int], known: frozenset[int]
) -> Flow[dict[int, int]]:
    new = yield from _new_items(queue_id, batch_id, known)
    whole = yield from fetch_items(queue_id, [item.item_id for item in new])
    successors = {item.retried_from_item_id: item.item_id for item in whole.values()}
    return {item_id: successors[item_id] for item_id in item_ids if item_id in successors}


def _new_items(queue_id: str, batch_id: str, known: frozenset[int]) -> Flow[list[QueueItemSummary]]:
    new_ids = [item_id for item_id in (yield from calls.list_item_ids(queue_id)) if item_id not in known]
    new = yield from calls.list_summaries(queue_id, new_ids)
    return [item for item in new if item.batch_id == batch_id and not item.is_called]
