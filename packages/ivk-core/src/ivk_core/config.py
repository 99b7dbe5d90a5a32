"""The settings of a client, from four sources: arguments, the environment, a profile, defaults.

The first source that has a setting wins. A profile that the program names takes precedence over the
environment; a profile that ``IVK_PROFILE`` names, or the default profile, comes after it. Credentials are not
mixed: all of them come from the first source that has any. The credentials of a profile are sent only to the
profile's own server.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NoReturn

from ivk_core.address import ServerAddress
from ivk_core.auth.base import Auth
from ivk_core.errors import ConfigurationError
from ivk_core.profiles import find_profile
from ivk_core.secret import Secret
from ivk_core.timeouts import Timeout

__all__ = [
    "API_KEY_VARIABLE",
    "DEFAULT_URL",
    "URL_VARIABLE",
    "VARIABLES",
    "ClientConfig",
]

URL_VARIABLE = "INVOKEAI_URL"
API_KEY_VARIABLE = "INVOKEAI_API_KEY"
DEFAULT_URL = "http://localhost:9090"

VARIABLES: Mapping[str, str] = {
    URL_VARIABLE: "url",
    API_KEY_VARIABLE: "api_key",
    "INVOKEAI_EMAIL": "email",
    "INVOKEAI_PASSWORD": "password",
    "INVOKEAI_TIMEOUT": "timeout",
    "INVOKEAI_MAX_RETRIES": "max_retries",
    "INVOKEAI_MAX_CONNECTIONS": "max_connections",
    "INVOKEAI_RECONNECT_TIMEOUT": "reconnect_timeout",
    "INVOKEAI_CA_BUNDLE": "verify",
}
"""The environment variables, each with the setting that it sets."""

_CREDENTIALS = ("auth", "api_key", "email", "password")
_NUMBERS: Mapping[str, type[float]] = {
    "timeout": float,
    "max_retries": int,
    "max_connections": int,
    "reconnect_timeout": float,
}
_SECRETS = ("api_key", "password")
_OPTIONS = frozenset({"timeout", "max_retries", "retry_budget", "reconnect_timeout", "headers"})


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
        for name in _SECRETS:
            text = getattr(self, name)
            object.__setattr__(self, name, None if text is None else Secret(text))
        Timeout.of(self.timeout)
        if self.max_retries < 0:
            raise ConfigurationError(f"max_retries={self.max_retries!r} must not be negative.")
        if not self.reconnect_timeout >= 0:
            raise ConfigurationError(
                f"reconnect_timeout={self.reconnect_timeout!r} must be a number of seconds, not negative."
            )
        if self.max_connections < 1:
            raise ConfigurationError(f"max_connections={self.max_connections!r} must be at least 1.")
        _check_files(self)

    @classmethod
    def find(
        cls,
        url: str | None = None,
        *,
        profile: str | None = None,
        environment: Mapping[str, str] | None = None,
        **settings: Any,
    ) -> ClientConfig:
        """Collect the settings from all sources.

        Parameters
        ----------
        url : str, optional
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
        """
        environment = os.environ if environment is None else environment
        arguments = {name: value for name, value in settings.items() if value is not None}
        from_environment = _read_environment(environment)
        from_profile = find_profile(profile, environment)
        layers = [arguments | ({"url": url} if url else {}), from_environment, from_profile]
        if profile is not None:  # the program names the profile, so it takes precedence
            layers = [layers[0], from_profile, from_environment]
        return cls(**_merged(layers, from_profile))

    def secret(self, name: Literal["api_key", "password"]) -> Secret | None:
        """Return the API key or the password as a `Secret`; None if it is not set."""
        text: str | Secret | None = getattr(self, name)
        return None if text is None else Secret(text)

    def with_options(self, **changes: Any) -> ClientConfig:
        """Return a copy with other timeouts, retries or headers.

        Parameters
        ----------
        **changes : object
            The new values of ``timeout``, ``max_retries``, ``retry_budget``, ``reconnect_timeout`` or
            ``headers``.

        Returns
        -------
        ClientConfig

        Raises
        ------
        ConfigurationError
            If a value is invalid.
        TypeError
            If there is no such setting, or it is a setting of the connection.
        """
        if unknown := sorted(changes.keys() - _OPTIONS):
            raise TypeError(f"with_options() takes {', '.join(sorted(_OPTIONS))}; not {', '.join(unknown)}.")
        return replace(self, **changes)

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "The settings of a client may contain secrets and are not pickled. "
            "Let the other process read them from its environment or from a profile."
        )


def _read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found = {setting: environment[name] for name, setting in VARIABLES.items() if environment.get(name)}
    for name, kind in _NUMBERS.items():
        if name in found:
            found[name] = _number(f"INVOKEAI_{name.upper()}", found[name], kind)
    return found


def _number(name: str, text: str, kind: type[float]) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise ConfigurationError(f"{name}={text!r} is not a number.") from None


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
    for layer in layers:
        found = {name: layer[name] for name in _CREDENTIALS if layer.get(name)}
        if found:
            return found
    return {}


def _check_files(config: ClientConfig) -> None:
    certificates = config.cert if isinstance(config.cert, tuple) else (config.cert,)
    for path in (config.verify, *certificates):
        if isinstance(path, str) and not Path(path).exists():
            raise ConfigurationError(f"The certificate file {path!r} does not exist.")
