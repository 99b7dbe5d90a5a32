"""The forms in which a program may give what it submits: a body, a batch or a graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivk_core.errors import ArgumentError
from ivk_workflows.definition.api_body import read_body

__all__ = ["as_body"]


def as_body(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the body of ``enqueue_batch`` for what a program submits.

    Parameters
    ----------
    given : mapping
        A body, a batch, an API graph, or a record of the server with a graph. A whole body is returned as it
        is.

    Raises
    ------
    ApiGraphError
        If its graph is not complete.
    ArgumentError
        If it is something else, such as a workflow.
    """
    body = read_body(given)
    if body is None:
        raise ArgumentError(
            f"This is not the body of a submission: {_described(given)}.",
            hint="Submit what to_enqueue_body() returns, or an API graph. A workflow is run by the handle "
            "that workflow_repo.create_workflow() returns.",
        )
    return given if "batch" in given else body.as_document()


def _described(given: object) -> str:
    if not isinstance(given, Mapping):
        return f"expected a mapping, found {type(given).__name__}"
    if isinstance(given.get("nodes"), list) or isinstance(given.get("workflow"), Mapping):
        return "it is a workflow of the editor"
    return f"its keys are {', '.join(map(repr, given)) or 'none'}, and it has no graph"
