"""Downloading a file from any web server; no credentials are sent."""

from __future__ import annotations

from contextlib import closing
from urllib.parse import urlsplit

import requests

from ivk_core.errors import ConfigurationError, ConnectionError, TimeoutError, TransferError

__all__ = ["fetch"]

# The size limit is checked after each chunk, so a chunk is small compared to the limit.
_CHUNK_BYTES = 64 * 1024
_SCHEMES = ("http", "https")


# 30 s is the default timeout of a client. 64 MiB is far more than a workflow file needs, and protects the
# memory from an endless response.
def fetch(url: str, *, timeout: float = 30.0, max_bytes: int = 64 * 1024 * 1024) -> bytes:
    """Download a file.

    Parameters
    ----------
    url : str
        An ``http`` or ``https`` URL.
    timeout : float
        Seconds to wait for the connection, and for each part of the response.
    max_bytes : int
        The maximum size of the file in bytes.

    Returns
    -------
    bytes
        The content of the file.

    Raises
    ------
    ConfigurationError
        If `url` is not an http or https URL.
    ConnectionError
        If the server cannot be reached.
    TimeoutError
        If the server does not respond in time.
    TransferError
        If the response has an error status, or is too large.
    """
    if not _is_web_url(url):
        raise ConfigurationError(
            f"{url!r} is not the URL of a file.", hint="It must start with http:// or https://."
        )
    try:
        with closing(requests.get(url, timeout=timeout, stream=True)) as response:
            return _body(response, url, max_bytes)
    except requests.Timeout as error:
        raise TimeoutError(f"{url} did not respond in time.", hint="Use a longer timeout.") from error
    except requests.RequestException as error:
        raise ConnectionError(f"{url} cannot be downloaded: {error}") from error


def _is_web_url(url: str) -> bool:
    try:
        return urlsplit(url).scheme in _SCHEMES
    except ValueError:
        return False


def _body(response: requests.Response, url: str, max_bytes: int) -> bytes:
    if not response.ok:
        raise TransferError(
            f"{url} answered {response.status_code} {response.reason}.", hint="Check the URL."
        )
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > max_bytes:
            raise TransferError(f"The file at {url} is larger than {max_bytes} bytes.")
    return bytes(body)
