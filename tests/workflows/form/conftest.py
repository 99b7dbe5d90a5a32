"""A workflow on paper: two texts of one kind, noise with one side fed by an edge, and no server."""

from __future__ import annotations

from typing import Any

import pytest

from ivk_workflows import Workflow


@pytest.fixture
def sheet(drawing: Any) -> Any:
    """A drawing with a form of five inputs; the last one is fed by an edge."""
    noise = drawing.node("noise", "Noise", seed=3)
    positive = drawing.node("string", "Positive Prompt", value="cat")
    negative = drawing.node("string", "Negative Prompt")
    drawing.edge(drawing.node("integer", "Side"), "value", noise, "height")
    drawing.show(
        (positive, "value"), (negative, "value"), (noise, "width"), (noise, "seed"), (noise, "height")
    )
    return drawing


@pytest.fixture
def workflow(sheet: Any) -> Workflow:
    """The drawing as a workflow."""
    return Workflow(sheet.definition())
