"""A server behind a proxy with a sub-path, and behind a gate that wants a header."""

import pytest
import requests
import socketio

from ivk_devserver import DevServer, Settings

KEY = {"X-Api-Key": "secret"}


@pytest.fixture(scope="module")
def below():
    with DevServer(settings=Settings(sub_path="/invoke")) as server:
        yield server


@pytest.fixture(scope="module")
def gated():
    with DevServer(settings=Settings(required_headers=KEY)) as server:
        yield server


def connect(url, path, **options):
    client = socketio.Client(reconnection=False)
    client.connect(url, socketio_path=path, transports=["websocket"], **options)
    connected = client.connected
    client.disconnect()
    return connected


def test_the_address_of_a_server_below_a_path_has_the_path(below):
    assert below.url.endswith("/invoke")
    assert requests.get(f"{below.url}/api/v1/app/version", timeout=60).json() == {"version": "6.14.2"}


def test_outside_of_the_path_there_is_nothing(below):
    root = below.url.removesuffix("/invoke")
    assert requests.get(f"{root}/api/v1/app/version", timeout=60).status_code == 404


def test_the_socket_is_below_the_path_too(below):
    root = below.url.removesuffix("/invoke")
    assert connect(root, "/invoke/ws/socket.io")
    with pytest.raises(socketio.exceptions.ConnectionError):
        connect(root, "/ws/socket.io")


def test_a_gate_wants_its_header(gated):
    path = f"{gated.url}/api/v1/app/version"
    assert requests.get(path, timeout=60).status_code == 401
    assert requests.get(path, headers={"x-api-key": "wrong"}, timeout=60).status_code == 401
    assert requests.get(path, headers=KEY, timeout=60).status_code == 200


def test_a_gate_stands_before_the_socket_too(gated):
    assert connect(gated.url, "/ws/socket.io", headers=KEY)
    with pytest.raises(socketio.exceptions.ConnectionError):
        connect(gated.url, "/ws/socket.io")
