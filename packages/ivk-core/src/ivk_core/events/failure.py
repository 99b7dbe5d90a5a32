"""What it means for a hub that something failed while its socket was opened or served."""

from __future__ import annotations

import logging

from ivk_core.errors import ConnectionError, InvokeAIError

__all__ = ["as_failure"]

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
