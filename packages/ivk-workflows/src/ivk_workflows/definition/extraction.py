"""Extract the workflow from a JSON document.

Three documents are common: the workflow that the GUI saves, the body that the browser posts to
``enqueue_batch``, and the API graph inside that body. Other records (a library entry, a queue item) contain a
workflow under the key ``workflow``. An API graph alone cannot replace a workflow, because it has no form, no
labels and no versions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ivk_workflows.errors import ApiGraphError, WorkflowFileError

__all__ = ["find_workflow"]

_GRAPH_HINT = (
    "Save the workflow in the GUI's workflow editor (Save As, Download Workflow) and load that file, "
    "or load the workflow from an image that it made."
)
_FILE_HINT = "A workflow file is what the GUI's workflow editor downloads."
# Enough keys to recognize the document by, and few enough for one line of an error message.
_KEYS_SHOWN = 6


def find_workflow(document: Any, *, source: str = "") -> dict[str, Any]:
    """Find the workflow in a document.

    Parameters
    ----------
    document : object
        Parsed JSON.
    source : str
        The file or address that the document was read from, for error messages.

    Returns
    -------
    dict
        The document itself, or the part of it that is a workflow.

    Raises
    ------
    ApiGraphError
        If it is an API graph, alone or in a body without a workflow.
    WorkflowFileError
        If it contains no workflow for another reason.
    """
    if not isinstance(document, dict):
        raise WorkflowFileError(
            f"this is not a workflow: expected a JSON object, found {_name_of(document)}.",
            source=source,
            hint=_FILE_HINT,
        )
    if _is_workflow(document):
        return document
    if (embedded := _embedded(document)) is not None:
        return embedded
    if _holds_graph(document):
        raise ApiGraphError("this is an API graph, not a workflow.", source=source, hint=_GRAPH_HINT)
    raise WorkflowFileError(
        f"this is not a workflow: it has no list of nodes (its keys are {_some_keys(document)}).",
        source=source,
        hint=_FILE_HINT,
    )


def _is_workflow(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("nodes"), list)


def _is_graph(document: object) -> bool:
    return isinstance(document, Mapping) and isinstance(document.get("nodes"), Mapping)


def _embedded(document: Mapping[str, Any]) -> dict[str, Any] | None:
    for holder in (document, document.get("batch")):
        candidate = _parsed(holder.get("workflow")) if isinstance(holder, Mapping) else None
        if isinstance(candidate, dict) and _is_workflow(candidate):
            return candidate
    return None


def _parsed(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def _holds_graph(document: Mapping[str, Any]) -> bool:
    holders = (document, document.get("batch"), document.get("session"))
    graphs = (holder.get("graph") for holder in holders if isinstance(holder, Mapping))
    return _is_graph(document) or any(_is_graph(graph) for graph in graphs)


def _name_of(value: object) -> str:
    names: Mapping[type, str] = {list: "a list", str: "a text", type(None): "null", bool: "true or false"}
    return names.get(type(value), "a number")


def _some_keys(document: Mapping[str, Any]) -> str:
    keys = [repr(key) for key in list(document)[:_KEYS_SHOWN]]
    return ", ".join(keys) + (", ..." if len(document) > len(keys) else "") if keys else "none"
