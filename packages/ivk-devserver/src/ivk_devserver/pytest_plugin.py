"""Pytest fixtures that serve an embedded InvokeAI server.

    def test_the_server_has_a_version(invokeai_server):
        assert requests.get(f"{invokeai_server.url}/api/v1/app/version").ok

`invokeai_server` is shared by all tests of a run, `fresh_invokeai_server` is a new one for each test, and
`invokeai_server_factory` starts servers with options. The server is imported when a test first uses it, so
that test runs without a server do not get slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ivk_devserver.server import DevServer

__all__ = ["fresh_invokeai_server", "invokeai_server", "invokeai_server_factory"]


@pytest.fixture(scope="session")
def invokeai_server() -> Iterator[DevServer]:
    """Return a running server that all tests of the session share; ``.url`` is its address."""
    from ivk_devserver.server import DevServer

    with DevServer() as server:
        yield server


@pytest.fixture
def fresh_invokeai_server() -> Iterator[DevServer]:
    """Return a running server for one test, without boards, images, workflows or jobs of other tests.

    After the first server of a run, starting and stopping one takes about a quarter of a second. Tests that
    run at the same time, in threads or processes, each have their own server on its own port.
    """
    from ivk_devserver.server import DevServer

    with DevServer() as server:
        yield server


@pytest.fixture
def invokeai_server_factory() -> Iterator[Callable[..., DevServer]]:
    """Return a function that starts a server with the arguments of ``DevServer``; it stops after the test."""
    from ivk_devserver.server import DevServer

    with ExitStack() as servers:

        def start(**options: Any) -> DevServer:
            return servers.enter_context(DevServer(**options))

        yield start
