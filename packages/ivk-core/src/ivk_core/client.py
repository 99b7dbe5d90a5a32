"""A client: one server, one set of credentials, one pool of connections.

The core's client knows how to talk and nothing of what there is to talk about. Every part asks it for
what it needs: `Client.run` drives a flow, `Client.repository` gives the one repository of a kind,
`Client.plugins` calls hooks, and `Client.events` hears what the server tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

import requests

from ivk_core.auth import Auth, Credentials, auth_for
from ivk_core.auth.handle import AuthHandle
from ivk_core.config import ClientConfig
from ivk_core.flow import Flow, Request, Response, run
from ivk_core.logs import obey_environment
from ivk_core.once import once
from ivk_core.operations.raw import RawCalls
from ivk_core.plugins import PluginManager, load_plugins
from ivk_core.repository import Repository
from ivk_core.secret import Secret
from ivk_core.server.handle import Server
from ivk_core.sockets import open_socket
from ivk_core.timeouts import Timeout
from ivk_core.transport.base import wrapped
from ivk_core.transport.requests import RequestsTransport, new_session
from ivk_core.transport.standard import standard_layers

if TYPE_CHECKING:
    from ivk_core.aio import AsyncClient
    from ivk_core.doctor import Report
    from ivk_core.events.hub import EventHub
    from ivk_core.loops import OnePerLoop

__all__ = ["Client"]

T = TypeVar("T")
R = TypeVar("R", bound=Repository)


class Client(RawCalls):
    """Talk to one InvokeAI server.

    What is not said here is looked up in the environment, then in the profile (see `ivk_core.config`).

    Parameters
    ----------
    url : str, optional
        Where it is; by default ``INVOKEAI_URL``, else ``http://localhost:9090``.
    profile : str, optional
        The profile to take from what is not said here.
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
        profile: str | None = None,
        api_key: str | Secret | None = None,
        auth: Auth | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int | None = None,
        verify: bool | str | None = None,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
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
        )
        self._set_up(found, session or new_session(found), owner=None)
        self._owns_session = session is None

    @classmethod
    def from_env(cls, **settings: Any) -> Self:
        """Make a client from the environment (``INVOKEAI_URL``, ``INVOKEAI_API_KEY``, ``IVK_PROFILE``, …).

        Parameters
        ----------
        **settings : object
            What to set otherwise, by the names of `ClientConfig`.

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
            The profile. What it says counts more than the environment, for it was named in the program.
        **settings : object
            What to set otherwise, by the names of `ClientConfig`.

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
        """Give a copy with other settings, which shares session, credentials, plugins and events.

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
        ConfigurationError
            If a setting cannot work.
        TypeError
            If there is no such setting.
        """
        config = self.config.with_options(**changes)
        twin = object.__new__(type(self))
        kept = {name: value for name, value in vars(self).items() if not _is_cached(type(self), name)}
        vars(twin).update(kept)
        twin._set_up(config, self.session, owner=self._owner or self)
        return twin

    @property
    def session(self) -> requests.Session:
        """The live session: mount adapters, set proxies or headers on it."""
        return self._transport.session

    @once
    def plugins(self) -> PluginManager:
        """Give the plugins of this client, loaded when first needed."""
        return self._owner.plugins if self._owner else load_plugins()

    @property
    def events(self) -> EventHub:
        """What the server tells, over one shared Socket.IO connection that is opened on first use."""
        return self._owner.events if self._owner else self._hub

    @once
    def _hub(self) -> EventHub:
        from ivk_core.events.hub import EventHub

        hub = EventHub(partial(open_socket, self))
        self.credentials.watch(hub)
        return hub

    @property
    def aio(self) -> AsyncClient:
        """The twin of this client for the running event loop, with the same settings and credentials.

        Each loop has one of its own, which is closed with this client, or with the loop.
        """
        return self._twins.get()

    @once
    def _twins(self) -> OnePerLoop[AsyncClient]:
        from ivk_core.aio import AsyncClient
        from ivk_core.loops import OnePerLoop

        return OnePerLoop(lambda: AsyncClient(config=replace(self.config, auth=self.credentials)))

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

    def doctor(self) -> Report:
        """Look for everything that could be wrong between this program and the server.

        Returns
        -------
        Report
            Print it, ask it (`Report.is_ok`, `Report.problems`), or write it with `Report.to_json`.
            Nothing is changed, and nothing is raised for what is wrong.
        """
        from ivk_core.doctor.program import look_at_program
        from ivk_core.doctor.report import Report
        from ivk_core.doctor.server import ask_server

        here = look_at_program(self.config, lambda: self.plugins)
        there = self.with_options(max_retries=0).run(ask_server())
        return Report((*here, *there))

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
            self._repositories.setdefault(kind, kind(self))
        return self._repositories[kind]  # type: ignore[return-value]

    def close(self) -> None:
        """Close the connections, those of its async twins as well; used again, it opens new ones.

        Where an event loop runs, its twin is closed when the loop comes to it.
        """
        if self._owner is not None:
            return
        vars(self).pop("_twins", None)  # which closes them, for nobody holds them any longer
        hub = vars(self).pop("_hub", None)
        if hub is not None:
            hub.close()
        if self._owns_session:
            self._transport.close()

    def _set_up(self, config: ClientConfig, session: requests.Session, *, owner: Client | None) -> None:
        obey_environment()
        self.config = config
        self._owner = owner
        self._owns_session = owner is None
        self.credentials: Credentials = (
            owner.credentials if owner else Credentials.of(auth_for(config, self._find_secret))
        )
        self._transport = RequestsTransport(config.address, session, timeout=config.timeout)
        self._send = wrapped(self._transport.send, standard_layers(config, self.credentials))
        self._repositories: dict[type[Repository], Repository] = {}
        self.server: Server = owner.server if owner else Server(self)
        self.auth = AuthHandle(self)

    @classmethod
    def _from_config(cls, config: ClientConfig) -> Self:
        client = object.__new__(cls)
        client._set_up(config, new_session(config), owner=None)
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


def _is_cached(kind: type, name: str) -> bool:
    return isinstance(getattr(kind, name, None), cached_property)
