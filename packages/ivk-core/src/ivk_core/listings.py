"""Finding out what a listing of the server does not have, with listings that may be some time old.

An id that is missing from a kept listing may have been added since, so the listing is asked for again, once:
the answer remembers which ids it does not have. Ids are random, so a missing id does not appear later.
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
    """Find the ids that a listing does not have.

    Parameters
    ----------
    ids : collection of str
        The ids to look for. Without any, the server is not asked.
    listing : Request
        Asks for the listing.
    ids_of : callable
        Takes the parsed listing and returns its ids.
    max_age : float
        Seconds that the listing may be old.

    Returns
    -------
    Flow of frozenset of str
    """
    if not ids:
        return frozenset()
    asked_at = monotonic()
    response = yield replace(listing, max_age=max_age)
    missing = frozenset(ids).difference(response.parsed(ids_of))
    if response.received_at < asked_at and not missing <= response.absent:
        response = yield replace(listing, max_age=0.0)
        missing = frozenset(ids).difference(response.parsed(ids_of))
    response.absent.update(missing)
    return missing
