"""The client for an event loop: the same settings, the same flows, the same errors, to be awaited.

It needs aiohttp, which comes with ``pip install "ivk-core[async]"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from ivk_core.auth import Auth, Credentials, auth_for
from ivk_core.auth.aio import AsyncAuthHandle
from ivk_core.config import ClientConfig
from ivk_core.errors import MissingPartError
from ivk_core.flow import Flow, Request, Response, run_async
from ivk_core.logs import obey_environment
from ivk_core.operations.raw import AsyncRawCalls
from ivk_core.plugins import PluginManager, load_plugins
from ivk_core.repository import AsyncRepository
from ivk_core.secret import Secret
from ivk_core.server.aio import AsyncServer
from ivk_core.sockets import open_async_socket
from ivk_core.timeouts import Timeout
from ivk_core.transport.base import wrapped_async
from ivk_core.transport.standard import standard_layers

if TYPE_CHECKING:
    import aiohttp

    from ivk_core.doctor import Report
    from ivk_core.events.async_hub import AsyncEventHub
    from ivk_core.transport.aiohttp import AiohttpTransport

__all__ = ["AsyncClient"]

T = TypeVar("T")
R = TypeVar("R", bound=AsyncRepository)


class AsyncClient(AsyncRawCalls):
    """Talk to one InvokeAI server from an event loop; the twin of `ivk_core.client.Client`.

    Parameters
    ----------
    url : str, optional
        Where it is; by default ``INVOKEAI_URL``, else ``http://localhost:9090``.
    profile, api_key, auth, timeout, max_retries, verify, cert, proxies, headers, config
        As for `Client`.

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
        profile: str | None = None,
        api_key: str | Secret | None = None,
        auth: Auth | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int | None = None,
        verify: bool | str | None = None,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        config: ClientConfig | None = None,
    ) -> None:
        found = config or ClientConfig.find(
            url,
            profile=profile,
            api_key=api_key,
            auth=auth,
            timeout=timeout,
            max_retries=max_retries,
            verify=verify,
            cert=cert,
            proxies=proxies,
            headers=headers,
        )
        self._set_up(found, _new_transport(found), owner=None)

    @classmethod
    def from_env(cls, **settings: Any) -> Self:
        """Make a client from the environment; the twin of `Client.from_env`."""
        return cls._from_config(ClientConfig.find(**settings))

    @classmethod
    def from_profile(cls, name: str, **settings: Any) -> Self:
        """Make a client from a profile; the twin of `Client.from_profile`."""
        return cls._from_config(ClientConfig.find(profile=name, **settings))

    def with_options(self, **changes: Any) -> Self:
        """Give a copy with other settings that shares all else; the twin of `Client.with_options`."""
        config = self.config.with_options(**changes)
        twin = object.__new__(type(self))
        twin._set_up(config, self._transport.with_timeout(config.timeout), owner=self._owner or self)
        return twin

    @property
    def session(self) -> aiohttp.ClientSession:
        """The live session of the running loop."""
        return self._transport.session

    @cached_property
    def plugins(self) -> PluginManager:
        """The plugins of this client, loaded when first needed."""
        return self._owner.plugins if self._owner else load_plugins()

    @property
    def events(self) -> AsyncEventHub:
        """What the server tells, over one shared Socket.IO connection that is opened on first use."""
        return self._owner.events if self._owner else self._hub

    @cached_property
    def _hub(self) -> AsyncEventHub:
        from ivk_core.events.async_hub import AsyncEventHub

        hub = AsyncEventHub(partial(open_async_socket, self))
        self.credentials.watch(hub)
        return hub

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

    async def doctor(self) -> Report:
        """Look for everything that could be wrong; the twin of `Client.doctor`."""
        from ivk_core.doctor.program import look_at_program
        from ivk_core.doctor.report import Report
        from ivk_core.doctor.server import ask_server

        here = look_at_program(self.config, lambda: self.plugins)
        there = await self.with_options(max_retries=0).run(ask_server())
        return Report((*here, *there))

    def repository(self, kind: type[R]) -> R:
        """Give this client's repository of a kind; the same one each time."""
        if kind not in self._repositories:
            self._repositories[kind] = kind(self)
        return self._repositories[kind]  # type: ignore[return-value]

    async def close(self) -> None:
        """Close the connections."""
        if self._owner is not None:
            return
        hub = vars(self).pop("_hub", None)
        if hub is not None:
            await hub.close()
        await self._transport.close()

    def _set_up(
        self, config: ClientConfig, transport: AiohttpTransport, *, owner: AsyncClient | None
    ) -> None:
        obey_environment()
        self.config = config
        self._owner = owner
        self.credentials: Credentials = (
            owner.credentials if owner else Credentials.of(auth_for(config, self._find_secret))
        )
        self._transport = transport
        self._send = wrapped_async(transport.send, standard_layers(config, self.credentials))
        self._repositories: dict[type[AsyncRepository], AsyncRepository] = {}
        self.server: AsyncServer = owner.server if owner else AsyncServer(self)
        self.auth = AsyncAuthHandle(self)

    @classmethod
    def _from_config(cls, config: ClientConfig) -> Self:
        client = object.__new__(cls)
        client._set_up(config, _new_transport(config), owner=None)
        return client

    def _find_secret(self, kind: str, username: str) -> str | None:
        found: str | None = self.plugins.hook.ivk_find_secret(
            kind=kind, url=self.config.address.root, username=username
        )
        return found

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __reduce__(self) -> NoReturn:
        raise TypeError("A client is not pickled: it holds connections and secrets.")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.config.address)!r})"


def _new_transport(config: ClientConfig) -> AiohttpTransport:
    try:
        from ivk_core.transport.aiohttp import AiohttpTransport
    except ImportError as error:
        raise MissingPartError(
            "The async client needs aiohttp, which is not installed.",
            hint='pip install "ivk-core[async]"',
        ) from error
    return AiohttpTransport(config)
