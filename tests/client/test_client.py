"""The blocking client: its settings, its repositories, and the methods from earlier versions."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from invokeai_py_client import InvokeAIClient
from invokeai_py_client.exceptions import ArgumentError, ConfigurationError, ConnectionError


@pytest.fixture
def client(embedded_url: str) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(embedded_url) as client:
        yield client


@pytest.fixture
def server(start_server):
    return start_server()


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"host": "192.168.1.100", "port": 9191}, "http://192.168.1.100:9191"),
        ({"host": "invoke.example.com", "port": 443, "use_https": True}, "https://invoke.example.com:443"),
        ({"host": "localhost", "base_path": "/invoke/api/v1"}, "http://localhost:9090/invoke"),
        ({"host": "::1"}, "http://[::1]:9090"),
        ({"host": "http://localhost:9191"}, "http://localhost:9191"),
        ({"base_url": "https://my-invoke.ai:8080/api/v1"}, "https://my-invoke.ai:8080"),
    ],
)
def test_the_constructor_takes_host_and_port_or_a_whole_address(settings, address):
    assert str(InvokeAIClient(**settings).config.address) == address


def test_without_an_address_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("INVOKEAI_URL", "http://server:9999")

    assert str(InvokeAIClient().config.address) == "http://server:9999"
    assert str(InvokeAIClient.from_env().config.address) == "http://server:9999"


def test_the_default_address_is_port_9090_of_localhost(monkeypatch):
    monkeypatch.delenv("INVOKEAI_URL", raising=False)

    assert str(InvokeAIClient().config.address) == "http://localhost:9090"


def test_the_api_key_argument_takes_precedence_over_the_environment(monkeypatch):
    monkeypatch.setenv("INVOKEAI_API_KEY", "from-the-environment")

    assert InvokeAIClient().credentials.headers() == {"Authorization": "Bearer from-the-environment"}
    assert InvokeAIClient(api_key="passed").credentials.headers() == {"Authorization": "Bearer passed"}


def test_no_repr_contains_a_secret():
    client = InvokeAIClient(base_url="http://user:pa55@localhost:9090", api_key="k3y")

    assert "pa55" not in f"{client!r} {client.config!r} {client.config.address!r}"
    assert "k3y" not in f"{client!r} {client.config!r}"


def test_an_unknown_setting_raises():
    with pytest.raises(TypeError, match="timout"):
        InvokeAIClient(timout=3)  # type: ignore[call-arg]


def test_an_address_with_an_unknown_scheme_raises():
    with pytest.raises(ConfigurationError, match="scheme"):
        InvokeAIClient.from_url("ftp://host")


def test_the_client_has_one_repository_of_each_kind(client):
    assert client.workflow_repo is client.workflow_repo
    assert client.board_repo.list_boards() == []
    assert {str(model.base) for model in client.dnn_model_repo.list_models()} >= {"sdxl", "sd-1"}
    assert client.image_repo.list() is not None
    assert client.queue_repo.get().status() is not None
    with pytest.raises(LookupError, match="no items of batch unknown"):
        client.job_repo.get_batch("unknown")


def test_a_server_that_answers_is_healthy(client):
    assert client.connect()
    assert client.ping()
    assert client.health_check()
    assert client.is_connected
    assert client.server_version == "6.14.2"


def test_a_server_that_cannot_be_reached_is_not_healthy():
    client = InvokeAIClient.from_url("http://localhost:1", max_retries=0)

    assert not client.health_check()
    with pytest.raises(ConnectionError, match="localhost:1"):
        client.connect()


def test_a_disconnected_client_connects_again(client):
    client.connect()

    client.disconnect()

    assert client.ping()


def test_the_server_info_has_version_models_and_operations(client):
    info = client.get_server_info()

    assert info["version"] == "6.14.2"
    assert info["models_count"] == len(client.dnn_model_repo.list_models())
    assert "enqueue_batch" in info["features"]


def test_a_callback_receives_the_events_of_a_queue(client, addition):
    received, completed = [], threading.Event()

    def callback(event):
        received.append(event["event_type"])
        if event.get("status") == "completed":
            completed.set()

    stream = client.subscribe_to_queue("default", callback)
    client.workflow_repo.create_workflow(addition).run()

    assert completed.wait(60)
    stream.unsubscribe()
    assert "invocation_complete" in received


def test_a_subscription_needs_no_callback(client, addition):
    stream = client.subscribe_to_queue()

    client.workflow_repo.create_workflow(addition).run()

    assert stream._subscription.is_live
    stream.close()


def test_a_websocket_passes_events_with_their_names(client, addition):
    messages, completed = [], threading.Event()

    def on_message(message):
        messages.append(message)
        if message["data"].get("status") == "completed":
            completed.set()

    stream = client.connect_websocket(on_message=on_message)
    client.workflow_repo.create_workflow(addition).run()

    assert completed.wait(60)
    stream.close()
    assert {"event", "data"} == set(messages[0])


def test_on_error_is_called_if_a_websocket_cannot_be_opened():
    errors: list[Exception] = []
    with InvokeAIClient.from_url("http://localhost:1", max_retries=0) as client:
        client.connect_websocket(on_message=print, on_error=errors.append).close()

    assert isinstance(errors[0], ConnectionError)
    assert "localhost:1" in str(errors[0])


@pytest.mark.parametrize("has_on_close", [True, False])
def test_a_websocket_reconnects_when_the_connection_is_lost(server, has_on_close):
    closed, restored = threading.Event(), threading.Event()

    def on_message(message):
        if message["event"] == "connection_restored":
            restored.set()

    with InvokeAIClient.from_url(server.url) as client:
        client.connect_websocket(on_message=on_message, on_close=closed.set if has_on_close else None)
        server.faults.close_sockets()

        assert restored.wait(60)
    assert closed.is_set() == has_on_close


async def test_a_socketio_session_receives_the_events_that_it_subscribes_to(client, addition):
    completed = asyncio.Event()
    async with client.socketio_session() as socket:

        @socket.on("queue_item_status_changed")
        async def on_status(data):
            if data["status"] == "completed":
                completed.set()

        await socket.call("subscribe_queue", {"queue_id": "default"})
        await client.workflow_repo.create_workflow(addition).arun()
        await asyncio.wait_for(completed.wait(), 60)
        assert socket.connected

    assert not socket.connected


async def test_a_client_has_one_socketio_connection_until_it_is_disconnected(client):
    first = await client.connect_socketio()
    assert await client.connect_socketio() is first

    await client.disconnect_socketio()
    await client.disconnect_socketio()

    second = await client.connect_socketio()
    assert second is not first
    assert second.connected
    await client.disconnect_socketio()
    assert not second.connected


async def test_a_lost_socketio_connection_is_opened_again(server):
    with InvokeAIClient.from_url(server.url) as client:
        first = await client.connect_socketio()
        server.faults.close_sockets()
        await until(lambda: client._socket is None)

        second = await client.connect_socketio()

        assert not first.connected
        assert second is not first
        assert second.connected
        await client.disconnect_socketio()


async def test_a_refused_socketio_connection_raises(server):
    server.faults.refuse_sockets()
    with InvokeAIClient.from_url(server.url) as client, pytest.raises(ConnectionError):
        await client.connect_socketio()


async def until(is_reached: Callable[[], bool]) -> None:
    """Wait up to 60 seconds, far more than needed, until a condition is true."""
    async with asyncio.timeout(60):
        while not is_reached():
            await asyncio.sleep(0.01)


def test_a_blocking_handle_runs_in_several_event_loops(client, addition):
    workflow = client.workflow_repo.create_workflow(addition)

    results = [asyncio.run(workflow.arun()) for _ in range(2)]

    assert [result.get("status") for result in results] == ["completed", "completed"]


def test_settings_that_are_not_passed_come_from_the_profile(tmp_path, monkeypatch):
    folder = tmp_path / "ivk"
    folder.mkdir()
    (folder / "config.toml").write_text('[profiles.studio]\nurl = "http://studio:9090"\ntimeout = 7\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("INVOKEAI_URL", raising=False)

    client = InvokeAIClient(profile="studio")

    assert (str(client.config.address), client.config.timeout) == ("http://studio:9090", 7)
    assert InvokeAIClient(profile="studio", timeout=3).config.timeout == 3


@pytest.mark.parametrize(("name", "value"), [("on_message", None), ("on_message", 5), ("on_close", "close")])
def test_callbacks_of_a_websocket_are_functions(client, name, value):
    with pytest.raises(ArgumentError, match=f"{name}={value!r} must be a function"):
        client.connect_websocket(**{"on_message": print, name: value})
