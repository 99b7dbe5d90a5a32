"""The asynchronous client: its settings, its repositories, and ``InvokeAIClient(...).aio``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

pytest.importorskip("aiohttp")

from invokeai_py_client import AsyncInvokeAIClient, InvokeAIClient
from invokeai_py_client.exceptions import ArgumentError, ConfigurationError, ConnectionError
from ivk_boards import AsyncBoardRepository, AsyncImageRepository
from ivk_models import AsyncDnnModelRepository
from ivk_workflows import AsyncJobRepository, AsyncWorkflowRepository
from ivk_workflows.queue import AsyncQueueRepository

REPOSITORIES = {
    "workflow_repo": AsyncWorkflowRepository,
    "board_repo": AsyncBoardRepository,
    "image_repo": AsyncImageRepository,
    "dnn_model_repo": AsyncDnnModelRepository,
    "job_repo": AsyncJobRepository,
    "queue_repo": AsyncQueueRepository,
}


@pytest.fixture
async def client(embedded_url: str) -> AsyncIterator[AsyncInvokeAIClient]:
    async with AsyncInvokeAIClient.from_url(embedded_url) as client:
        yield client


@pytest.mark.parametrize(("name", "kind"), REPOSITORIES.items())
async def test_the_client_has_one_repository_of_each_kind(client, name, kind):
    repository = getattr(client, name)

    assert isinstance(repository, kind)
    assert getattr(client, name) is repository


async def test_the_repositories_send_requests_to_the_server(client):
    assert (await client.queue_repo.get().status()).total >= 0
    assert {str(model.base) for model in await client.dnn_model_repo.list()} >= {"sdxl", "sd-1"}
    board = await client.board_repo.create("Asynchronous")
    try:
        assert board.board_id in {each.board_id for each in await client.board_repo.list()}
        assert await client.image_repo.list(board_id=board.board_id) == []
    finally:
        await board.delete()
    with pytest.raises(LookupError, match="no items of batch unknown"):
        await client.job_repo.get_batch("unknown")


async def test_a_workflow_runs(client, addition):
    workflow = await client.workflow_repo.create_workflow(addition)

    assert (await workflow.run(timeout=60)).get("status") == "completed"


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"host": "192.168.1.100", "port": 9191}, "http://192.168.1.100:9191"),
        ({"host": "invoke.example.com", "port": 443, "use_https": True}, "https://invoke.example.com:443"),
        ({"host": "http://localhost:9191"}, "http://localhost:9191"),
        ({"base_url": "https://my-invoke.ai:8080/api/v1"}, "https://my-invoke.ai:8080"),
    ],
)
async def test_the_constructor_takes_host_and_port_or_a_whole_address(settings, address):
    async with AsyncInvokeAIClient(**settings) as client:
        assert str(client.config.address) == address


async def test_from_env_uses_the_environment(monkeypatch):
    monkeypatch.setenv("INVOKEAI_URL", "http://server:9999")
    monkeypatch.setenv("INVOKEAI_API_KEY", "k3y")

    async with AsyncInvokeAIClient.from_env(timeout=3) as client:
        assert isinstance(client, AsyncInvokeAIClient)
        assert (str(client.config.address), client.config.timeout) == ("http://server:9999", 3)
        assert client.credentials.headers() == {"Authorization": "Bearer k3y"}


async def test_from_profile_uses_the_profile(tmp_path, monkeypatch):
    folder = tmp_path / "ivk"
    folder.mkdir()
    (folder / "config.toml").write_text('[profiles.studio]\nurl = "http://studio:9090"\ntimeout = 7\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    async with AsyncInvokeAIClient.from_profile("studio") as client:
        assert isinstance(client, AsyncInvokeAIClient)
        assert (str(client.config.address), client.config.timeout) == ("http://studio:9090", 7)
    with pytest.raises(ConfigurationError, match="office"):
        AsyncInvokeAIClient.from_profile("office")


async def test_a_closed_client_has_closed_its_session(embedded_url):
    async with AsyncInvokeAIClient.from_url(embedded_url) as client:
        await client.server.version()
        session = client.session
        assert not session.closed

    assert session.closed


async def test_a_server_that_cannot_be_reached_raises():
    async with AsyncInvokeAIClient.from_url("http://localhost:1", max_retries=0) as client:
        assert not await client.server.is_healthy()
        with pytest.raises(ConnectionError, match="localhost:1"):
            await client.board_repo.list()


async def test_aio_is_one_asynchronous_client_for_each_event_loop(embedded_url):
    with InvokeAIClient.from_url(embedded_url, timeout=7) as blocking:
        client = blocking.aio

        assert isinstance(client, AsyncInvokeAIClient)
        assert blocking.aio is client
        assert client.config.timeout == 7
        assert client.credentials is blocking.credentials
        assert await client.server.version() == blocking.server_version
        assert await client.board_repo.list() == blocking.board_repo.list()


def test_aio_is_a_new_asynchronous_client_in_another_event_loop(embedded_url, addition):
    async def use(blocking: InvokeAIClient) -> tuple[AsyncInvokeAIClient, object]:
        workflow = await blocking.aio.workflow_repo.create_workflow(addition)
        return blocking.aio, (await workflow.run(timeout=60)).get("status")

    with InvokeAIClient.from_url(embedded_url) as blocking:
        (first, first_status), (second, second_status) = (asyncio.run(use(blocking)) for _ in range(2))

    assert first is not second
    assert first_status == second_status == "completed"


def test_aio_is_closed_with_its_event_loop(embedded_url):
    async def session_of(blocking: InvokeAIClient) -> object:
        await blocking.aio.server.version()
        return blocking.aio.session

    with InvokeAIClient.from_url(embedded_url) as blocking:
        assert asyncio.run(session_of(blocking)).closed


async def test_aio_is_closed_with_the_blocking_client(embedded_url):
    blocking = InvokeAIClient.from_url(embedded_url)
    await blocking.aio.server.version()
    session = blocking.aio.session

    blocking.close()

    async with asyncio.timeout(10):
        while not session.closed:
            await asyncio.sleep(0.01)


def test_the_two_names_of_the_certificate_check_cannot_be_passed_together():
    with pytest.raises(ArgumentError, match="the same setting"):
        AsyncInvokeAIClient("localhost", verify=True, verify_ssl=False)
