"""Extract the workflow from a JSON document.

A workflow is what the GUI saves. Other records (a library entry, a queue item, an image's) contain one under
the key ``workflow``. API graphs and the bodies of ``enqueue_batch`` are read by
:mod:`~ivk_workflows.definition.api_body`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ivk_workflows.definition.foreign import refuse_foreign_document
from ivk_workflows.errors import WorkflowFileError

__all__ = ["find_workflow", "not_a_workflow"]

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
    WorkflowFileError
        If it contains none.
    """
    if not isinstance(document, dict):
        raise not_a_workflow(document, source)
    refuse_foreign_document(document, source)
    if _is_workflow(document):
        return document
    if (embedded := _embedded(document)) is not None:
        return embedded
    raise WorkflowFileError(
        f"this is not a workflow: it has no list of nodes (its keys are {_some_keys(document)}).",
        source=source,
        hint=_FILE_HINT,
    )


def not_a_workflow(found: object, source: str = "") -> WorkflowFileError:
    """Return the error about something that is neither a workflow nor any other JSON object."""
    message = f"this is not a workflow: expected a JSON object, found {_name_of(found)}."
    return WorkflowFileError(message, source=source, hint=_FILE_HINT)


def _is_workflow(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("nodes"), list)


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


def _name_of(value: object) -> str:
    names: Mapping[type, str] = {
        list: "a list",
        str: "a text",
        type(None): "null",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), f"a {type(value).__name__}")


def _some_keys(document: Mapping[str, Any]) -> str:
    keys = [repr(key) for key in list(document)[:_KEYS_SHOWN]]
    return ", ".join(keys) + (", ..." if len(document) > len(keys) else "") if keys else "none"
