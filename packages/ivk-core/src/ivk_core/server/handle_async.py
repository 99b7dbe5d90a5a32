"""The server itself: ``client.server``."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from ivk_core.arguments import check_argument
from ivk_core.attributes import StrictAttributes
from ivk_core.config import ClientConfig
from ivk_core.doctor.server import registered_checks
from ivk_core.errors import InvokeAIError
from ivk_core.flow import Flow
from ivk_core.lazy import lazy_method
from ivk_core.operations import Document
from ivk_core.plugins import PluginManager
from ivk_core.retry import without_retries
from ivk_core.server.cache import read_cached, write_cached
from ivk_core.server.calls import get_openapi, get_openapi_fingerprint, get_version
from ivk_core.server.health import Health, check_health
from ivk_core.server.info import Capabilities, ServerInfo, capabilities_of, get_info
from ivk_core.server.readiness import wait_until_ready

__all__ = ["AsyncServer"]

T = TypeVar("T")


class _AsyncClient(Protocol):
    config: ClientConfig

    @property
    def plugins(self) -> PluginManager: ...

    async def run(self, flow: Flow[T]) -> T: ...


class AsyncServer(StrictAttributes):
    """The server of a client.

    Parameters
    ----------
    client : AsyncClient
        The client that sends the requests.
    """

    def __init__(self, client: _AsyncClient) -> None:
        self._client = client

    @lazy_method
    async def version(self) -> str:
        """Return the server's version, such as ``"6.14.2"``; requested once (operation ``app_version``)."""
        return await self._client.run(get_version())

    @lazy_method
    async def openapi(self) -> dict[str, Any]:
        """Return the server's OpenAPI document, which describes operations and nodes (``/openapi.json``).

        It has about 2 MB. It is downloaded on first use, and cached on disk until the server changes.
        """
        key = (self._client.config.address.root, await self.version(), await self._fingerprint())
        found = read_cached(*key) if all(key) else None
        if found is None:
            found = await self._client.run(get_openapi())
            if all(key):
                write_cached(found, *key)
        return found

    @lazy_method
    async def document(self) -> Document:
        """Return the server's operations, from its OpenAPI document."""
        return Document(await self.openapi())

    async def capabilities(self) -> Capabilities:
        """Return the operations, node types and features in the server's OpenAPI document."""
        return capabilities_of(await self.openapi(), await self.document())

    async def supports(self, operation: str) -> bool:
        """Return whether the server has an operation.

        Parameters
        ----------
        operation : str
            The operation id, such as ``"list_videos"``.

        Returns
        -------
        bool
        """
        check_argument("operation", operation, str, "the id of an operation")
        return (await self.document()).find(operation) is not None

    async def info(self) -> ServerInfo:
        """Return version, multi-user mode, dependencies, and the facts of the installed packages.

        Operations ``app_version``, ``get_setup_status_api_v1_auth_status_get`` and ``get_app_deps``; the hook
        ``ivk_describe_server`` adds others.

        Returns
        -------
        ServerInfo
        """
        return await self._client.run(get_info(self._client.plugins.hook.ivk_describe_server()))

    async def health(self) -> Health:
        """Check REST, credentials, queue and socket once, and measure the time of each check.

        Returns
        -------
        Health
            The results. Failures are reported in it and not raised.
        """
        checks = registered_checks(lambda: self._client.plugins)
        return await self._client.run(without_retries(check_health(checks)))

    async def is_healthy(self) -> bool:
        """Return whether the server responds and is InvokeAI (operation ``app_version``); raises no error."""
        try:
            await self._client.run(get_version())
        except InvokeAIError:
            return False
        return True

    async def wait_ready(self, timeout: float = 60.0) -> str:
        """Wait until the server responds (operation ``app_version``).

        Parameters
        ----------
        timeout : float
            Maximum seconds to wait; by default 60, for a server that is already starting.

        Returns
        -------
        str
            The server's version.

        Raises
        ------
        TimeoutError
            If it does not respond in time; the message has the error of the last attempt.
        """
        return await self._client.run(without_retries(wait_until_ready(timeout)))

    async def _fingerprint(self) -> str:
        try:
            return await self._client.run(get_openapi_fingerprint())
        except InvokeAIError:
            return ""  # without a fingerprint, the document is not cached on disk
