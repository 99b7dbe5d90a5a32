"""The server of the tests: an embedded one, or the real one at ``INVOKEAI_URL``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ivk_core import Client


@pytest.fixture(scope="session")
def embedded_url() -> Iterator[str]:
    """Serve an embedded server for the whole run, and return its URL.

    A package that is tested alone has no server installed. Then ``IVK_DEVSERVER_PYTHON`` is a Python that has
    it.
    """
    elsewhere = os.environ.get("IVK_DEVSERVER_PYTHON")
    with _served_by(elsewhere) if elsewhere else _served_here() as url:
        yield url


@contextmanager
def _served_here() -> Iterator[str]:
    from ivk_devserver.server import DevServer

    with DevServer() as server:
        yield server.url


@contextmanager
def _served_by(python: str) -> Iterator[str]:
    command = [python, "-m", "ivk_devserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().partition("=")[2]
        finally:
            process.terminate()


@pytest.fixture
def server_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a server: the embedded one, or the real one for tests marked ``live``.

    A module runs with both if it parametrizes this fixture indirectly with ``"embedded"`` and ``"live"``.
    """
    is_live = request.node.get_closest_marker("live") is not None
    if getattr(request, "param", "live" if is_live else "embedded") == "embedded":
        return str(request.getfixturevalue("embedded_url"))
    if "INVOKEAI_URL" not in os.environ:
        pytest.skip("INVOKEAI_URL names no server to run live tests on")
    return os.environ["INVOKEAI_URL"]


@pytest.fixture
def client(server_url: str) -> Iterator[Client]:
    """Make a client of that server."""
    from ivk_core import Client  # here, because a package that is tested alone may not have it

    with Client(server_url) as client:
        yield client
