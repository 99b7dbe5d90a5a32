"""Clients in forked processes, clients that are no longer referenced, and the effects of closing a client."""

from __future__ import annotations

import asyncio
import gc
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from ivk_core import Client
from ivk_core.events import Room

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")

IN_FORKED_PROCESSES = """
import os, sys
from ivk_core import Client, Request
from ivk_core.events import Room

client = Client(sys.argv[1])
client.send(Request("GET", "/app/version"))
client.events.subscribe(print, [Room.queue()])

def ask_for_names():
    for number in range(30):
        name = f"{os.getpid()}-{number}"
        request = Request("POST", "/boards/", query={"board_name": name}, operation="create_board")
        board = client.send(request).json
        client.send(Request("DELETE", "/boards/{board_id}", path={"board_id": board["board_id"]}))
        assert board["board_name"] == name, f"asked for {name}, given {board['board_name']}"
    assert client.events.subscribe(print, [Room.queue()], timeout=60).is_live

children = []
for _ in range(3):
    child = os.fork()
    if not child:
        try:
            ask_for_names()
        except BaseException as error:
            print(error, flush=True)
            os._exit(1)
        os._exit(0)
    children.append(child)
ask_for_names()
sys.exit(sum(os.waitpid(child, 0)[1] for child in children) != 0)
"""


def until(is_so: Callable[[], bool]) -> bool:
    ends = time.monotonic() + 30
    while not is_so() and time.monotonic() < ends:
        gc.collect()
        time.sleep(0.02)
    return is_so()


def test_a_forked_process_has_its_own_connections(embedded_url: str) -> None:
    program = [sys.executable, "-W", "ignore", "-c", IN_FORKED_PROCESSES, embedded_url]
    done = subprocess.run(program, capture_output=True, text=True, timeout=120, check=False)

    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_client_that_is_no_longer_referenced_ends_its_connection(embedded_url: str) -> None:
    before = set(threading.enumerate())
    client = Client(embedded_url)
    client.events.subscribe(print, [Room.queue()])
    new = set(threading.enumerate()) - before
    (thread,) = [thread for thread in new if thread.name == "ivk-events"]
    del client

    assert until(lambda: not thread.is_alive())


async def test_closing_a_client_closes_its_async_client(embedded_url: str) -> None:
    before = asyncio.all_tasks()
    with Client(embedded_url) as client:
        await client.aio.events.subscribe(print, [Room.queue()])
        assert asyncio.all_tasks() - before
    async with asyncio.timeout(30):
        while asyncio.all_tasks() - before:
            gc.collect()
            await asyncio.sleep(0.02)


async def test_closing_a_client_logs_no_warning(embedded_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Client(embedded_url) as client:
        client.events.subscribe(print, [Room.queue()])
        async with client.aio as aio:
            await aio.events.subscribe(print, [Room.queue()])
    assert until(lambda: not any(thread.name == "ivk-events" for thread in threading.enumerate()))
    ours: list[Any] = [record for record in caplog.records if not record.name.startswith("uvicorn")]
    assert [record for record in ours if record.levelno >= logging.WARNING] == []
    assert not any("socketio" in record.name or "engineio" in record.name for record in ours)
