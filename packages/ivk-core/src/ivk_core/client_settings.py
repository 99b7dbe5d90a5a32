# Made from client_settings_async.py by scripts/make_blocking.py: edit that file, not this one.
"""The settings of the constructor of a client, by name, and choosing between the ways to pass them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import requests

from ivk_core.address import ServerAddress
from ivk_core.config import ClientConfig
from ivk_core.errors import ArgumentError, ConfigurationError
from ivk_core.settings import CommonSettings

if TYPE_CHECKING:
    from os import PathLike


__all__ = ["ClientSettings", "checked_url", "config_from"]

# A session has these settings itself.
_OF_SESSION = ("verify", "cert", "proxies", "max_connections")


class ClientSettings(CommonSettings, total=False):
    """The settings that `Client.from_url` takes.

    Attributes
    ----------
    profile : str, optional
        The name of the profile to read settings from.
    verify : bool or str, optional
        Whether to check certificates, or the path of a CA bundle to check them against.
    session : requests.Session, optional
        A session to use with its own settings; closing the client does not close it.
    """

    profile: str | None
    verify: bool | str | PathLike[str] | None
    session: requests.Session | None


def checked_url(url: str | ServerAddress) -> str | ServerAddress:
    """Return an address that is not optional.

    Raises
    ------
    ConfigurationError
        If it is None.
    """
    if url is None:
        raise ConfigurationError(
            "There is no address: url is None.", hint="from_env() takes the address from the environment."
        )
    return url


def config_from(
    config: ClientConfig | None, settings: Mapping[str, Any], session: requests.Session | None
) -> ClientConfig:
    """Return the settings of a new client.

    Parameters
    ----------
    config : ClientConfig or None
        All settings in one object.
    settings : mapping of str to object
        The parameters of `ClientConfig.find`; None for those that the program does not pass.
    session : requests.Session or None
        The session of the program.

    Returns
    -------
    ClientConfig

    Raises
    ------
    ArgumentError
        If a setting is passed that would be ignored because of `config` or `session`.
    ConfigurationError
        If a setting is invalid.
    """
    passed = {name: value for name, value in settings.items() if value is not None}
    if session is not None and (of_session := [name for name in _OF_SESSION if name in passed]):
        raise ArgumentError(
            f"{' and '.join(of_session)} cannot be passed together with session: "
            "the client uses the session with its own settings.",
            hint="Set it on the session.",
        )
    if config is None:
        return ClientConfig.find(**passed)
    if not isinstance(config, ClientConfig):
        raise ArgumentError(
            f"config={config!r} must be a ClientConfig.", hint="ClientConfig.find(url, …) makes one."
        )
    if passed:
        raise ArgumentError(
            f"{', '.join(passed)} cannot be passed together with config, which has all settings.",
            hint="config.with_options(…) or dataclasses.replace(config, …) changes a setting.",
        )
    return config
