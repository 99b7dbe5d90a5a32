"""Finding ids that a listing of the server does not contain, with the cached listing if possible.

An id that is missing from a cached listing may have been added later, so the listing is requested again. The
cached response then records the missing ids, so that each is looked up only once: ids are random, and one
that does not exist will not be created later.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from time import monotonic
from typing import Any

from ivk_core.flow import Flow, Request

__all__ = ["find_missing"]


def find_missing(
    ids: Collection[str], listing: Request, ids_of: Callable[[Any], Collection[str]], *, max_age: float
) -> Flow[frozenset[str]]:
    """Find the ids that a listing does not contain.

    Parameters
    ----------
    ids : collection of str
        The ids to look for. If it is empty, no request is sent.
    listing : Request
        The request for the listing.
    ids_of : callable
        Takes the parsed listing and returns its ids.
    max_age : float
        The maximum age in seconds of a cached listing.

    Returns
    -------
    Flow of frozenset of str
        The ids that the listing does not contain.
    """
    if not ids:
        return frozenset()
    started_at = monotonic()
    response = yield replace(listing, max_age=max_age)
    missing = frozenset(ids).difference(response.parsed(ids_of))
    is_cached = response.received_at < started_at
    if is_cached and not missing <= response.absent:
        response = yield replace(listing, max_age=0.0)
        missing = frozenset(ids).difference(response.parsed(ids_of))
    response.absent.update(missing)
    return missing
