"""Checking a request when it is made, because a wrong one may be a request of another route."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from uuid import UUID

from ivk_core.arguments import check_argument
from ivk_core.errors import ArgumentError

__all__ = ["check_path", "check_target"]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# A part of a path that is a dot or two is removed on the way, so that the request is of another route.
_DOTS = frozenset({".", ".."})
_APIS = frozenset({"v1", "v2", ""})


def check_target(method: object, route: object, api: object) -> None:
    """Raise an error for an invalid method, route or API version.

    Raises
    ------
    ArgumentError
        If one is invalid.
    """
    check_argument("method", method, str, "an HTTP method")
    check_argument("route", route, str, "a route such as '/boards/{board_id}'")
    if not str(route).startswith("/"):
        raise ArgumentError(f"route={route!r} must start with a slash.", hint=f"Did you mean '/{route}'?")
    if api not in _APIS:
        raise ArgumentError(f"api={api!r} must be 'v1', 'v2' or ''.")


def check_path(route: str, path: Mapping[str, object]) -> None:
    """Raise an error for values of placeholders that are missing, or that cannot be part of a path.

    Raises
    ------
    ArgumentError
        If a value is missing, empty, a dot or two, or neither a string nor a number.
    """
    for name in _PLACEHOLDER.findall(route) if path else ():
        if name not in path:
            raise ArgumentError(f"{route} needs {name}.")
    for name, value in path.items():
        check_argument(name, value, (str, int, Enum, UUID), "a string or a number")
        if value in _DOTS:
            raise ArgumentError(f"{name}={value!r} is no name that the server can have.")
