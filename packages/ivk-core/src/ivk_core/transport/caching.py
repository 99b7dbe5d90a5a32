"""Keeping answers that many calls need, such as the list of models, until they may have changed.

A request says how old an answer may be (`Request.max_age`); without that, it is always sent. An answer is
dropped when this client changes something in the same group of routes (``/models/…``), and when the server
sends an event about it. Other changes are noticed when the answer has become too old. A caller who misses
something in a kept answer asks again with an age of 0, which renews it for all.
"""

from __future__ import annotations

from collections import Counter
from threading import Lock
from time import monotonic
from typing import TypeAlias

from ivk_core.flow import Flow, Request, Response
from ivk_core.single_flight import SingleFlight
from ivk_core.transport.base import Middleware

__all__ = ["AnswerCache", "caching"]

_Key: TypeAlias = tuple[str, str, str]

# Listings are asked for with a handful of queries; more answers would be kept by mistake.
_MOST_ANSWERS = 64


class AnswerCache:
    """The answers that a client keeps; its asynchronous clients and its copies share them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: dict[_Key, tuple[float, Response]] = {}
        self._changes: Counter[str] = Counter()
        self._flights: dict[_Key, SingleFlight[Response]] = {}

    def find(self, request: Request) -> Response | None:
        """Return an answer to a request that is not too old for it, or None."""
        with self._lock:
            kept = self._answers.get(_key(request))
        return kept[1] if kept and monotonic() - kept[0] < (request.max_age or 0.0) else None

    def forget(self, group: str) -> None:
        """Drop all answers of a group of routes, such as ``"models"``."""
        with self._lock:
            self._changes[group] += 1
            self._answers = {key: kept for key, kept in self._answers.items() if key[0] != group}

    def send(self, request: Request) -> Flow[Response]:
        """Send a request, and keep its answer unless something was changed meanwhile."""
        group, began = request.group, monotonic()
        changes = self._changes[group]
        response = yield request
        with self._lock:
            if self._changes[group] == changes:
                if len(self._answers) >= _MOST_ANSWERS:
                    self._answers.clear()
                self._answers[_key(request)] = began, response
        return response

    def flight(self, request: Request) -> SingleFlight[Response]:
        """Return what sends a request once for all who need its answer at the same time."""
        with self._lock:
            return self._flights.setdefault(_key(request), SingleFlight())


def caching(cache: AnswerCache) -> Middleware:
    """Make the middleware that answers from a cache.

    Parameters
    ----------
    cache : AnswerCache
        Where answers are kept.

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
        finally:
            if not request.can_be_repeated:
                cache.forget(request.group)

    return send


def _key(request: Request) -> _Key:
    return request.group, f"{request.api}{request.target}", repr(sorted(request.query.items()))
