"""The settings of a client: those of the caller, else of the environment, else of a profile, else defaults.

A profile that is named in the program counts like settings of the caller; one that is named by
``IVK_PROFILE``, or that is the default one, comes after the environment. Credentials are taken from the first
of these places that has any, and those of a profile are sent to no server but the profile's own.
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
    "INVOKEAI_CA_BUNDLE": "verify",
}
"""The environment variables that are read, and the setting that each one sets."""

_CREDENTIALS = ("auth", "api_key", "email", "password")
_SECRETS = ("api_key", "password")
_OPTIONS = frozenset({"timeout", "max_retries", "retry_budget", "headers"})


@dataclass(frozen=True)
class ClientConfig:
    """The settings of one client.

    Parameters
    ----------
    address : ServerAddress
        Where the server is.
    api_key : str or Secret, optional
        Sent as a bearer token.
    timeout : float or Timeout
        Seconds to wait for the server: one number, or separate ones for connecting, reading and all of it.
    max_retries : int
        How many times a read is repeated when the server is busy or cannot be reached.
    verify : bool or str
        Whether to check certificates, or the path of the authorities to check them against.
    headers : mapping of str to str
        Sent with every request. They are not shown.
    auth : Auth, optional
        Credentials of any kind, instead of the others.
    email : str, optional
        The account to log in with, on a server with several users.
    password : str or Secret, optional
        Its password; without one the plugins are asked (`ivk_find_secret`).
    cert : str or tuple of str, optional
        A client certificate: one file, or those of certificate and key.
    proxies : mapping of str to str
        The proxy for each scheme, beside those of the environment. They are not shown.
    retry_budget : float
        Seconds that the pauses between the retries of one call may take together.
    max_connections : int
        How many connections to the server are open at most; calls beyond that wait for one. Threads open more
        when they need them, and keep so many.

    Raises
    ------
    ConfigurationError
        If a setting cannot work.
    """

    address: ServerAddress
    api_key: str | Secret | None = field(default=None, repr=False)
    timeout: float | Timeout = 30.0
    max_retries: int = 3
    verify: bool | str = True
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: Auth | None = field(default=None, repr=False)
    email: str | None = None
    password: str | Secret | None = field(default=None, repr=False)
    cert: str | tuple[str, str] | None = None
    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)
    # A minute is what a person waits for a call; longer outages are for the program to handle.
    retry_budget: float = 60.0
    # More would not make one InvokeAI faster, and some proxies refuse more from one client.
    max_connections: int = 64

    def __post_init__(self) -> None:
        for name in _SECRETS:
            text = getattr(self, name)
            object.__setattr__(self, name, None if text is None else Secret(text))
        Timeout.of(self.timeout)
        if self.max_retries < 0:
            raise ConfigurationError(f"max_retries={self.max_retries!r} must not be negative.")
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
        """Collect the settings from all places.

        Parameters
        ----------
        url : str, optional
            Where the server is.
        profile : str, optional
            The profile that settings come from which are not given here.
        environment : mapping of str to str, optional
            By default, that of this process.
        **settings : object
            Any other parameter of this class; None where it is not given.

        Returns
        -------
        ClientConfig

        Raises
        ------
        ConfigurationError
            If the profile does not exist, or a setting cannot work.
        """
        environment = os.environ if environment is None else environment
        arguments = {name: value for name, value in settings.items() if value is not None}
        from_environment = _read_environment(environment)
        from_profile = find_profile(profile, environment)
        layers = [arguments | ({"url": url} if url else {}), from_environment, from_profile]
        if profile is not None:
            layers = [layers[0], from_profile, from_environment]
        return cls(**_merged(layers, from_profile))

    def secret(self, name: Literal["api_key", "password"]) -> Secret | None:
        """Return a secret as it was wrapped when the settings were made."""
        text: str | Secret | None = getattr(self, name)
        return None if text is None else Secret(text)

    def with_options(self, **changes: Any) -> ClientConfig:
        """Return a copy with other settings, of those that do not belong to the connection.

        Raises
        ------
        TypeError
            If there is no such setting, or it belongs to the connection.
        """
        if unknown := sorted(changes.keys() - _OPTIONS):
            raise TypeError(f"with_options() takes {', '.join(sorted(_OPTIONS))}; not {', '.join(unknown)}.")
        return replace(self, **changes)

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "The settings of a client may hold secrets and are not pickled. "
            "Let the other process find them itself, in its environment or profile."
        )


def _read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found = {setting: environment[name] for name, setting in VARIABLES.items() if environment.get(name)}
    for name, kind in (("timeout", float), ("max_retries", int), ("max_connections", int)):
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
