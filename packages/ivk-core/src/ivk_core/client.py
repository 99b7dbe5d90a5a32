"""A client: one server, one set of credentials, one pool of connections.

The core's client knows how to talk and nothing of what there is to talk about. Every part asks it for
what it needs: `Client.run` drives a flow, `Client.repository` gives the one repository of a kind,
`Client.plugins` calls hooks, and `Client.events` hears what the server tells.
"""

from __future__ import annotations

from functools import cached_property, partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import requests

from ivk_core.auth import auth_for
from ivk_core.config import ClientConfig
from ivk_core.flow import Flow, Request, Response, run
from ivk_core.plugins import PluginManager, load_plugins
from ivk_core.repository import Repository
from ivk_core.server import Server
from ivk_core.transport.base import wrapped
from ivk_core.transport.requests import RequestsTransport, new_session
from ivk_core.transport.standard import standard_layers

if TYPE_CHECKING:
    from ivk_core.aio import AsyncClient
    from ivk_core.events.hub import EventHub

__all__ = ["Client"]

T = TypeVar("T")
R = TypeVar("R", bound=Repository)


class Client:
    """Talk to one InvokeAI server.

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
    session : requests.Session, optional
        A session of the caller's, used as it is configured; it is not closed with the client.
    config : ClientConfig, optional
        All settings in one, in place of those above.

    Raises
    ------
    ConfigurationError
        If a setting cannot work.

    Examples
    --------
    >>> with Client("http://localhost:9090") as client:
    ...     client.server.version
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
        session: requests.Session | None = None,
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
        self._owns_session = session is None
        self._transport = RequestsTransport(
            self.config.address,
            session or new_session(verify=self.config.verify),
            timeout=self.config.timeout,
        )
        self._send = wrapped(self._transport.send, standard_layers(self.config, self._auth))
        self._repositories: dict[type[Repository], Repository] = {}
        self.server = Server(self)

    @property
    def session(self) -> requests.Session:
        """The live session: mount adapters, set proxies or headers on it."""
        return self._transport.session

    @cached_property
    def plugins(self) -> PluginManager:
        """The plugins of this client, loaded when first needed."""
        return load_plugins()

    @cached_property
    def events(self) -> EventHub:
        """What the server tells, over one shared Socket.IO connection that is opened on first use."""
        from ivk_core.events.hub import EventHub
        from ivk_core.events.socket import Socket

        return EventHub(partial(Socket, self.config, self._auth))

    @cached_property
    def aio(self) -> AsyncClient:
        """The twin of this client for an event loop, with the same settings."""
        from ivk_core.aio import AsyncClient

        return AsyncClient(config=self.config)

    def send(self, request: Request) -> Response:
        """Send one request, with credentials, retries of reads, and errors for error statuses.

        Parameters
        ----------
        request : Request
            What to say.

        Returns
        -------
        Response

        Raises
        ------
        InvokeAIError
            One of the errors that `ivk_core.errors` draws.
        """
        return self._send(request)

    def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its end.

        Parameters
        ----------
        flow : Flow
            What to say, step by step.

        Returns
        -------
        object
            What the flow returns.
        """
        return run(flow, self._send)

    def repository(self, kind: type[R]) -> R:
        """Give this client's repository of a kind; the same one each time.

        Parameters
        ----------
        kind : type of Repository
            Such as ``BoardRepository``.

        Returns
        -------
        Repository
        """
        if kind not in self._repositories:
            self._repositories[kind] = kind(self)
        return self._repositories[kind]  # type: ignore[return-value]

    def close(self) -> None:
        """Close the connections. The client may be used again: it opens new ones."""
        if "events" in self.__dict__:
            self.events.close()
            del self.__dict__["events"]
        if self._owns_session:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.config.address)!r})"
