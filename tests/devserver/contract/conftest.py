"""Every test here runs on the embedded server, and with ``-m live`` on a real server."""

from __future__ import annotations

import pytest

BOTH = ["embedded", pytest.param("live", marks=pytest.mark.live)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "server_url" in metafunc.fixturenames:
        metafunc.parametrize("server_url", BOTH, indirect=True)
