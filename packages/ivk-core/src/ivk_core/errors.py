"""Everything that can go wrong, as one tree.

::

    InvokeAIError
    ├── ConfigurationError          (ValueError)            an address or a setting that cannot work
    ├── ArgumentError               (TypeError)             an operation was called with the wrong arguments
    ├── MissingPartError            (ImportError)           a part that is not installed is needed
    ├── PluginError                 (RuntimeError)          a plugin cannot be loaded or misbehaves
    ├── ConnectionError             (requests.ConnectionError, builtins.ConnectionError)
    │   ├── NotAnInvokeAIError                              something answered, but not an InvokeAI
    │   └── OutcomeUnknownError                             a change was sent, and its answer was lost
    │       └── OutcomeUnknownTimeoutError  (TimeoutError)  a change was sent, and no answer came in time
    ├── TimeoutError                (requests.Timeout, builtins.TimeoutError)
    ├── TransferError               (OSError)               a file arrived or left incomplete
    ├── UnsupportedCapabilityError  (NotImplementedError)   this server has no such operation
    └── APIError                    (requests.HTTPError)    the server answered with an error status
        ├── AuthenticationError                             401
        ├── PermissionDeniedError   (PermissionError)       403
        ├── NotFoundError           (LookupError)           404
        ├── ConflictError                                   409
        ├── ValidationError         (ValueError)            422
        ├── RateLimitError                                  429
        └── ServerError                                     5xx

Each error is also the built-in (or `requests`) error that a Python programmer would catch without
having read this page, and each one can be pickled. The parts hang errors of their own into the same tree.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import requests

if TYPE_CHECKING:
    from ivk_core.messages import Request, Response

__all__ = [
    "APIError",
    "ArgumentError",
    "AuthenticationError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionError",
    "InvokeAIError",
    "MissingPartError",
    "NotAnInvokeAIError",
    "NotFoundError",
    "OutcomeUnknownError",
    "OutcomeUnknownTimeoutError",
    "PermissionDeniedError",
    "PluginError",
    "RateLimitError",
    "ServerError",
    "TimeoutError",
    "TransferError",
    "UnsupportedCapabilityError",
    "ValidationError",
]


def _rebuild(kind: type[InvokeAIError], message: str, state: Mapping[str, Any]) -> InvokeAIError:
    error = kind.__new__(kind, message)
    error.args = (message,)
    error.__dict__.update(state)
    return error


class InvokeAIError(Exception):
    """Root of every error that this library raises on purpose.

    Parameters
    ----------
    message : str
        What was being done, to what, and what came back.
    hint : str
        What to do next; shown on a line of its own.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, self.__dict__)


class ConfigurationError(InvokeAIError, ValueError):
    """An address or a setting that cannot work, found before anything was sent."""


class ArgumentError(InvokeAIError, TypeError):
    """An operation was called with an argument that it does not take, or without one that it needs."""


class MissingPartError(InvokeAIError, ImportError):
    """Something needs a part that is not installed; the hint is the line that installs it."""


class PluginError(InvokeAIError, RuntimeError):
    """A plugin cannot be loaded, or answered a hook with something that the hook does not take."""


class ConnectionError(InvokeAIError, requests.ConnectionError, builtins.ConnectionError):  # noqa: A001
    """No connection to the server, or none that lasted until the answer."""


class NotAnInvokeAIError(ConnectionError):
    """Something answered at that address, but it does not speak InvokeAI's API."""


class TimeoutError(InvokeAIError, requests.Timeout, builtins.TimeoutError):  # noqa: A001
    """The server took longer than the caller was willing to wait."""


class OutcomeUnknownError(ConnectionError):
    """A change was sent and its answer was lost, so it may or may not have happened."""


class OutcomeUnknownTimeoutError(OutcomeUnknownError, TimeoutError):
    """A change was sent and no answer came in time, so it may or may not have happened."""


class TransferError(InvokeAIError, OSError):
    """A file arrived or left incomplete. No half-written file is left behind."""


class UnsupportedCapabilityError(InvokeAIError, NotImplementedError):
    """The server is too old (or too different) to have what was asked of it."""


class APIError(InvokeAIError, requests.HTTPError):
    """The server answered with an error status.

    Parameters
    ----------
    message : str
        The whole story in one sentence.
    response : Response
        What the server answered.
    hint : str
        What to do next.

    Attributes
    ----------
    status_code : int
        The HTTP status.
    operation : str
        The server's operation id, such as ``"get_board"``; empty when the caller gave none.
    request : Request or None
        What was sent, without secrets.
    body : object
        The parsed JSON body, or its text when it is not JSON.
    """

    def __init__(self, message: str, *, response: Response, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        # The two names that requests gives to its HTTPError, filled with our own objects.
        self.response: Response = response
        self.request: Request | None = response.request

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def operation(self) -> str:
        """The server's operation id."""
        return self.request.operation if self.request else ""

    @property
    def body(self) -> Any:
        """The parsed JSON body, or its text when it is not JSON."""
        return self.response.body


class AuthenticationError(APIError):
    """The server wants to know who is asking, or does not accept the answer (401)."""


class PermissionDeniedError(APIError, PermissionError):
    """The server knows who is asking, and does not let them (403)."""


class NotFoundError(APIError, LookupError):
    """The server has no such thing (404)."""


class ConflictError(APIError):
    """The request contradicts the server's state (409)."""


class ValidationError(APIError, ValueError):
    """The server does not accept the values that were sent (422)."""


class RateLimitError(APIError):
    """Too many requests (429)."""


class ServerError(APIError):
    """The server failed while answering (5xx)."""
