"""The address of a server, parsed once and shared by REST v1, REST v2 and the socket.

A reverse proxy may serve InvokeAI under a path prefix, and users write addresses in many forms. This is the
only module that parses them, so that REST and socket always use the same server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from ivk_core.errors import ConfigurationError
from ivk_core.frozen import without_assignment
from ivk_core.secret import Secret

__all__ = ["DEFAULT_PORT", "ServerAddress"]

DEFAULT_PORT = 9090
"""The port that InvokeAI listens on by default."""

_LAST_PORT = 65535
_EXAMPLES = 'Examples: "http://localhost:9090", "https://host/path". Put an IPv6 address in brackets.'
_API_SUFFIX = re.compile(r"/api(/v\d+)?$")
_ROUTE = re.compile(r"/api/v\d+/.|/ws/socket\.io")
# DNS has labels of at most 63 characters; names inside a network may have an underscore.
_LABEL = re.compile(r"[\w-]{1,63}")
_INVALID_IN_PATH = re.compile(r"[\\<>\"`{}|^]")
# "http:/host" and "http//host" would be hosts that are called http, and "http://http://host" as well.
_WRONG_SCHEME = re.compile(r"https?(:?/(?!/)|://https?:?/|//)", re.IGNORECASE)


@without_assignment("dataclasses.replace(address, …) returns a changed copy.")
@dataclass(frozen=True)
class ServerAddress:
    """The address of one server.

    Parameters
    ----------
    scheme : {"http", "https"}
        The URL scheme.
    host : str
        The host name or IP address; an IPv6 address without its brackets.
    port : int, optional
        The port; None for the scheme's default port.
    prefix : str
        The path that the server is served under, such as ``"/invoke"``; empty at the root.
    username : str
        The user name in the address; empty if there is none.
    password : Secret
        The password in the address; empty if there is none.
    """

    scheme: str = "http"
    host: str = "localhost"
    port: int | None = DEFAULT_PORT
    prefix: str = ""
    username: str = field(default="", repr=False)
    password: Secret = field(default=Secret(), repr=False)

    @classmethod
    def parse(cls, text: str | ServerAddress) -> ServerAddress:
        """Parse an address.

        The scheme defaults to http. An address without scheme and port gets InvokeAI's port, 9090; an
        address with a scheme and without a port gets the scheme's port. An API suffix (``/api``,
        ``/api/v1``) and trailing slashes are removed; any other path is the prefix.

        Parameters
        ----------
        text : str or ServerAddress
            The address, such as ``"localhost:9090"``, ``"https://host/invoke"`` or ``"http://[::1]:9090/"``.
            An address that is already parsed is returned.

        Returns
        -------
        ServerAddress

        Raises
        ------
        ConfigurationError
            If `text` is not an http or https address.
        """
        if isinstance(text, ServerAddress):
            return text
        if not isinstance(text, str):
            raise ConfigurationError(
                f"{text!r} is not the address of a server: it is of type {type(text).__name__}.",
                hint=_EXAMPLES,
            )
        stripped = text.strip()
        if _WRONG_SCHEME.match(stripped):
            raise _not_an_address(text, "after http or https follows a colon and two slashes, once")
        if re.search(r"[\s\x00-\x1f]", stripped):  # urlsplit removes line breaks without an error
            raise _not_an_address(text, "it contains a space or a control character")
        has_scheme = "://" in stripped
        found = _split(stripped if has_scheme else f"http://{stripped}")
        if found is None:
            # Raised outside the except block of _split: an error that is raised inside keeps the ValueError
            # as its context, and that may quote a part of a password.
            raise _not_an_address(text, "its host or port cannot be parsed")
        parts, port = found
        _check(text, parts)
        if port is None and not has_scheme:
            port = DEFAULT_PORT
        return cls(
            scheme=parts.scheme,
            host=parts.hostname or "",
            port=port,
            prefix=_prefix_of(parts.path),
            username=unquote(parts.username or ""),
            password=Secret(unquote(parts.password or "")),
        )

    @classmethod
    def from_parts(
        cls, host: str, port: int, *, base_path: str = "", use_https: bool = False
    ) -> ServerAddress:
        """Make an address from its parts.

        Parameters
        ----------
        host : str
            The host name or IP address.
        port : int
            The port.
        base_path : str
            The path of the REST API; the part before ``/api/v1`` is the prefix.
        use_https : bool
            Whether to use https.

        Returns
        -------
        ServerAddress

        Raises
        ------
        ConfigurationError
            If `host` is not a host name or IP address, or a part is invalid.
        """
        _check_parts(host, port, base_path)
        bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
        return cls.parse(f"{'https' if use_https else 'http'}://{bracketed}:{port}/{base_path.strip('/')}")

    @property
    def origin(self) -> str:
        """Scheme, host and port, such as ``"http://localhost:9090"``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" if self.port is None else f"{self.scheme}://{host}:{self.port}"

    @property
    def root(self) -> str:
        """The address of the server with its prefix, without a trailing slash."""
        return self.origin + self.prefix

    @property
    def socket_path(self) -> str:
        """The path of the Socket.IO endpoint, including the prefix."""
        return f"{self.prefix}/ws/socket.io"

    def url(self, api: str, target: str) -> str:
        """Return the URL of a route.

        Parameters
        ----------
        api : {"v1", "v2", ""}
            The API version; ``""`` for a route outside the API.
        target : str
            The route below the API's path, starting with a slash.

        Returns
        -------
        str
        """
        return f"{self.root}/api/{api}{target}" if api else f"{self.root}{target}"

    def __str__(self) -> str:
        return self.root


def _split(url: str) -> tuple[SplitResult, int | None] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return parts, port


def _check_parts(host: str, port: int, base_path: str) -> None:
    for name, value in {"host": host, "base_path": base_path}.items():
        if not isinstance(value, str):
            raise ConfigurationError(f"{name}={value!r} must be a string, not {type(value).__name__}.")
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port <= _LAST_PORT:
        raise ConfigurationError(f"port={port!r} must be a whole number from 1 to {_LAST_PORT}.")


def _prefix_of(path: str) -> str:
    return _API_SUFFIX.sub("", re.sub(r"/{2,}", "/", path).rstrip("/"))


def _check(text: str, parts: SplitResult) -> None:
    if parts.scheme not in {"http", "https"}:
        raise _not_an_address(text, f"the scheme {parts.scheme!r} is neither http nor https")
    if not _is_host(parts.hostname or ""):
        raise _not_an_address(text, "it has no valid host")
    if parts.port == 0:
        raise _not_an_address(text, "a server cannot be reached at port 0")
    if parts.query or parts.fragment:
        raise _not_an_address(text, "it contains a query or a fragment")
    if _INVALID_IN_PATH.search(parts.path):
        raise _not_an_address(text, "its path has characters that the path of a URL cannot have")
    if _ROUTE.search(parts.path):
        raise _not_an_address(text, "it is the address of one of its routes; remove the path from /api on")


def _is_host(host: str) -> bool:
    if ":" in host:  # urlsplit only returns a colon for an IPv6 address that was in brackets
        return True
    return all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))


def _not_an_address(text: str, reason: str) -> ConfigurationError:
    # Everything before the last "@" is hidden, because a password may itself contain "/", "#" or "@".
    shown = re.sub(r"^(\s*\w+://)?.*@", r"\1…@", text)
    return ConfigurationError(
        f"{shown!r} is not the address of a server: {reason}.",
        hint=_EXAMPLES,
    )
