"""TLS: private certificate authorities, client certificates, and a path prefix."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivk_core import FilePart, Request
from ivk_core.errors import ConnectionError, OutcomeUnknownError

VERSION = Request("GET", "/app/version", operation="app_version")


@pytest.fixture
def serve_tls(server: Any, authority: Any) -> Callable[..., str]:
    """Turn on TLS in the local server; return its URL."""

    def serving(*, requires_client_certificate: bool = False) -> str:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*authority.sign("server"))
        if requires_client_certificate:
            context.load_verify_locations(authority.file)
            context.verify_mode = ssl.CERT_REQUIRED
        server.socket = context.wrap_socket(server.socket, server_side=True)
        return str(server.url).replace("http:", "https:")

    return serving


def test_a_private_ca_is_trusted_if_verify_names_it(
    server: Any, connect: Any, authority: Any, serve_tls: Any
) -> None:
    server.respond_with_bodies({"version": "6.14.2"})
    client = connect(serve_tls() + "/invoke", verify=authority.file)
    assert client.send(VERSION).json == {"version": "6.14.2"}
    assert server.received[0].path == "/invoke/api/v1/app/version"


def test_verify_takes_precedence_over_the_environment(
    server: Any, connect: Any, authority: Any, serve_tls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = authority.folder / "other"
    other.mkdir()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", type(authority)(other).file)
    server.respond_with_bodies({"version": "6.14.2"})
    assert connect(serve_tls(), verify=authority.file).send(VERSION).json


def test_the_environment_may_name_a_private_ca(
    server: Any, connect: Any, authority: Any, serve_tls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.file)
    server.respond_with_bodies({"version": "6.14.2"})
    assert connect(serve_tls()).send(VERSION).json


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_ca_is_not_trusted_and_nothing_is_sent(
    server: Any, connect: Any, serve_tls: Any, method: str
) -> None:
    server.respond_with_bodies({})
    with pytest.raises(ConnectionError, match=r"(?i)certificate") as caught:
        connect(serve_tls()).send(Request(method, "/x"))
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert "verify=" in caught.value.hint
    assert server.received == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_is_sent_to_a_server_without_tls(server: Any, connect: Any, method: str) -> None:
    server.respond_with_bodies({})
    with pytest.raises(ConnectionError) as caught:
        connect(server.url.replace("http:", "https:")).send(Request(method, "/x"))
    assert not isinstance(caught.value, OutcomeUnknownError)


@pytest.mark.parametrize(("method", "is_unknown"), [("GET", False), ("POST", True)])
def test_the_outcome_of_a_change_is_unknown_if_tls_fails_before_the_response(
    server: Any, connect: Any, authority: Any, serve_tls: Any, method: str, is_unknown: bool
) -> None:
    server.respond_with(
        lambda exchange: os.write(exchange.connection.fileno(), b"\x15\x03\x03\x00\x02no tls")
    )
    with pytest.raises(ConnectionError) as caught:
        connect(serve_tls(), verify=authority.file).send(Request(method, "/x"))
    assert isinstance(caught.value, OutcomeUnknownError) is is_unknown
    assert len(server.received) == 1


@pytest.mark.filterwarnings("ignore:Unverified")
def test_an_unknown_ca_is_accepted_without_verification(server: Any, connect: Any, serve_tls: Any) -> None:
    server.respond_with_bodies({})
    assert connect(serve_tls(), verify=False).send(VERSION).status_code == 200


def test_a_client_certificate_is_sent(server: Any, connect: Any, authority: Any, serve_tls: Any) -> None:
    server.respond_with_bodies({})
    url = serve_tls(requires_client_certificate=True)
    certificate = authority.sign("client")
    assert connect(url, verify=authority.file, cert=certificate).send(VERSION).status_code == 200
    with pytest.raises(ConnectionError):
        connect(url, verify=authority.file).send(VERSION)


def test_uploads_and_downloads_work(
    server: Any, connect: Any, authority: Any, serve_tls: Any, tmp_path: Path
) -> None:
    data = b"png" * 200_000
    server.respond_with_bodies(data)
    client = connect(serve_tls(), verify=authority.file)
    part = FilePart(data, filename="a.png")
    client.send(Request("POST", "/images/upload", files={"file": part}))
    client.send(Request("GET", "/images/i/a.png/full", save_to=tmp_path / "a.png"))
    assert data in server.received[0].body
    assert (tmp_path / "a.png").read_bytes() == data
