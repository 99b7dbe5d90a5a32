"""Network settings from client and environment: proxies, CA bundles, certificates and ``.netrc`` files.

Both transports and the socket use this module, so that all connections of a client have the same settings.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH, default_headers, get_environ_proxies, get_netrc_auth

from ivk_core.auth.static import BasicAuth
from ivk_core.config import ClientConfig

__all__ = ["ca_bundle", "config_of_session", "netrc_headers", "proxies_to", "tls_context"]


def proxies_to(root: str, own: Mapping[str, str]) -> dict[str, str]:
    """Return the proxies for a server.

    Parameters
    ----------
    root : str
        The address of the server. ``NO_PROXY`` may exclude it.
    own : mapping of str to str
        The proxies of the client's settings, which take precedence over the environment.

    Returns
    -------
    dict of str to str
        Proxy URLs by scheme.
    """
    return {**get_environ_proxies(root, own.get("no_proxy")), **own}


def ca_bundle(verify: bool | str) -> bool | str:
    """Return the path of the CA bundle (file or folder), from the client's settings or the environment.

    Parameters
    ----------
    verify : bool or str
        The client's setting. A path, or False, takes precedence over the environment.

    Returns
    -------
    bool or str
        The path; True for the default CA bundle, False for no verification.
    """
    if verify is not True:
        return verify
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def tls_context(config: ClientConfig) -> ssl.SSLContext:
    """Make the TLS context with the client's CA bundle and certificate, as requests does.

    Parameters
    ----------
    config : ClientConfig
        The settings of the client.

    Returns
    -------
    ssl.SSLContext
    """
    trusted = ca_bundle(config.verify)
    path = trusted if isinstance(trusted, str) else DEFAULT_CA_BUNDLE_PATH
    is_folder = Path(path).is_dir()
    context = ssl.create_default_context(
        cafile=None if is_folder else path, capath=path if is_folder else None
    )
    if trusted is False:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if config.cert is not None:
        context.load_cert_chain(*([config.cert] if isinstance(config.cert, str) else config.cert))
    return context


def netrc_headers(root: str) -> Mapping[str, str]:
    """Return the basic-authentication header for a server from a ``.netrc`` file; empty if there is none."""
    found = get_netrc_auth(root)
    return BasicAuth(*found).headers() if found else {}


def config_of_session(config: ClientConfig, session: requests.Session) -> ClientConfig:
    """Return the settings of a client, updated with the settings of its session, for the socket."""
    defaults = default_headers()  # such as User-Agent, which the program has not set
    own = {name: _text(value) for name, value in session.headers.items() if name not in defaults}
    return replace(
        config,
        verify=config.verify if session.verify is None else session.verify,
        cert=session.cert,
        proxies=dict(session.proxies),
        headers={**own, **config.headers},
    )


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")
