"""The client for an event loop: the same settings, the same flows, the same errors, to be awaited.

It needs aiohttp, which comes with ``pip install "ivk-core[async]"``.
"""

from __future__ import annotations

from functools import cached_property, partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ivk_core.auth import auth_for
from ivk_core.config import ClientConfig
from ivk_core.errors import InvokeAIError, MissingPartError
from ivk_core.flow import Flow, Request, Response, run_async
from ivk_core.plugins import PluginManager, load_plugins
from ivk_core.repository import AsyncRepository
from ivk_core.server import get_openapi, get_version
from ivk_core.transport.base import wrapped_async
from ivk_core.transport.standard import standard_layers

if TYPE_CHECKING:
    from ivk_core.events.async_hub import AsyncEventHub
    from ivk_core.transport.aiohttp import AiohttpTransport

__all__ = ["AsyncClient", "AsyncServer"]

T = TypeVar("T")
R = TypeVar("R", bound=AsyncRepository)


class AsyncClient:
    """Talk to one InvokeAI server from an event loop; the twin of `ivk_core.client.Client`.

    Parameters
    ----------
    url : str, optional
        Where it is; by default ``INVOKEAI_URL``, else ``http://localhost:9090``.
    api_key : str, optional
        Sent as a bearer token; by default ``INVOKEAI_API_KEY``.
    timeout : float
        Seconds to wait for the server in one call.
    max_retries : int
        How many times a read is repeated when the server is busy or cannot be reached.
    verify : bool or str
        Whether to check certificates, or the path of the authorities to check them against.
    headers : mapping of str to str, optional
        Sent with every request.
    config : ClientConfig, optional
        All settings in one, in place of those above.

    Raises
    ------
    ConfigurationError
        If a setting cannot work.
    MissingPartError
        If aiohttp is not installed.

    Examples
    --------
    >>> async with AsyncClient("http://localhost:9090") as client:
    ...     await client.server.version()
    '6.14.2'
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        api_key: str | None = None,
        timeout: float = 30.0,
        max_retries: int = 3,
        verify: bool | str = True,
        headers: dict[str, str] | None = None,
        config: ClientConfig | None = None,
    ) -> None:
        self.config = config or ClientConfig(
            address=ClientConfig.address_from(url),
            api_key=ClientConfig.api_key_from(api_key),
            timeout=timeout,
            max_retries=max_retries,
            verify=verify,
            headers=headers or {},
        )
        self._auth = auth_for(self.config.address, self.config.api_key)
        self._transport = _new_transport(self.config)
        self._send = wrapped_async(self._transport.send, standard_layers(self.config, self._auth))
        self._repositories: dict[type[AsyncRepository], AsyncRepository] = {}
        self.server = AsyncServer(self)

    @cached_property
    def plugins(self) -> PluginManager:
        """The plugins of this client, loaded when first needed."""
        return load_plugins()

    @cached_property
    def events(self) -> AsyncEventHub:
        """What the server tells, over one shared Socket.IO connection that is opened on first use."""
        from ivk_core.events.async_hub import AsyncEventHub
        from ivk_core.events.socket import AsyncSocket

        return AsyncEventHub(partial(AsyncSocket.open, self.config, self._auth))

    async def send(self, request: Request) -> Response:
        """Send one request; the twin of `Client.send`.

        Raises
        ------
        InvokeAIError
            One of the errors that `ivk_core.errors` draws.
        """
        return await self._send(request)

    async def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its end; the twin of `Client.run`."""
        return await run_async(flow, self._send)

    def repository(self, kind: type[R]) -> R:
        """Give this client's repository of a kind; the same one each time."""
        if kind not in self._repositories:
            self._repositories[kind] = kind(self)
        return self._repositories[kind]  # type: ignore[return-value]

    async def close(self) -> None:
        """Close the connections. The client may be used again: it opens new ones."""
        if "events" in self.__dict__:
            await self.events.close()
            del self.__dict__["events"]
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.config.address)!r})"


class AsyncServer:
    """The server that an async client talks to; the twin of `ivk_core.server.Server`.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._openapi: dict[str, Any] | None = None

    async def version(self) -> str:
        """Ask for its version (operation ``app_version``)."""
        return await self._client.run(get_version())

    async def openapi(self) -> dict[str, Any]:
        """Fetch its description of all operations and nodes; fetched once."""
        if self._openapi is None:
            self._openapi = await self._client.run(get_openapi())
        return self._openapi

    async def is_healthy(self) -> bool:
        """Tell whether an InvokeAI answers at this address; never raises for it."""
        try:
            await self._client.run(get_version())
        except InvokeAIError:
            return False
        return True


def _new_transport(config: ClientConfig) -> AiohttpTransport:
    try:
        from ivk_core.transport.aiohttp import AiohttpTransport
    except ImportError as error:
        raise MissingPartError(
            "The async client needs aiohttp, which is not installed.",
            hint='pip install "ivk-core[async]"',
        ) from error
    return AiohttpTransport(config.address, timeout=config.timeout, verify=config.verify)
