"""Caching responses that many calls need, such as the list of models.

A request says how old a cached response may be (`Request.max_age`); without that, it is always sent. The
cached responses of a group of routes (``/models/…``) are dropped when this client changes something in the
group, and when the server sends an event about it. Other changes are noticed when the response is too old. A
caller that misses something in a cached response requests it with a `max_age` of 0, which renews the cache.
"""

from __future__ import annotations

from collections import Counter
from threading import Lock
from time import monotonic
from typing import TypeAlias

from ivk_core.flow import Flow, Request, Response
from ivk_core.single_flight import SingleFlight
from ivk_core.transport.base import Middleware

__all__ = ["ResponseCache", "caching"]

_Key: TypeAlias = tuple[str, str, str]

# Only listings are cached, with a few queries each. The limit protects the memory of a program that caches
# responses with ever new queries by mistake.
_MAX_RESPONSES = 64


class ResponseCache:
    """The cached responses of a client, which its copies and its asynchronous clients share."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._responses: dict[_Key, tuple[float, Response]] = {}
        self._changes: Counter[str] = Counter()
        self._flights: dict[_Key, SingleFlight[Response]] = {}

    def find(self, request: Request) -> Response | None:
        """Return a cached response that is not older than the request allows, or None."""
        with self._lock:
            cached = self._responses.get(_key(request))
        return cached[1] if cached and monotonic() - cached[0] < (request.max_age or 0.0) else None

    def invalidate(self, group: str) -> None:
        """Drop all responses of a group of routes, such as ``"models"``."""
        with self._lock:
            self._changes[group] += 1
            self._responses = {key: cached for key, cached in self._responses.items() if key[0] != group}

    def send(self, request: Request) -> Flow[Response]:
        """Send a request, and cache its response unless its group was invalidated meanwhile."""
        # The age is counted from before the request: the response may lack a change during it.
        group, started_at = request.group, monotonic()
        changes = self._changes[group]
        response = yield request
        with self._lock:
            if self._changes[group] == changes:
                if len(self._responses) >= _MAX_RESPONSES:
                    self._responses.clear()
                self._responses[_key(request)] = started_at, response
        return response

    def flight(self, request: Request) -> SingleFlight[Response]:
        """Return the single flight of a request, which sends it once for all simultaneous callers."""
        with self._lock:
            return self._flights.setdefault(_key(request), SingleFlight())


def caching(cache: ResponseCache) -> Middleware:
    """Make the middleware that uses a cache.

    Parameters
    ----------
    cache : ResponseCache
        The cache.

    Returns
    -------
    Middleware
    """

    def send(request: Request) -> Flow[Response]:
        if request.max_age is not None:
            flight = cache.flight(request)
            return (yield from flight.run(lambda: cache.find(request), lambda: cache.send(request)))
        try:
            return (yield request)
        finally:  # also after an error, because the change may have happened
            if not request.can_be_repeated:
                cache.invalidate(request.group)

    return send


def _key(request: Request) -> _Key:
    return request.group, f"{request.api}{request.target}", repr(sorted(request.query.items()))
