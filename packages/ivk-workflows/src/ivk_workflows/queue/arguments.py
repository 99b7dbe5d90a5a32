"""Check the arguments of the queue and of its jobs, before anything is sent.

The server answers a wrong id with an error about a route, and a wrong option would be ignored. Each check
raises an error that says what the argument should be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any, SupportsIndex

from ivk_core.errors import ArgumentError, ConfigurationError
from ivk_core.suggestions import did_you_mean
from ivk_workflows.queue.schemas import JobStatus

__all__ = [
    "checked_batch_id",
    "checked_batch_ids",
    "checked_flag",
    "checked_item_id",
    "checked_item_ids",
    "checked_queue_id",
    "checked_status",
    "checked_text",
    "checked_timeout",
    "one_of",
]


def checked_timeout(timeout: object) -> float | None:
    """Return a timeout in seconds, or None for a wait without one.

    Raises
    ------
    ArgumentError
        If it is not a number.
    ConfigurationError
        If it is negative or not a number (NaN).
    """
    if timeout is None:
        return None
    if isinstance(timeout, bool) or not isinstance(timeout, Real):
        raise ArgumentError(
            f"A timeout is a number of seconds, not {timeout!r}.", hint="Use None to wait without a timeout."
        )
    seconds = float(timeout)
    if math.isnan(seconds) or seconds < 0:
        raise ConfigurationError(
            f"A timeout of {timeout!r} seconds is not possible: it must not be negative.",
            hint="Use None to wait without a timeout.",
        )
    return seconds


def checked_item_id(item_id: Any) -> int:
    """Return the id of a queue item.

    Raises
    ------
    ArgumentError
        If it is not a whole number, such as the handle of a job, or the id of a batch.
    """
    if isinstance(item_id, SupportsIndex) and not isinstance(item_id, bool):
        return item_id.__index__()
    if isinstance(own_id := getattr(item_id, "item_id", None), int):
        hint = f"Pass its item_id: {own_id}."
    elif isinstance(item_id, str) and item_id.strip().isdecimal():
        hint = f"Pass it as a number: {int(item_id)}."
    elif isinstance(item_id, str) or hasattr(item_id, "batch_id"):
        hint = "A batch has an id of text; JobRepository.get_batch() takes it."
    else:
        hint = "A queue item has a number, such as 12."
    raise ArgumentError(f"The id of a queue item is a whole number, not {item_id!r}.", hint=hint)


def checked_item_ids(item_ids: Any) -> list[int]:
    """Return the ids of several queue items.

    Raises
    ------
    ArgumentError
        If it is not a sequence of whole numbers.
    """
    if isinstance(item_ids, str | bytes) or not isinstance(item_ids, Iterable):
        raise ArgumentError(
            f"The ids of queue items are a list of whole numbers, not {item_ids!r}.",
            hint="Pass [12, 13], also for a single item: [12].",
        )
    return [checked_item_id(item_id) for item_id in item_ids]


def checked_batch_id(batch_id: Any) -> str:
    """Return the id of a batch.

    Raises
    ------
    ArgumentError
        If it is not a text, such as the handle of a batch, or the number of an item.
    """
    if isinstance(batch_id, str) and batch_id:
        return batch_id
    if isinstance(own_id := getattr(batch_id, "batch_id", None), str):
        hint = f"Pass its batch_id: {own_id!r}."
    elif isinstance(batch_id, int) and not isinstance(batch_id, bool):
        hint = "A queue item has a number; JobRepository.get() takes it."
    else:
        hint = "A batch has an id of text, such as 'b4d6f2a0-…'."
    raise ArgumentError(f"The id of a batch is a text, not {batch_id!r}.", hint=hint)


def checked_batch_ids(batch_ids: Any) -> list[str]:
    """Return the ids of several batches.

    Raises
    ------
    ArgumentError
        If it is not a sequence of texts, such as a single text.
    """
    if isinstance(batch_ids, str | bytes) or not isinstance(batch_ids, Iterable):
        raise ArgumentError(
            f"The ids of batches are a list of texts, not {batch_ids!r}.",
            hint="Pass a list, also for a single batch: ['b4d6f2a0-…'].",
        )
    return [checked_batch_id(batch_id) for batch_id in batch_ids]


def checked_flag(name: str, value: Any) -> bool:
    """Return an argument that is true or false.

    Raises
    ------
    ArgumentError
        If it is anything else, which Python would take for true or false.
    """
    if not isinstance(value, bool):
        raise ArgumentError(f"{name} is True or False, not {value!r}.")
    return value


def checked_queue_id(queue_id: Any) -> str:
    """Return the id of a queue.

    Raises
    ------
    ArgumentError
        If it is not a text.
    """
    return checked_text("The id of a queue", queue_id, hint="InvokeAI itself uses only 'default'.")


def checked_text(what: str, text: Any, *, hint: str = "") -> str:
    """Return a text that is not empty.

    Parameters
    ----------
    what : str
        What the text is, for the error.
    text : object
        The text.
    hint : str
        What to pass.

    Raises
    ------
    ArgumentError
        If it is not a text, or empty.
    """
    if not isinstance(text, str) or not text:
        raise ArgumentError(f"{what} is a text, not {text!r}.", hint=hint)
    return text


def checked_status(status: Any) -> frozenset[str]:
    """Return the statuses that a listing is limited to, from one status or several.

    Raises
    ------
    ArgumentError
        If it is neither a status nor several of them.
    ConfigurationError
        If there is no such status; the error suggests one.
    """
    several = [status] if isinstance(status, str) else status
    if not isinstance(several, Iterable):
        raise ArgumentError(f"A status is a text, such as 'completed', not {status!r}.")
    known = [each.value for each in JobStatus]
    return frozenset(one_of("status", each, known) for each in several)


def one_of(name: str, value: Any, known: Sequence[str]) -> str:
    """Return the value of an option that has only some values.

    Parameters
    ----------
    name : str
        The option.
    value : object
        Its value.
    known : sequence of str
        The values that it can have.

    Raises
    ------
    ConfigurationError
        If it is another one; the error suggests one of them.
    """
    if isinstance(value, str) and value in known:
        return str(value)
    listed = ", ".join(map(repr, known))
    raise ConfigurationError(
        f"{name}={value!r} is not possible: {name} is one of {listed}.",
        hint=did_you_mean(str(value).lower(), known),
    )
