"""The types of the clients. mypy and pyright read this file; it is never run."""

from collections.abc import Mapping
from typing import Any, assert_type

import aiohttp
import requests

from invokeai_py_client import (
    AsyncInvokeAIClient,
    BoardNotFoundError,
    InvokeAIClient,
    JobFailedError,
    LoginAuth,
    NotFoundError,
    shipped_workflow,
    shipped_workflows,
)
from invokeai_py_client.connection import EventStream
from ivk_boards import (
    AsyncBoardHandle,
    AsyncBoardRepository,
    AsyncImageRepository,
    Board,
    BoardRepository,
    ImageRepository,
    IvkImage,
)
from ivk_core import Response, Timeout
from ivk_core.doctor import Report
from ivk_core.events import Event
from ivk_models import AsyncDnnModelRepository, DnnModel, DnnModelRepository
from ivk_workflows import (
    AsyncJobRepository,
    AsyncJobResult,
    AsyncWorkflowHandle,
    AsyncWorkflowRepository,
    JobRepository,
    WorkflowDefinition,
    WorkflowRepository,
)
from ivk_workflows.queue import AsyncQueueRepository, QueueRepository


def blocking_client() -> None:
    assert_type(InvokeAIClient("localhost", 9090, timeout=3, auth=LoginAuth("a@b", "c")), InvokeAIClient)
    assert_type(InvokeAIClient.from_url("localhost:9090"), InvokeAIClient)
    assert_type(InvokeAIClient.from_env(), InvokeAIClient)
    assert_type(InvokeAIClient.from_profile("studio"), InvokeAIClient)
    with InvokeAIClient() as client:
        assert_type(client, InvokeAIClient)
    assert_type(client.with_options(timeout=120), InvokeAIClient)
    assert_type(client.session, requests.Session)
    assert_type(client.doctor(), Report)
    assert_type(client.close(), None)


def blocking_repositories(client: InvokeAIClient) -> None:
    assert_type(client.workflow_repo, WorkflowRepository)
    assert_type(client.board_repo, BoardRepository)
    assert_type(client.image_repo, ImageRepository)
    assert_type(client.dnn_model_repo, DnnModelRepository)
    assert_type(client.job_repo, JobRepository)
    assert_type(client.queue_repo, QueueRepository)


def methods_from_earlier_versions(client: InvokeAIClient) -> None:
    def callback(event: Event) -> None: ...
    def on_message(message: Mapping[str, Any]) -> None: ...

    assert_type(client.connect(), bool)
    assert_type(client.disconnect(), None)
    assert_type(client.ping(), bool)
    assert_type(client.health_check(), bool)
    assert_type(client.is_connected, bool)
    assert_type(client.server_version, str)
    assert_type(client.get_server_info(), dict[str, Any])
    assert_type(client._make_request("GET", "/app/version"), requests.Response)
    assert_type(client.subscribe_to_queue("default", callback), EventStream)
    assert_type(client.connect_websocket(on_message, on_error=print, on_close=print), EventStream)


async def asynchronous_client() -> None:
    assert_type(AsyncInvokeAIClient("localhost", 9090, auth=LoginAuth("a@b", "c")), AsyncInvokeAIClient)
    assert_type(AsyncInvokeAIClient.from_url("localhost:9090"), AsyncInvokeAIClient)
    assert_type(AsyncInvokeAIClient.from_env(), AsyncInvokeAIClient)
    assert_type(AsyncInvokeAIClient.from_profile("studio"), AsyncInvokeAIClient)
    async with AsyncInvokeAIClient() as client:
        assert_type(client, AsyncInvokeAIClient)
    assert_type(client.with_options(timeout=120), AsyncInvokeAIClient)
    assert_type(client.session, aiohttp.ClientSession)
    assert_type(await client.server.version(), str)
    assert_type(await client.doctor(), Report)
    assert_type(await client.close(), None)


async def asynchronous_repositories(client: AsyncInvokeAIClient) -> None:
    assert_type(client.workflow_repo, AsyncWorkflowRepository)
    assert_type(client.board_repo, AsyncBoardRepository)
    assert_type(client.image_repo, AsyncImageRepository)
    assert_type(client.dnn_model_repo, AsyncDnnModelRepository)
    assert_type(client.job_repo, AsyncJobRepository)
    assert_type(client.queue_repo, AsyncQueueRepository)
    assert_type(await client.board_repo.list(), list[Board])
    assert_type(await client.board_repo.get("Holiday"), AsyncBoardHandle)
    assert_type(await client.image_repo.get("a.png"), IvkImage)
    assert_type(await client.dnn_model_repo.list(base="sdxl"), list[DnnModel])
    workflow = await client.workflow_repo.create_workflow("it.json")
    assert_type(workflow, AsyncWorkflowHandle)
    assert_type(await workflow.run(seed=1), AsyncJobResult)


async def asynchronous_client_of_a_blocking_one(client: InvokeAIClient) -> None:
    assert_type(client.aio, AsyncInvokeAIClient)
    assert_type(client.aio.board_repo, AsyncBoardRepository)
    assert_type(await client._make_request_async("GET", "/app/version"), aiohttp.ClientResponse)
    async with client.socketio_session() as socket:
        assert_type(socket, Any)


def shipped() -> None:
    assert_type(shipped_workflows(), list[str])
    assert_type(shipped_workflow("sdxl-text-to-image"), WorkflowDefinition)


def settings_by_name(client: InvokeAIClient) -> None:
    assert_type(InvokeAIClient.from_url("h", timeout=Timeout(read=5), verify_ssl=False), InvokeAIClient)
    assert_type(InvokeAIClient.from_env(max_retries=1, email="a@b"), InvokeAIClient)
    assert_type(InvokeAIClient.from_profile("studio", headers={"X": "1"}, api_key="k"), InvokeAIClient)
    assert_type(client.with_options(max_retries=0, headers={"X": "1"}, retry_budget=3), InvokeAIClient)


def raw_responses(client: InvokeAIClient) -> None:
    response = client.call("get_board", board_id="a", raw=True)
    assert_type(response, Response)
    assert_type(response.status_code, int)
    assert_type(response.headers, Mapping[str, str])
    assert_type(client.call("get_board", board_id="a"), Any)


async def raw_responses_of_the_asynchronous_client(client: AsyncInvokeAIClient) -> None:
    assert_type(await client.call("get_board", board_id="a", raw=True), Response)
    assert_type(await client.call("get_board", board_id="a"), Any)


def errors(failed: JobFailedError, not_found: NotFoundError, no_board: BoardNotFoundError) -> None:
    assert_type(failed.message, str)
    assert_type(not_found.status_code, int)
    assert_type(no_board.message, str)


def rejected(session: requests.Session, client: InvokeAIClient, other: AsyncInvokeAIClient) -> None:
    InvokeAIClient(timout=3)  # type: ignore[call-arg]
    InvokeAIClient(port="9090")  # type: ignore[arg-type]
    AsyncInvokeAIClient(session=session)  # type: ignore[arg-type]
    InvokeAIClient.from_url("h", timout=3)  # type: ignore[call-arg]
    InvokeAIClient.from_url("h", timeout="3")  # type: ignore[arg-type]
    InvokeAIClient.from_env(verfy=False)  # type: ignore[call-arg]
    InvokeAIClient.from_profile("a", max_retrys=3)  # type: ignore[call-arg]
    AsyncInvokeAIClient.from_url("h", session=session)  # type: ignore[arg-type]
    client.with_options(timout=3)  # type: ignore[call-arg]
    client.with_options(verify=False)  # type: ignore[call-arg]
    other.with_options(max_retries="3")  # type: ignore[arg-type]
    client.timeout = 5  # type: ignore[attr-defined]
