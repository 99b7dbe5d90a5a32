"""The errors of this library, in one class hierarchy.

::

    InvokeAIError
    ├── ConfigurationError          (ValueError)            an address or a setting is invalid
    ├── ArgumentError               (TypeError)             an operation was called with the wrong arguments
    │   └── UnknownChoiceError      (ValueError)            the server does not know a value of an argument
    ├── MissingPartError            (ImportError)           a package that is needed is not installed
    ├── PluginError                 (RuntimeError)          a plugin cannot be loaded, or a hook is misused
    ├── ConnectionError             (requests.ConnectionError, builtins.ConnectionError)
    │   ├── NotAnInvokeAIError                              the server at this address is not InvokeAI
    │   └── OutcomeUnknownError                             a change was sent, and the response was lost
    │       └── OutcomeUnknownTimeoutError  (TimeoutError)  a change was sent, and no response came in time
    ├── TimeoutError                (requests.Timeout, builtins.TimeoutError)
    ├── TransferError               (OSError)               a file was transferred incompletely
    ├── UnsupportedCapabilityError  (NotImplementedError)   this server has no such operation
    └── APIError                    (requests.HTTPError)    the server responded with an error status
        ├── AuthenticationError                             401
        ├── PermissionDeniedError   (PermissionError)       403
        ├── NotFoundError           (LookupError)           404
        ├── ConflictError                                   409
        ├── ValidationError         (ValueError)            422
        ├── RateLimitError                                  429
        └── ServerError                                     5xx

Each error is also a built-in (or `requests`) error, so that standard ``except`` clauses catch it, and each
one can be pickled. The other packages derive their own errors from these classes.
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
    "UnknownChoiceError",
    "UnsupportedCapabilityError",
    "ValidationError",
]


def _rebuild(kind: type[InvokeAIError], message: str, state: Mapping[str, Any]) -> InvokeAIError:
    error = kind.__new__(kind, message)
    error.args = (message,)
    error.__dict__.update(state)
    return error


class InvokeAIError(Exception):
    """The base class of all errors that this library raises.

    Parameters
    ----------
    message : str
        What was being done, to what, and what the result was.
    hint : str
        What to do next; ``str(error)`` shows it on a second line.
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
    """An address or a setting is invalid; nothing was sent."""


class ArgumentError(InvokeAIError, TypeError):
    """An operation was called with an argument that it does not take, or without one that it needs."""


class UnknownChoiceError(ArgumentError, ValueError):
    """An argument has a value that the server does not know, such as a misspelled base of models."""


class MissingPartError(InvokeAIError, ImportError):
    """A package that is needed is not installed; the hint is the command that installs it."""


class PluginError(InvokeAIError, RuntimeError):
    """A plugin cannot be loaded, or returned a value that the hook does not accept."""


class ConnectionError(InvokeAIError, requests.ConnectionError, builtins.ConnectionError):  # noqa: A001
    """The connection failed, or it ended before the response was complete."""


class NotAnInvokeAIError(ConnectionError):
    """The server at this address is not InvokeAI: its response is not one of InvokeAI's API."""


class TimeoutError(InvokeAIError, requests.Timeout, builtins.TimeoutError):  # noqa: A001
    """The server did not respond within the timeout."""


class OutcomeUnknownError(ConnectionError):
    """A change was sent and the response was lost, so the change may or may not have happened."""


class OutcomeUnknownTimeoutError(OutcomeUnknownError, TimeoutError):
    """A change was sent and no response came in time, so the change may or may not have happened."""


class TransferError(InvokeAIError, OSError):
    """A file was transferred incompletely. A path that is downloaded to has no partial file."""


class UnsupportedCapabilityError(InvokeAIError, NotImplementedError):
    """The server does not support the operation, because it is too old or too new."""


class APIError(InvokeAIError, requests.HTTPError):
    """The server responded with an error status.

    Parameters
    ----------
    message : str
        The request, the status and the server's error message.
    response : Response
        The response, without secrets.
    hint : str
        What to do next.

    Attributes
    ----------
    status_code : int
        The HTTP status.
    operation : str
        The server's operation id, such as ``"get_board"``; empty if the request has none.
    request : Request or None
        The request, without secrets.
    body : object
        The parsed JSON body, or the text of a body that is not JSON.
    """

    def __init__(self, message: str, *, response: Response, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        # requests.HTTPError has the same two attributes, for its own Request and Response.
        self.response: Response = response
        self.request: Request | None = response.request

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def operation(self) -> str:
        """The server's operation id; empty if the request has none."""
        return self.request.operation if self.request else ""

    @property
    def body(self) -> Any:
        """The parsed JSON body, or the text of a body that is not JSON."""
        return self.response.body


class AuthenticationError(APIError):
    """The request has no credentials, or the server does not accept them (401)."""


class PermissionDeniedError(APIError, PermissionError):
    """The account does not have the permission (403)."""


class NotFoundError(APIError, LookupError):
    """The server does not have the object (404)."""


class ConflictError(APIError):
    """The request conflicts with the state of the server (409)."""


class ValidationError(APIError, ValueError):
    """The server does not accept the values that were sent (422)."""


class RateLimitError(APIError):
    """The server received too many requests (429)."""


class ServerError(APIError):
    """The server failed while it handled the request (5xx)."""
