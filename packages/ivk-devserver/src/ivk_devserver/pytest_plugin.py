"""Fixtures that serve an embedded InvokeAI to tests.

    def test_the_server_tells_its_version(invokeai_server):
        assert requests.get(f"{invokeai_server.url}/api/v1/app/version").ok

The server itself is imported when a test first asks for it, so that test runs without one lose no time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ivk_devserver.server import DevServer

__all__ = ["invokeai_server", "invokeai_server_factory"]


@pytest.fixture(scope="session")
def invokeai_server() -> Iterator[DevServer]:
    """Give a running server that all tests of the session share; ``.url`` is its address."""
    from ivk_devserver.server import DevServer

    with DevServer() as server:
        yield server


@pytest.fixture
def invokeai_server_factory() -> Iterator[Callable[..., DevServer]]:
    """Start servers of one's own, with the arguments of ``DevServer``; they stop with the test."""
    from ivk_devserver.server import DevServer

    with ExitStack() as servers:

        def start(**options: Any) -> DevServer:
            return servers.enter_context(DevServer(**options))

        yield start
