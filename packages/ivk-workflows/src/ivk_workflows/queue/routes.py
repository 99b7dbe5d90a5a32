"""Requests to one queue: what all operations on it have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from ivk_core.flow import UNSET, Request
from ivk_core.timeouts import Deadline
from ivk_workflows.queue.polling import time_to_answer

__all__ = ["answered_by", "delete", "get", "post", "put"]


def get(
    queue_id: str, route: str, operation: str, query: Mapping[str, object] | None = None, **path: object
) -> Request:
    """Make a request that reads something."""
    return _request("GET", queue_id, route, operation, path, query=query or {})


def put(
    queue_id: str,
    route: str,
    operation: str,
    body: object = UNSET,
    *,
    query: Mapping[str, object] | None = None,
    **path: object,
) -> Request:
    """Make a request that changes something."""
    return _request("PUT", queue_id, route, operation, path, json=body, query=query or {})


def post(
    queue_id: str,
    route: str,
    body: object,
    operation: str,
    *,
    is_read: bool = False,
) -> Request:
    """Make a request that sends something; `is_read` if it changes nothing."""
    return _request("POST", queue_id, route, operation, {}, json=body, is_read=is_read)


def delete(queue_id: str, route: str, operation: str, **path: object) -> Request:
    """Make a request that deletes something."""
    return _request("DELETE", queue_id, route, operation, path)


def answered_by(request: Request, deadline: Deadline) -> Request:
    """Return a request with a limited time for its answer.

    With a deadline, the transport retries nothing, because callers with a deadline poll, and repeat a failed
    request themselves.
    """
    if not deadline.is_set:
        return request
    return replace(request, max_retries=0, timeout=time_to_answer(deadline))


def _request(
    method: Literal["GET", "PUT", "POST", "DELETE"],
    queue_id: str,
    route: str,
    operation: str,
    path: Mapping[str, object],
    **more: Any,
) -> Request:
    whole_path = {"queue_id": queue_id, **path}
    return Request(method, f"/queue/{{queue_id}}{route}", path=whole_path, operation=operation, **more)
