"""Profiles: named sets of settings in a configuration file.

The file is ``~/.config/ivk/config.toml``::

    default = "home"

    [profiles.home]
    url = "http://192.168.1.7:9090"

    [profiles.studio]
    url = "https://studio.example.com/invoke"
    email = "me@example.com"
    timeout = {connect = 5, read = 60}
    headers = {X-Team = "blue"}

The environment variable ``IVK_PROFILE`` selects a profile; without it, ``default`` in the file does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ivk_core.errors import ConfigurationError
from ivk_core.suggestions import did_you_mean
from ivk_core.timeouts import Timeout

__all__ = ["PROFILE_VARIABLE", "config_file", "find_profile"]

PROFILE_VARIABLE = "IVK_PROFILE"

_TOP_LEVEL: Mapping[str, type] = {"default": str, "profiles": dict}
_FORM = 'The file has a table for each profile, such as [profiles.home], and default = "home".'
_TEXT = (str,)
_KINDS: Mapping[str, tuple[type, ...]] = {
    "url": _TEXT,
    "api_key": _TEXT,
    "email": _TEXT,
    "password": _TEXT,
    "timeout": (int, float, dict),
    "max_retries": (int,),
    "retry_budget": (int, float),
    "max_connections": (int,),
    "reconnect_timeout": (int, float),
    "verify": (bool, str),
    "cert": (str, list),
    "proxies": (dict,),
    "headers": (dict,),
}


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the path of the file with the profiles, which may not exist."""
    home = environment.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "ivk" / "config.toml"


def find_profile(name: str | None, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Read the settings of a profile.

    Parameters
    ----------
    name : str, optional
        The name of the profile; by default the value of ``IVK_PROFILE``, else the file's ``default``.
    environment : mapping of str to str
        The environment variables.

    Returns
    -------
    dict of str to object
        The settings, by the names of `ClientConfig`; empty if no profile is selected.

    Raises
    ------
    ConfigurationError
        If the selected profile does not exist, or the file or a setting in it is invalid.
    """
    path = config_file(environment)
    if name is not None and (not name or not isinstance(name, str)):
        raise ConfigurationError(
            f"{name!r} is not the name of a profile.", hint=f"The profiles are in {path}."
        )
    document = _read(path)
    name = name or environment.get(PROFILE_VARIABLE) or document.get("default")
    if not name:
        return {}
    profiles = document.get("profiles", {})
    if name not in profiles:
        raise _unknown(f"There is no profile {name!r} in {path}", name, profiles)
    return _checked(profiles[name], f"profile {name!r} of {path}")


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    import tomllib  # here, because programs without profiles do not need it

    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # "from None", because the cause may quote a line with a secret.
        raise ConfigurationError(f"{path} is not a TOML file, or it is not valid.") from None
    _check_top_level(document, path)
    return document


def _check_top_level(document: Mapping[str, Any], path: Path) -> None:
    for name, value in document.items():
        if name not in _TOP_LEVEL:
            raise _unknown(f"{name!r} at the top level of {path} does not exist", name, _TOP_LEVEL)
        if not isinstance(value, _TOP_LEVEL[name]):
            raise ConfigurationError(f"{name!r} in {path} has the wrong type.", hint=_FORM)
    for name, profile in document.get("profiles", {}).items():
        if not isinstance(profile, dict):
            raise ConfigurationError(f"{name!r} in {path} is a setting outside of a profile.", hint=_FORM)


def _checked(settings: Mapping[str, Any], place: str) -> dict[str, Any]:
    for name, value in settings.items():
        if name not in _KINDS:
            raise _unknown(f"The setting {name!r} in {place} does not exist", name, _KINDS)
        # For Python, True is a number as well.
        if not isinstance(value, _KINDS[name]) or (isinstance(value, bool) and bool not in _KINDS[name]):
            raise ConfigurationError(f"The setting {name!r} in {place} has the wrong type.")
    return {**settings, **_converted(settings, place)}


def _converted(settings: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Convert the values for which TOML has no type."""
    converted: dict[str, Any] = {}
    if isinstance(settings.get("timeout"), dict):
        try:
            converted["timeout"] = Timeout(**settings["timeout"])
        except TypeError:
            message = f"The timeout in {place} may only have connect, read and total, in seconds."
            raise ConfigurationError(message) from None
    if isinstance(settings.get("cert"), list):
        converted["cert"] = tuple(settings["cert"])
    return converted


def _unknown(message: str, name: str, known: Mapping[str, object]) -> ConfigurationError:
    hint = did_you_mean(name, known) or f"There are: {', '.join(sorted(known)) or 'none'}."
    return ConfigurationError(f"{message}.", hint=hint)
