"""Feeding the combinations of one batch to the queue, each of them exactly once.

The client chooses the id of the batch, so what became of a submission can be asked: no item by that id
means that it never arrived and may be sent again, any item means that it is in. A server that was only
slow may still be at work when it is asked, therefore it is asked several times before anything is sent
again, and whatever came in twice all the same is taken out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from ivk_core.errors import (
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    ServerError,
    TimeoutError,
)
from ivk_core.flow import Flow, Pause
from ivk_workflows.jobs.batch import count, remainder
from ivk_workflows.jobs.calls import fetch_items
from ivk_workflows.jobs.errors import SubmissionUnknownError
from ivk_workflows.jobs.persistence import Tries, growing, looks_after, patiently
from ivk_workflows.queue import calls, searches
from ivk_workflows.queue.schemas import EnqueueResult

__all__ = ["Feed"]


class Feed:
    """Sends the combinations of a batch until the queue has taken them.

    What was taken is counted by what the server says of each sending. The items that are in the queue do not
    tell: they may be pruned, or retried by somebody, before the rest is sent.

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
        """What they have become."""

    @property
    def missing(self) -> int:
        """How many combinations the queue has not taken yet."""
        return self.requested - self.taken

    def send(self) -> Flow[None]:
        """Send what is missing; afterwards less may be missing, or nothing.

        Raises
        ------
        SubmissionUnknownError
            If an answer was lost and the server cannot be asked what became of it.
        ConnectionError
            If the server cannot be reached.
        APIError
            If the server refuses the batch.
        """
        rest, tries = self._rest(), Tries()
        while True:
            try:
                result = yield from calls.enqueue_batch(self.queue_id, rest)
            except (OutcomeUnknownError, ServerError, NotAnInvokeAIError) as error:
                found = yield from self._settle(error)
                if found:
                    return self._take(found, len(found))
                tries.count(error)
            except (RateLimitError, ConnectionError, TimeoutError) as error:
                yield tries.pause_for(error)  # it was not let in, so there is nothing to ask about
            else:
                return (yield from self._note(result))

    def _rest(self) -> Mapping[str, Any]:
        if not self.taken:
            return self._body
        return {**self._body, "batch": remainder(self._body["batch"], self.taken)}

    def _take(self, item_ids: Sequence[int], taken: int) -> None:
        self.item_ids.update(item_ids)
        self.taken += min(taken, self.missing)

    def _note(self, result: EnqueueResult) -> Flow[None]:
        """Note what was taken; the server names all items of the batch, and those before were noted."""
        new = sorted(set(result.item_ids) - self.item_ids)
        if len(new) != result.enqueued:
            new = yield from self._sent_by_us(new, enough=result.enqueued)
        twice = len(new) - result.enqueued
        if twice > 0:
            new = yield from self._without_doubles(new, twice, result.enqueued)
        self._take(new, max(twice, result.enqueued))

    def _without_doubles(self, item_ids: Sequence[int], before: int, after: int) -> Flow[list[int]]:
        """Take out what came in twice: what was thought lost came in before, and both begin alike."""
        doubles = item_ids[before : before + min(before, after)]
        for item_id in doubles:
            yield from patiently(partial(_delete, self.queue_id, item_id))
        return [item_id for item_id in item_ids if item_id not in doubles]

    def _settle(self, reason: InvokeAIError) -> Flow[list[int]]:
        """Find out what became of a lost answer: the items that came in, or none when nothing did."""
        looks = looks_after(reason)
        for look in range(looks):
            try:
                item_ids = yield from patiently(self._new_by_now)
            except NotAnInvokeAIError as error:
                if isinstance(reason, NotAnInvokeAIError):
                    raise  # nothing of an InvokeAI is here, so nothing was lost
                raise SubmissionUnknownError(self.batch_id, self.queue_id, error.message) from error
            except InvokeAIError as error:
                raise SubmissionUnknownError(self.batch_id, self.queue_id, error.message) from error
            if item_ids or look == looks - 1:
                return item_ids
            yield Pause(growing(look))
        return []

    def _new_by_now(self) -> Flow[list[int]]:
        total = (yield from calls.get_batch_status(self.queue_id, self.batch_id)).total
        if not total:
            return []
        items = yield from searches.find_batch_items(self.queue_id, self.batch_id, total)
        new = [item.item_id for item in items if item.item_id not in self.item_ids]
        return (yield from self._sent_by_us(new)) if self.taken else new

    def _sent_by_us(self, item_ids: Sequence[int], enough: int = 0) -> Flow[list[int]]:
        """Leave out what others put into the batch: items call others, and somebody may retry some."""
        found = yield from patiently(lambda: calls.list_summaries(self.queue_id, item_ids))
        sent = [item.item_id for item in found if not item.is_called]
        if len(sent) <= enough:
            return sent
        whole = yield from patiently(lambda: fetch_items(self.queue_id, sent))
        return [item_id for item_id, item in sorted(whole.items()) if item.retried_from_item_id is None]


def _delete(queue_id: str, item_id: int) -> Flow[None]:
    try:
        yield from calls.delete_item(queue_id, item_id)
    except NotFoundError:
        return  # pruned, or deleted by a request whose answer was lost
