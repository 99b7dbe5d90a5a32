"""A workflow that is done at once."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def a_quick_workflow() -> dict[str, Any]:
    """Give a workflow that adds two numbers, as the GUI would save it."""
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
