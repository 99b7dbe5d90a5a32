"""A workflow without a server: two texts, and noise with one input that an edge feeds."""

from __future__ import annotations

from typing import Any

import pytest

from ivk_workflows import Workflow


@pytest.fixture
def form_builder(builder: Any) -> Any:
    """Return a builder of a workflow with a form of five inputs; an edge feeds the last one."""
    noise = builder.node("noise", "Noise", seed=3)
    positive = builder.node("string", "Positive Prompt", value="cat")
    negative = builder.node("string", "Negative Prompt")
    builder.edge(builder.node("integer", "Side"), "value", noise, "height")
    builder.show(
        (positive, "value"), (negative, "value"), (noise, "width"), (noise, "seed"), (noise, "height")
    )
    return builder


@pytest.fixture
def workflow(form_builder: Any) -> Workflow:
    """Return the workflow of the builder."""
    return Workflow(form_builder.definition())
