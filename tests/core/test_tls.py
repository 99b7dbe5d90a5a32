"""Certificates: private authorities, client certificates, and a path in front of everything."""

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
    """Put TLS on the local server; give its address."""

    def serving(*, asks_client: bool = False) -> str:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*authority.sign("server"))
        if asks_client:
            context.load_verify_locations(authority.file)
            context.verify_mode = ssl.CERT_REQUIRED
        server.socket = context.wrap_socket(server.socket, server_side=True)
        return str(server.url).replace("http:", "https:")

    return serving


def test_an_authority_of_ones_own_is_trusted_when_it_is_named(
    server: Any, connect: Any, authority: Any, serve_tls: Any
) -> None:
    server.will_say({"version": "6.14.2"})
    face = connect(serve_tls() + "/invoke", verify=authority.file)
    assert face.send(VERSION).json == {"version": "6.14.2"}
    assert server.heard[0].path == "/invoke/api/v1/app/version"


def test_it_wins_over_the_environment(
    server: Any, connect: Any, authority: Any, serve_tls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = authority.folder / "other"
    other.mkdir()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", type(authority)(other).file)
    server.will_say({"version": "6.14.2"})
    assert connect(serve_tls(), verify=authority.file).send(VERSION).json


def test_the_environment_may_name_it(
    server: Any, connect: Any, authority: Any, serve_tls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.file)
    server.will_say({"version": "6.14.2"})
    assert connect(serve_tls()).send(VERSION).json


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_is_not_trusted_and_nothing_was_sent(
    server: Any, connect: Any, serve_tls: Any, method: str
) -> None:
    server.will_say({})
    with pytest.raises(ConnectionError, match=r"(?i)certificate") as caught:
        connect(serve_tls()).send(Request(method, "/x"))
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert "verify=" in caught.value.hint
    assert server.heard == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_no_tls_at_all_was_sent_nothing(server: Any, connect: Any, method: str) -> None:
    server.will_say({})
    with pytest.raises(ConnectionError) as caught:
        connect(server.url.replace("http:", "https:")).send(Request(method, "/x"))
    assert not isinstance(caught.value, OutcomeUnknownError)


@pytest.mark.parametrize(("method", "is_unknown"), [("GET", False), ("POST", True)])
def test_what_became_of_a_change_is_unknown_when_tls_breaks_before_its_answer(
    server: Any, connect: Any, authority: Any, serve_tls: Any, method: str, is_unknown: bool
) -> None:
    server.will(lambda exchange: os.write(exchange.connection.fileno(), b"\x15\x03\x03\x00\x02no tls"))
    with pytest.raises(ConnectionError) as caught:
        connect(serve_tls(), verify=authority.file).send(Request(method, "/x"))
    assert isinstance(caught.value, OutcomeUnknownError) is is_unknown
    assert len(server.heard) == 1


@pytest.mark.filterwarnings("ignore:Unverified")
def test_a_stranger_may_be_trusted_all_the_same(server: Any, connect: Any, serve_tls: Any) -> None:
    server.will_say({})
    assert connect(serve_tls(), verify=False).send(VERSION).status_code == 200


def test_a_client_certificate_is_shown(server: Any, connect: Any, authority: Any, serve_tls: Any) -> None:
    server.will_say({})
    url = serve_tls(asks_client=True)
    mine = authority.sign("client")
    assert connect(url, verify=authority.file, cert=mine).send(VERSION).status_code == 200
    with pytest.raises(ConnectionError):
        connect(url, verify=authority.file).send(VERSION)


def test_uploads_and_downloads_pass(
    server: Any, connect: Any, authority: Any, serve_tls: Any, tmp_path: Path
) -> None:
    data = b"png" * 200_000
    server.will_say(data)
    face = connect(serve_tls(), verify=authority.file)
    part = FilePart(data, filename="a.png")
    face.send(Request("POST", "/images/upload", files={"file": part}))
    face.send(Request("GET", "/images/i/a.png/full", save_to=tmp_path / "a.png"))
    assert data in server.heard[0].body
    assert (tmp_path / "a.png").read_bytes() == data
