"""What is known of the server itself: ``client.server``."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from ivk_core.config import ClientConfig
from ivk_core.doctor.server import registered_checks
from ivk_core.errors import InvokeAIError
from ivk_core.flow import Flow
from ivk_core.lazy import lazy_method
from ivk_core.operations import Document
from ivk_core.plugins import PluginManager
from ivk_core.retry import without_retries
from ivk_core.server.cache import read_cached, write_cached
from ivk_core.server.calls import get_openapi, get_openapi_mark, get_version
from ivk_core.server.health import Health, check_health
from ivk_core.server.info import Capabilities, ServerInfo, capabilities_of, get_info
from ivk_core.server.readiness import until_ready

__all__ = ["AsyncServer"]

T = TypeVar("T")


class _AsyncClient(Protocol):
    config: ClientConfig

    @property
    def plugins(self) -> PluginManager: ...

    async def run(self, flow: Flow[T]) -> T: ...


class AsyncServer:
    """The server that a client talks to.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    """

    def __init__(self, client: _AsyncClient) -> None:
        self._client = client

    @lazy_method
    async def version(self) -> str:
        """Its version, such as ``"6.14.2"``; asked for once (operation ``app_version``)."""
        return await self._client.run(get_version())

    @lazy_method
    async def openapi(self) -> dict[str, Any]:
        """Its description of all operations and nodes, as JSON.

        It is about 2 MB. It is fetched when first needed, and kept on disk until the server changes.
        """
        key = (self._client.config.address.root, await self.version(), await self._mark())
        found = read_cached(*key) if all(key) else None
        if found is None:
            found = await self._client.run(get_openapi())
            if all(key):
                write_cached(found, *key)
        return found

    @lazy_method
    async def document(self) -> Document:
        """Its operations, read from its description."""
        return Document(await self.openapi())

    async def capabilities(self) -> Capabilities:
        """Return what it can do: its operations, node types and features, by its own description."""
        return capabilities_of(await self.openapi(), await self.document())

    async def supports(self, operation: str) -> bool:
        """Return whether it has an operation.

        Parameters
        ----------
        operation : str
            Its id, such as ``"list_videos"``.
        """
        return (await self.document()).find(operation) is not None

    async def info(self) -> ServerInfo:
        """Collect what it says about itself: version, accounts, dependencies, and what parts add."""
        return await self._client.run(get_info(self._client.plugins.hook.ivk_describe_server()))

    async def health(self) -> Health:
        """Try REST, credentials, queue and socket, once each, with the time that each took.

        Returns
        -------
        Health
            What fails is reported in it, not raised.
        """
        checks = registered_checks(lambda: self._client.plugins)
        return await self._client.run(without_retries(check_health(checks)))

    async def is_healthy(self) -> bool:
        """Return whether an InvokeAI answers at this address (``app_version``); no error is raised."""
        try:
            await self._client.run(get_version())
        except InvokeAIError:
            return False
        return True

    async def wait_ready(self, timeout: float = 60.0) -> str:
        """Wait until it answers.

        Parameters
        ----------
        timeout : float
            Seconds to wait at most.

        Returns
        -------
        str
            Its version.

        Raises
        ------
        TimeoutError
            If it does not answer in time; the error says what the last attempt met.
        """
        return await self._client.run(without_retries(until_ready(timeout)))

    async def _mark(self) -> str:
        try:
            return await self._client.run(get_openapi_mark())
        except InvokeAIError:
            return ""  # then it is not kept on disk, and fetched each time
