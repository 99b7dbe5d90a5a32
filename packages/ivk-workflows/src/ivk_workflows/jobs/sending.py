"""Send the combinations of one batch to the queue, each of them exactly once.

The client chooses the id of the batch, so it can ask the server whether a submission arrived: if no item
belongs to that batch, the submission did not arrive, and may be sent again. A slow server may still be
processing the submission when it is asked. So `ivk_core.exactly_once` asks several times before anything is
sent again, and items that were enqueued twice all the same are deleted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from ivk_core.errors import InvokeAIError, NotFoundError
from ivk_core.exactly_once import QUERY_RETRIES, exactly_once
from ivk_core.flow import Flow
from ivk_core.retry import retried
from ivk_workflows.jobs.batch import count, remainder
from ivk_workflows.jobs.calls import fetch_items
from ivk_workflows.jobs.errors import SubmissionUnknownError
from ivk_workflows.jobs.refusals import enqueue
from ivk_workflows.queue import calls, searches
from ivk_workflows.queue.schemas import EnqueueResult

__all__ = ["BatchSender"]


class BatchSender:
    """Sends the combinations of a batch until the queue has taken them.

    The answers to submissions say how many combinations were taken. The items in the queue are not counted,
    because other programs may prune or retry them before the rest is sent.

    Parameters
    ----------
    queue_id : str
        Which queue.
    body : mapping
        The body of ``enqueue_batch``; its batch has a ``batch_id``.
    """

    def __init__(self, queue_id: str, body: Mapping[str, Any]) -> None:
        self.queue_id = queue_id
        self._body = body
        self.batch_id = str(body["batch"]["batch_id"])
        self.requested = count(body["batch"])
        self.taken = 0
        """How many combinations the queue has taken, counted from the first one."""
        self.item_ids: set[int] = set()
        """The items of these combinations."""

    @property
    def missing(self) -> int:
        """How many combinations the queue has not taken yet."""
        return self.requested - self.taken

    def send(self) -> Flow[None]:
        """Send the missing combinations once; a full queue may take only some of them.

        Raises
        ------
        SubmissionUnknownError
            If an answer was lost, and the server cannot be asked whether the batch arrived.
        ConnectionError
            If the server cannot be reached.
        APIError
            If the server refuses the batch.
        """
        send = partial(enqueue, self.queue_id, self._rest())
        outcome: EnqueueResult | list[int] = yield from exactly_once(send, self._find_new, self._unknown)
        if isinstance(outcome, EnqueueResult):
            yield from self._note_answer(outcome)
        else:
            self._take(outcome, len(outcome))

    def _rest(self) -> Mapping[str, Any]:
        if not self.taken:
            return self._body
        return {**self._body, "batch": remainder(self._body["batch"], self.taken)}

    def _take(self, item_ids: Sequence[int], taken: int) -> None:
        self.item_ids.update(item_ids)
        self.taken += min(taken, self.missing)

    def _note_answer(self, result: EnqueueResult) -> Flow[None]:
        """Record what was taken; the answer lists all items of the batch, including earlier ones."""
        new = sorted(set(result.item_ids) - self.item_ids)
        if len(new) != result.enqueued:
            new = yield from retried(partial(self._sent_by_us, new, enough=result.enqueued), QUERY_RETRIES)
        surplus = len(new) - result.enqueued
        if surplus > 0:
            new = yield from self._without_duplicates(new, surplus, result.enqueued)
        self._take(new, max(surplus, result.enqueued))

    def _without_duplicates(self, item_ids: Sequence[int], before: int, after: int) -> Flow[list[int]]:
        """Delete what was enqueued twice: the lost submission was first, both begin with the same items."""
        duplicates = item_ids[before : before + min(before, after)]
        for item_id in duplicates:
            yield from retried(partial(_delete, self.queue_id, item_id), QUERY_RETRIES)
        return [item_id for item_id in item_ids if item_id not in duplicates]

    def _find_new(self) -> Flow[list[int] | None]:
        """Return the items that were not there before the submission; None if there are none."""
        total = (yield from calls.get_batch_status(self.queue_id, self.batch_id)).total
        if not total:
            return None
        items = yield from searches.find_batch_items(self.queue_id, self.batch_id, total)
        new = [item.item_id for item in items if item.item_id not in self.item_ids]
        if self.taken:
            new = yield from self._sent_by_us(new)
        return new or None

    def _sent_by_us(self, item_ids: Sequence[int], enough: int = 0) -> Flow[list[int]]:
        """Leave out items that this submission did not add: called ones and retried ones."""
        found = yield from calls.list_summaries(self.queue_id, item_ids)
        sent = [item.item_id for item in found if not item.is_called]
        if len(sent) <= enough:
            return sent
        whole = yield from fetch_items(self.queue_id, sent)
        return [item_id for item_id, item in sorted(whole.items()) if item.retried_from_item_id is None]

    def _unknown(self, reason: InvokeAIError) -> InvokeAIError:
        return SubmissionUnknownError(self.batch_id, self.queue_id, reason.message)


def _delete(queue_id: str, item_id: int) -> Flow[None]:
    try:
        yield from calls.delete_item(queue_id, item_id)
    except NotFoundError:
        return  # pruned, or deleted by a request whose answer was lost
