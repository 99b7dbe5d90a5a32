"""Fixtures that compile workflows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ivk_workflows.compile import CompileContext, compile_enqueue_body, load
from ivk_workflows.templates import TemplateCatalog

Compile = Callable[..., dict[str, Any]]


@pytest.fixture
def batch(catalog: TemplateCatalog) -> Compile:
    """Compile the workflow of a builder, and return the batch of its body."""

    def compiled(builder: Any, values: Any = None, **context: Any) -> dict[str, Any]:
        saved = context.pop("saved_workflows", {})
        workflow = load(builder.definition(), catalog, saved).with_values(values or {})
        body = compile_enqueue_body(workflow, CompileContext(**context))
        found: dict[str, Any] = body["batch"]
        return found

    return compiled
