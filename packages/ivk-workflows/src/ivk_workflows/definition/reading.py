"""Read a workflow file, its nodes, edges and exposed fields; errors name what is wrong and where."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from ivk_workflows.definition.foreign import refuse_foreign_text
from ivk_workflows.definition.parts import ExposedField, WorkflowEdge, WorkflowNode
from ivk_workflows.errors import MissingFileError, UnreadableFileError, WorkflowFileError

__all__ = [
    "as_path",
    "decoded",
    "parse_json",
    "read_bytes",
    "read_edges",
    "read_exposed",
    "read_nodes",
    "read_text",
]


# A path is longer only by mistake, such as text that was meant to be JSON.
_MAX_SHOWN = 300
# That of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path) -> str:
    """Read a file as text.

    Raises
    ------
    WorkflowFileError
        If the file is not text.
    MissingFileError, UnreadableFileError
        If there is no such file, or it may not be read.
    """
    return decoded(read_bytes(path), source=str(path))


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises
    ------
    MissingFileError, UnreadableFileError
        If there is no such file, or it is a folder or may not be read.
    """
    source = str(path) if len(str(path)) <= _MAX_SHOWN else f"{str(path)[:_MAX_SHOWN]}…"
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        hint = "If it is a workflow of the server's library, use workflow_repo.get(name)."
        raise MissingFileError("there is no such file.", source=source, hint=hint) from error
    except IsADirectoryError as error:
        hint = "Give the path of a file."
        raise UnreadableFileError("this is a folder.", source=source, hint=hint) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableFileError(f"it cannot be read ({reason}).", source=source) from error


def as_path(path: object) -> Path:
    """Return the path of a file.

    Raises
    ------
    WorkflowFileError
        If it is not a path, is empty, or is an address on the web.
    """
    if not isinstance(path, str | PathLike) or not str(path).strip():
        raise WorkflowFileError(
            f"{path!r} is not the path of a workflow file.", hint="Give a path, or parsed JSON."
        )
    if str(path).lower().startswith(("http://", "https://")):
        raise WorkflowFileError(
            "this is an address on the web, not a file.",
            source=str(path),
            hint="Use workflow_repo.from_url(url), or definition_from_url(url).",
        )
    return Path(path)


def decoded(data: bytes, *, source: str = "") -> str:
    """Decode text as UTF-8, or as UTF-16 or UTF-32 if it begins with their byte order mark.

    Raises
    ------
    WorkflowFileError
        If it is neither.
    """
    encodings = (name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark))
    try:
        return data.decode(next(encodings, "utf-8"))
    except UnicodeDecodeError as error:
        raise WorkflowFileError(
            "this is not a text file.", source=source, hint="Read the workflow of an image with from_image."
        ) from error


def parse_json(text: str | bytes, *, source: str = "") -> Any:
    """Parse JSON.

    Raises
    ------
    WorkflowFileError
        If it is not JSON; the error names the line and column.
    """
    text = _as_text(text, source)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise WorkflowFileError(
            "this is not JSON (it is empty).", source=source, hint="Download the workflow again in the GUI."
        )
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        refuse_foreign_text(text, source)
        raise WorkflowFileError(
            f"this is not JSON ({error}).", source=source, hint="Download the workflow again in the GUI."
        ) from error


def _as_text(text: object, source: str) -> str:
    if isinstance(text, bytes):
        return decoded(text, source=source)
    if not isinstance(text, str):
        found = type(text).__name__
        raise WorkflowFileError(f"this is not a workflow: expected text, found {found}.", source=source)
    return text


def read_nodes(workflow: Mapping[str, Any], *, source: str = "") -> tuple[WorkflowNode, ...]:
    """Read the nodes, in the order of the file.

    Raises
    ------
    WorkflowFileError
        If a node has no id or type, or its inputs are not objects.
    """
    return tuple(_node(raw, index, source) for index, raw in enumerate(workflow["nodes"]))


def _node(raw: Any, index: int, source: str) -> WorkflowNode:
    data = raw.get("data") if isinstance(raw, dict) else None
    if not isinstance(data, dict):
        raise WorkflowFileError(f"node number {index} has no data.", source=source)
    node_id, kind = raw.get("id"), raw.get("type", "invocation")
    if not isinstance(node_id, str) or not isinstance(kind, str):
        raise WorkflowFileError(f"node number {index} has no id or no kind.", source=source)
    node_type = data.get("type", "" if kind == "invocation" else kind)
    if not isinstance(node_type, str) or not node_type:
        raise WorkflowFileError(f"node {node_id!r} has no type.", source=source)
    inputs = _inputs(data.get("inputs", {}), node_type, source) if kind == "invocation" else {}
    return WorkflowNode(node_id, kind, node_type, _text(data, "label"), _text(data, "version"), inputs, raw)


def _inputs(inputs: Any, node_type: str, source: str) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(inputs, dict):
        raise WorkflowFileError(
            f"the inputs of a node of type {node_type!r} are not an object.", source=source
        )
    for name, field in inputs.items():
        if not isinstance(field, dict):
            raise WorkflowFileError(
                f"input {name!r} of a node of type {node_type!r} is not an object.", source=source
            )
    return inputs


def read_edges(workflow: Mapping[str, Any], *, source: str = "") -> tuple[WorkflowEdge, ...]:
    """Read the edges, in the order of the file.

    Raises
    ------
    WorkflowFileError
        If an edge does not say what it connects.
    """
    edges = workflow.get("edges", [])
    if not isinstance(edges, list):
        raise WorkflowFileError("its edges are not a list.", source=source)
    return tuple(_edge(raw, index, source) for index, raw in enumerate(edges))


def _edge(raw: Any, index: int, origin: str) -> WorkflowEdge:
    if not isinstance(raw, dict):
        raise WorkflowFileError(f"edge number {index} is not an object.", source=origin)
    source, target, kind = raw.get("source"), raw.get("target"), raw.get("type", "default")
    if not (isinstance(source, str) and isinstance(target, str) and source and target):
        raise WorkflowFileError(f"edge number {index} does not say what it connects.", source=origin)
    if kind != "default":
        return WorkflowEdge(_text(raw, "id"), str(kind), source, "", target, "", raw)
    output, field = _text(raw, "sourceHandle"), _text(raw, "targetHandle")
    if not output or not field:
        raise WorkflowFileError(f"edge number {index} does not say which fields it connects.", source=origin)
    return WorkflowEdge(_text(raw, "id"), kind, source, output, target, field, raw)


def read_exposed(workflow: Mapping[str, Any]) -> tuple[ExposedField, ...]:
    """Read the exposed fields of a workflow without a form; invalid entries are left out, as in the GUI."""
    entries = workflow.get("exposedFields")
    if not isinstance(entries, list):
        return ()
    named = (entry for entry in entries if isinstance(entry, dict))
    pairs = ((entry.get("nodeId"), entry.get("fieldName")) for entry in named)
    return tuple(
        ExposedField(node_id, field)
        for node_id, field in pairs
        if isinstance(node_id, str) and isinstance(field, str)
    )


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    return value if isinstance(value, str) else ""
