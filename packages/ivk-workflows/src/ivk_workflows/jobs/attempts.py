"""Trying something while something else has gone wrong already, which is what the caller has to hear of."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable

from ivk_core.errors import InvokeAIError

__all__ = ["called_safely", "called_safely_async", "failure_of", "failure_of_async", "note_failure"]

_LOG = logging.getLogger("ivk.jobs")


def failure_of(attempt: Callable[[], object]) -> InvokeAIError | None:
    """Try something, and give the error in place of raising it."""
    try:
        attempt()
    except InvokeAIError as error:
        return error
    return None


async def failure_of_async(attempt: Awaitable[object]) -> InvokeAIError | None:
    """Try something, and give the error in place of raising it; the twin of `failure_of`."""
    try:
        await attempt
    except InvokeAIError as error:
        return error
    return None


def note_failure(error: BaseException, what: str, failure: InvokeAIError | None) -> None:
    """Add to an error that something could not be canceled because of it."""
    if failure is not None:
        error.add_note(f"{what} could not be canceled: {failure.message}")


def called_safely(call: Callable[[], object]) -> None:
    """Call what a program gave us to call; its errors are logged, as `concurrent.futures` does it."""
    try:
        call()
    except (Exception, SystemExit):  # noqa: BLE001 - it is the program's code, and nobody is there to catch it
        _LOG.exception("A callback failed")


async def called_safely_async(call: Callable[[], object]) -> None:
    """Call what a program gave us to call, and await it if need be; the twin of `called_safely`."""
    try:
        outcome = call()
        if inspect.isawaitable(outcome):
            await outcome
    except Exception:  # noqa: BLE001 - as above
        _LOG.exception("A callback failed")
