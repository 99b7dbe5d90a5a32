"""An address in any common form is parsed once, for REST v1, REST v2 and the socket."""

import pytest

from ivk_core.address import ServerAddress
from ivk_core.errors import ConfigurationError

TABLE = [
    # as written                              root                              socket path
    ("localhost:9090", "http://localhost:9090", "/ws/socket.io"),
    ("localhost", "http://localhost:9090", "/ws/socket.io"),
    ("192.168.1.7", "http://192.168.1.7:9090", "/ws/socket.io"),
    ("localhost/invoke", "http://localhost:9090/invoke", "/invoke/ws/socket.io"),
    ("http://host", "http://host", "/ws/socket.io"),
    ("https://host", "https://host", "/ws/socket.io"),
    ("http://host/", "http://host", "/ws/socket.io"),
    ("http://host///", "http://host", "/ws/socket.io"),
    ("https://host/invoke", "https://host/invoke", "/invoke/ws/socket.io"),
    ("https://host/invoke/", "https://host/invoke", "/invoke/ws/socket.io"),
    ("https://host//a//b/", "https://host/a/b", "/a/b/ws/socket.io"),
    ("https://host:8080/api/v1", "https://host:8080", "/ws/socket.io"),
    ("https://host/api/v2/", "https://host", "/ws/socket.io"),
    ("https://host/api", "https://host", "/ws/socket.io"),
    ("https://host/invoke/api/v1", "https://host/invoke", "/invoke/ws/socket.io"),
    ("https://host/myapi", "https://host/myapi", "/myapi/ws/socket.io"),
    ("http://[::1]:9090/", "http://[::1]:9090", "/ws/socket.io"),
    ("http://[::1]", "http://[::1]", "/ws/socket.io"),
    ("[::1]", "http://[::1]:9090", "/ws/socket.io"),
    ("[fe80::1]:8000/x", "http://[fe80::1]:8000/x", "/x/ws/socket.io"),
    ("HTTP://Host:1", "http://host:1", "/ws/socket.io"),
    ("  http://host:1  ", "http://host:1", "/ws/socket.io"),
    ("http://user:pass@host:1/x", "http://host:1/x", "/x/ws/socket.io"),
    ("user:pass@host", "http://host:9090", "/ws/socket.io"),
]


@pytest.mark.parametrize(("text", "root", "socket_path"), TABLE)
def test_an_address_is_parsed_in_any_common_form(text: str, root: str, socket_path: str) -> None:
    address = ServerAddress.parse(text)
    assert (address.root, address.socket_path) == (root, socket_path)
    assert address.url("v1", "/boards/") == f"{root}/api/v1/boards/"
    assert address.url("v2", "/models/") == f"{root}/api/v2/models/"
    assert address.url("", "/openapi.json") == f"{root}/openapi.json"


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "http://", "ftp://host", "http://host:port", "http://host:99999", "http://a b/", "::1"),
        *("http:/host", "http//host", "http://http://host", "http://host/a b", "http://ho\nst", "host:0"),
        *(
            "http://host/api/v1/app/version",
            "http://host/ws/socket.io",
            "http://a..b",
            "http://a,b",
            "http://a<b",
        ),
        *("http://host/?x=1", "http://host/#x", "http://[::1", "file:///etc/passwd", "http://:9090"),
    ],
)
def test_an_invalid_address_is_rejected_with_examples(text: str) -> None:
    with pytest.raises(ConfigurationError, match="is not the address of a server") as caught:
        ServerAddress.parse(text)
    assert "http://localhost:9090" in caught.value.hint


def test_credentials_in_an_address_are_unquoted() -> None:
    address = ServerAddress.parse("https://me%40home:p%3Ass@host")
    assert (address.username, address.password.reveal()) == ("me@home", "p:ss")


@pytest.mark.parametrize(
    "text", ["http://me:hush@host:x", "http://me:hu/sh@host", "http://me:hu#sh@host", "http://me:hu?sh@host"]
)
def test_no_part_of_a_password_is_shown_when_an_address_is_rejected(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ServerAddress.parse(text)
    assert "hu" not in str(caught.value)
    assert caught.value.__context__ is None


def test_an_address_shows_no_password() -> None:
    address = ServerAddress.parse("http://me:hush@host")
    assert "hush" not in repr(address) + str(address)


@pytest.mark.parametrize(
    ("host", "port", "base_path", "use_https", "root"),
    [
        ("localhost", 9090, "/api/v1", False, "http://localhost:9090"),
        ("localhost", 443, "", True, "https://localhost:443"),
        ("::1", 9090, "/api/v1", False, "http://[::1]:9090"),
        ("[::1]", 9090, "/api/v1", False, "http://[::1]:9090"),
        ("host", 80, "/invoke/api/v1/", False, "http://host:80/invoke"),
    ],
)
def test_an_address_is_made_from_its_parts(
    host: str, port: int, base_path: str, use_https: bool, root: str
) -> None:
    assert ServerAddress.from_parts(host, port, base_path=base_path, use_https=use_https).root == root


def test_a_url_instead_of_a_host_is_rejected() -> None:
    with pytest.raises(ConfigurationError):
        ServerAddress.from_parts("http://host", 9090)
