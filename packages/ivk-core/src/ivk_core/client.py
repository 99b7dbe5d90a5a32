# Made from client_async.py by scripts/make_blocking.py: edit that file, not this one.
"""A client: one server, one set of credentials, one pool of connections.

The core's client knows how to talk to a server and nothing of what is on it. Every part asks it for what it
needs: `Client.run` runs a flow, `Client.repository` returns the one repository of a kind,
`Client.plugins` calls hooks, and `Client.events` receives what the server sends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

import requests

from ivk_core.auth.base import Auth
from ivk_core.auth.credentials import Credentials, auth_for
from ivk_core.auth.handle import AuthHandle
from ivk_core.client_aio import OffersAsyncClient
from ivk_core.config import ClientConfig
from ivk_core.flow import Flow, Request, Response, run
from ivk_core.lazy import lazy_property, without_lazy
from ivk_core.logs import apply_environment
from ivk_core.operations.raw import RawCalls
from ivk_core.plugins import PluginManager, load_plugins
from ivk_core.retry import without_retries
from ivk_core.secret import Secret
from ivk_core.server.handle import Server
from ivk_core.timeouts import Timeout
from ivk_core.transport.base import wrapped
from ivk_core.transport.caching import AnswerCache
from ivk_core.transport.requests import RequestsTransport
from ivk_core.transport.standard import standard_layers

if TYPE_CHECKING:
    from ivk_core.doctor import Report
    from ivk_core.events.event import Event
    from ivk_core.events.hub import EventHub

__all__ = ["Client"]

R = TypeVar("R")
T = TypeVar("T")


class Client(
    OffersAsyncClient,
    RawCalls,
):
    """Talk to one InvokeAI server.

    What is not given here is looked up in the environment, then in the profile (see `ivk_core.config`).

    Parameters
    ----------
    url : str, optional
        Where it is; by default ``INVOKEAI_URL``, else ``http://localhost:9090``.
    profile : str, optional
        The profile that settings come from which are not given here.
    api_key : str or Secret, optional
        Sent as a bearer token; by default ``INVOKEAI_API_KEY``.
    auth : Auth, optional
        Credentials of another kind, such as `LoginAuth`, `BasicAuth`, `HeaderAuth` or `CallableAuth`.
    timeout : float or Timeout, optional
        Seconds to wait for the server in one call; by default 30.
    max_retries : int, optional
        How many times a read is repeated when the server is busy or cannot be reached; by default 3.
    verify : bool or str, optional
        Whether to check certificates, or the path of the authorities to check them against.
    cert : str or tuple of str, optional
        A client certificate: one file, or those of certificate and key.
    proxies : mapping of str to str, optional
        The proxy for each scheme.
    headers : mapping of str to str, optional
        Sent with every request.
    max_connections : int, optional
        How many connections to the server to keep at most; by default 64.
    session : requests.Session, optional
        A session of the caller, used as it is configured; it is not closed with the client.
    config : ClientConfig, optional
        All settings in one object, instead of those above.

    Raises
    ------
    ConfigurationError
        If a setting cannot work.

    Examples
    --------
    >>> with Client("http://localhost:9090") as client:
    ...     client.server.version()
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
        max_connections: int | None = None,
        session: requests.Session | None = None,
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
            max_connections=max_connections,
        )
        self._set_up(found, _new_transport(found, session), AnswerCache())

    @classmethod
    def from_url(cls, url: str, **settings: Any) -> Self:
        """Make a client for an address.

        Parameters
        ----------
        url : str
            Such as ``"localhost:9090"`` or ``"https://host/invoke"``.
        **settings : object
            Any other parameter of the constructor, by name.

        Raises
        ------
        ConfigurationError
            If it is not an address, or a setting cannot work.
        """
        return cls(url, **settings)

    @classmethod
    def from_env(cls, **settings: Any) -> Self:
        """Make a client from the environment (``INVOKEAI_URL``, ``INVOKEAI_API_KEY``, ``IVK_PROFILE``, …).

        Parameters
        ----------
        **settings : object
            Settings that differ, by the names of `ClientConfig`.

        Returns
        -------
        Client

        Raises
        ------
        ConfigurationError
            If a setting cannot work.
        """
        return cls._from_config(ClientConfig.find(**settings))

    @classmethod
    def from_profile(cls, name: str, **settings: Any) -> Self:
        """Make a client from a profile in ``~/.config/ivk/config.toml``.

        Parameters
        ----------
        name : str
            The profile. Its settings count more than the environment, because it was named in the program.
        **settings : object
            Settings that differ, by the names of `ClientConfig`.

        Returns
        -------
        Client

        Raises
        ------
        ConfigurationError
            If there is no such profile, or a setting cannot work.
        """
        return cls._from_config(ClientConfig.find(profile=name, **settings))

    def with_options(self, **changes: Any) -> Self:
        """Return a copy with other settings, which shares session, credentials, plugins and events.

        Parameters
        ----------
        **changes : object
            Such as ``timeout=120`` or ``max_retries=0``, by the names of `ClientConfig`; not those that
            belong to the connection (address, credentials, certificates, proxies).

        Returns
        -------
        Client
            Cheap to make; closing it closes nothing.

        Raises
        ------
        ConfigurationError, TypeError
            If a setting cannot work, or there is no such setting.
        """
        config = self.config.with_options(**changes)
        copy = object.__new__(type(self))
        vars(copy).update(without_lazy(self))
        copy._set_up(config, self._transport.with_config(config), self._cache, owner=self._owner or self)
        return copy

    @property
    def session(self) -> requests.Session:
        """The live session: what is set on it counts for all requests."""
        return self._transport.session

    @property
    def plugins(self) -> PluginManager:
        """The plugins of this client, loaded when first needed."""
        return self._owner.plugins if self._owner else self._plugins

    @lazy_property
    def _plugins(self) -> PluginManager:
        return load_plugins()

    @property
    def events(self) -> EventHub:
        """What the server sends, over one shared Socket.IO connection that is opened on first use."""
        return self._owner.events if self._owner else self._hub

    @lazy_property
    def _hub(self) -> EventHub:
        from ivk_core.events.hub import EventHub  # most programs that only ask need no socket
        from ivk_core.events.socket import open_socket

        hub = EventHub(partial(open_socket, self))
        hub.observe(partial(_forget_stale_answers, self._cache))
        self.credentials.reopen_on_change(hub)
        return hub

    def send(self, request: Request) -> Response:
        """Send one request, with credentials, retries of reads, and errors for error statuses.

        Parameters
        ----------
        request : Request
            What to send.

        Returns
        -------
        Response

        Raises
        ------
        InvokeAIError
        """
        return self._send(request)

    def run(self, flow: Flow[T]) -> T:
        """Run a flow to its end.

        Parameters
        ----------
        flow : Flow
            Yields requests, and receives their responses.

        Returns
        -------
        object
        """
        return run(flow, self._send)

    def doctor(self) -> Report:
        """Look for everything that could be wrong between this program and the server.

        Returns
        -------
        Report
            Print it, ask it (`Report.is_ok`, `Report.problems`), or write it with `Report.to_json`. Nothing
            is changed, and nothing is raised for what is wrong.
        """
        from ivk_core.doctor.program import look_at_program
        from ivk_core.doctor.report import Report
        from ivk_core.doctor.server import ask_server, registered_checks

        here = look_at_program(self.config, lambda: self.plugins)
        there = self.run(without_retries(ask_server(registered_checks(lambda: self.plugins))))
        return Report((*here, *there))

    def repository(self, kind: Callable[[Self], R]) -> R:
        """Return this client's repository of a kind; the same one each time.

        Parameters
        ----------
        kind : type of Repository
            Such as ``BoardRepository``.

        Returns
        -------
        Repository
        """
        if kind not in self._repositories:
            self._repositories.setdefault(kind, kind(self))
        repository: R = self._repositories[kind]
        return repository

    def close(self) -> None:
        """Close the connections; used again, the client opens new ones."""
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
        cache: AnswerCache,
        *,
        owner: Client | None = None,
    ) -> None:
        apply_environment()
        self.config = config
        self._owner = owner
        self._transport = transport
        self._cache = cache
        self.credentials: Credentials = owner.credentials if owner else Credentials.of(self._auth_of(config))
        self._send = wrapped(transport.send, standard_layers(config, self.credentials, cache))
        self._repositories: dict[Any, Any] = {}
        self.server: Server = owner.server if owner else Server(self)
        self.auth = AuthHandle(self)

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
    def _from_config(cls, config: ClientConfig, cache: AnswerCache | None = None) -> Self:
        client = object.__new__(cls)
        client._set_up(config, _new_transport(config, None), cache or AnswerCache())
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
            "A client is not pickled: it holds connections and secrets. Make one in each process, "
            "from the environment or from a profile."
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.config.address)!r})"


def _forget_stale_answers(cache: AnswerCache, event: Event) -> None:
    """Drop the answers that an event makes out of date."""
    if event.concerns:
        cache.forget(event.concerns)


def _new_transport(config: ClientConfig, session: requests.Session | None) -> RequestsTransport:
    return RequestsTransport(config, session)
