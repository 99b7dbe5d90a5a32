"""Why there is no socket, in words that hide what is secret."""

from __future__ import annotations

import logging
import re

from ivk_core.config import ClientConfig
from ivk_core.errors import ConnectionError, InvokeAIError
from ivk_core.events.rooms import Room

__all__ = ["as_failure", "no_socket", "not_confirmed", "reason_of"]

_PASSWORD = re.compile(r"//[^/@\s]+@")
_LOG = logging.getLogger("ivk.events")


def as_failure(error: Exception) -> InvokeAIError:
    """Give the reason why there is no socket, whatever was raised.

    A function of the program that finds credentials may raise anything, and so may the libraries that a
    socket is made of. None of it may end the search for a socket, so all of it becomes one kind of error.

    Parameters
    ----------
    error : Exception
        What was raised.

    Returns
    -------
    InvokeAIError
        The error itself where it is one of ours, else a `ConnectionError` caused by it, which is logged.
    """
    if isinstance(error, InvokeAIError):
        return error
    _LOG.warning("The socket failed in a way that nobody expected; it is tried again", exc_info=error)
    failure = ConnectionError(f"No socket, for something failed: {type(error).__name__}: {error}")
    failure.__cause__ = error
    return failure


def reason_of(error: Exception) -> str:
    """Say why a transport did not get through, without the password of a proxy on the way."""
    return _PASSWORD.sub("//…@", str(error)) or type(error).__name__


def not_confirmed(what: str, room: Room, error: Exception) -> ConnectionError:
    """Say that a server did not confirm that we enter or leave a room."""
    return ConnectionError(f"{what} {room.name!r} was not confirmed: {reason_of(error)}")


def no_socket(config: ClientConfig, reasons: list[str]) -> ConnectionError:
    """Say that no way led to a server, and why each did not."""
    return ConnectionError(
        f"No socket to {config.address}{config.address.socket_path.removeprefix(config.address.prefix)}: "
        f"{'; '.join(reasons)}.",
        hint="Check that a proxy in between lets websockets through, and that the credentials are accepted.",
    )
