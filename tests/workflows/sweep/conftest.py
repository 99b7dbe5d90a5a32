"""A workflow to be swept: an addition with both addends on the form."""

from __future__ import annotations

from typing import Any

import pytest

from ivk_workflows import Workflow


@pytest.fixture
def sum_builder(builder: Any) -> Any:
    """Return a builder of an addition with both addends on the form."""
    add = builder.node("add", "Sum", a=1, b=2)
    builder.data(add)["isIntermediate"] = False
    builder.show((add, "a"), (add, "b"))
    return builder


@pytest.fixture
def workflow(sum_builder: Any) -> Workflow:
    """Return the workflow of the builder, without a server."""
    return Workflow(sum_builder.definition())
