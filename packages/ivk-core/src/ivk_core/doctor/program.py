"""Looking at this side: what is installed, how the client is set up, and whether plugins load."""

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

__all__ = ["look_at_program"]

_BUILT_ON = ("requests", "urllib3", "pydantic", "python-socketio", "websocket-client", "aiohttp")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_OTHERS_MAY_READ = 0o077


def look_at_program(config: ClientConfig, load: Callable[[], PluginManager]) -> Iterator[Finding]:
    """Look at everything that can be seen without the server.

    Parameters
    ----------
    config : ClientConfig
        How the client is set up.
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
    built_on = ", ".join(f"{name} {_version(name)}" for name in _BUILT_ON)
    return Finding("python", Level.OK, f"{platform.python_version()} on {platform.system()}; {built_on}")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(absent)"


def _parts() -> Finding:
    names = {found.metadata["Name"]: found.version for found in distributions()}
    ours = {name: found for name, found in sorted(names.items()) if name.startswith(("ivk-", "invokeai-py"))}
    text = ", ".join(f"{name} {found}" for name, found in ours.items())
    if len(set(ours.values())) > 1:
        hint = "Install the same version of all parts: they are released together."
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
    shows_secrets = any([config.api_key, config.email, config.address.password, config.headers])
    if address.scheme == "http" and shows_secrets and address.host not in _LOCAL:
        hint = "Use https, or a tunnel, if the network between is not yours alone."
        return Finding("address", Level.WARNING, f"{address}: credentials travel unencrypted", hint)
    return Finding("address", Level.OK, str(address))


def _certificates(config: ClientConfig) -> Finding:
    if config.address.scheme == "http":
        return Finding("certificates", Level.OK, "not used")
    if config.verify is False:
        hint = "Give verify= the path of the authority that signed the server's certificate."
        return Finding("certificates", Level.WARNING, "not checked: anybody may pose as the server", hint)
    return Finding("certificates", Level.OK, config.verify if isinstance(config.verify, str) else "checked")


def _proxy(config: ClientConfig) -> Finding:
    named = config.proxies.get(config.address.scheme) or getproxies().get(config.address.scheme)
    if not named or (config.address.scheme not in config.proxies and proxy_bypass(config.address.host)):
        return Finding("proxy", Level.OK, "none")
    if config.address.host in _LOCAL:
        hint = "Add the host to NO_PROXY."
        return Finding("proxy", Level.WARNING, "a proxy is asked for a server on this machine", hint)
    return Finding("proxy", Level.OK, named.rpartition("@")[2])


def _profiles() -> Finding:
    path = config_file()
    if not path.is_file():
        return Finding("profiles", Level.OK, f"none ({path} does not exist)")
    if os.name == "posix" and path.stat().st_mode & _OTHERS_MAY_READ:
        return Finding("profiles", Level.WARNING, f"{path} may be read by others", f"chmod 600 {path}")
    return Finding("profiles", Level.OK, str(path))


def _cache() -> Finding:
    folder = cache_folder()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(existing, os.W_OK):
        hint = "Set XDG_CACHE_HOME to a folder that can be written; each start fetches 2 MB otherwise."
        return Finding("cache", Level.WARNING, f"{existing} cannot be written", hint)
    return Finding("cache", Level.OK, str(folder))
