"""Waiting for a server that is still starting."""

from __future__ import annotations

from time import monotonic

from ivk_core.errors import ConnectionError, InvokeAIError, ServerError, TimeoutError
from ivk_core.flow import Flow, Pause
from ivk_core.server.calls import get_version

__all__ = ["until_ready"]

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 2.0


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
        If there is none in time; it tells what the last attempt met.
    """
    ends, pause = monotonic() + timeout, _FIRST_PAUSE
    while True:
        try:
            return (yield from get_version())
        except (ConnectionError, TimeoutError, ServerError) as error:
            if monotonic() + pause > ends:
                raise _not_ready(timeout, error) from error
        yield Pause(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _not_ready(timeout: float, error: InvokeAIError) -> TimeoutError:
    return TimeoutError(
        f"The server was not ready within {timeout:g} seconds; the last attempt: {error.message}",
        hint=error.hint,
    )
