"""Raw requests: responses of requests and aiohttp, with the credentials and the errors of the client."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from invokeai_py_client import InvokeAIClient
from invokeai_py_client.exceptions import ArgumentError, ConnectionError, NotFoundError, TimeoutError
from ivk_core.auth import LoginAuth

ACCOUNT = ("admin@example.com", "Adm1n-password")


@pytest.fixture
def client(embedded_url: str) -> Iterator[InvokeAIClient]:
    with InvokeAIClient.from_url(embedded_url, api_key="k3y") as client:
        yield client


@pytest.fixture
def account_client(start_server: Callable[..., Any]) -> Iterator[InvokeAIClient]:
    """Make a client that has to log in before its first request."""
    server = start_server(multiuser=True)
    with InvokeAIClient.from_url(server.url) as setup:
        setup.auth.setup(*ACCOUNT, display_name="Admin")
    with InvokeAIClient.from_url(server.url, auth=LoginAuth(*ACCOUNT)) as client:
        yield client


def test_a_raw_request_returns_the_response_of_requests(client):
    response = client._make_request("GET", "/app/version")

    assert isinstance(response, requests.Response)
    assert response.json() == {"version": "6.14.2"}
    assert response.request.headers["Authorization"] == "Bearer k3y"


def test_the_headers_of_a_raw_request_are_added_to_those_of_the_client(client):
    headers = client._make_request("GET", "/app/version", headers={"X-Test": "1"}).request.headers

    assert headers["X-Test"] == "1"
    assert headers["Authorization"] == "Bearer k3y"


def test_the_content_of_a_streamed_response_is_not_read(client):
    response = client._make_request("GET", "/app/version", stream=True)

    assert b"".join(response.iter_content(8)) == b'{"version":"6.14.2"}'


def test_a_raw_request_can_use_version_2_of_the_api(client):
    assert client._make_request("GET", "/api/v2/models/").json()["models"]


def test_a_raw_request_with_an_error_status_raises_an_http_error_of_requests(client):
    with pytest.raises(requests.HTTPError, match="404") as caught:
        client._make_request("GET", "/boards/no-such-board")

    assert isinstance(caught.value, NotFoundError)
    assert caught.value.response.status_code == 404
    assert pickle.loads(pickle.dumps(caught.value)).status_code == 404
    assert b"k3y" not in pickle.dumps(caught.value)


def test_a_raw_request_uploads_files(client, tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8), "red").save(tmp_path / "red.png")
    with (tmp_path / "red.png").open("rb") as file:
        response = client._make_request(
            "POST",
            "/images/upload",
            params={"image_category": "user", "is_intermediate": "false"},
            files={"file": ("red.png", file, "image/png")},
        )

    assert response.json()["width"] == 8


def test_a_raw_request_raises_if_the_server_cannot_be_reached():
    with (
        InvokeAIClient.from_url("http://localhost:1") as client,
        pytest.raises(ConnectionError, match=r"GET http://localhost:1/api/v1/app/version"),
    ):
        client._make_request("GET", "/app/version")


def test_a_raw_request_raises_if_the_server_is_too_slow(start_server):
    server = start_server()
    server.faults.delay("GET", "*/app/version", seconds=5)

    with (
        InvokeAIClient.from_url(server.url) as client,
        pytest.raises(TimeoutError, match=r"GET .*/api/v1/app/version in time"),
    ):
        client._make_request("GET", "/app/version", timeout=0.1)


def test_a_raw_request_logs_in(account_client):
    response = account_client._make_request("GET", "/boards/", params={"all": True})

    assert response.json() == []
    assert response.request.headers["Authorization"].startswith("Bearer ")


def test_a_raw_request_logs_in_again_if_the_token_is_revoked(account_client):
    user = account_client.auth.me()
    with InvokeAIClient.from_url(str(account_client.config.address), auth=LoginAuth(*ACCOUNT)) as other:
        other.auth.users.update(user.user_id, password=ACCOUNT[1])

    assert account_client._make_request("GET", "/boards/", params={"all": True}).json() == []


async def test_an_asynchronous_raw_request_returns_the_response_of_aiohttp(client):
    aiohttp = pytest.importorskip("aiohttp")

    response = await client._make_request_async("GET", "/app/version", headers={"X-Test": "1"})

    assert isinstance(response, aiohttp.ClientResponse)
    assert await response.json() == {"version": "6.14.2"}
    sent = response.request_info.headers
    assert (sent["X-Test"], sent["Authorization"]) == ("1", "Bearer k3y")


async def test_an_asynchronous_raw_request_with_an_error_status_raises(client):
    pytest.importorskip("aiohttp")

    with pytest.raises(NotFoundError, match="404") as caught:
        await client._make_request_async("GET", "/boards/no-such-board")

    assert b"k3y" not in pickle.dumps(caught.value)


async def test_an_asynchronous_raw_request_raises_if_the_server_cannot_be_reached():
    pytest.importorskip("aiohttp")

    with (
        InvokeAIClient.from_url("http://localhost:1") as client,
        pytest.raises(ConnectionError, match=r"GET http://localhost:1/api/v1/app/version"),
    ):
        await client._make_request_async("GET", "/app/version")


async def test_an_asynchronous_raw_request_logs_in(account_client):
    pytest.importorskip("aiohttp")

    response = await account_client._make_request_async("GET", "/boards/", params={"all": "true"})

    assert await response.json() == []


@pytest.mark.parametrize(
    ("endpoint", "options", "message"),
    [
        ("/app/version", {"flavour": "sweet"}, "'flavour'"),
        ("/app/version", {"timeout": "soon"}, "An option of GET /app/version is invalid|cannot be sent"),
        ("/app/version", {"headers": [("X-Test", "1")]}, "headers must be a mapping"),
        ("http://127.0.0.1:9090/api/v1/app/version", {}, "whole address"),
    ],
)
async def test_wrong_arguments_of_a_raw_request_are_refused(client, endpoint, options, message):
    pytest.importorskip("aiohttp")
    with pytest.raises(ArgumentError, match=message):
        client._make_request("GET", endpoint, **options)
    with pytest.raises(ArgumentError, match=message):
        await client._make_request_async("GET", endpoint, **options)
    await client.aio.close()


def test_an_option_that_requests_cannot_send_is_refused(client):
    with pytest.raises(ArgumentError, match="cannot be sent"):
        client._make_request("GET", "/app/version", proxies={"http": "http://[bad"})
