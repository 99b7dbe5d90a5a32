# Made from client_async.py by scripts/make_blocking.py: edit that file, not this one.
"""A client: one server, one set of credentials, one connection pool.

This client has no code for boards, models or workflows. The other packages use it to run flows
(`Client.run`), to get repositories (`Client.repository`), to call hooks (`Client.plugins`) and
to receive events (`Client.events`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, Unpack

import requests

from ivk_core.address import ServerAddress
from ivk_core.arguments import check_argument, check_keywords, rejects_unknown_keywords, setting_names
from ivk_core.auth.base import Auth
from ivk_core.auth.credentials import Credentials, auth_for
from ivk_core.auth.handle import AuthHandle
from ivk_core.client_aio import AioMixin
from ivk_core.client_attributes import ClientAttributes
from ivk_core.client_settings import ClientSettings, checked_url, config_from
from ivk_core.config import ClientConfig
from ivk_core.constructors import Constructors
from ivk_core.flow import Flow, Request, Response, run
from ivk_core.lazy import lazy_property, without_lazy
from ivk_core.logs import apply_environment
from ivk_core.operations.raw import RawCalls
from ivk_core.plugins import PluginManager, load_plugins
from ivk_core.repository import Repository, check_repository
from ivk_core.retry import without_retries
from ivk_core.secret import Secret
from ivk_core.server.handle import Server
from ivk_core.settings import CallSettings
from ivk_core.timeouts import Timeout
from ivk_core.transport.base import wrapped
from ivk_core.transport.caching import ResponseCache
from ivk_core.transport.requests import RequestsTransport
from ivk_core.transport.standard import standard_layers

if TYPE_CHECKING:
    from os import PathLike

    from ivk_core.doctor import Report
    from ivk_core.events.event import Event
    from ivk_core.events.hub import EventHub

__all__ = ["Client"]

R = TypeVar("R")
T = TypeVar("T")


class Client(
    AioMixin,
    Constructors,
    RawCalls,
    ClientAttributes,
):
    """A client of one InvokeAI server.

    Settings that are not passed come from the environment, then from the profile (see `ivk_core.config`).

    Parameters
    ----------
    url : str or ServerAddress, optional
        The server's address; by default ``INVOKEAI_URL``, else ``http://localhost:9090``.
    profile : str, optional
        The name of the profile to read settings from.
    api_key : str or Secret, optional
        Sent as a bearer token; by default ``INVOKEAI_API_KEY``.
    auth : Auth, optional
        Credentials of another kind, such as `LoginAuth`, `BasicAuth`, `HeaderAuth` or `CallableAuth`.
    timeout : float or Timeout, optional
        Seconds to wait for the server in one call; by default 30.
    max_retries : int, optional
        How often a read is retried when the server is busy or cannot be reached; by default 3.
    verify : bool or str, optional
        Whether to check certificates, or the path of a CA bundle (file or folder) to check them against.
    cert : str or tuple of str, optional
        A client certificate: the path of one file, or the paths of certificate and key.
    proxies : mapping of str to str, optional
        The proxy URL for each scheme.
    headers : mapping of str to str, optional
        Headers to send with every request.
    max_connections : int, optional
        The size of the connection pool; by default 64.
    reconnect_timeout : float, optional
        Seconds for which a wait for jobs goes on asking a server that does not answer; by default 300.
    session : requests.Session, optional
        A session to use with its own settings; closing the client does not close it.
    config : ClientConfig, optional
        All settings in one object, instead of the parameters above except `session`.

    Raises
    ------
    ConfigurationError
        If a setting is invalid.
    ArgumentError
        If a parameter does not exist, or is passed together with another one that it would be ignored for.

    Examples
    --------
    >>> with Client("http://localhost:9090") as client:
    ...     client.server.version()
    '6.14.2'
    """

    config: ClientConfig
    credentials: Credentials
    server: Server
    auth: AuthHandle

    @rejects_unknown_keywords
    def __init__(
        self,
        url: str | ServerAddress | None = None,
        *,
        profile: str | None = None,
        api_key: str | Secret | None = None,
        auth: Auth | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int | None = None,
        verify: bool | str | PathLike[str] | None = None,
        cert: str | PathLike[str] | tuple[str | PathLike[str], str | PathLike[str]] | None = None,
        proxies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_connections: int | None = None,
        reconnect_timeout: float | None = None,
        session: requests.Session | None = None,
        config: ClientConfig | None = None,
    ) -> None:
        settings: dict[str, Any] = {
            "url": url,
            "profile": profile,
            "api_key": api_key,
            "auth": auth,
            "timeout": timeout,
            "max_retries": max_retries,
            "verify": verify,
            "cert": cert,
            "proxies": proxies,
            "headers": headers,
            "max_connections": max_connections,
            "reconnect_timeout": reconnect_timeout,
        }
        found = config_from(config, settings, session)
        self._set_up(found, _new_transport(found, session), ResponseCache())

    @classmethod
    def from_url(cls, url: str | ServerAddress, **settings: Unpack[ClientSettings]) -> Self:
        """Make a client for an address.

        Parameters
        ----------
        url : str or ServerAddress
            The server's address, such as ``"localhost:9090"`` or ``"https://host/invoke"``.
        **settings : object
            Any other parameter of the constructor, by name, such as ``timeout=120``.

        Raises
        ------
        ConfigurationError
            If the address or a setting is invalid.
        ArgumentError
            If there is no such setting.
        """
        check_keywords(settings, setting_names(ClientSettings), f"{cls.__name__}.from_url")
        return cls(checked_url(url), **settings)

    def with_options(self, **changes: Unpack[CallSettings]) -> Self:
        """Return a copy with other settings, which shares session, credentials, plugins and events.

        Parameters
        ----------
        **changes : object
            The new ``timeout``, ``max_retries``, ``retry_budget`` or ``headers``; None leaves it unchanged.
            Settings of the connection (address, credentials, certificates, proxies) cannot be changed.

        Returns
        -------
        Client
            Closing the copy closes nothing.

        Raises
        ------
        ConfigurationError
            If a setting is invalid.
        ArgumentError
            If there is no such setting, or it is a setting of the connection.
        """
        config = self.config.with_options(**changes)
        copy = object.__new__(type(self))
        vars(copy).update(without_lazy(self))
        copy._set_up(config, self._transport.with_config(config), self._cache, owner=self._owner or self)
        return copy

    @property
    def session(self) -> requests.Session:
        """The session in use. Settings of the session apply to all later requests."""
        return self._transport.session

    @property
    def plugins(self) -> PluginManager:
        """The plugins of this client, loaded on first use."""
        return self._owner.plugins if self._owner else self._plugins

    @lazy_property
    def _plugins(self) -> PluginManager:
        return load_plugins()

    @property
    def events(self) -> EventHub:
        """The server's events, over one shared Socket.IO connection that is opened on first use."""
        return self._owner.events if self._owner else self._hub

    @lazy_property
    def _hub(self) -> EventHub:
        from ivk_core.events.hub import EventHub  # many programs never open a socket
        from ivk_core.events.socket import open_socket

        hub = EventHub(partial(open_socket, self))
        hub.observe(partial(_invalidate_cache, self._cache))
        self.credentials.reopen_on_change(hub)
        return hub

    def send(self, request: Request) -> Response:
        """Send one request, with credentials and retries of reads.

        Parameters
        ----------
        request : Request
            The request to send.

        Returns
        -------
        Response

        Raises
        ------
        APIError
            If the server responds with an error status.
        InvokeAIError
            If there is no response.
        ArgumentError
            If it is not a request.
        """
        check_argument("request", request, Request, "a Request")
        return self._send(request)

    def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end.

        Parameters
        ----------
        flow : Flow
            The flow. Errors of its requests are raised inside the flow, at its ``yield``.

        Returns
        -------
        object
            The return value of the flow.
        """
        return run(flow, self._send)

    def doctor(self) -> Report:
        """Check the program, the connection and the server for problems.

        Returns
        -------
        Report
            The findings, to print or to read (`is_ok`, `problems`, `to_json`). Nothing on the server changes.
        """
        from ivk_core.doctor.program import check_program
        from ivk_core.doctor.report import Report
        from ivk_core.doctor.server import check_server, registered_checks

        local = check_program(self.config, lambda: self.plugins)
        remote = self.run(without_retries(check_server(registered_checks(lambda: self.plugins))))
        return Report((*local, *remote))

    def repository(self, kind: Callable[[Self], R]) -> R:
        """Return this client's repository of a class, the same object each time.

        Parameters
        ----------
        kind : type of Repository
            The class, such as ``BoardRepository``.

        Returns
        -------
        Repository

        Raises
        ------
        ArgumentError
            If it is not a class of repositories, or one for the other kind of client.
        """
        check_repository(kind, Repository)
        if kind not in self._repositories:
            self._repositories.setdefault(kind, kind(self))  # atomic: the first of several threads wins
        repository: R = self._repositories[kind]
        return repository

    def close(self) -> None:
        """Close the connections. A client that is used after that opens new ones."""
        if self._owner is not None:
            return
        self._drop_async_clients()
        hub = vars(self).pop("_hub", None)
        if hub is not None:
            hub.close()
        self._transport.close()

    def _set_up(
        self,
        config: ClientConfig,
        transport: RequestsTransport,
        cache: ResponseCache,
        *,
        owner: Client | None = None,
    ) -> None:
        apply_environment()
        vars(self)["config"] = config  # vars, because programs cannot assign these attributes
        self._owner = owner
        self._transport = transport
        self._cache = cache
        vars(self)["credentials"] = owner.credentials if owner else Credentials.of(self._auth_of(config))
        self._send = wrapped(transport.send, standard_layers(config, self.credentials, cache))
        self._repositories: dict[Any, Any] = {}
        vars(self)["server"] = owner.server if owner else Server(self)
        vars(self)["auth"] = AuthHandle(self)

    def _auth_of(self, config: ClientConfig) -> Auth:
        return auth_for(
            config.address,
            self._find_secret,
            auth=config.auth,
            api_key=config.secret("api_key"),
            email=config.email,
            password=config.secret("password"),
        )

    @classmethod
    def _from_config(cls, config: ClientConfig, cache: ResponseCache | None = None) -> Self:
        client = object.__new__(cls)
        client._set_up(config, _new_transport(config, None), cache or ResponseCache())
        return client

    def _find_secret(self, kind: str, username: str) -> str | None:
        found: str | None = self.plugins.hook.ivk_find_secret(
            kind=kind, url=self.config.address.root, username=username
        )
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "Clients are not pickled, because they have connections and secrets. Make one in each process, "
            "from the environment or from a profile."
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.config.address)!r})"


def _invalidate_cache(cache: ResponseCache, event: Event) -> None:
    """Drop the cached responses that an event makes out of date."""
    if event.concerns:
        cache.invalidate(event.concerns)


def _new_transport(config: ClientConfig, session: requests.Session | None) -> RequestsTransport:
    return RequestsTransport(config, session)
