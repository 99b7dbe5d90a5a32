"""Requests to one queue: what all of its operations have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ivk_core.flow import UNSET, Request

__all__ = ["delete", "get", "post", "put"]


def get(
    queue_id: str, route: str, operation: str, query: Mapping[str, object] | None = None, **path: object
) -> Request:
    """Make a request that asks."""
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
    timeout: float | None = None,
) -> Request:
    """Make a request that sends something; `is_read` when it only asks by it."""
    return _request("POST", queue_id, route, operation, {}, json=body, is_read=is_read, timeout=timeout)


def delete(queue_id: str, route: str, operation: str, **path: object) -> Request:
    """Make a request that deletes something."""
    return _request("DELETE", queue_id, route, operation, path)


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
