"""Errors for requests without a response. After a change was sent, the outcome is unknown."""

from __future__ import annotations

from ivk_core.errors import (
    ConnectionError,
    InvokeAIError,
    OutcomeUnknownError,
    OutcomeUnknownTimeoutError,
    TimeoutError,
)
from ivk_core.flow import Request

__all__ = ["connection_error", "timeout_error"]

_CONNECTION_HINT = "Check that the server is running and that the address is correct."
_CERTIFICATE_HINT = (
    "Set verify=… to the CA that signed the server's certificate, or cert=… to your certificate."
)
_OUTCOME_HINT = "Check on the server whether it has happened before you send it again."
_TIMEOUT_HINT = "Use a longer timeout for the client or for this call."


def connection_error(request: Request, url: str, reason: str, *, was_sent: bool) -> InvokeAIError:
    """Make the error for a connection that failed.

    Parameters
    ----------
    request : Request
        The request.
    url : str
        Its URL.
    reason : str
        The error message of the system.
    was_sent : bool
        Whether the server may have received the request.

    Returns
    -------
    InvokeAIError
        An `OutcomeUnknownError` if the request is a change that may have happened, else a `ConnectionError`.
    """
    if was_sent and not request.can_be_repeated:
        return OutcomeUnknownError(
            f"The response to {_name(request, url)} was lost, so the change may or may not have happened: "
            f"{reason}",
            hint=_OUTCOME_HINT,
        )
    hint = _CERTIFICATE_HINT if "certificate" in reason.lower() else _CONNECTION_HINT
    return ConnectionError(f"No response to {_name(request, url)}: {reason}", hint=hint)


def timeout_error(request: Request, url: str, *, was_sent: bool) -> InvokeAIError:
    """Make the error for a server that did not respond in time; parameters as for `connection_error`."""
    if was_sent and not request.can_be_repeated:
        return OutcomeUnknownTimeoutError(
            f"The server did not respond to {_name(request, url)} in time, so the change may or may not have "
            "happened.",
            hint=f"{_OUTCOME_HINT} {_TIMEOUT_HINT}",
        )
    return TimeoutError(
        f"The server did not respond to {_name(request, url)} in time.",
        hint=_TIMEOUT_HINT,
    )


def _name(request: Request, url: str) -> str:
    return f"{request.operation or request.method} ({url})"
