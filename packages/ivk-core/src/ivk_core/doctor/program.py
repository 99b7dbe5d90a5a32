"""Checks of the program's side: installed versions, settings of the client, plugins."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distributions, version
from urllib.request import getproxies, proxy_bypass

from ivk_core.config import ClientConfig
from ivk_core.doctor.report import Finding, Level
from ivk_core.errors import PluginError
from ivk_core.plugins import PluginManager
from ivk_core.profiles import config_file
from ivk_core.server.cache import cache_folder

__all__ = ["check_program"]

_DEPENDENCIES = ("requests", "urllib3", "pydantic", "python-socketio", "websocket-client", "aiohttp")
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_GROUP_AND_OTHERS = 0o077  # the permission bits of all users but the owner


def check_program(config: ClientConfig, load: Callable[[], PluginManager]) -> Iterator[Finding]:
    """Run all checks that need no server.

    Parameters
    ----------
    config : ClientConfig
        The settings of the client.
    load : callable
        Loads the plugins.

    Yields
    ------
    Finding
    """
    yield _python()
    yield _parts()
    yield _plugins(load)
    yield _address(config)
    yield _certificates(config)
    yield _proxy(config)
    yield _profiles()
    yield _cache()


def _python() -> Finding:
    versions = ", ".join(f"{name} {_version(name)}" for name in _DEPENDENCIES)
    return Finding("python", Level.OK, f"{platform.python_version()} on {platform.system()}; {versions}")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"


def _parts() -> Finding:
    names = {found.metadata["Name"]: found.version for found in distributions()}
    ours = {name: found for name, found in sorted(names.items()) if name.startswith(("ivk-", "invokeai-py"))}
    text = ", ".join(f"{name} {found}" for name, found in ours.items())
    if len(set(ours.values())) > 1:
        hint = "Install the same version of all packages: they are released together."
        return Finding("parts", Level.WARNING, text, hint)
    return Finding("parts", Level.OK, text)


def _plugins(load: Callable[[], PluginManager]) -> Finding:
    try:
        names = [name for name, _ in load().list_name_plugin()]
    except PluginError as error:
        return Finding("plugins", Level.PROBLEM, error.message, error.hint)
    return Finding("plugins", Level.OK, ", ".join(names) or "none")


def _address(config: ClientConfig) -> Finding:
    address = config.address
    sends_secrets = any([config.api_key, config.email, config.address.password, config.headers])
    if address.scheme == "http" and sends_secrets and address.host not in _LOCAL_HOSTS:
        hint = "Use https or a tunnel, unless you trust the network."
        return Finding("address", Level.WARNING, f"{address}: credentials are sent unencrypted", hint)
    return Finding("address", Level.OK, str(address))


def _certificates(config: ClientConfig) -> Finding:
    if config.address.scheme == "http":
        return Finding("certificates", Level.OK, "not used")
    if config.verify is False:
        hint = "Set verify= to the path of the CA certificate that signed the server's certificate."
        return Finding("certificates", Level.WARNING, "not checked: the server's identity is unknown", hint)
    return Finding("certificates", Level.OK, config.verify if isinstance(config.verify, str) else "checked")


def _proxy(config: ClientConfig) -> Finding:
    named = config.proxies.get(config.address.scheme) or getproxies().get(config.address.scheme)
    if not named or (config.address.scheme not in config.proxies and proxy_bypass(config.address.host)):
        return Finding("proxy", Level.OK, "none")
    if config.address.host in _LOCAL_HOSTS:
        hint = "Add the host to NO_PROXY."
        return Finding("proxy", Level.WARNING, "a proxy is used for a server on this machine", hint)
    return Finding("proxy", Level.OK, named.rpartition("@")[2])  # without a user name and a password


def _profiles() -> Finding:
    path = config_file()
    if not path.is_file():
        return Finding("profiles", Level.OK, f"none ({path} does not exist)")
    if os.name == "posix" and path.stat().st_mode & _GROUP_AND_OTHERS:
        text = f"other users have permissions on {path}"
        return Finding("profiles", Level.WARNING, text, f"Run: chmod 600 {path}")
    return Finding("profiles", Level.OK, str(path))


def _cache() -> Finding:
    folder = cache_folder()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(existing, os.W_OK):
        hint = "Set XDG_CACHE_HOME to a writable folder; otherwise each start may download 2 MB."
        return Finding("cache", Level.WARNING, f"{existing} is not writable", hint)
    return Finding("cache", Level.OK, str(folder))
