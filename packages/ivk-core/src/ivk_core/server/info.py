"""What a server says about itself, and what it can do."""

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
    """What a server can do, by its own description.

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
    """What a server says about itself; None for what it does not answer.

    Parameters
    ----------
    version : str
        Its version.
    multiuser : bool or None
        Whether it has accounts.
    dependencies : mapping of str to object
        The versions of what it is built on.
    facts : mapping of str to object
        What the installed parts know of it (hook ``ivk_describe_server``).
    """

    version: str
    multiuser: bool | None = None
    dependencies: Mapping[str, Any] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def models_count(self) -> int | None:
        """How many models are installed, where ``ivk-models`` is."""
        return self.facts.get("models_count")

    @property
    def pending(self) -> int | None:
        """How many queue items wait, where ``ivk-workflows`` is installed."""
        return self.facts.get("pending")

    @property
    def in_progress(self) -> int | None:
        """How many queue items run, where ``ivk-workflows`` is installed."""
        return self.facts.get("in_progress")


def capabilities_of(openapi: Mapping[str, Any], document: Document) -> Capabilities:
    """Read the capabilities of a server from its description."""
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
    """Collect what a server says about itself.

    Parameters
    ----------
    described : sequence of Flow
        The flows of the installed parts, which return further facts.

    Returns
    -------
    Flow of ServerInfo
        What this client may not ask is left out.
    """
    version = yield from get_version()
    status = yield from _if_answered(get_status())
    facts: dict[str, Any] = {}
    for describe in described:
        facts |= (yield from _if_answered(describe)) or {}
    dependencies = yield from _if_answered(_json(Request("GET", "/app/app_deps", operation="get_app_deps")))
    return ServerInfo(
        version=version,
        multiuser=status.multiuser_enabled if status else None,
        dependencies=dependencies or {},
        facts=facts,
    )


def _json(request: Request) -> Flow[dict[str, Any]]:
    answer: dict[str, Any] = (yield request).json
    return answer


def _if_answered(look: Flow[Any]) -> Flow[Any]:
    try:
        return (yield from look)
    except (APIError, UnsupportedCapabilityError, ValueError):  # refused, not there, or not readable
        return None


def _group(path: str) -> str:
    return path.removeprefix("/api/").partition("/")[2].partition("/")[0]
