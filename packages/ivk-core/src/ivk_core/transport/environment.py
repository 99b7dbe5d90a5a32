"""The network settings of a connection: proxies, authorities, certificates and ``.netrc`` files.

Every connection of a client takes them from here, so that its socket goes the same way as its requests.
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

__all__ = ["authorities", "config_of_session", "netrc_headers", "proxies_to", "tls_context"]


def proxies_to(root: str, own: Mapping[str, str]) -> dict[str, str]:
    """Return the proxies on the way to a server.

    Parameters
    ----------
    root : str
        The address of the server, which the environment may exempt.
    own : mapping of str to str
        Those of the program, which win over those of the environment.

    Returns
    -------
    dict of str to str
        By scheme.
    """
    return {**get_environ_proxies(root, own.get("no_proxy")), **own}


def authorities(verify: bool | str) -> bool | str:
    """Return the file or folder of authorities to trust, where the program or the environment names one.

    Parameters
    ----------
    verify : bool or str
        What the program says; a path of its own, or False, wins over the environment.

    Returns
    -------
    bool or str
    """
    if verify is not True:
        return verify
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def tls_context(config: ClientConfig) -> ssl.SSLContext:
    """Make the context that checks the server's certificate and shows our own, as requests would.

    Parameters
    ----------
    config : ClientConfig
        Says how to check certificates, and which one to show.

    Returns
    -------
    ssl.SSLContext
    """
    trusted = authorities(config.verify)
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
    """Return the headers with the name and the password that a ``.netrc`` file holds for a server."""
    found = get_netrc_auth(root)
    return BasicAuth(*found).headers() if found else {}


def config_of_session(config: ClientConfig, session: requests.Session) -> ClientConfig:
    """Return the settings of a client with what was set on its session, which its requests use."""
    defaults = default_headers()
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
