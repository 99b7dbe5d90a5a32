"""What is known of the server itself, for an event loop: the twin of `ivk_core.server.handle`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivk_core.errors import InvokeAIError
from ivk_core.operations import Document
from ivk_core.server.cache import read_cached, write_cached
from ivk_core.server.calls import get_openapi, get_openapi_mark, get_version
from ivk_core.server.health import Health, check_health
from ivk_core.server.info import Capabilities, ServerInfo, capabilities_of, get_info
from ivk_core.server.waiting import until_ready
from ivk_core.single_flight import SingleFlight

if TYPE_CHECKING:
    from ivk_core.aio import AsyncClient

__all__ = ["AsyncServer"]


class AsyncServer:
    """The server that an async client talks to; the twin of `Server`.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._openapi: dict[str, Any] | None = None
        self._document: Document | None = None
        self._flight: SingleFlight[dict[str, Any]] = SingleFlight()

    async def version(self) -> str:
        """Ask for its version (operation ``app_version``)."""
        return await self._client.run(get_version())

    async def openapi(self) -> dict[str, Any]:
        """Give its description of all operations and nodes; see `Server.openapi`."""
        if self._openapi is None:
            self._openapi = await self._kept_or_fetched()
        return self._openapi

    async def document(self) -> Document:
        """Give its operations, read from its description."""
        if self._document is None:
            self._document = Document(await self.openapi())
        return self._document

    async def capabilities(self) -> Capabilities:
        """Tell what it can do; see `Server.capabilities`."""
        return capabilities_of(await self.openapi(), await self.document())

    async def supports(self, operation: str) -> bool:
        """Tell whether it has an operation; see `Server.supports`."""
        return (await self.document()).find(operation) is not None

    async def info(self) -> ServerInfo:
        """Gather what it tells about itself; see `Server.info`."""
        return await self._client.run(get_info())

    async def health(self) -> Health:
        """Try REST, credentials, queue and socket, once each; see `Server.health`."""
        return await self._client.with_options(max_retries=0).run(check_health())

    async def is_healthy(self) -> bool:
        """Tell whether an InvokeAI answers at this address; never raises for it."""
        try:
            await self._client.run(get_version())
        except InvokeAIError:
            return False
        return True

    async def wait_ready(self, timeout: float = 60.0) -> str:
        """Wait until it answers; see `Server.wait_ready`."""
        return await self._client.with_options(max_retries=0).run(until_ready(timeout))

    async def _kept_or_fetched(self) -> dict[str, Any]:
        key = (self._client.config.address.root, await self.version(), await self._mark())
        found = read_cached(*key) if all(key) else None
        if found is None:
            found = await self._client.run(self._flight.run(lambda: self._openapi, get_openapi))
            if all(key):
                write_cached(found, *key)
        return found

    async def _mark(self) -> str:
        try:
            return await self._client.run(get_openapi_mark())
        except InvokeAIError:
            return ""  # then it is not kept, and fetched each time
