"""Waiting for a server that is still starting."""

from __future__ import annotations

from itertools import count

from ivk_core.arguments import check_seconds
from ivk_core.errors import ConnectionError, InvokeAIError, ServerError, TimeoutError
from ivk_core.flow import Flow, Pause
from ivk_core.retry import RetryPolicy
from ivk_core.server.calls import get_version
from ivk_core.timeouts import Deadline

__all__ = ["wait_until_ready"]

# A server starts in seconds or minutes. A poll every two seconds costs it little and still notices the end of
# the start soon; the first polls are faster, for a server that is almost ready.
_POLLS = RetryPolicy(first_pause=0.1, longest_pause=2.0)


def wait_until_ready(timeout: float) -> Flow[str]:
    """Request the version until the server responds.

    Parameters
    ----------
    timeout : float
        Maximum seconds to wait.

    Returns
    -------
    Flow of str
        The version.

    Raises
    ------
    TimeoutError
        If the server does not respond in time; the message has the error of the last attempt.
    """
    check_seconds("timeout", timeout, at_least_zero=True)
    deadline = Deadline(timeout)
    for attempt in count():
        pause = _POLLS.pause(attempt)
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
