"""The server itself: version, operations, capabilities and health."""

from ivk_core.server.calls import get_openapi, get_version
from ivk_core.server.handle import Server
from ivk_core.server.handle_async import AsyncServer
from ivk_core.server.health import Health, Probe
from ivk_core.server.info import Capabilities, ServerInfo

__all__ = [
    "AsyncServer",
    "Capabilities",
    "Health",
    "Probe",
    "Server",
    "ServerInfo",
    "get_openapi",
    "get_version",
]
