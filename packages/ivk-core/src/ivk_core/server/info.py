"""Information about a server, and its capabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ivk_core.auth.calls import get_status
from ivk_core.errors import APIError, UnsupportedCapabilityError
from ivk_core.flow import Flow, Request
from ivk_core.operations import Document
from ivk_core.server.calls import get_version

__all__ = ["Capabilities", "ServerInfo", "capabilities_of", "get_info"]


@dataclass(frozen=True)
class Capabilities:
    """The capabilities of a server, from its OpenAPI document.

    Parameters
    ----------
    operations : frozenset of str
        The operation ids.
    node_types : frozenset of str
        The node types for workflows.
    features : frozenset of str
        The groups of operations, such as ``"videos"`` or ``"style_presets"``.
    """

    operations: frozenset[str] = field(repr=False)
    node_types: frozenset[str] = field(repr=False)
    features: frozenset[str]


@dataclass(frozen=True)
class ServerInfo:
    """Information about a server.

    Parameters
    ----------
    version : str
        The version.
    multiuser : bool or None
        Whether it is in multi-user mode; None if it does not say so.
    dependencies : mapping of str to object
        The versions of the server's dependencies; empty if the account may not read them.
    facts : mapping of str to object
        The facts of the installed packages and plugins (hook ``ivk_describe_server``).
    """

    version: str
    multiuser: bool | None = None
    dependencies: Mapping[str, Any] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def models_count(self) -> int | None:
        """The number of installed models; None if ``ivk-models`` is not installed."""
        return self.facts.get("models_count")

    @property
    def pending(self) -> int | None:
        """The number of pending queue items; None if ``ivk-workflows`` is not installed."""
        return self.facts.get("pending")

    @property
    def in_progress(self) -> int | None:
        """The number of queue items in progress; None if ``ivk-workflows`` is not installed."""
        return self.facts.get("in_progress")


def capabilities_of(openapi: Mapping[str, Any], document: Document) -> Capabilities:
    """Return the capabilities of a server, from its OpenAPI document."""
    schemas = openapi.get("components", {}).get("schemas", {}).values()
    nodes = [schema for schema in schemas if schema.get("class") == "invocation"]
    types = {node.get("properties", {}).get("type", {}).get("const") for node in nodes}
    groups = {_group(operation.path) for operation in document.operations.values()}
    return Capabilities(
        operations=frozenset(document.operations),
        node_types=frozenset(each for each in types if each),
        features=frozenset(groups),
    )


def get_info(described: Sequence[Flow[Mapping[str, object]]] = ()) -> Flow[ServerInfo]:
    """Collect the information about a server.

    Parameters
    ----------
    described : sequence of Flow
        The flows of the installed packages and plugins, which return further facts.

    Returns
    -------
    Flow of ServerInfo
        Information that the account may not read is left out.
    """
    version = yield from get_version()
    status = yield from _if_available(get_status())
    facts: dict[str, Any] = {}
    for describe in described:
        facts |= (yield from _if_available(describe)) or {}
    dependencies = yield from _if_available(_json(Request("GET", "/app/app_deps", operation="get_app_deps")))
    return ServerInfo(
        version=version,
        multiuser=status.multiuser_enabled if status else None,
        dependencies=dependencies or {},
        facts=facts,
    )


def _json(request: Request) -> Flow[dict[str, Any]]:
    body: dict[str, Any] = (yield request).json
    return body


def _if_available(flow: Flow[Any]) -> Flow[Any]:
    try:
        return (yield from flow)
    except (APIError, UnsupportedCapabilityError, ValueError):  # forbidden, not supported, or invalid
        return None


def _group(path: str) -> str:
    return path.removeprefix("/api/").partition("/")[2].partition("/")[0]
