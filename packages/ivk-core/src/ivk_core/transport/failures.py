"""The errors for an exchange that failed: nothing was sent, or a change was sent and its answer was lost."""

from __future__ import annotations

from ivk_core.errors import (
    ConnectionError,
    InvokeAIError,
    OutcomeUnknownError,
    OutcomeUnknownTimeoutError,
    TimeoutError,
)
from ivk_core.flow import Request

__all__ = ["broken_connection", "too_slow"]

_REACH = "Check that the server runs and that the address is right."
_TRUST = "Name the authority that signed the server's certificate with verify=…, or show yours with cert=…."
_LOOK_FIRST = "Look at the server what became of it before you send it again."


def broken_connection(request: Request, url: str, reason: str, *, was_sent: bool) -> InvokeAIError:
    """Make the error for a connection that failed.

    Parameters
    ----------
    request : Request
        What was being sent.
    url : str
        Where to.
    reason : str
        What the system says about it.
    was_sent : bool
        Whether the server may have received the request.

    Returns
    -------
    InvokeAIError
        An `OutcomeUnknownError` where a change may have happened, else a `ConnectionError`.
    """
    if was_sent and not request.can_be_repeated:
        return OutcomeUnknownError(
            f"The answer to {_name(request, url)} was lost, so it may or may not have happened: {reason}",
            hint=_LOOK_FIRST,
        )
    hint = _TRUST if "certificate" in reason.lower() else _REACH
    return ConnectionError(f"No answer to {_name(request, url)}: {reason}", hint=hint)


def too_slow(request: Request, url: str, *, was_sent: bool) -> InvokeAIError:
    """Make the error for a server that took too long; the arguments are those of `broken_connection`."""
    if was_sent and not request.can_be_repeated:
        return OutcomeUnknownTimeoutError(
            f"{_name(request, url)} was not answered in time, so it may or may not have happened.",
            hint=f"{_LOOK_FIRST} Give the client or the call a longer timeout.",
        )
    return TimeoutError(
        f"The server did not answer {_name(request, url)} in time.",
        hint="Give the client or the call a longer timeout.",
    )


def _name(request: Request, url: str) -> str:
    return f"{request.operation or request.method} ({url})"
