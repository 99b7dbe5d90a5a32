"""Where a server is: one parsed address that REST v1, REST v2 and the socket all share.

An InvokeAI may stand behind a proxy under a path of its own, and people paste addresses in many forms.
All of them are read here, once, so that no two places can disagree about where the server is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from ivk_core.errors import ConfigurationError
from ivk_core.secret import Secret

__all__ = ["DEFAULT_PORT", "ServerAddress"]

DEFAULT_PORT = 9090
"""The port that InvokeAI listens on when it is told nothing else."""

_API_SUFFIX = re.compile(r"/api(/v\d+)?$")


@dataclass(frozen=True)
class ServerAddress:
    """The address of one server.

    Parameters
    ----------
    scheme : {"http", "https"}
        How it is spoken to.
    host : str
        Name or IP address; an IPv6 address without its brackets.
    port : int, optional
        None for the scheme's own.
    prefix : str
        The path that the server stands under, such as ``"/invoke"``; empty at the root.
    username : str
        The name that stood in the address.
    password : Secret
        The password that stood in the address.
    """

    scheme: str = "http"
    host: str = "localhost"
    port: int | None = DEFAULT_PORT
    prefix: str = ""
    username: str = field(default="", repr=False)
    password: Secret = field(default=Secret(), repr=False)

    @classmethod
    def parse(cls, text: str) -> ServerAddress:
        """Read an address as people write it.

        Without a scheme it is http, and without scheme and port it is InvokeAI's own port, 9090.
        A scheme without a port means that scheme's port, as everywhere else. An API suffix
        (``/api``, ``/api/v1``) and trailing slashes are taken off; any other path is the prefix.

        Parameters
        ----------
        text : str
            Such as ``"localhost:9090"``, ``"https://host/invoke"`` or ``"http://[::1]:9090/"``.

        Returns
        -------
        ServerAddress

        Raises
        ------
        ConfigurationError
            If it is not an address, or not one of http or https.
        """
        has_scheme = "://" in text
        found = _split(text.strip() if has_scheme else f"http://{text.strip()}")
        if found is None:
            # Out here, for an error keeps the one that it is raised in, which may quote a part of a password.
            raise _not_an_address(text, "its host or port cannot be read")
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
        """Put an address together from its parts.

        Parameters
        ----------
        host : str
            Name or IP address.
        port : int
            The port.
        base_path : str
            The path of the REST API; what stands before ``/api/v1`` is the prefix.
        use_https : bool
            Whether to speak https.

        Returns
        -------
        ServerAddress

        Raises
        ------
        ConfigurationError
            If the host is not a host.
        """
        bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
        return cls.parse(f"{'https' if use_https else 'http'}://{bracketed}:{port}/{base_path.strip('/')}")

    @property
    def origin(self) -> str:
        """Scheme, host and port: ``"http://localhost:9090"``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" if self.port is None else f"{self.scheme}://{host}:{self.port}"

    @property
    def root(self) -> str:
        """The address of the server itself, with its prefix and without a trailing slash."""
        return self.origin + self.prefix

    @property
    def socket_path(self) -> str:
        """The path of the Socket.IO endpoint, with the prefix."""
        return f"{self.prefix}/ws/socket.io"

    def url(self, api: str, target: str) -> str:
        """Return the URL of a route.

        Parameters
        ----------
        api : {"v1", "v2", ""}
            Which prefix it stands under.
        target : str
            The route below it, starting with a slash.

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


def _prefix_of(path: str) -> str:
    return _API_SUFFIX.sub("", re.sub(r"/{2,}", "/", path).rstrip("/"))


def _check(text: str, parts: SplitResult) -> None:
    if parts.scheme not in {"http", "https"}:
        raise _not_an_address(text, f"the scheme {parts.scheme!r} is neither http nor https")
    if not parts.hostname or re.search(r"\s", parts.netloc):
        raise _not_an_address(text, "it names no host")
    if parts.query or parts.fragment:
        raise _not_an_address(text, "it holds a query or a fragment")


def _not_an_address(text: str, reason: str) -> ConfigurationError:
    shown = re.sub(r"^(\s*\w+://)?.*@", r"\1…@", text)
    return ConfigurationError(
        f"{shown!r} is not the address of a server: {reason}.",
        hint='Write it like "http://localhost:9090" or "https://host/path"; an IPv6 host goes in brackets.',
    )
