"""The front door: how a client is made, what hangs on it, and the words of older programs."""

from __future__ import annotations

import pickle
import threading

import pytest
import requests

from invokeai_py_client import InvokeAIClient
from invokeai_py_client.exceptions import ConfigurationError, ConnectionError, NotFoundError


@pytest.fixture
def client(embedded_url: str):
    with InvokeAIClient.from_url(embedded_url) as client:
        yield client


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
def test_the_constructor_takes_parts_or_a_whole_address(settings, address):
    assert str(InvokeAIClient(**settings).config.address) == address


def test_without_an_address_the_environment_says_where_the_server_is(monkeypatch):
    monkeypatch.setenv("INVOKEAI_URL", "http://elsewhere:9999")

    assert str(InvokeAIClient().config.address) == "http://elsewhere:9999"
    assert str(InvokeAIClient.from_env().config.address) == "http://elsewhere:9999"


def test_without_anything_it_is_the_usual_port_of_this_machine(monkeypatch):
    monkeypatch.delenv("INVOKEAI_URL", raising=False)

    assert str(InvokeAIClient().config.address) == "http://localhost:9090"


def test_the_api_key_comes_from_the_argument_before_the_environment(monkeypatch):
    monkeypatch.setenv("INVOKEAI_API_KEY", "from-the-environment")

    assert InvokeAIClient().credentials.headers() == {"Authorization": "Bearer from-the-environment"}
    assert InvokeAIClient(api_key="given").credentials.headers() == {"Authorization": "Bearer given"}


def test_a_secret_is_in_no_repr():
    client = InvokeAIClient(base_url="http://someone:pa55@localhost:9090", api_key="k3y")

    assert "pa55" not in f"{client!r} {client.config!r} {client.config.address!r}"
    assert "k3y" not in f"{client!r} {client.config!r}"


def test_an_unknown_setting_is_refused():
    with pytest.raises(TypeError, match="timout"):
        InvokeAIClient(timout=3)  # type: ignore[call-arg]


def test_an_address_that_is_none_is_refused_before_anything_is_sent():
    with pytest.raises(ConfigurationError, match="scheme"):
        InvokeAIClient.from_url("ftp://host")


def test_each_part_hangs_on_the_client_once(client):
    assert client.workflow_repo is client.workflow_repo
    assert client.board_repo.list_boards() == []
    assert {str(model.base) for model in client.dnn_model_repo.list_models()} >= {"sdxl", "sd-1"}
    assert client.image_repo.list() is not None
    assert client.queue_repo.get().status() is not None
    with pytest.raises(LookupError, match="no items of batch nobody"):
        client.job_repo.get_batch("nobody")


def test_a_server_that_answers_is_healthy(client):
    assert client.connect()
    assert client.ping()
    assert client.health_check()
    assert client.is_connected
    assert client.server_version == "6.14.2"


def test_a_server_that_is_down_is_not_healthy():
    client = InvokeAIClient.from_url("http://localhost:1", max_retries=0)

    assert not client.health_check()
    with pytest.raises(ConnectionError, match="localhost:1"):
        client.connect()


def test_the_server_tells_what_it_is(client):
    info = client.get_server_info()

    assert info["version"] == "6.14.2"
    assert info["models_count"] == len(client.dnn_model_repo.list_models())
    assert "enqueue_batch" in info["features"]


def test_a_raw_request_gives_the_response_of_requests(client):
    response = client._make_request("GET", "/app/version")

    assert isinstance(response, requests.Response)
    assert response.json() == {"version": "6.14.2"}


def test_a_raw_request_reaches_the_second_version_of_the_api(client):
    assert client._make_request("GET", "/api/v2/models/").json()["models"]


def test_a_raw_request_raises_what_requests_would_raise(client):
    with pytest.raises(requests.HTTPError, match="404") as caught:
        client._make_request("GET", "/boards/no-such-board")

    assert isinstance(caught.value, NotFoundError)
    assert caught.value.response.status_code == 404
    assert pickle.loads(pickle.dumps(caught.value)).status_code == 404


def test_a_raw_request_uploads_files(client, tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8), "red").save(tmp_path / "red.png")
    with (tmp_path / "red.png").open("rb") as file:
        answer = client._make_request(
            "POST",
            "/images/upload",
            params={"image_category": "user", "is_intermediate": "false"},
            files={"file": ("red.png", file, "image/png")},
        )

    assert answer.json()["width"] == 8


async def test_a_raw_request_can_be_awaited(client):
    response = await client._make_request_async("GET", "/app/version")

    assert await response.json() == {"version": "6.14.2"}


def test_a_callback_hears_of_the_queue(client, a_quick_workflow):
    heard, ended = [], threading.Event()

    def hear(event):
        heard.append(event["event_type"])
        if event.get("status") == "completed":
            ended.set()

    stream = client.subscribe_to_queue("default", hear)
    client.workflow_repo.create_workflow(a_quick_workflow).run()

    assert ended.wait(60)
    stream.unsubscribe()
    assert "invocation_complete" in heard


def test_a_websocket_in_the_old_words_tells_events_by_name(client, a_quick_workflow):
    messages, ended = [], threading.Event()

    def on_message(message):
        messages.append(message)
        if message["data"].get("status") == "completed":
            ended.set()

    stream = client.connect_websocket(on_message=on_message)
    client.workflow_repo.create_workflow(a_quick_workflow).run()

    assert ended.wait(60)
    stream.close()
    assert {"event", "data"} == set(messages[0])


def test_a_websocket_that_cannot_be_had_is_told():
    errors: list[Exception] = []
    with InvokeAIClient.from_url("http://localhost:1", max_retries=0) as client:
        client.connect_websocket(on_message=print, on_error=errors.append).close()

    assert isinstance(errors[0], ConnectionError)


async def test_a_socket_of_its_own_hears_what_it_asks_for(client, a_quick_workflow):
    import asyncio

    ended = asyncio.Event()
    async with client.socketio_session() as socket:

        @socket.on("queue_item_status_changed")
        async def on_status(data):
            if data["status"] == "completed":
                ended.set()

        await socket.call("subscribe_queue", {"queue_id": "default"})
        await client.workflow_repo.create_workflow(a_quick_workflow).arun()
        await asyncio.wait_for(ended.wait(), 60)
        assert socket.connected

    assert not socket.connected


def test_one_client_serves_many_event_loops(client, a_quick_workflow):
    import asyncio

    workflow = client.workflow_repo.create_workflow(a_quick_workflow)

    results = [asyncio.run(workflow.arun()) for _ in range(2)]

    assert [result.get("status") for result in results] == ["completed", "completed"]


def test_what_is_not_said_comes_from_a_profile(tmp_path, monkeypatch):
    folder = tmp_path / "ivk"
    folder.mkdir()
    (folder / "config.toml").write_text('[profiles.studio]\nurl = "http://studio:9090"\ntimeout = 7\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("INVOKEAI_URL", raising=False)

    client = InvokeAIClient(profile="studio")

    assert (str(client.config.address), client.config.timeout) == ("http://studio:9090", 7)
    assert InvokeAIClient(profile="studio", timeout=3).config.timeout == 3
