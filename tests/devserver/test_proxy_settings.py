"""A server below a sub-path, and a server that requires a header."""

import pytest
import requests
import socketio

from ivk_devserver import DevServer, Settings

KEY = {"X-Api-Key": "secret"}


@pytest.fixture(scope="module")
def with_sub_path():
    with DevServer(settings=Settings(sub_path="/invoke")) as server:
        yield server


@pytest.fixture(scope="module")
def with_required_header():
    with DevServer(settings=Settings(required_headers=KEY)) as server:
        yield server


def connect(url, path, **options):
    client = socketio.Client(reconnection=False)
    client.connect(url, socketio_path=path, transports=["websocket"], **options)
    connected = client.connected
    client.disconnect()
    return connected


def test_the_url_has_the_sub_path(with_sub_path):
    assert with_sub_path.url.endswith("/invoke")
    assert requests.get(f"{with_sub_path.url}/api/v1/app/version", timeout=60).json() == {"version": "6.14.2"}


def test_paths_outside_of_the_sub_path_are_not_found(with_sub_path):
    root = with_sub_path.url.removesuffix("/invoke")
    assert requests.get(f"{root}/api/v1/app/version", timeout=60).status_code == 404


def test_the_socket_is_below_the_sub_path(with_sub_path):
    root = with_sub_path.url.removesuffix("/invoke")
    assert connect(root, "/invoke/ws/socket.io")
    with pytest.raises(socketio.exceptions.ConnectionError):
        connect(root, "/ws/socket.io")


def test_requests_without_the_required_header_are_unauthorized(with_required_header):
    path = f"{with_required_header.url}/api/v1/app/version"
    assert requests.get(path, timeout=60).status_code == 401
    assert requests.get(path, headers={"x-api-key": "wrong"}, timeout=60).status_code == 401
    assert requests.get(path, headers=KEY, timeout=60).status_code == 200


def test_required_headers_apply_to_the_socket(with_required_header):
    assert connect(with_required_header.url, "/ws/socket.io", headers=KEY)
    with pytest.raises(socketio.exceptions.ConnectionError):
        connect(with_required_header.url, "/ws/socket.io")
