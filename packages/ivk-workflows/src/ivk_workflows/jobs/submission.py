"""Submitting exactly once, although any answer may be lost; how it is done is told in `jobs.feed`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from ivk_core.errors import ConfigurationError, InvokeAIError
from ivk_core.flow import Flow, Pause
from ivk_workflows.jobs.feed import Feed
from ivk_workflows.jobs.persistence import growing, patiently
from ivk_workflows.queue import calls

__all__ = ["OnQueueFull", "Submitted", "submit_batch", "withdraw"]

OnQueueFull: TypeAlias = Literal["raise", "wait"]

_ATTEMPTS_TO_WITHDRAW = 3


@dataclass(frozen=True)
class Submitted:
    """What is in the queue.

    Parameters
    ----------
    queue_id, batch_id : str
        Where, and by which id.
    item_ids : tuple of int
        The items, in the order in which they entered.
    taken, requested : int
        How many the queue took, and how many were asked for.
    """

    queue_id: str
    batch_id: str
    item_ids: tuple[int, ...]
    taken: int
    requested: int

    @property
    def is_complete(self) -> bool:
        """Whether the queue took everything."""
        return self.taken >= self.requested


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
    ConfigurationError
        If `on_queue_full` is neither.
    SubmissionUnknownError
        If an answer was lost and the server cannot be asked what became of it.
    ConnectionError
        If the server cannot be reached.
    APIError
        If the server refuses the batch.
    """
    if on_queue_full not in get_args(OnQueueFull):
        raise ConfigurationError(f"on_queue_full is 'raise' or 'wait', not {on_queue_full!r}.")
    feed = Feed(queue_id, body)
    yield from feed.send()
    if on_queue_full == "wait":
        yield from _send_the_rest(feed)
    item_ids = tuple(sorted(feed.item_ids))
    return Submitted(queue_id, feed.batch_id, item_ids, feed.taken, feed.requested)


def withdraw(queue_id: str, batch_id: str) -> Flow[None]:
    """Cancel a batch whose submission was broken off, on a server that may still be at work on it."""
    for attempt in range(_ATTEMPTS_TO_WITHDRAW):
        if (yield from calls.cancel_batches(queue_id, [batch_id])):
            return
        yield Pause(growing(attempt))


def _send_the_rest(feed: Feed) -> Flow[None]:
    room = _Room()
    try:
        while feed.missing:
            yield from room.wait(feed.queue_id, feed.missing)
            yield from feed.send()
    except InvokeAIError as error:
        error.add_note(
            f"{feed.taken} of {feed.requested} jobs are in the queue; "
            f"JobRepository.get_batch({feed.batch_id!r}) gives them."
        )
        raise


class _Room:
    """Waits until the queue has room, without knowing how large it may grow."""

    def __init__(self) -> None:
        self._largest = 0

    def wait(self, queue_id: str, wanted: int) -> Flow[None]:
        attempt = 0
        while True:
            state = yield from patiently(lambda: calls.get_state(queue_id))
            pending = state.queue.pending
            self._largest = max(self._largest, pending)
            if not pending or self._largest - pending >= min(wanted, max(1, self._largest // 4)):
                return
            yield Pause(growing(attempt))
            attempt += 1
