"""A workflow as it was read. It is never changed, and is saved as it was read, including unknown keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from ivk_workflows.definition.api_body import ApiBody, read_body
from ivk_workflows.definition.api_workflow import as_workflow
from ivk_workflows.definition.copying import copied
from ivk_workflows.definition.extraction import find_workflow, not_a_workflow
from ivk_workflows.definition.form import Form, read_form
from ivk_workflows.definition.migrate import migrated, schema_version
from ivk_workflows.definition.parts import ExposedField, WorkflowEdge, WorkflowNode
from ivk_workflows.definition.png import is_png, workflow_text
from ivk_workflows.definition.reading import (
    as_path,
    parse_json,
    read_bytes,
    read_edges,
    read_exposed,
    read_nodes,
    read_text,
)
from ivk_workflows.errors import WorkflowFileError

__all__ = ["WorkflowDefinition"]


class WorkflowDefinition:
    """A workflow designed in the GUI.

    Make one with :meth:`from_file`, :meth:`from_json`, :meth:`from_dict`, :meth:`from_image` or
    :meth:`from_bytes`; see also `ivk_workflows.definition_from_url`. A definition never changes: setting
    inputs and compiling work on copies, so several threads may use one definition.

    Attributes
    ----------
    nodes : tuple of WorkflowNode
        The nodes, in the order of the file.
    edges : tuple of WorkflowEdge
        The edges, in the order of the file.
    source : str
        The file or address that it was read from; empty if it came from memory.
    body : ApiBody or None
        The API graph or captured body that it is; None for a workflow of the editor.

    Examples
    --------
    >>> definition = WorkflowDefinition.from_file("sdxl.json")  # doctest: +SKIP
    >>> definition.name  # doctest: +SKIP
    'SDXL text to image'
    """

    def __init__(self, document: dict[str, Any], *, source: str = "") -> None:
        """Keep a parsed document without copying it; programs use the ``from_`` methods instead."""
        self.body: ApiBody | None = read_body(document, source=source)
        if self.body is not None:
            self._document, self._current = document, as_workflow(self.body)
        else:
            self._document = find_workflow(document, source=source)
            self._current = migrated(self._document, source=source)
        self.source = source
        self.nodes: tuple[WorkflowNode, ...] = read_nodes(self._current, source=source)
        self.edges: tuple[WorkflowEdge, ...] = read_edges(self._current, source=source)

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a workflow from a file.

        Parameters
        ----------
        path : str or Path
            A file that the GUI's workflow editor downloaded, an API graph, or a captured body of
            ``enqueue_batch``.

        Raises
        ------
        WorkflowFileError
            If the file is not JSON, not a workflow, or incomplete; the error names the file and says why.
        MissingFileError, UnreadableFileError
            If there is no such file, or it may not be read.
        """
        return cls.from_json(read_text(as_path(path)), source=str(path))

    @classmethod
    def from_json(cls, text: str | bytes, *, source: str = "") -> Self:
        """Read a workflow from JSON text.

        Parameters
        ----------
        text : str or bytes
            The JSON.
        source : str
            The file or address that it came from, for error messages.

        Raises
        ------
        WorkflowFileError
            If it is not JSON, not a workflow, or incomplete.
        """
        return cls(parse_json(text, source=source), source=source)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], *, source: str = "") -> Self:
        """Read a workflow from parsed JSON, which is copied.

        Parameters
        ----------
        document : mapping
            A workflow, a record that contains one, an API graph, or a body that contains one.
        source : str
            The file or address that it came from, for error messages.

        Raises
        ------
        WorkflowFileError
            If it is not a workflow, or incomplete.
        """
        return cls(_copied_mapping(document, source), source=source)

    @classmethod
    def from_image(cls, picture: str | Path | bytes) -> Self:
        """Read the workflow inside an image that InvokeAI wrote.

        Parameters
        ----------
        picture : str, Path or bytes
            A PNG file, or its content. For an image on a server see
            ``client.workflow_repo.from_image(name)``.

        Raises
        ------
        WorkflowFileError
            If it is not a PNG file, or contains no workflow.
        MissingFileError, UnreadableFileError
            If there is no such file, or it may not be read.
        """
        if isinstance(picture, bytes):
            return cls.from_json(workflow_text(picture))
        path = as_path(picture)
        data, source = read_bytes(path), str(path)
        return cls.from_json(workflow_text(data, source=source), source=source)

    @classmethod
    def from_bytes(cls, data: bytes, *, source: str = "") -> Self:
        """Read a workflow from the content of a file: JSON, or an image that InvokeAI wrote.

        Parameters
        ----------
        data : bytes
            The content.
        source : str
            The file or address that it came from, for error messages.

        Raises
        ------
        WorkflowFileError
            If it is neither, or the image contains no workflow.
        """
        return cls.from_json(workflow_text(data, source=source) if is_png(data) else data, source=source)

    def to_dict(self) -> dict[str, Any]:
        """Return a copy of the workflow exactly as it was read."""
        document: dict[str, Any] = copied(self._document)
        return document

    def save(self, path: str | Path) -> None:
        """Write the workflow, exactly as it was read, as JSON to a file."""
        Path(path).write_text(json.dumps(self._document, indent=2, ensure_ascii=False), encoding="utf-8")

    @property
    def current(self) -> Mapping[str, Any]:
        """The document in the current format; for reading only."""
        return self._current

    @property
    def schema_version(self) -> str:
        """The version of the format that it was read in, e.g. ``"3.0.0"``."""
        return schema_version(self._current if self.body else self._document)

    @property
    def runs(self) -> int:
        """How often every combination of a captured body runs; 1 for a workflow of the editor."""
        return self.body.runs if self.body else 1

    @property
    def name(self) -> str:
        """The name that its author gave it."""
        return str(self._current.get("name") or "")

    @cached_property
    def form(self) -> Form:
        """The form that its author built; empty if there is none, or none that is valid."""
        return read_form(self._current.get("form"))

    @cached_property
    def exposed_fields(self) -> tuple[ExposedField, ...]:
        """The inputs that an older workflow exposes instead of having a form."""
        return read_exposed(self._current)

    @cached_property
    def stated_nodes(self) -> Mapping[str, WorkflowNode]:
        """The nodes by id as the file states them, with the values of old formats that `nodes` lacks."""
        if self._current is self._document:
            return self.nodes_by_id
        return _by_id(read_nodes(self._document, source=self.source))

    @cached_property
    def nodes_by_id(self) -> Mapping[str, WorkflowNode]:
        """The nodes by id; of two nodes with the same id, the first one is used."""
        return _by_id(self.nodes)

    def __repr__(self) -> str:
        return f"<WorkflowDefinition {self.name!r}: {len(self.nodes)} nodes, {len(self.edges)} edges>"


def _by_id(nodes: Iterable[WorkflowNode]) -> dict[str, WorkflowNode]:
    by_id: dict[str, WorkflowNode] = {}
    for node in nodes:
        by_id.setdefault(node.id, node)
    return by_id


def _copied_mapping(document: object, source: str) -> Any:
    """Return a copy of a mapping as a dict; other objects are refused."""
    if not isinstance(document, Mapping):
        raise not_a_workflow(document, source)
    try:
        json.dumps(dict(document), allow_nan=False)
        return copied(dict(document))
    except (TypeError, ValueError, RecursionError) as error:
        raise WorkflowFileError(f"this is not JSON ({error}).", source=source) from error
