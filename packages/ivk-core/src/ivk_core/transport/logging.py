"""Logging one line for each request, without headers and bodies, which may contain secrets."""

from __future__ import annotations

import logging
from time import monotonic

from ivk_core.errors import InvokeAIError
from ivk_core.flow import Flow, Request, Response

__all__ = ["logging_exchanges"]

_log = logging.getLogger("ivk.http")


def logging_exchanges(request: Request) -> Flow[Response]:
    """Log a request with its status or error and its duration, at level DEBUG (a middleware)."""
    if not _log.isEnabledFor(logging.DEBUG):
        return (yield request)
    started = monotonic()
    try:
        response = yield request
    except InvokeAIError as error:
        _log.debug("%s -> %s after %.0f ms", request, type(error).__name__, _milliseconds_since(started))
        raise
    _log.debug("%s -> %d in %.0f ms", request, response.status_code, _milliseconds_since(started))
    return response


def _milliseconds_since(started: float) -> float:
    return (monotonic() - started) * 1000
