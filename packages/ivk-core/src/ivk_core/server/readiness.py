"""Waiting for a server that is still starting."""

from __future__ import annotations

from itertools import count

from ivk_core.errors import ConnectionError, InvokeAIError, ServerError, TimeoutError
from ivk_core.flow import Flow, Pause
from ivk_core.retry import RetryPolicy
from ivk_core.server.calls import get_version
from ivk_core.timeouts import Deadline

__all__ = ["until_ready"]

# A start takes from seconds to minutes: the end of it is noticed within two seconds.
_ATTEMPTS = RetryPolicy(first_pause=0.1, longest_pause=2.0)


def until_ready(timeout: float) -> Flow[str]:
    """Ask for the version until there is one.

    Parameters
    ----------
    timeout : float
        Seconds to go on.

    Returns
    -------
    Flow of str
        The version.

    Raises
    ------
    TimeoutError
        If there is none in time; it says what the last attempt met.
    """
    deadline = Deadline(timeout)
    for attempt in count():
        pause = _ATTEMPTS.pause(attempt)
        try:
            return (yield from get_version())
        except (ConnectionError, TimeoutError, ServerError) as error:
            if pause > deadline.left:
                raise _not_ready(timeout, error) from error
        yield Pause(pause)
    raise AssertionError("unreachable")


def _not_ready(timeout: float, error: InvokeAIError) -> TimeoutError:
    return TimeoutError(
        f"The server was not ready within {timeout:g} seconds; the last attempt: {error.message}",
        hint=error.hint,
    )
