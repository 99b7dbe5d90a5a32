"""A small sum to be swept: two addends on a form, and a saved picture to run for real."""

from __future__ import annotations

from typing import Any

import pytest

from ivk_workflows import Workflow


@pytest.fixture
def sums(drawing: Any) -> Any:
    """A drawing of an addition with both addends on the form."""
    add = drawing.node("add", "Sum", a=1, b=2)
    drawing.data(add)["isIntermediate"] = False
    drawing.show((add, "a"), (add, "b"))
    return drawing


@pytest.fixture
def workflow(sums: Any) -> Workflow:
    """The drawing as a workflow on paper."""
    return Workflow(sums.definition())
