"""Fixtures for the server of the tests: an embedded one, or the real one at ``INVOKEAI_URL``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ivk_core import Client

# Read here, because the tests of the core hide the settings in the environment.
REAL_URL = os.environ.get("INVOKEAI_URL")


@pytest.fixture(scope="session")
def embedded_url() -> Iterator[str]:
    """Start an embedded server for the whole run, and yield its address.

    When a package is tested alone, the server is not installed beside it. ``IVK_DEVSERVER_PYTHON`` is then
    the path of a Python interpreter that has it.
    """
    python = os.environ.get("IVK_DEVSERVER_PYTHON")
    with _server_in_subprocess(python) if python else _server_in_this_process() as url:
        yield url


@contextmanager
def _server_in_this_process() -> Iterator[str]:
    from ivk_devserver.server import DevServer

    with DevServer() as server:
        yield server.url


@contextmanager
def _server_in_subprocess(python: str) -> Iterator[str]:
    command = [python, "-m", "ivk_devserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().partition("=")[2]
        finally:
            process.terminate()


@pytest.fixture
def server_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a server: the embedded one, or the real one for tests marked ``live``.

    A module that parametrizes this fixture indirectly with ``"embedded"`` and ``"live"`` runs on both.
    """
    is_live = request.node.get_closest_marker("live") is not None
    if getattr(request, "param", "live" if is_live else "embedded") == "embedded":
        return str(request.getfixturevalue("embedded_url"))
    if REAL_URL is None:
        pytest.skip("INVOKEAI_URL is not set, so there is no server for live tests")
    return REAL_URL


@pytest.fixture
def client(server_url: str) -> Iterator[Client]:
    """Make a client of that server."""
    from ivk_core import Client  # imported here, because ivk-devserver is tested without ivk-core

    with Client(server_url) as client:
        yield client
