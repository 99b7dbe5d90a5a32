"""Submit a batch exactly once, as a whole or as the queue has space; see `ivk_workflows.jobs.sending`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeAlias, get_args

from ivk_core.errors import InvokeAIError
from ivk_core.exactly_once import QUERY_RETRIES
from ivk_core.flow import Flow, Pause
from ivk_core.retry import RetryPolicy, retried
from ivk_workflows.jobs.sending import BatchSender
from ivk_workflows.queue import calls
from ivk_workflows.queue.arguments import checked_queue_id, checked_timeout, one_of

__all__ = [
    "OnQueueFull",
    "Submitted",
    "check_on_queue_full",
    "check_options",
    "submit_batch",
    "withdraw",
]

OnQueueFull: TypeAlias = Literal["raise", "wait"]
"""If the queue takes only a part of a batch: raise an error, or send the rest as space becomes free."""

# An interrupted submission may reach the server a moment later; after three tries it has arrived or is lost.
_TRIES_TO_WITHDRAW = 3
_WITHDRAWING = RetryPolicy(first_pause=0.1, longest_pause=2.0)
# A full queue holds thousands of jobs, so space becomes free every few seconds at best.
_WAITING_FOR_SPACE = RetryPolicy(first_pause=0.1, longest_pause=2.0)
# One request whenever a job has finished would cost a request per job. Waiting until a quarter of the queue
# is free costs few requests, and the queue never runs empty meanwhile.
_PART_TO_BE_FREE = 4


@dataclass(frozen=True)
class Submitted:
    """The outcome of a submission.

    Parameters
    ----------
    queue_id, batch_id : str
        The queue, and the batch.
    item_ids : tuple of int
        The items, in the order in which they were enqueued.
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


def check_on_queue_full(on_queue_full: OnQueueFull) -> None:
    """Raise an error for another value of this option.

    Raises
    ------
    ConfigurationError
        If it is neither ``"raise"`` nor ``"wait"``.
    """
    one_of("on_queue_full", on_queue_full, get_args(OnQueueFull))


def check_options(queue_id: str, on_queue_full: OnQueueFull, timeout: float | None = None) -> None:
    """Check the options of a submission, before anything is sent.

    Raises
    ------
    ConfigurationError
        If `on_queue_full` has another value, or the timeout is negative.
    ArgumentError
        If an option is of the wrong type.
    """
    checked_queue_id(queue_id)
    check_on_queue_full(on_queue_full)
    checked_timeout(timeout)


def submit_batch(
    queue_id: str, body: Mapping[str, Any], on_queue_full: OnQueueFull = "raise"
) -> Flow[Submitted]:
    """Submit a batch exactly once (operation ``enqueue_batch``).

    Parameters
    ----------
    queue_id : str
        Which queue.
    body : mapping
        The body of ``enqueue_batch``; its batch has a ``batch_id``.
    on_queue_full : {"raise", "wait"}
        Whether to stop with what the queue took, or to send the rest as space becomes free.

    Returns
    -------
    Flow of Submitted
        The caller raises an error if it is not complete.

    Raises
    ------
    ConfigurationError
        If `on_queue_full` is neither.
    SubmissionUnknownError
        If an answer was lost, and the server cannot be asked whether the batch arrived.
    ConnectionError
        If the server cannot be reached.
    APIError
        If the server refuses the batch.
    """
    check_on_queue_full(on_queue_full)
    sender = BatchSender(queue_id, body)
    yield from sender.send()
    if on_queue_full == "wait":
        yield from _send_rest(sender)
    item_ids = tuple(sorted(sender.item_ids))
    return Submitted(queue_id, sender.batch_id, item_ids, sender.taken, sender.requested)


def withdraw(queue_id: str, batch_id: str) -> Flow[None]:
    """Cancel a batch whose submission was interrupted; the server may still be processing it."""
    for attempt in range(_TRIES_TO_WITHDRAW):
        if (yield from calls.cancel_batches(queue_id, [batch_id])):
            return
        yield Pause(_WITHDRAWING.pause(attempt))


def _send_rest(sender: BatchSender) -> Flow[None]:
    space = _FreeSpace()
    try:
        while sender.missing:
            yield from space.wait(sender.queue_id, sender.missing)
            yield from sender.send()
    except InvokeAIError as error:
        error.add_note(
            f"{sender.taken} of {sender.requested} jobs are in the queue; "
            f"JobRepository.get_batch({sender.batch_id!r}) returns them."
        )
        raise


class _FreeSpace:
    """Waits until the queue has space; its limit is not known, so the largest size seen is used instead."""

    def __init__(self) -> None:
        self._largest = 0

    def wait(self, queue_id: str, wanted: int) -> Flow[None]:
        attempt = 0
        while True:
            state = yield from retried(partial(calls.get_state, queue_id), QUERY_RETRIES)
            pending = state.queue.pending
            self._largest = max(self._largest, pending)
            if not pending or self._largest - pending >= min(
                wanted, max(1, self._largest // _PART_TO_BE_FREE)
            ):
                return
            yield Pause(_WAITING_FOR_SPACE.pause(attempt))
            attempt += 1
