"""A local HTTP server with responses that a test sets, clients of both kinds, and a certificate authority."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import json
import os
import threading
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ivk_core import AsyncClient, Client, Flow, Request, Response

Answer = Callable[["Exchange"], None]


class Exchange(BaseHTTPRequestHandler):
    """One request, with methods to respond to it."""

    protocol_version = "HTTP/1.1"
    server: LocalServer
    body: bytes

    def do_any(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            self.body = b"".join(iter(self._chunk, b""))
        self.server.received.append(copy(self))
        self.server.answer(self)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_any  # noqa: N815

    def _chunk(self) -> bytes:
        data = self.rfile.read(int(self.rfile.readline(), 16))
        self.rfile.readline()
        return data

    def reply(self, status: int = 200, body: Any = b"", **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        (self.send_response_only if "Date" in headers else self.send_response)(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def drop_connection(self) -> None:
        """Close the connection, also in the middle of a response."""
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class LocalServer(ThreadingHTTPServer):
    """Responds to each request with the next of its answers, and then always with the last one."""

    answers: list[Answer] = field(default_factory=list)
    received: list[Exchange] = field(default_factory=list)
    daemon_threads = True

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def respond_with(self, *answers: Answer) -> LocalServer:
        self.answers = list(answers)
        return self

    def respond_with_bodies(self, *bodies: Any) -> LocalServer:
        return self.respond_with(*(lambda exchange, body=body: exchange.reply(200, body) for body in bodies))

    def answer(self, exchange: Exchange) -> None:
        with self._lock:
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        answer(exchange)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[LocalServer]:
    local = LocalServer()
    thread = threading.Thread(target=local.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield local
    local.shutdown()
    local.server_close()
    thread.join()


@pytest.fixture
def unused_url() -> str:
    """Return the URL of a port without a server."""
    local = LocalServer()
    local.server_close()
    return local.url


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hide the settings and the caches of the user from the tests."""
    for name in [name for name in os.environ if name.startswith(("INVOKEAI_", "IVK_"))]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))


class EitherClient:
    """A blocking or an asynchronous client with blocking methods, so that one test covers both."""

    def __init__(self, url: str, kind: str, **settings: Any) -> None:
        self.blocking = Client(url, **settings)
        self.runner = asyncio.Runner() if kind == "async" else None

    @property
    def aio(self) -> AsyncClient:
        return self.blocking.aio

    def send(self, request: Request) -> Response:
        if self.runner is None:
            return self.blocking.send(request)
        return self.runner.run(self.aio.send(request))

    def run(self, flow: Flow[Any]) -> Any:
        if self.runner is None:
            return self.blocking.run(flow)
        return self.runner.run(self.aio.run(flow))

    def close(self) -> None:
        self.blocking.close()
        if self.runner is not None:
            self.runner.run(self.aio.close())
            self.runner.close()


@pytest.fixture(params=["blocking", "async"])
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[..., EitherClient]]:
    """Make a blocking or an asynchronous client; each test runs with both."""
    clients: list[EitherClient] = []

    def make(url: str, **settings: Any) -> EitherClient:
        clients.append(EitherClient(url, request.param, **{"max_retries": 0, "timeout": 5, **settings}))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


class Authority:
    """A certificate authority that writes its certificates to a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "An authority of our own")])
        self.file = self._written("authority", self._signed(self._name, self._key, is_authority=True))

    def sign(self, name: str) -> tuple[str, str]:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        text = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (self.folder / f"{name}.key").write_bytes(text)
        return self._written(name, self._signed(subject, key)), str(self.folder / f"{name}.key")

    def _signed(self, subject: Any, key: Any, *, is_authority: bool = False) -> Any:
        now = datetime.datetime.now(datetime.UTC)
        address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        usage = x509.KeyUsage(*([False] * 5), is_authority, is_authority, False, False)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name)
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(days=1))
        builder = builder.not_valid_after(now + datetime.timedelta(days=1))
        builder = builder.add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        # Python 3.13 and later refuse certificates without these two.
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        owner = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        builder = builder.add_extension(issuer, critical=False).add_extension(owner, critical=False)
        if is_authority:
            builder = builder.add_extension(usage, critical=True)
        else:
            builder = builder.add_extension(address, critical=False)
        return builder.sign(self._key, hashes.SHA256())

    def _written(self, name: str, certificate: Any) -> str:
        path = self.folder / f"{name}.pem"
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return str(path)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Make a private certificate authority, which no system trusts."""
    return Authority(tmp_path)
