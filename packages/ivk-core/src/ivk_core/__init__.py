"""The client core for InvokeAI servers: addresses, authentication, transports, events, errors, plugins."""

from ivk_core.address import ServerAddress
from ivk_core.auth import Auth, BasicAuth, BearerAuth, CallableAuth, HeaderAuth, LoginAuth
from ivk_core.client import Client
from ivk_core.client_async import AsyncClient
from ivk_core.config import ClientConfig
from ivk_core.errors import InvokeAIError
from ivk_core.files import FilePart, FileSource
from ivk_core.flow import Flow, Pause, Request, Response, run, run_async
from ivk_core.plugins import PluginManager, hookimpl, hookspec
from ivk_core.repository import Repository
from ivk_core.repository_async import AsyncRepository
from ivk_core.secret import Secret
from ivk_core.timeouts import Timeout

__version__ = "2.0.0a1"

__all__ = [
    "AsyncClient",
    "AsyncRepository",
    "Auth",
    "BasicAuth",
    "BearerAuth",
    "CallableAuth",
    "Client",
    "ClientConfig",
    "FilePart",
    "FileSource",
    "Flow",
    "HeaderAuth",
    "InvokeAIError",
    "LoginAuth",
    "Pause",
    "PluginManager",
    "Repository",
    "Request",
    "Response",
    "Secret",
    "ServerAddress",
    "Timeout",
    "__version__",
    "hookimpl",
    "hookspec",
    "run",
    "run_async",
]
