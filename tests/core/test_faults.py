"""Faults of the embedded server, and what a program sees of each, with both clients.

The server may run in another process, so the faults are set over HTTP.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from ivk_core import Request, Timeout
from ivk_core.errors import (
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    OutcomeUnknownError,
    OutcomeUnknownTimeoutError,
    RateLimitError,
    ServerError,
    TimeoutError,
)

READ = Request("GET", "/boards/", query={"all": True}, operation="list_boards")
WRITE = Request("POST", "/boards/", query={"board_name": "fault"}, operation="create_board")

# fault, its settings, what is sent, how the client is set up, what is raised (None: it succeeds)
TABLE: list[tuple[str, dict[str, Any], Request, dict[str, Any], type[InvokeAIError] | None]] = [
    ("answer", {"status": 429, "retry_after": 1}, READ, {"max_retries": 1}, None),
    ("answer", {"status": 429, "retry_after": 1}, READ, {"max_retries": 0}, RateLimitError),
    ("answer", {"status": 429, "retry_after": 3600}, READ, {"max_retries": 3}, RateLimitError),
    ("answer", {"status": 429}, WRITE, {"max_retries": 3}, RateLimitError),
    ("answer", {"status": 503, "times": 2}, READ, {"max_retries": 2}, None),
    ("answer", {"status": 503, "times": 2}, READ, {"max_retries": 1}, ServerError),
    ("answer", {"status": 503}, WRITE, {"max_retries": 3}, ServerError),
    ("drop_connection", {}, READ, {"max_retries": 1}, None),
    ("drop_connection", {}, READ, {"max_retries": 0}, ConnectionError),
    ("drop_connection", {}, WRITE, {"max_retries": 3}, OutcomeUnknownError),
    ("drop_response", {}, READ, {"max_retries": 1}, None),
    ("drop_response", {}, WRITE, {"max_retries": 3}, OutcomeUnknownError),
    ("delay", {"seconds": 1}, READ, {"timeout": 0.3, "max_retries": 0}, TimeoutError),
    ("delay", {"seconds": 1}, READ, {"timeout": 0.3, "max_retries": 1}, None),
    ("delay", {"seconds": 1}, READ, {"timeout": Timeout(connect=0.3, read=5)}, None),
    ("delay", {"seconds": 1}, WRITE, {"timeout": 0.3}, OutcomeUnknownTimeoutError),
    ("slow_body", {"seconds": 0.1, "size": 1}, READ, {"timeout": 0.5, "max_retries": 0}, None),
    (
        "slow_body",
        {"seconds": 0.3, "size": 1},
        READ,
        {"timeout": Timeout(5, 5, total=0.3), "max_retries": 0},
        TimeoutError,
    ),
    ("html", {}, READ, {"max_retries": 0}, InvokeAIError),
    ("html", {"times": 9}, READ, {"max_retries": 3}, NotAnInvokeAIError),
    ("truncate", {"keep": 1}, READ, {"max_retries": 0}, ConnectionError),
    ("truncate", {"keep": 1}, READ, {"max_retries": 1}, None),
    ("truncate", {"keep": 1}, WRITE, {"max_retries": 3}, OutcomeUnknownError),
]


@pytest.fixture
def switch(embedded_url: str) -> Iterator[Callable[..., None]]:
    """Set a fault; in the end, remove all faults and the boards that were created."""
    address = f"{embedded_url}/devserver/faults"

    def on(fault: str, **settings: Any) -> None:
        requests.post(address, json={"fault": fault, **settings}, timeout=5).raise_for_status()

    yield on
    requests.delete(address, timeout=5).raise_for_status()
    boards = f"{embedded_url}/api/v1/boards/"
    for board in requests.get(boards, params={"all": "true"}, timeout=5).json():
        if board["board_name"] == "fault":
            requests.delete(boards + board["board_id"], timeout=5)


def boards_made(url: str) -> int:
    found = requests.get(f"{url}/api/v1/boards/", params={"all": "true"}, timeout=5).json()
    return sum(board["board_name"] == "fault" for board in found)


@pytest.mark.parametrize(
    ("fault", "fault_settings", "request_", "client_settings", "expected"),
    TABLE,
    ids=[f"{row[0]}-{row[2].method}-{row[4].__name__ if row[4] else 'ok'}" for row in TABLE],
)
def test_a_fault_is_handled_or_raised(
    embedded_url: str,
    connect: Any,
    switch: Callable[..., None],
    fault: str,
    fault_settings: dict[str, Any],
    request_: Request,
    client_settings: dict[str, Any],
    expected: type[InvokeAIError] | None,
) -> None:
    client = connect(embedded_url, **client_settings)
    path = "*" if fault == "html" else "/api/v1/boards/"
    switch(fault, method=request_.method, path=path, **fault_settings)
    if expected is None:
        assert client.send(request_).status_code < 300
    else:
        with pytest.raises(expected):
            client.send(request_)


@pytest.mark.parametrize(("fault", "made"), [("drop_response", 1), ("drop_connection", 0), ("answer", 0)])
def test_a_change_happens_once_or_not_at_all(
    embedded_url: str, connect: Any, switch: Callable[..., None], fault: str, made: int
) -> None:
    settings = {"status": 503} if fault == "answer" else {}
    switch(fault, method="POST", path="/api/v1/boards/", **settings)
    with pytest.raises(InvokeAIError):
        connect(embedded_url, max_retries=5).send(WRITE)
    assert boards_made(embedded_url) == made


def test_the_client_waits_as_long_as_the_server_says(
    embedded_url: str, connect: Any, switch: Callable[..., None]
) -> None:
    client = connect(embedded_url, max_retries=1)
    switch("answer", method="GET", path="/api/v1/boards/", status=429, retry_after=1)
    began = time.monotonic()
    client.send(READ)
    assert 1 <= time.monotonic() - began < 10


def test_a_truncated_download_leaves_no_file(
    embedded_url: str, connect: Any, switch: Callable[..., None], tmp_path: Path
) -> None:
    client = connect(embedded_url)
    switch("truncate", method="GET", path="/openapi.json", keep=1000)
    with pytest.raises(InvokeAIError):
        client.send(Request("GET", "/openapi.json", api="", save_to=tmp_path / "a.json"))
    assert list(tmp_path.iterdir()) == []
