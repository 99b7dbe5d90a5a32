"""The address in the parameters of `InvokeAIClient`: a whole one, parts, or both if they agree."""

from __future__ import annotations

from dataclasses import replace

from ivk_core.address import DEFAULT_PORT, ServerAddress
from ivk_core.errors import ArgumentError, ConfigurationError

__all__ = ["address_from"]

_HOST = "localhost"


def address_from(
    base_url: str | ServerAddress | None,
    host: str | ServerAddress | None,
    port: int | None,
    base_path: str | None,
    use_https: bool | None,
) -> ServerAddress | None:
    """Return the address that the parameters of a client name.

    Parameters
    ----------
    base_url, host : str or ServerAddress, optional
        A whole address, or a host; only one of them.
    port, base_path, use_https : optional
        Parts of the address. The address must not have other ones.

    Returns
    -------
    ServerAddress or None
        None if there are no parameters.

    Raises
    ------
    ArgumentError
        If `base_url` and `host` are passed, or an address and a part that contradicts it.
    ConfigurationError
        If the address or a part is invalid.
    """
    if base_url is not None and host is not None:
        # Without the values, which may contain a password.
        raise ArgumentError("host and base_url cannot be passed together.", hint="Pass one of them.")
    text = host if base_url is None else base_url
    if text is None and port is None and base_path is None and use_https is None:
        return None
    _check_flag(use_https)
    text = _HOST if text is None else _bracketed(text) if base_url is None else text
    found = ServerAddress.parse(text)
    has_scheme = not isinstance(text, str) or "://" in text
    # Without a scheme, an address without a port has got the default port.
    own_port = found.port if has_scheme else ServerAddress.parse(f"http://{text}").port
    found = _with_scheme(found, use_https, has_scheme=has_scheme)
    return _with_path(_with_port(found, own_port, port), base_path)


def _bracketed(host: str | ServerAddress) -> str | ServerAddress:
    """Put an IPv6 address in brackets."""
    is_ipv6 = isinstance(host, str) and host.count(":") > 1 and not {"[", "/", "@"} & set(host)
    return f"[{str(host).strip()}]" if is_ipv6 else host


def _check_flag(use_https: object) -> None:
    if use_https is not None and not isinstance(use_https, bool):
        raise ConfigurationError(f"use_https={use_https!r} must be True or False.")


def _with_scheme(address: ServerAddress, use_https: bool | None, *, has_scheme: bool) -> ServerAddress:
    scheme = address.scheme if use_https is None else "https" if use_https else "http"
    if has_scheme and scheme != address.scheme:
        raise _contradiction(address.scheme + "://", f"use_https={use_https}")
    return replace(address, scheme=scheme)


def _with_port(address: ServerAddress, own: int | None, port: int | None) -> ServerAddress:
    if port is None:
        return address
    ServerAddress.from_parts(_HOST, port)  # raises the error for an invalid port
    if own is not None and own != port:
        raise _contradiction(f"port {own}", f"port={port}")
    return replace(address, port=port)


def _with_path(address: ServerAddress, base_path: str | None) -> ServerAddress:
    if base_path is None:
        return address
    prefix = ServerAddress.from_parts(_HOST, DEFAULT_PORT, base_path=base_path).prefix
    if address.prefix and prefix and prefix != address.prefix:
        raise _contradiction(f"the path {address.prefix}", f"base_path={base_path!r}")
    return replace(address, prefix=address.prefix or prefix)


def _contradiction(own: str, part: str) -> ArgumentError:
    return ArgumentError(
        f"The address has {own}, and {part} is passed as well.", hint="Pass the whole address, or its parts."
    )
