"""Fixtures for the client: a workflow that needs no model, and servers for one test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def addition() -> dict[str, Any]:
    """Return a workflow that adds two numbers, in the format of the GUI."""
    values = {"a": 2, "b": 3}
    node = {
        "id": "sum",
        "type": "add",
        "version": "1.0.1",
        "label": "Sum",
        "isIntermediate": False,
        "useCache": False,
        "inputs": {name: {"name": name, "label": "", "value": value} for name, value in values.items()},
    }
    return {
        "name": "Sum",
        "meta": {"version": "4.0.0", "category": "user"},
        "exposedFields": [{"nodeId": "sum", "fieldName": name} for name in values],
        "nodes": [{"id": "sum", "type": "invocation", "position": {"x": 0, "y": 0}, "data": node}],
        "edges": [],
    }


@pytest.fixture
def start_server(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Return a function that starts a server in this process, with accounts or to inject faults."""
    pytest.importorskip("ivk_devserver", reason="the server must run in this process")
    start: Callable[..., Any] = request.getfixturevalue("invokeai_server_factory")
    return start
