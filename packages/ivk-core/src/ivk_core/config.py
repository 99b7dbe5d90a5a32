"""The settings of a client, from four sources: arguments, the environment, a profile, defaults.

The first source that has a setting wins. A profile that the program names takes precedence over the
environment; a profile that ``IVK_PROFILE`` names, or the default profile, comes after it.

Credentials are not mixed: all of them come from the first source that has any, except that a password without
an e-mail belongs to the account in a later source. Within one source, ``auth`` comes before ``api_key``, then
``email``, then a user name in the address. The credentials of a profile are sent only to the profile's own
server.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, NoReturn, Unpack

from ivk_core.address import ServerAddress
from ivk_core.arguments import check_keywords, setting_names
from ivk_core.auth.base import Auth
from ivk_core.config_values import checked
from ivk_core.errors import ArgumentError, ConfigurationError
from ivk_core.frozen import without_assignment
from ivk_core.profiles import find_profile
from ivk_core.secret import Secret
from ivk_core.settings import CallSettings, Settings
from ivk_core.timeouts import Timeout
from ivk_core.variables import API_KEY_VARIABLE, URL_VARIABLE, VARIABLES, read_variables

__all__ = ["API_KEY_VARIABLE", "DEFAULT_URL", "URL_VARIABLE", "VARIABLES", "ClientConfig"]

DEFAULT_URL = "http://localhost:9090"

_CREDENTIALS = ("auth", "api_key", "email", "password")
_OPTIONS = setting_names(CallSettings)
_SOURCES = frozenset({"url", "profile", "environment"})


@without_assignment(
    "client.with_options(…) and dataclasses.replace(config, …) return a copy with other settings."
)
@dataclass(frozen=True)
class ClientConfig:
    """The settings of one client.

    Parameters
    ----------
    address : ServerAddress
        The server's address.
    api_key : str or Secret, optional
        Sent as a bearer token.
    timeout : float or Timeout
        Seconds to wait for the server: one number for connecting and for reading, or a `Timeout`.
    max_retries : int
        How often a read is retried when the server is busy or cannot be reached.
    verify : bool or str
        Whether to check certificates, or the path of a CA bundle (file or folder) to check them against.
    headers : mapping of str to str
        Headers to send with every request. The `repr` does not show them.
    auth : Auth, optional
        Credentials of any kind; `api_key`, `email` and `password` are then ignored.
    email : str, optional
        The e-mail of the account, on a server in multi-user mode.
    password : str or Secret, optional
        The password of the account; by default the plugins are asked for it (`ivk_find_secret`).
    cert : str or tuple of str, optional
        A client certificate: the path of one file, or the paths of certificate and key.
    proxies : mapping of str to str
        The proxy URL for each scheme, in addition to those of the environment. The `repr` does not show them.
    retry_budget : float
        Seconds that all pauses between the retries of one call may take together.
    reconnect_timeout : float
        Seconds for which a wait for jobs goes on asking a server that does not answer, before it raises an
        error; ``math.inf`` for ever, 0 not at all.
    max_connections : int
        The size of the connection pool. `AsyncClient` opens no more connections, and further calls wait for a
        free one. `Client` opens more when more threads need them, and keeps this many open.

    Raises
    ------
    ConfigurationError
        If a setting is invalid.
    """

    address: ServerAddress
    api_key: str | Secret | None = field(default=None, repr=False)
    # A server that loads a model may not respond for several seconds; a server that hangs is still reported.
    timeout: float | Timeout = 30.0
    # Three pauses (at most 0.25, 0.5 and 1 second) bridge a short overload, and an outage is reported soon.
    max_retries: int = 3
    verify: bool | str = True
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: Auth | None = field(default=None, repr=False)
    email: str | None = None
    password: str | Secret | None = field(default=None, repr=False)
    cert: str | tuple[str, str] | None = None
    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    # A user waits about a minute for one call; the program has to handle longer outages.
    retry_budget: float = 60.0
    # A server that loads a large model, or is restarted, may not answer for minutes.
    reconnect_timeout: float = 300.0
    # More connections do not make one InvokeAI faster, and some proxies refuse more from one client.
    max_connections: int = 64

    def __post_init__(self) -> None:
        if not isinstance(self.address, ServerAddress):
            raise ConfigurationError(
                f"address={self.address!r} must be a ServerAddress.",
                hint="ServerAddress.parse(url) makes one, and ClientConfig.find(url) makes the settings.",
            )
        for field_ in fields(self):
            if field_.name != "address":
                object.__setattr__(self, field_.name, checked(field_.name, getattr(self, field_.name)))

    @classmethod
    def find(
        cls,
        url: str | ServerAddress | None = None,
        *,
        profile: str | None = None,
        environment: Mapping[str, str] | None = None,
        **settings: Unpack[Settings],
    ) -> ClientConfig:
        """Collect the settings from all sources.

        Parameters
        ----------
        url : str or ServerAddress, optional
            The server's address.
        profile : str, optional
            The name of the profile to read settings from.
        environment : mapping of str to str, optional
            The environment variables; by default those of this process.
        **settings : object
            Any other parameter of this class; None if it is not set.

        Returns
        -------
        ClientConfig

        Raises
        ------
        ConfigurationError
            If the profile does not exist, or a setting is invalid.
        ArgumentError
            If there is no such setting.
        """
        check_keywords(settings, setting_names(Settings) | _SOURCES, "ClientConfig.find")
        environment = os.environ if environment is None else environment
        arguments = {name: value for name, value in settings.items() if value is not None}
        if "headers" in arguments:
            checked("headers", arguments["headers"])  # they are merged before the others are checked
        from_environment = read_variables(environment)
        from_profile = find_profile(profile, environment)
        layers = [arguments | ({} if url is None else {"url": url}), from_environment, from_profile]
        if profile is not None:  # the program names the profile, so it takes precedence
            layers = [layers[0], from_profile, from_environment]
        return cls(**_merged(layers, from_profile))

    def secret(self, name: Literal["api_key", "password"]) -> Secret | None:
        """Return the API key or the password as a `Secret`; None if it is not set."""
        text: str | Secret | None = getattr(self, name)
        return None if text is None else Secret(text)

    def with_options(self, **changes: Unpack[CallSettings]) -> ClientConfig:
        """Return a copy with other values of the settings of `CallSettings`.

        Parameters
        ----------
        **changes : object
            The new values by name; None leaves a value unchanged.

        Returns
        -------
        ClientConfig

        Raises
        ------
        ConfigurationError
            If a value is invalid.
        ArgumentError
            If there is no such setting, or it is a setting of the connection.
        """
        _check_options(changes)
        wanted: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
        return replace(self, **wanted)

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "The settings of a client may contain secrets and are not pickled. "
            "Let the other process read them from its environment or from a profile."
        )


def _check_options(changes: Mapping[str, object]) -> None:
    of_connection = sorted(changes.keys() & ((setting_names(Settings) | _SOURCES) - _OPTIONS))
    if of_connection:
        raise ArgumentError(
            f"with_options() cannot change {', '.join(of_connection)}: the copy shares the connections. "
            f"It takes {', '.join(sorted(_OPTIONS))}.",
            hint="Make another client for it.",
        )
    check_keywords(changes, _OPTIONS, "with_options")


def _merged(layers: Sequence[Mapping[str, Any]], profile: Mapping[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for layer in reversed(layers):
        merged |= {name: value for name, value in layer.items() if name not in _CREDENTIALS}
    merged["headers"] = {**profile.get("headers", {}), **merged.get("headers", {})}
    address = ServerAddress.parse(merged.pop("url", DEFAULT_URL))
    # Headers of a profile may contain credentials too, so they are only sent to the profile's own server.
    trusted = [layer for layer in layers if layer is not profile or _is_meant_for(address, profile)]
    if profile not in trusted:
        merged["headers"] = {
            n: v for n, v in merged["headers"].items() if n not in profile.get("headers", {})
        }
    return {**merged, "address": address, **_first_credentials(trusted)}


def _is_meant_for(address: ServerAddress, profile: Mapping[str, Any]) -> bool:
    return "url" not in profile or ServerAddress.parse(profile["url"]).root == address.root


def _first_credentials(layers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for layer in layers:
        here = {name: layer[name] for name in _CREDENTIALS if layer.get(name) is not None}
        if not found:
            found = here
        elif found.keys() == {"password"} and "email" in here:
            # A password alone is that of the account in a later source.
            return {"email": here["email"], **found}
    if found.keys() == {"password"}:
        raise ConfigurationError(
            "There is a password in the settings of the client, and no e-mail of the account.",
            hint="Pass email=…, or set INVOKEAI_EMAIL.",
        )
    return found
