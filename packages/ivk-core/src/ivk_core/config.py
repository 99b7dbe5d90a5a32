"""How a client is set up: what the caller says, else the environment, else a default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from ivk_core.address import ServerAddress
from ivk_core.errors import ConfigurationError

__all__ = ["API_KEY_VARIABLE", "DEFAULT_URL", "URL_VARIABLE", "ClientConfig"]

URL_VARIABLE = "INVOKEAI_URL"
API_KEY_VARIABLE = "INVOKEAI_API_KEY"
DEFAULT_URL = "http://localhost:9090"


@dataclass(frozen=True)
class ClientConfig:
    """The settings of one client.

    Parameters
    ----------
    address : ServerAddress
        Where the server is.
    api_key : str, optional
        Sent as a bearer token. It is not shown.
    timeout : float
        Seconds to wait for the server in one call.
    max_retries : int
        How many times a read is repeated when the server is busy or cannot be reached.
    verify : bool or str
        Whether to check certificates, or the path of the authorities to check them against.
    headers : mapping of str to str
        Sent with every request. They are not shown.
    """

    address: ServerAddress
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    max_retries: int = 3
    verify: bool | str = True
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.timeout <= 0:
            raise ConfigurationError(
                f"timeout={self.timeout!r} is not a time to wait: it must be above 0 seconds."
            )
        if self.max_retries < 0:
            raise ConfigurationError(f"max_retries={self.max_retries!r} must not be negative.")

    @staticmethod
    def address_from(url: str | None, environment: Mapping[str, str] = os.environ) -> ServerAddress:
        """Find the address: the one given, else ``INVOKEAI_URL``, else ``http://localhost:9090``.

        Raises
        ------
        ConfigurationError
            If what is found is not an address.
        """
        return ServerAddress.parse(url or environment.get(URL_VARIABLE) or DEFAULT_URL)

    @staticmethod
    def api_key_from(api_key: str | None, environment: Mapping[str, str] = os.environ) -> str | None:
        """Find the API key: the one given, else ``INVOKEAI_API_KEY``, else none."""
        return api_key or environment.get(API_KEY_VARIABLE) or None
