"""A workflow with inputs of several kinds."""

from __future__ import annotations

import pytest

from ivk_workflows import Workflow


@pytest.fixture
def workflow(builder):
    lines = builder.node("string_collection", "Lines")
    noise = builder.node("noise", "Noise")
    one, two = builder.node("string", "One"), builder.node("string", "Two")
    for node in (one, two):
        builder.data(node)["inputs"]["value"]["label"] = "Prompt"
    builder.show((lines, "collection"), (noise, "seed"), (noise, "width"), (one, "value"), (two, "value"))
    return Workflow(builder.definition())
