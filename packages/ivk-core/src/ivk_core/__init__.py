"""Talk to an InvokeAI server: addresses, auth, transports, events, errors, plugins."""

from ivk_core.address import ServerAddress
from ivk_core.client import Client
from ivk_core.config import ClientConfig
from ivk_core.errors import InvokeAIError
from ivk_core.files import FilePart, FileSource
from ivk_core.flow import Flow, Pause, Request, Response, run, run_async
from ivk_core.plugins import PluginManager, hookimpl, hookspec
from ivk_core.repository import AsyncRepository, Repository

__version__ = "2.0.0a1"

__all__ = [
    "AsyncRepository",
    "Client",
    "ClientConfig",
    "FilePart",
    "FileSource",
    "Flow",
    "InvokeAIError",
    "Pause",
    "PluginManager",
    "Repository",
    "Request",
    "Response",
    "ServerAddress",
    "__version__",
    "hookimpl",
    "hookspec",
    "run",
    "run_async",
]
