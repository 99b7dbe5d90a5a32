"""Submitting exactly once, although any answer may be lost.

The client chooses the id of the batch, so what became of a submission can be asked: no item by that id
means that it never arrived and may be sent again, any item means that it is in. A server that was only
slow may still be at work when it is asked, therefore it is asked several times before anything is sent
again, and whatever came in twice all the same is taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeAlias, TypeVar

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
from ivk_workflows.jobs.batch import count, remainder
from ivk_workflows.jobs.errors import SubmissionUnknownError
from ivk_workflows.patience import may_pass
from ivk_workflows.queue import calls, searches

__all__ = ["OnQueueFull", "Submitted", "submit_batch"]

T = TypeVar("T")

OnQueueFull: TypeAlias = Literal["raise", "wait"]

_LOOKS = 4
_LOOKS_AFTER_SILENCE = 6
_FIRST_PAUSE = 0.1
_PATIENCE_WITH_A_SILENT_SERVER = 30.0
_PATIENCE_WITH_A_CLOSED_DOOR = 6.0
_REFUSALS = 2
_LOSSES = 5
_LONGEST_PAUSE = 2.0


@dataclass(frozen=True)
class Submitted:
    """What is in the queue.

    Parameters
    ----------
    queue_id, batch_id : str
        Where, and by which id.
    item_ids : tuple of int
        The items, in the order in which they entered.
    requested : int
        How many were asked for.
    """

    queue_id: str
    batch_id: str
    item_ids: tuple[int, ...]
    requested: int

    @property
    def is_complete(self) -> bool:
        """Whether the queue took everything."""
        return len(self.item_ids) >= self.requested


def submit_batch(
    queue_id: str, body: Mapping[str, Any], on_queue_full: OnQueueFull = "raise"
) -> Flow[Submitted]:
    """Submit a batch exactly once.

    Parameters
    ----------
    queue_id : str
        Which queue.
    body : mapping
        The body of ``enqueue_batch``; its batch has a ``batch_id``.
    on_queue_full : {"raise", "wait"}
        Whether to be content with what got in, or to feed the rest in as room appears.

    Returns
    -------
    Flow of Submitted
        It is for the caller to raise when it is not complete.

    Raises
    ------
    SubmissionUnknownError
        If an answer was lost and the server cannot be asked what became of it.
    ConnectionError
        If the server cannot be reached.
    APIError
        If the server refuses the batch.
    """
    requested = count(body["batch"])
    item_ids = yield from _send_once(queue_id, body, before=0)
    room = _Room()
    while on_queue_full == "wait" and len(item_ids) < requested:
        yield from room.wait(queue_id, requested - len(item_ids))
        rest = {**body, "batch": remainder(body["batch"], len(item_ids))}
        item_ids = yield from _send_once(queue_id, rest, before=len(item_ids))
    return Submitted(queue_id, body["batch"]["batch_id"], tuple(item_ids), requested)


def _send_once(queue_id: str, body: Mapping[str, Any], before: int) -> Flow[list[int]]:
    """Send a batch, of whose id `before` items are in already; give the ids of all items."""
    expected = before + count(body["batch"])
    tries = _Tries()
    while True:
        try:
            result = yield from calls.enqueue_batch(queue_id, body)
        except RateLimitError as error:
            yield tries.pause_for(error, asked=_retry_after(error))
        except (OutcomeUnknownError, ServerError, NotAnInvokeAIError) as error:
            found = yield from _settle(queue_id, body["batch"]["batch_id"], before, error)
            if found:
                return found
            tries.count(error)
        except (ConnectionError, TimeoutError) as error:
            yield tries.pause_for(error)  # it never left, so there is nothing to ask about
        else:
            item_ids = sorted(result.item_ids)
            if len(item_ids) == result.enqueued:
                return item_ids
            return (yield from _without_doubles(queue_id, item_ids, expected))


class _Tries:
    """Says how long to go on sending one submission."""

    def __init__(self) -> None:
        self._refusals = 0
        self._attempt = 0
        self._waited = 0.0

    def count(self, error: InvokeAIError) -> None:
        """Note that it did not arrive, or that the server failed at it; raises when that is the last word."""
        self._refusals += 1
        if self._refusals >= (_REFUSALS if isinstance(error, ServerError) else _LOSSES):
            raise error

    def pause_for(self, error: InvokeAIError, asked: float | None = None) -> Pause:
        """Give the pause before it is sent again; raises when that has gone on for too long."""
        if self._waited > _PATIENCE_WITH_A_CLOSED_DOOR:
            raise error
        pause = _growing(self._attempt) if asked is None else asked
        self._attempt += 1
        self._waited += max(pause, _FIRST_PAUSE)
        return Pause(pause)


def _settle(queue_id: str, batch_id: str, before: int, reason: InvokeAIError) -> Flow[list[int]]:
    """Find out what became of a lost answer: the ids of all items, or none when nothing came in."""
    looks = _looks_after(reason)
    for look in range(looks):
        try:
            item_ids = yield from _patiently(lambda: _items_by_now(queue_id, batch_id, before))
        except NotAnInvokeAIError as error:
            if isinstance(reason, NotAnInvokeAIError):
                raise  # nothing of an InvokeAI is here, so nothing was lost
            raise SubmissionUnknownError(batch_id, queue_id, error.message) from error
        except InvokeAIError as error:
            raise SubmissionUnknownError(batch_id, queue_id, error.message) from error
        if item_ids or look == looks - 1:
            return item_ids
        yield Pause(_growing(look))
    return []


def _items_by_now(queue_id: str, batch_id: str, before: int) -> Flow[list[int]]:
    """Give the ids of all items of a batch; none when there are no more than before."""
    total = (yield from calls.get_batch_status(queue_id, batch_id)).total
    if total <= before:
        return []
    items = yield from searches.find_batch_items(queue_id, batch_id, total)
    # The total counts what items called into the batch as well.
    return [item.item_id for item in items] if len(items) > before else []


def _looks_after(reason: InvokeAIError) -> int:
    """Say how often to ask: behind silence, and behind a proxy that gave up, a server may be at work."""
    if isinstance(reason, TimeoutError) or getattr(reason, "status_code", 0) in {502, 504}:
        return _LOOKS_AFTER_SILENCE
    return 1 if isinstance(reason, ServerError) else _LOOKS


def _patiently(ask: Callable[[], Flow[T]]) -> Flow[T]:
    """Ask, and ask again for a while when the server does not answer."""
    waited, attempt = 0.0, 0
    while True:
        try:
            return (yield from ask())
        except InvokeAIError as error:
            if waited > _PATIENCE_WITH_A_SILENT_SERVER or not may_pass(error):
                raise
        pause = _growing(attempt)
        yield Pause(pause)
        waited, attempt = waited + pause, attempt + 1


def _without_doubles(queue_id: str, item_ids: list[int], expected: int) -> Flow[list[int]]:
    """Take out what a submission that was thought lost added after all.

    The server names all items of the batch. Not everything beyond what was asked for came in twice: items
    call others into their batch, and somebody may have retried some.
    """
    found = yield from _patiently(lambda: calls.list_summaries(queue_id, item_ids))
    sent = [item.item_id for item in found if not item.is_called]
    for surplus in sent[expected:]:
        item = yield from _patiently(partial(calls.get_item, queue_id, surplus))
        if item.retried_from_item_id is None:
            yield from _patiently(partial(calls.delete_item, queue_id, surplus))
    return sent[:expected]


class _Room:
    """Waits until the queue has room, without knowing how large it may grow."""

    def __init__(self) -> None:
        self._largest = 0

    def wait(self, queue_id: str, wanted: int) -> Flow[None]:
        attempt = 0
        while True:
            state = yield from _patiently(lambda: calls.get_state(queue_id))
            pending = state.queue.pending
            self._largest = max(self._largest, pending)
            if not pending or self._largest - pending >= min(wanted, max(1, self._largest // 4)):
                return
            yield Pause(_growing(attempt))
            attempt += 1


def _growing(attempt: int) -> float:
    return float(min(_FIRST_PAUSE * 2.0 ** min(attempt, 10), _LONGEST_PAUSE))


def _retry_after(error: RateLimitError) -> float | None:
    asked = error.response.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else None
