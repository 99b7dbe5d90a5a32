"""Fetching a file from anywhere on the web, which is not the server: no credentials go there."""

from __future__ import annotations

from contextlib import closing
from urllib.parse import urlsplit

import requests

from ivk_core.errors import ConfigurationError, ConnectionError, TimeoutError, TransferError

__all__ = ["fetch"]

_CHUNK = 64 * 1024
_SCHEMES = ("http", "https")


def fetch(url: str, *, timeout: float = 30.0, most: int = 64 * 1024 * 1024) -> bytes:
    """Fetch a file.

    Parameters
    ----------
    url : str
        Its address, with ``http`` or ``https``.
    timeout : float
        Seconds to wait for an answer, and for each part of it.
    most : int
        How many bytes are taken at the most.

    Returns
    -------
    bytes
        What the file holds.

    Raises
    ------
    ConfigurationError
        If it is no such address.
    ConnectionError, TimeoutError
        If nobody answers there, or not in time.
    TransferError
        If the answer is an error, or too long.
    """
    if not _is_address(url):
        raise ConfigurationError(
            f"{url!r} is no address of a file.", hint="It begins with http:// or https://."
        )
    try:
        with closing(requests.get(url, timeout=timeout, stream=True)) as answer:
            return _body(answer, url, most)
    except requests.Timeout as error:
        raise TimeoutError(f"{url} did not answer in time.", hint="Give it a longer timeout.") from error
    except requests.RequestException as error:
        raise ConnectionError(f"{url} cannot be fetched: {error}") from error


def _is_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in _SCHEMES
    except ValueError:
        return False


def _body(answer: requests.Response, url: str, most: int) -> bytes:
    if not answer.ok:
        raise TransferError(
            f"{url} answered {answer.status_code} {answer.reason}.", hint="Check the address."
        )
    body = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        body += chunk
        if len(body) > most:
            raise TransferError(f"What {url} holds is longer than {most} bytes.")
    return bytes(body)
