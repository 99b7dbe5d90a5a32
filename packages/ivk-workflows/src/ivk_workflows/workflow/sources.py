"""The sources of workflows: files, parsed JSON, addresses on the web, the library of a server."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ivk_core.fetching import fetch
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.definition.extraction import not_a_workflow
from ivk_workflows.definition.reading import as_path, read_bytes
from ivk_workflows.library.calls import find_workflow_id, get_workflow

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["WorkflowSource", "definition_from_server", "definition_from_url", "definition_of"]

WorkflowSource: TypeAlias = WorkflowDefinition | str | Path | bytes | Mapping[str, Any]
"""A definition, the path of a file (JSON, or an image that contains a workflow), its content, or parsed JSON.

The JSON may be a workflow, an API graph, or a captured body of ``enqueue_batch``.
"""


def definition_of(source: WorkflowSource) -> WorkflowDefinition:
    """Read a workflow from any source.

    Raises
    ------
    WorkflowFileError
        If it is not a workflow.
    """
    if isinstance(source, WorkflowDefinition):
        return source
    if isinstance(source, Mapping):
        return WorkflowDefinition.from_dict(source)
    if isinstance(source, bytes):
        return WorkflowDefinition.from_bytes(source)
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return WorkflowDefinition.from_json(source)
    path = _path_of(source)
    if path.suffix.lower() == ".png":
        return WorkflowDefinition.from_image(path)
    return WorkflowDefinition.from_bytes(read_bytes(path), source=str(path))


def _path_of(source: object) -> Path:
    if not isinstance(source, str | PathLike):
        raise not_a_workflow(source)
    return as_path(source)


def definition_from_url(url: str, *, timeout: float = 30.0) -> WorkflowDefinition:
    """Read a workflow, or an image that contains one, from an address on the web.

    Parameters
    ----------
    url : str
        The address of the file. No credentials are sent there.
    timeout : float
        Seconds to wait for the file. The default is that of all requests.

    Returns
    -------
    WorkflowDefinition

    Raises
    ------
    WorkflowFileError
        If the file is not JSON, not a workflow, or incomplete.
    ConnectionError, TimeoutError, TransferError
        If it cannot be fetched.
    """
    return WorkflowDefinition.from_bytes(fetch(url, timeout=timeout), source=url)


def definition_from_server(client: Client, workflow: str) -> WorkflowDefinition:
    """Read a workflow from a server's library (operations ``list_workflows``, ``get_workflow``).

    Parameters
    ----------
    client : Client
        The client to ask with.
    workflow : str
        Its id in the library, else its exact name.

    Returns
    -------
    WorkflowDefinition

    Raises
    ------
    WorkflowNotFoundError, AmbiguousWorkflowError
        If the library has no workflow with that id or name, or several.
    """
    return client.run(get_workflow(client.run(find_workflow_id(workflow)))).definition
