"""What a server is made of, and what it can do."""

from __future__ import annotations

from collections.abc import Mapping
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
    """What a server can do, as it says itself.

    Parameters
    ----------
    operations : frozenset of str
        The ids of its operations.
    node_types : frozenset of str
        The types of nodes that its workflows may have.
    features : frozenset of str
        The groups of operations that it has, such as ``"videos"`` or ``"style_presets"``.
    """

    operations: frozenset[str] = field(repr=False)
    node_types: frozenset[str] = field(repr=False)
    features: frozenset[str]


@dataclass(frozen=True)
class ServerInfo:
    """What a server tells about itself; None for what it does not tell us.

    Parameters
    ----------
    version : str
        Its version.
    multiuser : bool or None
        Whether it has accounts.
    models_count : int or None
        How many models are installed.
    pending, in_progress : int or None
        How many queue items wait and run.
    dependencies : mapping of str to object
        The versions of what it is built on.
    """

    version: str
    multiuser: bool | None = None
    models_count: int | None = None
    pending: int | None = None
    in_progress: int | None = None
    dependencies: Mapping[str, Any] = field(default_factory=dict, repr=False)


def capabilities_of(openapi: Mapping[str, Any], document: Document) -> Capabilities:
    """Read a server's capabilities from its description."""
    schemas = openapi.get("components", {}).get("schemas", {}).values()
    nodes = [schema for schema in schemas if schema.get("class") == "invocation"]
    types = {node.get("properties", {}).get("type", {}).get("const") for node in nodes}
    groups = {_group(operation.path) for operation in document.operations.values()}
    return Capabilities(
        operations=frozenset(document.operations),
        node_types=frozenset(each for each in types if each),
        features=frozenset(groups),
    )


def get_info() -> Flow[ServerInfo]:
    """Gather what a server tells about itself.

    Returns
    -------
    Flow of ServerInfo
        What may not be asked is left out.
    """
    version = yield from get_version()
    status = yield from _if_told(get_status())
    models = yield from _if_told(_json(Request("GET", "/models/", api="v2", operation="list_model_records")))
    route = Request(
        "GET", "/queue/{queue_id}/status", path={"queue_id": "default"}, operation="get_queue_status"
    )
    queue = ((yield from _if_told(_json(route))) or {}).get("queue", {})
    made_of = yield from _if_told(_json(Request("GET", "/app/app_deps", operation="get_app_deps")))
    return ServerInfo(
        version=version,
        multiuser=status.multiuser_enabled if status else None,
        models_count=len(models.get("models", ())) if models else None,
        pending=queue.get("pending"),
        in_progress=queue.get("in_progress"),
        dependencies=made_of or {},
    )


def _json(request: Request) -> Flow[dict[str, Any]]:
    answer: dict[str, Any] = (yield request).json
    return answer


def _if_told(look: Flow[Any]) -> Flow[Any]:
    try:
        return (yield from look)
    except (APIError, UnsupportedCapabilityError):
        return None


def _group(path: str) -> str:
    return path.removeprefix("/api/").partition("/")[2].partition("/")[0]
